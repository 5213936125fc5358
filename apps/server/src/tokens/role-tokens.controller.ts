import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { STATED_CAUSES } from '@tokenledger/domain';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { lifetime } from '../http/duration.js';
import { audience, id, limit, position, text } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import { projectInPath, projectName, roleName } from '../http/project-fields.js';
import { IssueRoleToken } from './issue-role-token.js';
import { IssuedToken } from './issued-token.js';
import { TokenPage } from './list-tokens.js';
import { ListRoleTokens } from './list-role-tokens.js';
import { RevokeRoleToken } from './revoke-role-token.js';
import { RevokedToken } from './revoke-token.js';
import { TokenState } from './shown-token.js';

const issueBody = z.strictObject({
  name: text(100).optional().meta({ description: 'Unique in the project for ever; by default its id.' }),
  description: text(1000).optional(),
  expiresIn: lifetime.optional(),
  format: z.enum(['jwt', 'opaque']).default('jwt'),
  audience: audience.optional(),
});

const listQuery = z.strictObject({
  state: z.enum([...TokenState.options, 'all']).default('active'),
  limit,
  cursor: position.optional(),
});

const revokeBody = z
  .strictObject({
    id: id.optional(),
    issuedAt: z.int('This is whole seconds since 1970.').min(0).optional(),
    cause: z.enum(STATED_CAUSES).default('requested'),
    reason: text(1000).optional(),
  })
  .refine(({ id: one, issuedAt }) => one !== undefined || issuedAt !== undefined, {
    path: ['id'],
    message: 'Say which: an id, or the second of its issue.',
  })
  .refine(({ id: one, issuedAt }) => one === undefined || issuedAt === undefined, {
    path: ['issuedAt'],
    message: 'Either an id or the second of its issue.',
  });

@Controller('v1/projects/:project/roles/:role/tokens')
export class RoleTokensController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Operation('issueRoleToken', 'Issues a token of a role; the answer is the only place where it is ever shown.', {
    201: IssuedToken,
  })
  @Permission('projects:update', projectInPath)
  issue(
    @CalledBy() by: CallerContext,
    @Param('project', { schema: projectName }) project: string,
    @Param('role', { schema: roleName }) role: string,
    @Body({ schema: issueBody }) { name, description, expiresIn, format, audience: for_ }: z.output<typeof issueBody>,
  ) {
    const wanted = { project, role, name, description, expiresIn, format, audience: for_ };
    return this.commands.execute(new IssueRoleToken(by, wanted));
  }

  @Get()
  @Operation('listRoleTokens', 'Lists the tokens of a role, newest first.', { 200: TokenPage })
  @Permission('projects:get', projectInPath)
  list(
    @Param('project', { schema: projectName }) project: string,
    @Param('role', { schema: roleName }) role: string,
    @Query({ schema: listQuery }) asked: z.output<typeof listQuery>,
  ) {
    return this.queries.execute(new ListRoleTokens(project, role, asked));
  }

  @Post('revoke')
  @Operation('revokeRoleToken', 'Revokes a token of a role, by its id or the second of its issue.', {
    200: RevokedToken,
  })
  @Permission('projects:update', projectInPath)
  revoke(
    @CalledBy() by: CallerContext,
    @Param('project', { schema: projectName }) project: string,
    @Param('role', { schema: roleName }) role: string,
    @Body({ schema: revokeBody }) { id: one, issuedAt = 0, cause, reason }: z.output<typeof revokeBody>,
  ) {
    const which = one === undefined ? { issuedAt } : { id: one };
    return this.commands.execute(new RevokeRoleToken(by, { project, role, which }, cause, reason));
  }
}
