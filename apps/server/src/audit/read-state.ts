import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DomainEvent, Instant, PolicyChanged, Recorded } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { CallerContext } from '../access/request-context.js';
import { Projections } from '../event-log/projections.js';
import { readEventsAt } from '../event-log/read-events.js';
import { POOL } from '../platform/pool.js';
import { asOf, ShownThen, shownThen } from './as-of.js';
import { countEvents } from './count-events.js';
import { Readings } from './readings.js';
import { trail } from './trail.projection.js';

export const State = z
  .object({
    at: ShownThen,
    users: z.object({ active: z.int(), disabled: z.int(), deleted: z.int() }),
    tokens: z
      .object({ live: z.int(), revoked: z.int(), expired: z.int(), issued: z.int() })
      .meta({ description: 'Sessions too. issued = live + revoked + expired.' }),
    policy: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'State', description: 'What the log had come to.' });
export type State = z.output<typeof State>;

/** A command, not a query: to ask is an event. */
export class ReadState extends Command<State> {
  constructor(
    readonly by: CallerContext,
    readonly at: bigint | Instant,
  ) {
    super();
  }
}

const COUNTED = ['UserRegistered', 'UserDeleted', 'TokenIssued', 'TokenRevoked', 'TokenExpired'] as const;

@CommandHandler(ReadState)
export class ReadStateHandler implements ICommandHandler<ReadState> {
  constructor(
    private readonly readings: Readings,
    private readonly projections: Projections,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, at }: ReadState): Promise<State> {
    await this.readings.record(by, { words: `/v1/audit/state?at=${at}` });
    const then = await asOf(this.pool, at, await this.projections.catchUp(trail.name));
    const [counted, disabled, policy] = await Promise.all([
      countEvents(this.pool, COUNTED, -1n, then.position),
      this.disabled(then.position),
      this.policy(then.position),
    ]);
    const { UserRegistered, UserDeleted: deleted, TokenIssued: issued } = counted;
    const { TokenRevoked: revoked, TokenExpired: expired } = counted;
    return {
      at: shownThen(then),
      users: { active: UserRegistered - deleted - disabled, disabled, deleted },
      tokens: { live: issued - revoked - expired, revoked, expired, issued },
      policy,
    };
  }

  /** Whoever was disabled last, and neither enabled nor deleted since. */
  private async disabled(last: bigint): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>({
      name: 'disabled-then',
      text: `select count(*)::int as count from (
               select distinct on (subject) type from views.trail
               where type = any('{UserDisabled,UserEnabled,UserDeleted}') and position <= $1
               order by subject, position desc) as latest
             where type = 'UserDisabled'`,
      values: [String(last)],
    });
    return rows[0]!.count;
  }

  private async policy(last: bigint): Promise<State['policy']> {
    const { rows } = await this.pool.query<{ position: string }>({
      name: 'policy-then',
      text: `select position from views.trail where type = 'PolicyChanged' and position <= $1
             order by position desc limit 1`,
      values: [String(last)],
    });
    const events = await readEventsAt(
      this.pool,
      rows.map(({ position }) => BigInt(position)),
    );
    return events.find(isPolicy)?.data ?? null;
  }
}

const isPolicy = (event: Recorded<DomainEvent>): event is Recorded<PolicyChanged> => event.type === 'PolicyChanged';
