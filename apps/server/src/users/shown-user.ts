import { ROLES } from '@tokenledger/domain';
import { z } from 'zod';
import { shownId, shownInstant, shownPosition } from '../http/shown.js';

const text = z.string().nullable().meta({ description: '`[erased]` once the person has been erased.' });

/** An account as it is shown. */
export const ShownUser = z
  .object({
    id: shownId,
    kind: z.enum(['person', 'service']),
    status: z.enum(['active', 'disabled', 'deleted']),
    username: text,
    email: text,
    roles: z.array(z.enum(ROLES)).readonly(),
    liveTokens: z
      .int()
      .meta({ description: 'Tokens and sessions that are neither revoked nor counted out as expired.' }),
    registeredAt: shownInstant,
    deletedAt: shownInstant.nullable(),
    heldAt: shownInstant.nullable().meta({ description: 'Since when a legal hold keeps what is known of it.' }),
    erasedAt: shownInstant.nullable().meta({ description: 'When it was erased; /v1/users/{id}/erasure says how far.' }),
    position: shownPosition.meta({ description: 'Of the last change to the account itself; its ETag.' }),
  })
  .meta({ id: 'User', etag: true, description: 'A person or a service account.' });
export type ShownUser = z.output<typeof ShownUser>;
