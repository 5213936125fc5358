import { type Instant, isInUse, type Key, type KnownKeys } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { CLOCK_SQL, fromMicroseconds } from '../event-log/log-time.js';
import { Refused } from '../event-log/refused.js';
import { heldIds, type Keys } from './keys.js';
import { storedKeys } from './keys.table.js';

/** Who asks for what this server has not heard of makes it look no more often. */
const AT_MOST_EVERY_MS = 1000;

const LONG_AGO = '1970-01-01T00:00:00.000000Z';

/** The keys that this server holds, and what the log has said of them when it was last asked. */
export class KeyRing {
  /** What the log has said, and when by the database's clock. */
  known: KnownKeys = new Map();
  knownAt: Instant = LONG_AGO;
  private asked = Number.NEGATIVE_INFINITY;
  private ids: ReadonlySet<string>;

  constructor(
    private keys: Keys,
    private readonly pool: Pick<Pool, 'query'>,
  ) {
    this.ids = new Set(heldIds(keys));
  }

  get held(): Keys {
    return this.keys;
  }

  /** From now on these, and no others: of what wraps, and is not among them, nothing stays in memory. */
  hold(keys: Keys): void {
    for (const [id, secret] of this.keys.wrapping) if (!keys.wrapping.has(id)) secret.fill(0);
    this.keys = keys;
    this.ids = new Set(heldIds(keys));
  }

  holds({ id }: Pick<Key, 'id'>): boolean {
    return this.ids.has(id);
  }

  /** The clock first: what is known is at least as new as it says. */
  async ask(): Promise<void> {
    const asked = performance.now();
    const { rows } = await this.pool.query<{ now: string }>(`select ${CLOCK_SQL} as now`);
    const known = await storedKeys(this.pool);
    // What was asked later has been heard already.
    if (asked < this.asked) return;
    this.known = known;
    this.knownAt = fromMicroseconds(BigInt(rows[0]!.now));
    this.asked = asked;
  }

  /** For somebody who has seen a key that is not known here. */
  async askAgain(): Promise<void> {
    if (performance.now() - this.asked > AT_MOST_EVERY_MS) await this.ask();
  }

  /** Those that the log says are in use, and this server does not hold. */
  lacking(known: KnownKeys): readonly Key[] {
    return [...known.values()].filter((key) => isInUse(key) && !this.holds(key));
  }

  /** @throws Refused for a server that lacks one: it neither signs nor writes what others would do otherwise. */
  refuseLacking(known: KnownKeys): void {
    const [key] = this.lacking(known);
    if (key) throw this.lacks(key.id);
  }

  lacks(id: string): Refused {
    const detail = `This server lacks the key ${id}, which is in use.`;
    return new Refused({ refused: 'unavailable', detail, retryAfter: 5 });
  }
}
