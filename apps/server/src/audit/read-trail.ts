import { createHash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type DomainEvent, type Recorded, readTrail, userStream } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { readHead } from '../event-log/head.js';
import { readEvents } from '../event-log/read-events.js';
import { pageOf, shownId, shownInstant, shownPosition } from '../http/shown.js';
import { POOL } from '../platform/pool.js';
import { Cipher } from '../keys/cipher.js';

const TrailItem = z
  .object({
    position: shownPosition,
    type: z.string(),
    recordedAt: shownInstant,
    actor: z.object({
      type: z.enum(['user', 'system', 'holder']),
      id: z.string(),
      tokenId: shownId.nullable().optional().meta({ description: 'null: somebody who gave a password.' }),
    }),
    subject: z.object({ type: z.string(), id: z.string() }),
    data: z.record(z.string(), z.unknown()).meta({ description: 'As docs/events.md says of the type.' }),
    personal: z
      .record(z.string(), z.string())
      .meta({ description: 'Decrypted; `[erased]` where the person has been erased.' }),
  })
  .meta({ id: 'TrailItem', description: 'An event of the log.' });
type TrailItem = z.output<typeof TrailItem>;

export const TrailPage = pageOf('TrailPage', TrailItem);
export type TrailPage = z.output<typeof TrailPage>;

/** A command, not a query: to ask is an event, recorded before the first row is read. */
export class ReadTrail extends Command<TrailPage> {
  constructor(
    readonly by: CallerContext,
    readonly after: bigint,
    readonly limit: number,
  ) {
    super();
  }
}

const QUESTION = '/v1/audit/events';

@CommandHandler(ReadTrail)
export class ReadTrailHandler implements ICommandHandler<ReadTrail> {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ by, after, limit }: ReadTrail): Promise<TrailPage> {
    await this.record(by);
    // The head first: whatever it counts is there to be read after it.
    const last = (await readHead(this.pool)).frontier.size - 1n;
    const events = await readEvents(this.pool, after, limit);
    const items = await Promise.all(events.map((event) => this.item(event)));
    const end = events.at(-1)?.position ?? last;
    return { items, next: end < last ? String(end) : null, position: String(end > last ? end : last) };
  }

  /** One event a reader, question and minute: else the pages of a long trail would make it longer. */
  private async record(by: CallerContext): Promise<void> {
    const { id } = by.caller.user;
    const minute = Math.floor(Date.now() / 60_000);
    const once = createHash('sha256')
      .update(JSON.stringify(['trail', id, QUESTION, minute]))
      .digest();
    await this.log.append({
      ...(await this.provenance.ofCaller(by, { type: 'user', id })),
      permission: { resource: 'audit', action: 'get', object: '*' },
      streams: [userStream(id)],
      reads: {},
      decide: () => readTrail(id, QUESTION),
      idempotency: { key: once, body: once },
    });
  }

  private async item(event: Recorded<DomainEvent>): Promise<TrailItem> {
    const { position, type, recordedAt, actor, subject, data } = event;
    const shown = event.personal.filter(({ field }) => field !== 'passwordDigest');
    const opened = shown.map(async (sealed) => [sealed.field, (await this.cipher.open(sealed, subject)) ?? '[erased]']);
    const personal = Object.fromEntries(await Promise.all(opened));
    return { position: String(position), type, recordedAt, actor, subject, data: { ...data }, personal };
  }
}
