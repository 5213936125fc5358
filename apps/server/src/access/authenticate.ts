import type { FastifyRequest } from 'fastify';
import type { Check, GoodToken } from '../check/check.js';
import { Refused } from '../event-log/refused.js';
import { bearerOf } from './bearer.js';

/** @throws Refused unless the request bears a token that is good, and `meant` for where it is shown. */
export async function authenticate(
  request: FastifyRequest,
  check: Check,
  meant: (token: GoodToken) => boolean,
): Promise<GoodToken> {
  const verdict = await check.ask(bearerOf(request));
  if (verdict.good && meant(verdict)) return verdict;
  throw new Refused({ refused: 'invalid_token', detail: 'The credential is not good.' });
}
