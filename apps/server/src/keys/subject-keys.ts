import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pool, QueryConfig } from 'pg';
import type { Keys } from './keys.js';

/** A shorter tag is not accepted. */
const TAG = { authTagLength: 16 };

/** AES-256-GCM: a random 96-bit IV, then the ciphertext, then the tag. */
export function encrypt(secret: Buffer, aad: string, plain: Buffer): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, iv, TAG).setAAD(Buffer.from(aad));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws when the bytes, the key or `aad` are not those of the encryption. */
export function decrypt(secret: Buffer, aad: string, bytes: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12), TAG).setAAD(Buffer.from(aad));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}

/** Erasing a person destroys the key; a server may remember it for no longer than this. */
const REMEMBERED_MS = 60_000;

/** One key for each person's data, kept wrapped beside the log and never in it. */
export class SubjectKeys {
  private readonly known = new LRUCache<string, Buffer>({ max: 10_000, ttl: REMEMBERED_MS });

  constructor(
    private readonly keys: Pick<Keys, 'wrapping'>,
    private readonly pool: Pick<Pool, 'query'>,
  ) {}

  /** A new person's key, and the row that has to be stored in the commit that registers the person. */
  create(kid: string): QueryConfig {
    const secret = randomBytes(32);
    this.known.set(kid, secret);
    return {
      name: 'insert-subject-key',
      text: 'insert into state.subject_keys (kid, wrapped) values ($1, $2)',
      values: [kid, encrypt(this.keys.wrapping, kid, secret)],
    };
  }

  /** Undefined once destroyed. */
  async get(kid: string): Promise<Buffer | undefined> {
    return this.known.get(kid) ?? (await this.load(kid));
  }

  private async load(kid: string): Promise<Buffer | undefined> {
    const { rows } = await this.pool.query<{ wrapped: Buffer | null }>({
      name: 'subject-key',
      text: 'select wrapped from state.subject_keys where kid = $1',
      values: [kid],
    });
    const wrapped = rows[0]?.wrapped;
    if (!wrapped) return undefined;
    const secret = decrypt(this.keys.wrapping, kid, wrapped);
    this.known.set(kid, secret);
    return secret;
  }
}
