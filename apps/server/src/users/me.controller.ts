import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { z } from 'zod';
import { Operation } from '../http/operation.decorator.js';
import { shownId } from '../http/shown.js';
import { GetUser } from './get-user.js';
import { ShownUser } from './shown-user.js';

const Me = ShownUser.extend({
  credential: z.object({
    id: shownId,
    kind: z.enum(['session', 'access']),
    scopes: z.array(z.string()).readonly().nullable().meta({ description: 'null: everything its owner may do.' }),
  }),
}).meta({ id: 'Me', description: 'The account that the credential speaks for, and the credential.' });

@Controller('v1/me')
export class MeController {
  constructor(private readonly queries: QueryBus) {}

  /** Who the credential speaks for, and what it is itself. */
  @Get()
  @Operation('getMe', 'Shows who the credential speaks for, and what it is itself.', { 200: Me })
  @Permission('users:get', ({ caller }) => caller?.user.id)
  async get(@CalledBy() { caller }: CallerContext) {
    const { id, kind, scopes } = caller.token;
    return { ...(await this.queries.execute(new GetUser(caller.user.id))), credential: { id, kind, scopes } };
  }
}
