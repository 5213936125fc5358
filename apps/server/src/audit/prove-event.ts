import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Pool } from 'pg';
import type { CallerContext } from '../access/request-context.js';
import { proveEvent } from '../event-log/prove-event.js';
import { Refused } from '../event-log/refused.js';
import { POOL } from '../platform/pool.js';
import { Readings } from './readings.js';

/** A command, not a query: the proof carries the event, and whoever gets it has read it. */
export class ProveEvent extends Command<string> {
  constructor(
    readonly by: CallerContext,
    readonly position: bigint,
  ) {
    super();
  }
}

@CommandHandler(ProveEvent)
export class ProveEventHandler implements ICommandHandler<ProveEvent> {
  constructor(
    private readonly readings: Readings,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, position }: ProveEvent): Promise<string> {
    await this.readings.record(by, { words: `/v1/audit/events/${position}/proof` });
    const proof = await proveEvent(this.pool, position);
    if (proof !== undefined) return proof;
    throw new Refused({ refused: 'not_found', detail: 'The log has no such event, or not yet.' });
  }
}
