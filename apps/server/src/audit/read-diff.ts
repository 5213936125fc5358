import { isDeepStrictEqual } from 'node:util';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Instant } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { CallerContext } from '../access/request-context.js';
import { Projections } from '../event-log/projections.js';
import { Refused } from '../event-log/refused.js';
import { Cipher } from '../keys/cipher.js';
import { POOL } from '../platform/pool.js';
import { asOf, ShownThen, shownThen, type Then } from './as-of.js';
import { countEvents } from './count-events.js';
import { usersThen } from './lives.js';
import { Readings } from './readings.js';
import { shownUser, UserThen } from './shown-lives.js';
import { trail } from './trail.projection.js';

export const Diff = z
  .object({
    from: ShownThen,
    to: ShownThen,
    tokens: z
      .object({ before: z.int(), issued: z.int(), revoked: z.int(), expired: z.int(), after: z.int() })
      .meta({ description: 'Live ones, sessions too: before + issued - revoked - expired = after.' }),
    items: z
      .array(z.object({ before: UserThen.nullable(), after: UserThen }))
      .meta({ description: 'Accounts that are not as they were; `before` is null for a new one.' }),
    next: z.string().nullable(),
  })
  .meta({ id: 'Diff', description: 'What has changed between two moments.' });
export type Diff = z.output<typeof Diff>;

export interface DiffAsked {
  readonly from: bigint | Instant;
  readonly to: bigint | Instant;
  readonly limit: number;
  /** The id of the last account seen. */
  readonly cursor?: string | undefined;
}

/** A command, not a query: to ask is an event. */
export class ReadDiff extends Command<Diff> {
  constructor(
    readonly by: CallerContext,
    readonly asked: DiffAsked,
  ) {
    super();
  }
}

const COUNTED = ['TokenIssued', 'TokenRevoked', 'TokenExpired'] as const;
const CHANGING = ['UserRegistered', 'UserDisabled', 'UserEnabled', 'RolesChanged', 'UserDeleted'];

@CommandHandler(ReadDiff)
export class ReadDiffHandler implements ICommandHandler<ReadDiff> {
  constructor(
    private readonly readings: Readings,
    private readonly projections: Projections,
    private readonly cipher: Cipher,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, asked }: ReadDiff): Promise<Diff> {
    await this.readings.record(by, { words: `/v1/audit/diff?from=${asked.from}&to=${asked.to}` });
    const last = await this.projections.catchUp(trail.name);
    const [from, to] = [await asOf(this.pool, asked.from, last), await asOf(this.pool, asked.to, last)];
    if (from.position > to.position)
      throw new Refused({ refused: 'invalid_request', detail: 'This is after `to`.', pointer: '#from' });
    const touched = await this.touched(asked, from, to);
    const page = touched.slice(0, asked.limit);
    const tokens = await this.tokens(from, to);
    const items = await this.changes(page, from, to);
    return { from: shownThen(from), to: shownThen(to), tokens, items, next: nextOf(touched, page) };
  }

  private async tokens(from: Then, to: Then): Promise<Diff['tokens']> {
    const live = (counts: Record<(typeof COUNTED)[number], number>): number =>
      counts.TokenIssued - counts.TokenRevoked - counts.TokenExpired;
    const before = live(await countEvents(this.pool, COUNTED, -1n, from.position));
    const between = await countEvents(this.pool, COUNTED, from.position, to.position);
    const { TokenIssued: issued, TokenRevoked: revoked, TokenExpired: expired } = between;
    return { before, issued, revoked, expired, after: before + live(between) };
  }

  private async touched({ limit, cursor }: DiffAsked, from: Then, to: Then): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ subject: string }>({
      name: 'touched-between',
      text: `select distinct subject from views.trail
             where type = any($1) and position > $2 and position <= $3 and subject > $4 order by subject limit $5`,
      values: [CHANGING, String(from.position), String(to.position), cursor ?? '', limit + 1],
    });
    return rows.map(({ subject }) => subject);
  }

  /** Whoever was disabled and enabled again is as before. */
  private async changes(ids: readonly string[], from: Then, to: Then): Promise<Diff['items']> {
    const [before, after] = [
      await usersThen(this.pool, ids, from.position),
      await usersThen(this.pool, ids, to.position),
    ];
    const shown = ids.map(async (id) => {
      const was = before.get(id);
      return {
        before: was ? await shownUser(this.cipher, was) : null,
        after: await shownUser(this.cipher, after.get(id)!),
      };
    });
    return (await Promise.all(shown)).filter(({ before: was, after: is }) => !isDeepStrictEqual(was, is));
  }
}

const nextOf = (touched: readonly string[], page: readonly string[]): string | null =>
  touched.length > page.length ? page.at(-1)! : null;
