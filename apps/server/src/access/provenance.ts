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
    const { requestId, idempotency, caller } = by;
    const source = await this.sourceOf(by, caller.user.id, about);
    const actor = actorOf(caller);
    if (!idempotency) return { actor, requestId, source };
    const { key, body } = idempotency;
    return { actor, requestId, source, idempotency: { key, body: this.repetitions.digest(body) } };
  }

  /** For somebody who gave a password: `userId` is who it belongs to. */
  async ofPassword(by: RequestContext, userId: string, about: Subject): Promise<Provenanced> {
    const source = await this.sourceOf(by, userId, about);
    return { actor: { type: 'user', id: userId, tokenId: null }, requestId: by.requestId, source };
  }

  /**
   * For somebody who showed the token `about` and no credential. Nobody knows whose address that is, so it stands under
   * a key of the day, which can be destroyed when the day is long over.
   */
  async ofHolder(by: RequestContext, about: Subject): Promise<Provenanced> {
    const today = this.names.ofDay(new Date().toISOString().slice(0, 10));
    await this.subjectKeys.ensure(today);
    const source = await this.sourceOf(by, today, about);
    return { actor: { type: 'holder', id: about.id }, requestId: by.requestId, source };
  }

  private sourceOf({ ip, userAgent }: RequestContext, kid: string, about: Subject): Promise<Sealed[]> {
    const known = Object.entries({ ip, userAgent }).filter((pair): pair is [string, string] => Boolean(pair[1]));
    return Promise.all(known.map(([field, text]) => this.cipher.seal(kid, about, field, text)));
  }
}

export const actorOf = ({ user, token }: Caller) => ({ type: 'user', id: user.id, tokenId: token.id }) as const;
