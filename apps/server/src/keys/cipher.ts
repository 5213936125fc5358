import type { Sealed, Subject } from '@tokenledger/domain';
import { decrypt, encrypt, type SubjectKeys } from './subject-keys.js';

/** Encrypts what is personal under the key of the person it is about, so that destroying the key erases it. */
export class Cipher {
  constructor(
    private readonly origin: string,
    private readonly keys: SubjectKeys,
  ) {}

  /** Whether there is such a person, not erased. */
  async knows(kid: string): Promise<boolean> {
    return (await this.keys.get(kid)) !== undefined;
  }

  /** Before many values are opened or sealed: their keys are fetched in one statement. */
  prepare(kids: readonly string[]): Promise<void> {
    return this.keys.loadAll(kids);
  }

  /** @throws when the person has been erased: nothing new may be written about somebody forgotten. */
  async seal<Field extends string>(kid: string, about: Subject, field: Field, text: string): Promise<Sealed<Field>> {
    const secret = await this.keys.get(kid);
    if (!secret) throw new Error(`the key ${kid} is gone`);
    return { kid, field, ct: encrypt(secret, this.aad(about, field), Buffer.from(text)).toString('base64url') };
  }

  /** Null once the person is erased. `about` is what the value was sealed for: elsewhere it does not open. */
  async open({ kid, field, ct }: Sealed, about: Subject): Promise<string | null> {
    const secret = await this.keys.get(kid);
    return secret ? decrypt(secret, this.aad(about, field), Buffer.from(ct, 'base64url')).toString() : null;
  }

  private aad({ type, id }: Subject, field: string): string {
    return [this.origin, type, id, field].join('\n');
  }
}
