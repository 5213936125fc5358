import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Check, type GoodToken } from '../check/check.js';
import { Uses } from '../check/uses.js';
import { Refused } from '../event-log/refused.js';
import { bearerOf } from './bearer.js';
import { placeOf } from './request-context.js';

/** Whose credential a request bears. What was shown is noted as used, or as tried in vain. */
@Injectable()
export class Authentication {
  constructor(
    private readonly check: Check,
    private readonly uses: Uses,
  ) {}

  /** @throws Refused unless the request bears a token that is good, and `meant` for where it is shown. */
  async of(request: FastifyRequest, meant: (token: GoodToken) => boolean): Promise<GoodToken> {
    const verdict = await this.check.ask(bearerOf(request));
    const here = verdict.good && meant(verdict);
    // One that is good at another service is neither used here nor dead.
    if (!verdict.good || here) this.uses.note(verdict, placeOf(request));
    if (here) return verdict;
    throw new Refused({ refused: 'invalid_token', detail: 'The credential is not good.' });
  }
}
