import { hash, verify } from '@node-rs/argon2';
import type { Sealed } from '@tokenledger/domain';
import pLimit from 'p-limit';
import { Refused } from '../event-log/refused.js';
import type { Cipher } from './cipher.js';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. argon2id is this library's default. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Digests run where signatures and database logins are computed as well: they must not take all of the threads. */
const AT_ONCE = 2;
const LONGEST_QUEUE = 50;

/**
 * Passwords are known by their argon2id digest, and the digest is sealed under the person's key. Anybody may ask for a
 * digest by trying to sign in, so only a few are computed at a time, and beyond a queue the answer is `overloaded`.
 */
export class Passwords {
  /** The digest of nobody's password: what an unknown name is compared with. */
  private readonly decoy = hash('nobody has this password', COST);

  private readonly turn = pLimit(AT_ONCE);

  constructor(private readonly cipher: Cipher) {}

  async seal(userId: string, secret: string): Promise<Sealed<'passwordDigest'>> {
    const digest = await this.inTurn(() => hash(secret, COST));
    return this.cipher.seal(userId, { type: 'user', id: userId }, 'passwordDigest', digest);
  }

  /** Takes the same time whether there is such an account or not. */
  async verify(account: { id: string; passwordDigest: Sealed | null } | undefined, secret: string): Promise<boolean> {
    const sealed = account?.passwordDigest;
    const digest = sealed && (await this.cipher.open(sealed, { type: 'user', id: account.id }));
    const decoy = await this.decoy;
    const right = await this.inTurn(() => verify(digest ?? decoy, secret));
    return Boolean(digest) && right;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.turn.pendingCount >= LONGEST_QUEUE)
      throw new Refused({ refused: 'overloaded', detail: 'Too many passwords are being checked.' });
    return this.turn(work);
  }
}
