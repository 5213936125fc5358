import { REVOCATION_CAUSES } from '@tokenledger/domain';
import { z } from 'zod';
import { shownId, shownInstant, shownPosition } from '../http/shown.js';

export const TokenState = z.enum(['active', 'revoked', 'expired']);
export type TokenState = z.output<typeof TokenState>;

const text = z.string().nullable().meta({ description: '`[erased]` once the owner has been erased.' });

/** A token as it is shown: everything but the token. */
export const ShownToken = z
  .object({
    id: shownId,
    owner: shownId.meta({ description: 'An account, or the project of a role.' }),
    role: z.string().nullable().meta({ description: '`proj:<project>:<role>`, whose it is; null: an account’s.' }),
    kind: z.enum(['session', 'access', 'project']),
    format: z.enum(['jwt', 'opaque']),
    state: TokenState,
    name: text,
    description: text,
    scopes: z.array(z.string()).readonly().nullable().meta({ description: 'null: everything its owner may do.' }),
    audience: z.string(),
    issuedAt: shownInstant,
    issuedBy: z.string().meta({ description: 'The account that issued it.' }),
    expiresAt: shownInstant.nullable(),
    endedAt: shownInstant.nullable(),
    cause: z.enum(REVOCATION_CAUSES).nullable(),
    reason: text,
    replaces: shownId.nullable().meta({ description: 'The token that it was rotated from.' }),
    successor: shownId.nullable().meta({ description: 'The token that it was rotated to.' }),
    lastUsedAt: shownInstant.nullable().meta({ description: 'Seconds old.' }),
    position: shownPosition.meta({ description: 'Of its issue.' }),
    lastPosition: shownPosition.meta({ description: 'Of its last event.' }),
  })
  .meta({ id: 'Token', description: 'A session, an access token, or a token of a role of a project.' });
export type ShownToken = z.output<typeof ShownToken>;

/** A token by itself. */
export const TokenDetails = ShownToken.extend({
  lastUsedIp: text,
  lastUsedUserAgent: text,
  uses: z.int(),
  refusedUses: z.int().meta({ description: 'So often it was tried after its end, in the last 30 days.' }),
  lastRefusedAt: shownInstant.nullable(),
}).meta({
  id: 'TokenDetails',
  etag: true,
  description: 'A token, and how it is used: seconds old, and not proven by the log.',
});
export type TokenDetails = z.output<typeof TokenDetails>;
