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
import { type KeyUse, type LogOpened, logKeyIn } from '@tokenledger/domain';
import { formatVkey } from '@tokenledger/merkle/verifier-key';
import { z } from 'zod';

/** Everything secret that this server holds. Losing it ends the log; whoever else has it can speak in its name. */
export interface Keys {
  /** Ed25519: sign checkpoints. Of one that is retired only the public half is left. By id, as all of these. */
  readonly log: ReadonlyMap<string, KeyObject>;
  /** P-256: sign tokens. */
  readonly token: ReadonlyMap<string, KeyObject>;
  /** 32 bytes: wrap the keys of persons. */
  readonly wrapping: ReadonlyMap<string, Buffer>;
  /** 32 bytes: digests names, and is what the database password is derived from. It does not rotate. */
  readonly digest: Buffer;
}

export type KeyMaterial = KeyObject | Buffer;

const MAKE: Readonly<Record<KeyUse, () => KeyMaterial>> = {
  log: () => generateKeyPairSync('ed25519').privateKey,
  token: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  wrapping: () => randomBytes(32),
};

export const generateKeys = (): Keys =>
  (['log', 'token', 'wrapping'] as const).reduce<Keys>(withNewKey, {
    log: new Map(),
    token: new Map(),
    wrapping: new Map(),
    digest: randomBytes(32),
  });

/** The same, and a new key beside the others. */
export function withNewKey(keys: Keys, use: KeyUse): Keys {
  const secret = MAKE[use]();
  return { ...keys, [use]: new Map<string, KeyMaterial>([...keys[use], [keyId(secret), secret]]) };
}

/** What anybody may know a key by: the log names it by that. */
export function keyId(key: KeyMaterial): string {
  if (Buffer.isBuffer(key)) return fingerprint(key);
  return key.asymmetricKeyType === 'ed25519' ? logKeyIn(vkeyOf('log', key)) : thumbprint(key);
}

/** The C2SP verifier key, under one of the names of the log. */
export const vkeyOf = (origin: string, key: KeyObject): string =>
  formatVkey(origin, Buffer.from(publicJwk(key).x!, 'base64url'));

/** RFC 7638: SHA-256 over the required members of the public JWK, in their order. */
export function thumbprint(key: KeyObject): string {
  const { crv, kty, x, y } = publicJwk(key);
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

export const publicJwk = (key: KeyObject): JsonWebKey => publicHalf(key).export({ format: 'jwk' });
export const publicHalf = (key: KeyObject): KeyObject => (key.type === 'public' ? key : createPublicKey(key));

const fingerprint = (secret: Buffer): string =>
  createHmac('sha256', secret).update('fingerprint').digest('base64url').slice(0, 22);

const exported = (key: KeyMaterial) =>
  Buffer.isBuffer(key) ? key.toString('base64url') : key.export({ format: 'jwk' });

export function serializeKeys({ log, token, wrapping, digest }: Keys): string {
  const all = (keys: ReadonlyMap<string, KeyMaterial>) => [...keys.values()].map(exported);
  const secret = { log: all(log), token: all(token), wrapping: all(wrapping), digest: exported(digest) };
  return `${JSON.stringify(secret, null, 2)}\n`;
}

const bytes32 = z
  .string()
  .transform((text) => Buffer.from(text, 'base64url'))
  .refine((bytes) => bytes.length === 32);
const jwk = (crv: string) =>
  z
    .looseObject({ crv: z.literal(crv), d: z.string().optional() })
    .transform((key) => keyObject(key as JsonWebKey & { d?: string }));
const keyObject = (key: JsonWebKey & { d?: string }): KeyObject =>
  key.d === undefined ? createPublicKey({ key, format: 'jwk' }) : createPrivateKey({ key, format: 'jwk' });
/** Several, or one alone, as files of earlier versions have it. */
const several = <Key extends KeyMaterial>(one: z.ZodType<Key>) =>
  z
    .union([one.transform((key) => [key]), z.array(one).min(1)])
    .transform((keys) => new Map(keys.map((key) => [keyId(key), key])));
const schema = z.object({
  log: several(jwk('Ed25519')),
  token: several(jwk('P-256')),
  wrapping: several(bytes32),
  digest: bytes32,
});

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

const first = <Key>(keys: ReadonlyMap<string, Key>) => [...keys][0]!;

/** What event 0 says of the first keys: enough to recognise them, too little to learn them. */
export function fingerprints({ log, token, wrapping, digest }: Keys, origin: string): LogOpened['data']['keys'] {
  return {
    log: vkeyOf(origin, first(log)[1]),
    token: first(token)[0],
    wrapping: first(wrapping)[0],
    digest: digestFingerprint({ digest }),
  };
}

export const digestFingerprint = ({ digest }: Pick<Keys, 'digest'>): string => fingerprint(digest);

/** The ids of what something can be made with. */
export const heldIds = ({ log, token, wrapping }: Keys): readonly string[] => [
  ...[...log, ...token].flatMap(([id, key]) => (key.type === 'private' ? id : [])),
  ...wrapping.keys(),
];

/** The password of the server's own database role: every server with these keys knows it, nothing stores it. */
export const databasePassword = ({ digest }: Pick<Keys, 'digest'>): string =>
  Buffer.from(hkdfSync('sha256', digest, '', 'tokenledger database role', 32)).toString('base64url');
