import type { Sealed, Subject } from '@tokenledger/domain';
import { decrypt, encrypt, type SubjectKeys } from './subject-keys.js';

/** Seals what is about one person; the key is at hand. */
export type Sealer = <Field extends string>(about: Subject, field: Field, text: string) => Sealed<Field>;

/** Opens what was sealed under one person's key. */
export type Opener = (sealed: Sealed, about: Subject) => string;

/** Encrypts what is personal under the key of the person it is about, so that destroying the key erases it. */
export class Cipher {
  constructor(
    /** The first name of the log: a recovery gives it another one, and what was sealed has to open all the same. */
    private readonly openedAs: string,
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
    const sealer = await this.sealer(kid);
    if (!sealer) throw new Error(`the key ${kid} is gone`);
    return sealer(about, field, text);
  }

  /** For what has to be sealed without waiting, under the log's lock. Undefined once the person has been erased. */
  async sealer(kid: string): Promise<Sealer | undefined> {
    const secret = await this.keys.get(kid);
    if (!secret) return undefined;
    return (about, field, text) => {
      const ct = encrypt(secret, this.aad(about, field), Buffer.from(text)).toString('base64url');
      return { kid, field, ct };
    };
  }

  /** Null once the person is erased. `about` is what the value was sealed for: elsewhere it does not open. */
  async open(sealed: Sealed, about: Subject): Promise<string | null> {
    return (await this.opener(sealed.kid))?.(sealed, about) ?? null;
  }

  /** For what is opened by the thousand. Undefined once the person has been erased. */
  async opener(kid: string): Promise<Opener | undefined> {
    const secret = await this.keys.get(kid);
    if (!secret) return undefined;
    return ({ field, ct }, about) => decrypt(secret, this.aad(about, field), Buffer.from(ct, 'base64url')).toString();
  }

  private aad({ type, id }: Subject, field: string): string {
    return [this.openedAs, type, id, field].join('\n');
  }
}
