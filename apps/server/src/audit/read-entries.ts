import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { TILE_WIDTH, type Tile } from '@tokenledger/merkle/tile';
import type { Pool } from 'pg';
import type { CallerContext } from '../access/request-context.js';
import { readEntries } from '../event-log/read-events.js';
import { Refused } from '../event-log/refused.js';
import { POOL } from '../platform/pool.js';
import { Readings } from './readings.js';

/** A command, not a query: to ask is an event, recorded before the first byte is sent. */
export class ReadEntries extends Command<Buffer> {
  constructor(
    readonly by: CallerContext,
    readonly tile: Tile,
  ) {
    super();
  }
}

@CommandHandler(ReadEntries)
export class ReadEntriesHandler implements ICommandHandler<ReadEntries> {
  constructor(
    private readonly readings: Readings,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  /** An entry bundle of C2SP tlog-tiles. */
  async execute({ by, tile: { index, width } }: ReadEntries): Promise<Buffer> {
    await this.readings.record(by, { words: '/log/tile/entries' });
    const entries = await readEntries(this.pool, index * BigInt(TILE_WIDTH) - 1n, width);
    if (entries.length < width)
      throw new Refused({ refused: 'not_found', detail: 'The log has no such tile, or not yet.' });
    return Buffer.concat(entries.flatMap((entry) => [lengthOf(entry), entry]));
  }
}

function lengthOf(entry: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeUInt16BE(entry.length);
  return bytes;
}
