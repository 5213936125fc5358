import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { permits } from '@tokenledger/domain';
import type { FastifyRequest } from 'fastify';
import { ListTokens } from '../tokens/list-tokens.js';
import type { ShownToken } from '../tokens/shown-token.js';
import { FindUser } from '../users/find-user.js';
import { ListUsers } from '../users/list-users.js';
import type { ShownUser } from '../users/shown-user.js';
import { accountMessage } from './account-message.js';
import { CanI } from './can-i.js';
import { type Caller, Callers } from './caller.js';
import { AccountService } from './gen/account_pb.js';
import { GrpcError, STATUS } from './grpc-error.js';
import { type Method, methodsOf } from './methods.js';

const LARGEST_PAGE = 500;

@Injectable()
export class Accounts {
  constructor(
    private readonly callers: Callers,
    private readonly canI: CanI,
    private readonly queries: QueryBus,
  ) {}

  methods(): [string, Method][] {
    return methodsOf(AccountService, {
      getAccount: async ({ name }, request) => this.get(await this.callers.callerOf(request), name),
      listAccounts: async (_, request) => ({ items: await this.list(request) }),
      canI: async (asked, request) => this.canI.answer(await this.callers.callerOf(request), asked),
    });
  }

  private async get(caller: Caller, name: string) {
    const user = await this.queries.execute(new FindUser(name));
    if (!mayGet(caller, user?.id ?? name)) throw denied(caller, name);
    if (!user) throw new GrpcError(STATUS.notFound, `account '${name}' does not exist`);
    return accountMessage(user, await this.tokensOf(user.id));
  }

  /** Those that the caller may get, by name; without their tokens, which nobody reads in a list. */
  private async list(request: FastifyRequest) {
    const caller = await this.callers.callerOf(request);
    const seen: ShownUser[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await this.queries.execute(new ListUsers({ status: 'existing', limit: LARGEST_PAGE, cursor }));
      seen.push(...page.items.filter(({ id }) => mayGet(caller, id)));
      [cursor, more] = [page.next ?? undefined, page.next !== null];
    }
    const named = seen.map((user) => accountMessage(user, []));
    return named.toSorted((a, b) => (a.name! < b.name! ? -1 : 1));
  }

  private async tokensOf(owner: string): Promise<readonly ShownToken[]> {
    const tokens: ShownToken[] = [];
    for (let cursor: bigint | undefined, more = true; more; ) {
      const page = await this.queries.execute(new ListTokens({ state: 'active', owner, limit: LARGEST_PAGE, cursor }));
      tokens.push(...page.items);
      [cursor, more] = [page.next === null ? undefined : BigInt(page.next), page.next !== null];
    }
    return tokens;
  }
}

/** Oneself always. */
const mayGet = (caller: Caller, id: string): boolean =>
  caller.token.owner === id || permits(caller.caller, { resource: 'accounts', action: 'get', object: id });

const denied = ({ name: sub, token }: Caller, name: string): GrpcError =>
  new GrpcError(
    STATUS.permissionDenied,
    `permission denied: accounts, get, ${name}, sub: ${sub}, iat: ${token.issuedAt.slice(0, 19)}Z`,
  );
