import { Injectable } from '@nestjs/common';
import type { Caller, Sealed, Subject } from '@tokenledger/domain';
import type { Append } from '../event-log/append.js';
import { Cipher } from '../keys/cipher.js';
import { Names } from '../keys/names.js';
import { Repetitions } from '../keys/repetitions.js';
import { SubjectKeys } from '../keys/subject-keys.js';
import type { CallerContext, RequestContext } from './request-context.js';

type Provenanced = Pick<Append, 'actor' | 'requestId' | 'source' | 'idempotency'>;

/** What an append says of whoever asked for it. Where they were stands under their own key. */
@Injectable()
export class Provenance {
  constructor(
    private readonly cipher: Cipher,
    private readonly repetitions: Repetitions,
    private readonly names: Names,
    private readonly subjectKeys: SubjectKeys,
  ) {}

  async ofCaller(by: CallerContext, about: Subject): Promise<Provenanced> {
    return { ...this.caller(by), source: await this.sourceOf(by, by.caller.user.id, about) };
  }

  /** Where only the decision shows what the first event is about. */
  async ofCallerOfMany(by: CallerContext): Promise<Provenanced> {
    return { ...this.caller(by), source: await this.sealing(by, by.caller.user.id) };
  }

  /** For somebody who gave a password: `userId` is who it belongs to. */
  async ofPassword(by: RequestContext, userId: string, about: Subject): Promise<Provenanced> {
    const source = await this.sourceOf(by, userId, about);
    return { actor: { type: 'user', id: userId, tokenId: null }, requestId: by.requestId, source };
  }

  /** For somebody who showed a token and no credential. */
  async ofHolder(by: RequestContext, tokenId: string): Promise<Provenanced> {
    const source = await this.sealing(by, await this.today());
    return { actor: { type: 'holder', id: tokenId }, requestId: by.requestId, source };
  }

  /** The key of the day, for what is nobody's that is known: it can be destroyed when the day is long over. */
  async today(): Promise<string> {
    const today = this.names.ofDay(new Date().toISOString().slice(0, 10));
    await this.subjectKeys.ensure(today);
    return today;
  }

  /** For whatever the first event is about. */
  private async sealing(by: RequestContext, kid: string): Promise<(about: Subject) => Sealed[]> {
    const seal = await this.cipher.sealer(kid);
    return (about) => known(by).map(([field, text]) => seal(about, field, text));
  }

  private caller({ requestId, idempotency, caller }: CallerContext): Omit<Provenanced, 'source'> {
    const actor = actorOf(caller);
    if (!idempotency) return { actor, requestId };
    const { key, body } = idempotency;
    return { actor, requestId, idempotency: { key, body: this.repetitions.digest(body) } };
  }

  private sourceOf(by: RequestContext, kid: string, about: Subject): Promise<Sealed[]> {
    return Promise.all(known(by).map(([field, text]) => this.cipher.seal(kid, about, field, text)));
  }
}

const known = ({ ip, userAgent }: RequestContext): [string, string][] =>
  Object.entries({ ip, userAgent }).filter((pair): pair is [string, string] => Boolean(pair[1]));

export const actorOf = ({ user, token }: Caller) => ({ type: 'user', id: user.id, tokenId: token.id }) as const;
