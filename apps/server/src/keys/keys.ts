import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type JsonWebKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { LogOpened } from '@tokenledger/domain';
import { z } from 'zod';
import { formatVkey } from '@tokenledger/merkle/verifier-key';

/** Everything secret that this server holds. Losing it ends the log; whoever else has it can speak in its name. */
export interface Keys {
  /** Ed25519: signs checkpoints. */
  readonly log: KeyObject;
  /** P-256: signs tokens. */
  readonly token: KeyObject;
  /** 32 bytes: wraps the keys of persons. */
  readonly wrapping: Buffer;
  /** 32 bytes: digests names, and is what the database password is derived from. */
  readonly digest: Buffer;
}

export function generateKeys(): Keys {
  return {
    log: generateKeyPairSync('ed25519').privateKey,
    token: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
    wrapping: randomBytes(32),
    digest: randomBytes(32),
  };
}

export function serializeKeys({ log, token, wrapping, digest }: Keys): string {
  const secret = {
    log: log.export({ format: 'jwk' }),
    token: token.export({ format: 'jwk' }),
    wrapping: wrapping.toString('base64url'),
    digest: digest.toString('base64url'),
  };
  return `${JSON.stringify(secret, null, 2)}\n`;
}

const bytes32 = z
  .string()
  .transform((text) => Buffer.from(text, 'base64url'))
  .refine((bytes) => bytes.length === 32);
const jwk = (crv: string) =>
  z
    .looseObject({ crv: z.literal(crv), d: z.string() })
    .transform((key) => createPrivateKey({ key: key as JsonWebKey, format: 'jwk' }));
const schema = z.object({ log: jwk('Ed25519'), token: jwk('P-256'), wrapping: bytes32, digest: bytes32 });

/** @throws Error that says which part is wrong, never what it is. */
export function parseKeys(secret: string): Keys {
  try {
    return schema.parse(JSON.parse(secret));
  } catch (error) {
    const parts = error instanceof z.ZodError ? error.issues.map(({ path }) => path.join('.')) : ['not JSON'];
    // Without the cause: a parser's words may quote what it read.
    // oxlint-disable-next-line eslint/preserve-caught-error
    throw new Error(`the keys are damaged (${parts.join(', ')})`);
  }
}

export const publicKeyOf = (key: KeyObject): Buffer =>
  Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x!, 'base64url');

/** RFC 7638: SHA-256 over the required members of the public JWK, in their order. */
export function thumbprint(key: KeyObject): string {
  const { crv, kty, x, y } = createPublicKey(key).export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

/** What event 0 says of the keys: enough to recognise them, too little to learn them. */
export function fingerprints({ log, token, wrapping, digest }: Keys, origin: string): LogOpened['data']['keys'] {
  return {
    log: formatVkey(origin, publicKeyOf(log)),
    token: thumbprint(token),
    wrapping: fingerprint(wrapping),
    digest: fingerprint(digest),
  };
}

const fingerprint = (secret: Buffer): string =>
  createHmac('sha256', secret).update('fingerprint').digest('base64url').slice(0, 22);

/** The password of the server's own database role: every server with these keys knows it, nothing stores it. */
export const databasePassword = ({ digest }: Keys): string =>
  Buffer.from(hkdfSync('sha256', digest, '', 'tokenledger database role', 32)).toString('base64url');
