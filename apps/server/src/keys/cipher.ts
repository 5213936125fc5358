import { ERASED, type Sealed, type Subject } from '@tokenledger/domain';
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
    private readonly keys: Pick<SubjectKeys, 'get' | 'loadAll'>,
  ) {}

  /** Whether there is such a person, not erased. */
  async knows(kid: string): Promise<boolean> {
    return (await this.keys.get(kid)) !== undefined;
  }

  /** Before many values are opened or sealed: their keys are fetched in one statement. */
  prepare(kids: readonly string[]): Promise<void> {
    return this.keys.loadAll(kids);
  }

  /** Of somebody erased nothing is kept: what comes to be written says so. Nobody gets a second key. */
  async seal<Field extends string>(kid: string, about: Subject, field: Field, text: string): Promise<Sealed<Field>> {
    return (await this.sealer(kid))(about, field, text);
  }

  /** For what has to be sealed without waiting, under the log's lock. */
  async sealer(kid: string): Promise<Sealer> {
    const secret = await this.keys.get(kid);
    if (!secret) return (_, field) => ({ kid, field, ct: ERASED });
    return (about, field, text) => {
      const ct = encrypt(secret, this.aad(about, field), Buffer.from(text)).toString('base64url');
      return { kid, field, ct };
    };
  }

  /** Null once the person is erased. `about` is what the value was sealed for: elsewhere it does not open. */
  async open(sealed: Sealed, about: Subject): Promise<string | null> {
    if (sealed.ct === ERASED) return null;
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
