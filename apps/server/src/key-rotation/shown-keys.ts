import { KEY_USES } from '@tokenledger/domain';
import { z } from 'zod';
import { shownId, shownInstant, shownPosition } from '../http/shown.js';

const ShownKey = z
  .object({
    id: z.string().meta({
      description:
        'Of a key of tokens its `kid` (RFC 7638), of one of the log what its verifier key ends in, else a fingerprint.',
    }),
    use: z.enum(KEY_USES),
    status: z.enum(['next', 'current', 'previous', 'retired', 'destroyed']),
    verifierKey: z.string().nullable().meta({ description: 'Of a key of the log, under the name that it has now.' }),
    addedAt: shownInstant,
    activatedAt: shownInstant.nullable(),
    supersededAt: shownInstant.nullable(),
    retiredAt: shownInstant.nullable(),
    destroyedAt: shownInstant.nullable(),
    waitsFor: z
      .string()
      .nullable()
      .meta({ description: 'What its next step waits for; null where it waits for nothing.' }),
    position: shownPosition.meta({ description: 'Of its last event.' }),
  })
  .meta({ id: 'Key', description: 'What the log says of a key; never the key.' });
export type ShownKey = z.output<typeof ShownKey>;

export const ShownKeys = z
  .object({
    items: z.array(ShownKey),
    servers: z
      .array(
        z.object({
          id: shownId,
          seenAt: z.string().meta({ wire: { format: 'date-time' } }),
          answers: z.boolean().meta({ description: 'Whether it is the one that answers this.' }),
          lacks: z
            .array(z.string())
            .meta({ description: 'The keys that are in use, or come next, and it does not hold.' }),
        }),
      )
      .meta({ description: 'The servers that run. Nothing of this is in the log.' }),
    position: shownPosition.meta({ description: 'The last position of the log that this takes into account.' }),
  })
  .meta({ id: 'Keys', description: 'The keys that the log has had, and who holds those that count.' });
export type ShownKeys = z.output<typeof ShownKeys>;
