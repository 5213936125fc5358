import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { placeOf } from '../access/request-context.js';
import { type BadToken, Check, type GoodToken } from '../check/check.js';
import { Uses } from '../check/uses.js';
import { GetUser } from '../users/get-user.js';
import { tokenOf } from './token-of.js';
import { GrpcError, STATUS } from './grpc-error.js';

export interface Caller extends GoodToken {
  /** The account's name, or `proj:<project>:<role>`. */
  readonly name: string;
}

const unauthenticated = (message: string): GrpcError => new GrpcError(STATUS.unauthenticated, message);
const invalid = (why: string): GrpcError => unauthenticated(`invalid session: ${why}`);

/** Who asks, wherever Argo CD's clients send their token. */
@Injectable()
export class Callers {
  constructor(
    private readonly check: Check,
    private readonly uses: Uses,
    private readonly queries: QueryBus,
  ) {}

  /** @throws GrpcError that says, word for word as Argo CD does, why the token is not good. */
  async callerOf(request: FastifyRequest): Promise<Caller> {
    const secret = tokenOf(request);
    if (!secret) throw unauthenticated('no session information');
    const verdict = await this.check.ask(secret);
    this.uses.note(verdict, placeOf(request));
    if (!verdict.good) throw invalid(await this.wordsFor(verdict, secret));
    if (!verdict.forUs) throw invalid('failed to verify the token');
    return { ...verdict, name: await this.nameOf(verdict.token) };
  }

  /** Undefined for whoever has no good token. */
  async callerIfGood(request: FastifyRequest): Promise<Caller | undefined> {
    try {
      return await this.callerOf(request);
    } catch (error) {
      if (error instanceof GrpcError && error.status === STATUS.unauthenticated) return undefined;
      throw error;
    }
  }

  /** Precise words only of what we have issued: of anything else nobody learns more than that. */
  private async wordsFor({ why, token }: BadToken, secret: string): Promise<string> {
    if (why === 'revoked') return 'token is revoked, please re-login';
    if (why === 'expired') return 'token has invalid claims: token is expired';
    if (why === 'disabled' && token) return `account ${await this.nameOf(token)} is disabled`;
    const segments = secret.split('.').length;
    if (segments !== 3) return 'token is malformed: token contains an invalid number of segments';
    return 'token signature is invalid: signature is invalid';
  }

  private async nameOf({ role, owner }: GoodToken['token']): Promise<string> {
    return role ?? (await this.queries.execute(new GetUser(owner))).username ?? owner;
  }
}
