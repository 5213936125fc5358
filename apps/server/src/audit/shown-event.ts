import type { DomainEvent, Recorded } from '@tokenledger/domain';
import { z } from 'zod';
import { pageOf, shownId, shownInstant, shownPosition } from '../http/shown.js';
import type { Cipher } from '../keys/cipher.js';

const TrailItem = z
  .object({
    position: shownPosition,
    id: shownId,
    type: z.string(),
    recordedAt: shownInstant,
    actor: z.object({
      type: z.enum(['user', 'system', 'holder']),
      id: z.string(),
      tokenId: shownId.nullable().optional().meta({ description: 'null: somebody who gave a password.' }),
    }),
    subject: z.object({ type: z.string(), id: z.string() }),
    meta: z.object({
      correlationId: shownId.meta({ description: 'Of the command: the id of its first event.' }),
      causationId: shownId
        .nullable()
        .meta({ description: 'The event that brought this one about; null: it is the first.' }),
      requestId: z.string().meta({ description: 'The `X-Request-Id` of the answer; of the server’s own work a word.' }),
    }),
    data: z.record(z.string(), z.unknown()).meta({ description: 'As docs/events.md says of the type.' }),
    personal: z
      .record(z.string(), z.string())
      .meta({ description: 'Decrypted; `[erased]` where the person has been erased.' }),
  })
  .meta({ id: 'TrailItem', description: 'An event of the log.' });
type TrailItem = z.output<typeof TrailItem>;

export const TrailPage = pageOf('TrailPage', TrailItem);
export type TrailPage = z.output<typeof TrailPage>;

/** Events as an auditor sees them: what is personal is opened, and no password digest is there. */
export async function showEvents(cipher: Cipher, events: readonly Recorded<DomainEvent>[]): Promise<TrailItem[]> {
  await cipher.prepare(events.flatMap(({ personal }) => personal.map(({ kid }) => kid)));
  return Promise.all(events.map((event) => show(cipher, event)));
}

async function show(cipher: Cipher, event: Recorded<DomainEvent>): Promise<TrailItem> {
  const { position, id, type, recordedAt, actor, subject, meta, data } = event;
  const shown = event.personal.filter(({ field }) => field !== 'passwordDigest');
  const opened = shown.map(async (sealed) => [sealed.field, (await cipher.open(sealed, subject)) ?? '[erased]']);
  const personal = Object.fromEntries(await Promise.all(opened));
  return { position: String(position), id, type, recordedAt, actor, subject, meta, data: { ...data }, personal };
}
