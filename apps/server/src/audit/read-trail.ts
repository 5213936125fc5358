import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Pool } from 'pg';
import type { CallerContext } from '../access/request-context.js';
import { readHead } from '../event-log/head.js';
import { Projections } from '../event-log/projections.js';
import { readEventsAt } from '../event-log/read-events.js';
import { Cipher } from '../keys/cipher.js';
import { POOL } from '../platform/pool.js';
import { findFrom } from './find-from.js';
import { type Found, findPositions, isFiltered, type TrailFilter, type TrailPaging } from './find-positions.js';
import { type Reading, Readings } from './readings.js';
import { showEvents, type TrailPage } from './shown-event.js';
import { trail } from './trail.projection.js';

export interface Question extends Reading {
  readonly filter: TrailFilter;
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
    private readonly readings: Readings,
    private readonly projections: Projections,
    private readonly cipher: Cipher,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, question, page }: ReadTrail): Promise<TrailPage> {
    await this.readings.record(by, question);
    const last = await this.reached(question);
    const { positions, next } = await this.find(question, page, last);
    const events = await readEventsAt(this.pool, positions);
    const items = await showEvents(this.cipher, page.order === 'asc' ? events : events.toReversed());
    return { items, next: next === null ? null : String(next), position: String(last) };
  }

  private find({ filter, place }: Question, page: TrailPaging, last: bigint): Promise<Found> {
    if (place) return findFrom(this.pool, this.cipher, place, filter, page, last);
    return findPositions(this.pool, filter, page, last);
  }

  /** Without a filter nothing has to be found: then the log itself is read, whatever has become of the projection. */
  private async reached({ filter, place }: Question): Promise<bigint> {
    if (place || isFiltered(filter)) return this.projections.catchUp(trail.name);
    return (await readHead(this.pool)).frontier.size - 1n;
  }
}
