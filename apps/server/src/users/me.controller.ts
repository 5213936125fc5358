import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { GetUser } from './get-user.js';

@Controller('v1/me')
export class MeController {
  constructor(private readonly queries: QueryBus) {}

  /** Who the credential speaks for, and what it is itself. */
  @Get()
  @Permission('users:get', ({ caller }) => caller?.user.id)
  async get(@CalledBy() { caller }: CallerContext) {
    const { id, kind, scopes } = caller.token;
    return { ...(await this.queries.execute(new GetUser(caller.user.id))), credential: { id, kind, scopes } };
  }
}
