import { createHash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { readHistory, readTrail, type Subject, userStream } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { readHead } from '../event-log/head.js';
import { Projections } from '../event-log/projections.js';
import { readEventsAt } from '../event-log/read-events.js';
import { Cipher } from '../keys/cipher.js';
import { POOL } from '../platform/pool.js';
import { findPositions, isFiltered, type TrailFilter, type TrailPaging } from './find-positions.js';
import { showEvents, type TrailPage } from './shown-event.js';
import { trail } from './trail.projection.js';

export interface Question {
  /** The route and its filters, without the page: what the trail will say that was asked. */
  readonly words: string;
  readonly filter: TrailFilter;
  /** Whose history it is, where it is one's. */
  readonly of?: Subject;
}

/** A command, not a query: to ask is an event, recorded before the first row is read. */
export class ReadTrail extends Command<TrailPage> {
  constructor(
    readonly by: CallerContext,
    readonly question: Question,
    readonly page: TrailPaging,
  ) {
    super();
  }
}

@CommandHandler(ReadTrail)
export class ReadTrailHandler implements ICommandHandler<ReadTrail> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly projections: Projections,
    private readonly cipher: Cipher,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, question, page }: ReadTrail): Promise<TrailPage> {
    await this.record(by, question);
    const last = await this.reached(question.filter);
    const found = await findPositions(this.pool, question.filter, page, last);
    const positions = found.slice(0, page.limit);
    const events = await readEventsAt(this.pool, positions);
    const items = await showEvents(this.cipher, page.order === 'asc' ? events : events.toReversed());
    const next = found.length > page.limit ? String(positions.at(-1)) : null;
    return { items, next, position: String(last) };
  }

  /** Without a filter nothing has to be found: then the log itself is read, whatever has become of the projection. */
  private async reached(filter: TrailFilter): Promise<bigint> {
    if (isFiltered(filter)) return this.projections.catchUp(trail.name);
    return (await readHead(this.pool)).frontier.size - 1n;
  }

  /** One event a reader, question and minute: else the pages of a long trail would make it longer. */
  private async record(by: CallerContext, { words, of }: Question): Promise<void> {
    const { id: userId } = by.caller.user;
    const minute = Math.floor(Date.now() / 60_000);
    const once = createHash('sha256')
      .update(JSON.stringify(['trail', userId, words, minute]))
      .digest();
    const reader = { userId, question: words };
    await this.log.append({
      ...(await this.provenance.ofCaller(by, { type: 'user', id: userId })),
      permission: { resource: 'audit', action: 'get', object: '*' },
      streams: [userStream(userId)],
      reads: of ? { users: [of.id], tokens: [of.id] } : {},
      decide: (state) => (of ? readHistory(state, of, reader) : readTrail(userId, words)),
      idempotency: { key: once, body: once },
    });
  }
}
