import type { MessageInitShape } from '@bufbuild/protobuf';
import { epochSeconds } from '@tokenledger/domain';
import type { ShownToken } from '../tokens/shown-token.js';
import type { ShownUser } from '../users/shown-user.js';
import type { AccountSchema, TokenSchema } from './gen/account_pb.js';

/** A service account is nobody who could sign in. */
const CAPABILITIES = { person: ['login', 'apiKey'], service: ['apiKey'] } as const;

export const accountMessage = (
  { username, id, status, kind }: ShownUser,
  tokens: readonly ShownToken[],
): MessageInitShape<typeof AccountSchema> => ({
  name: username ?? id,
  enabled: status === 'active',
  capabilities: [...CAPABILITIES[kind]],
  tokens: tokens.filter((token) => token.kind === 'access').map(tokenMessage),
});

/** What callers know a token by there is its name here. */
const tokenMessage = ({ id, name, issuedAt, expiresAt }: ShownToken): MessageInitShape<typeof TokenSchema> => ({
  id: name ?? id,
  issuedAt: BigInt(epochSeconds(issuedAt)),
  expiresAt: expiresAt === null ? 0n : BigInt(epochSeconds(expiresAt)),
});
