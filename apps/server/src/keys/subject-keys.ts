import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pool, QueryConfig } from 'pg';
import { randomBytes as suppliedBytes } from '../platform/random-bytes.js';
import type { Keys } from './keys.js';

/** A shorter tag is not accepted. */
const TAG = { authTagLength: 16 };

/** AES-256-GCM: a random 96-bit IV, then the ciphertext, then the tag. */
export function encrypt(secret: Buffer, aad: string, plain: Buffer): Buffer {
  const iv = suppliedBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, iv, TAG).setAAD(Buffer.from(aad));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws when the bytes, the key or `aad` are not those of the encryption. */
export function decrypt(secret: Buffer, aad: string, bytes: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, 12), TAG).setAAD(Buffer.from(aad));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}

/** Erasing a person destroys the key; a server that did not do it itself may remember it for no longer than this. */
export const REMEMBERED_MS = 10_000;

/** Without a secret once destroyed: that stays so. */
interface SubjectKey {
  readonly secret: Buffer | undefined;
}

/** One key for each person's data, kept wrapped beside the log and never in it. */
export class SubjectKeys {
  private readonly known = new LRUCache<string, SubjectKey>({ max: 10_000, ttl: REMEMBERED_MS });

  constructor(
    private readonly keys: Pick<Keys, 'wrapping'>,
    private readonly pool: Pick<Pool, 'query'>,
  ) {}

  /** A new person's key, and the row that has to be stored in the commit that registers the person. */
  create(kid: string): QueryConfig {
    const secret = randomBytes(32);
    this.known.set(kid, { secret });
    return {
      name: 'insert-subject-key',
      text: 'insert into state.subject_keys (kid, wrapped) values ($1, $2)',
      values: [kid, encrypt(this.keys.wrapping, kid, secret)],
    };
  }

  /** A key that nobody's registration brings along. Of two servers that make it at once, the first one's counts. */
  async ensure(kid: string): Promise<void> {
    if (this.known.has(kid)) return;
    await this.pool.query({
      name: 'ensure-subject-key',
      text: 'insert into state.subject_keys (kid, wrapped) values ($1, $2) on conflict (kid) do nothing',
      values: [kid, encrypt(this.keys.wrapping, kid, randomBytes(32))],
    });
  }

  /**
   * For the commit that erases the person. The row stays, as the mark that there will never be such a key again; what it
   * held is only gone for good with the key that had wrapped it.
   */
  destruction(kid: string): QueryConfig {
    return {
      name: 'destroy-subject-key',
      text: 'update state.subject_keys set wrapped = null, destroyed_at = clock_timestamp() where kid = $1',
      values: [kid],
    };
  }

  /** Once that commit is durable. */
  forget(kid: string): void {
    this.known.set(kid, { secret: undefined });
  }

  /** Undefined once destroyed. */
  async get(kid: string): Promise<Buffer | undefined> {
    const key = this.known.get(kid) ?? (await this.load([kid])).get(kid);
    return key?.secret;
  }

  /** In one statement, so that many can be used right afterwards. Thousands would push out those of others. */
  async loadAll(kids: readonly string[]): Promise<void> {
    const missing = [...new Set(kids)].filter((kid) => !this.known.has(kid));
    if (missing.length > 0) await this.load(missing);
  }

  private async load(kids: readonly string[]): Promise<Map<string, SubjectKey>> {
    const { rows } = await this.pool.query<{ kid: string; wrapped: Buffer | null }>({
      name: 'subject-keys',
      text: 'select kid, wrapped from state.subject_keys where kid = any($1::uuid[])',
      values: [kids],
    });
    const loaded = new Map(rows.map(({ kid, wrapped }) => [kid, this.unwrapped(kid, wrapped)]));
    for (const [kid, key] of loaded) this.known.set(kid, key);
    return loaded;
  }

  private unwrapped(kid: string, wrapped: Buffer | null): SubjectKey {
    return { secret: wrapped ? decrypt(this.keys.wrapping, kid, wrapped) : undefined };
  }
}
