import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Instant, userStream } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { CallerContext } from '../access/request-context.js';
import { Projections } from '../event-log/projections.js';
import { Cipher } from '../keys/cipher.js';
import { POOL } from '../platform/pool.js';
import { asOf, ShownThen, shownThen, type Then } from './as-of.js';
import { tokensThen, usersThen } from './lives.js';
import { Readings } from './readings.js';
import { shownToken, shownUser, TokenThen, UserThen } from './shown-lives.js';
import { trail } from './trail.projection.js';

const pageThen = <Item extends z.ZodType>(id: string, item: Item) =>
  z.object({ at: ShownThen, items: z.array(item), next: z.string().nullable() }).meta({ id });

export const UsersThen = pageThen('UsersThen', UserThen);
export const TokensThen = pageThen('TokensThen', TokenThen);
export type LivesThen = z.output<typeof UsersThen> | z.output<typeof TokensThen>;

export interface LivesAsked {
  readonly of: 'users' | 'tokens';
  readonly at: bigint | Instant;
  /** Of tokens: whose. */
  readonly owner?: string | undefined;
  readonly limit: number;
  /** The `next` of the page before: a position. */
  readonly cursor?: bigint | undefined;
}

/** A command, not a query: to ask is an event. */
export class ReadLives extends Command<LivesThen> {
  constructor(
    readonly by: CallerContext,
    readonly asked: LivesAsked,
  ) {
    super();
  }
}

interface Born {
  readonly position: string;
  readonly subject: string;
}

@CommandHandler(ReadLives)
export class ReadLivesHandler implements ICommandHandler<ReadLives> {
  constructor(
    private readonly readings: Readings,
    private readonly projections: Projections,
    private readonly cipher: Cipher,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, asked }: ReadLives): Promise<LivesThen> {
    const { of, at, owner, limit } = asked;
    const whose = owner === undefined ? '' : `&owner=${owner}`;
    await this.readings.record(by, { words: `/v1/audit/state/${of}?at=${at}${whose}` });
    const then = await asOf(this.pool, at, await this.projections.catchUp(trail.name));
    const born = await this.born(asked, then);
    const page = born.slice(0, limit);
    const items = await this.shown(
      of,
      page.map(({ subject }) => subject),
      then,
    );
    return { at: shownThen(then), items, next: born.length > limit ? page.at(-1)!.position : null } as LivesThen;
  }

  /** Who was there by then, in the order in which they came, and one more if there is one. */
  private async born({ of, owner, limit, cursor }: LivesAsked, { position }: Then): Promise<readonly Born[]> {
    const type = of === 'users' ? 'UserRegistered' : 'TokenIssued';
    const { rows } = await this.pool.query<Born>(
      `select position, subject from views.trail
       where type = $1 and position <= $2 and position > $3 ${owner === undefined ? '' : 'and stream = $4'}
       order by position limit ${limit + 1}`,
      [type, String(position), String(cursor ?? -1n), ...(owner === undefined ? [] : [userStream(owner)])],
    );
    return rows;
  }

  private async shown(of: LivesAsked['of'], ids: readonly string[], { position, recordedAt }: Then) {
    if (of === 'users') {
      const users = [...(await usersThen(this.pool, ids, position)).values()];
      await this.cipher.prepare(ids);
      return Promise.all(users.map((user) => shownUser(this.cipher, user)));
    }
    const tokens = [...(await tokensThen(this.pool, ids, position)).values()];
    await this.cipher.prepare(tokens.map(({ owner }) => owner));
    return Promise.all(tokens.map((token) => shownToken(this.cipher, token, recordedAt)));
  }
}
