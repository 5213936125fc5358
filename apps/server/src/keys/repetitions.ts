import { createHmac } from 'node:crypto';
import type { Keys } from './keys.js';

/**
 * Keyed digests of requests, for the one question of whether a request is the repetition of another. A body may hold a
 * password: from a plain digest beside the log it could be guessed, far faster than from its own.
 */
export class Repetitions {
  constructor(private readonly keys: Pick<Keys, 'digest'>) {}

  digest(request: Buffer): Buffer {
    return createHmac('sha256', this.keys.digest).update('request\n').update(request).digest();
  }
}
