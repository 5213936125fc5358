import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Check, type GoodToken } from '../check/check.js';
import { Uses } from '../check/uses.js';
import { Refused } from '../event-log/refused.js';
import { bearerOf } from './bearer.js';
import { placeOf } from './request-context.js';

/** Every door where a token is shown as the credential. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly check: Check,
    private readonly uses: Uses,
  ) {}

  /** @throws Refused unless the request bears a token that is good, and `meant` for where it is shown. */
  async authenticate(request: FastifyRequest, meant: (token: GoodToken) => boolean): Promise<GoodToken> {
    const verdict = await this.check.ask(bearerOf(request));
    const good = verdict.good && meant(verdict);
    // One that is good elsewhere is neither used here nor dead.
    if (good || !verdict.good) this.uses.note(verdict, placeOf(request));
    if (good) return verdict;
    throw new Refused({ refused: 'invalid_token', detail: 'The credential is not good.' });
  }
}
