import { hash, verify } from '@node-rs/argon2';
import type { Sealed } from '@tokenledger/domain';
import type { Cipher } from './cipher.js';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. argon2id is this library's default. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Passwords are known by their argon2id digest, and the digest is sealed under the person's key. */
export class Passwords {
  /** The digest of nobody's password: what an unknown name is compared with. */
  private readonly decoy = hash('nobody has this password', COST);

  constructor(private readonly cipher: Cipher) {}

  async seal(userId: string, secret: string): Promise<Sealed<'passwordDigest'>> {
    return this.cipher.seal(userId, { type: 'user', id: userId }, 'passwordDigest', await hash(secret, COST));
  }

  /** Takes the same time whether there is such an account or not. */
  async verify(account: { id: string; passwordDigest: Sealed | null } | undefined, secret: string): Promise<boolean> {
    const sealed = account?.passwordDigest;
    const digest = sealed && (await this.cipher.open(sealed, { type: 'user', id: account.id }));
    const right = await verify(digest ?? (await this.decoy), secret);
    return Boolean(digest) && right;
  }
}
