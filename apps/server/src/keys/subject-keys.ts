import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { currentKey, type KnownKeys, type State } from '@tokenledger/domain';
import type { Pool, QueryConfig } from 'pg';
import { Refused } from '../event-log/refused.js';
import { randomBytes as suppliedBytes } from '../platform/random-bytes.js';
import type { KeyRing } from './key-ring.js';
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

export type Wrapped = Row & { readonly wrapped: Buffer };

export interface Row {
  readonly kid: string;
  readonly wrapped: Buffer | null;
  readonly wrappedBy: string;
}

/** @throws Refused for a server that does not hold the key that it is wrapped under. */
export function unwrap(ring: KeyRing, { kid, wrapped, wrappedBy }: Wrapped): Buffer {
  const secret = ring.held.wrapping.get(wrappedBy);
  if (secret) return decrypt(secret, kid, wrapped);
  throw ring.lacks(wrappedBy);
}

export const wrapUnder = ({ wrapping }: Pick<Keys, 'wrapping'>, by: string, kid: string, secret: Buffer): Buffer =>
  encrypt(wrapping.get(by)!, kid, secret);

/** One key for each person's data, kept wrapped beside the log and never in it. */
export class SubjectKeys {
  private readonly known = new LRUCache<string, SubjectKey>({ max: 10_000, ttl: REMEMBERED_MS });

  constructor(
    private readonly ring: KeyRing,
    private readonly pool: Pick<Pool, 'query'>,
  ) {}

  /**
   * A new person's key, and the row that has to be stored in the commit that registers the person. It is wrapped under the
   * key that is current in that commit: none is ever made under one that another has taken the place of.
   */
  create(kid: string): (state: State) => QueryConfig {
    const secret = randomBytes(32);
    this.known.set(kid, { secret });
    return ({ keys }) => ({
      name: 'insert-subject-key',
      text: 'insert into state.subject_keys (kid, wrapped, wrapped_by) values ($1, $2, $3)',
      values: [kid, ...this.wrap(keys, kid, secret)],
    });
  }

  /** A key that nobody's registration brings along. Of two servers that make it at once, the first one's counts. */
  async ensure(kid: string): Promise<void> {
    if ((await this.get(kid)) !== undefined || this.known.has(kid)) return;
    if ((await this.insert(kid)) || (await this.load([kid])).has(kid)) return;
    // The key that wraps has been replaced since it was last asked about.
    await this.ring.ask();
    if (!(await this.insert(kid))) throw new Refused({ refused: 'unavailable', detail: 'The keys are changing.' });
  }

  /** Outside the log's lock: the lock of its own key's row keeps that key from being replaced meanwhile. */
  private async insert(kid: string): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      name: 'ensure-subject-key',
      text: `insert into state.subject_keys (kid, wrapped, wrapped_by)
             select $1, $2, id from state.keys where id = $3 and status = 'current' for share
             on conflict (kid) do nothing`,
      values: [kid, ...this.wrap(this.ring.known, kid, randomBytes(32))],
    });
    return rowCount === 1;
  }

  private wrap(keys: KnownKeys, kid: string, secret: Buffer): [wrapped: Buffer, by: string] {
    const { id } = currentKey(keys, 'wrapping')!;
    if (!this.ring.held.wrapping.has(id)) throw this.ring.lacks(id);
    return [wrapUnder(this.ring.held, id, kid, secret), id];
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

  /** Wrapped anew since it was read, one is read again. */
  private async load(kids: readonly string[], again = true): Promise<Map<string, SubjectKey>> {
    const { rows } = await this.pool.query<Row>({
      name: 'subject-keys',
      text: 'select kid, wrapped, wrapped_by as "wrappedBy" from state.subject_keys where kid = any($1::uuid[])',
      values: [kids],
    });
    const lacks = ({ wrapped, wrappedBy }: Row) => wrapped !== null && !this.ring.held.wrapping.has(wrappedBy);
    if (again && rows.some(lacks)) return this.load(kids, false);
    const loaded = new Map(rows.map((row) => [row.kid, this.unwrapped(row)]));
    for (const [kid, key] of loaded) this.known.set(kid, key);
    return loaded;
  }

  private unwrapped({ kid, wrapped, wrappedBy }: Row): SubjectKey {
    return { secret: wrapped ? unwrap(this.ring, { kid, wrapped, wrappedBy }) : undefined };
  }
}
