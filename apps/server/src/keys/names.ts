import { createHmac } from 'node:crypto';
import type { Keys } from './keys.js';

/** Names compare without case. */
export const folded = (name: string): string => name.normalize('NFKC').toLowerCase();

/** Keyed digests of names, for the one question of whether a name is in use. */
export class Names {
  constructor(private readonly keys: Pick<Keys, 'digest'>) {}

  ofUser(name: string): string {
    return this.digest('user', name);
  }

  /** Unique among the tokens of one owner, so the owner is part of it. */
  ofToken(owner: string, name: string): string {
    return this.digest(`token of ${owner}`, name);
  }

  /** Of what is being tried, so that attempts can be counted and nothing is known of them. */
  ofAttempt(what: readonly string[]): string {
    return this.digest('attempt', JSON.stringify(what));
  }

  /** Of a day (`2026-01-31`, UTC): the id of the key of whoever came without an account (RFC 9562, version 8). */
  ofDay(day: string): string {
    const hex = this.digest('day', day);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  private digest(scope: string, name: string): string {
    return createHmac('sha256', this.keys.digest)
      .update(`${scope}\n${folded(name)}`)
      .digest('hex');
  }
}
