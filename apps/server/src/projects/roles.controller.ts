import { Body, Controller, Delete, Param, Put, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiHeader } from '@nestjs/swagger';
import type { Seen } from '@tokenledger/domain';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { text } from '../http/fields.js';
import { etag, IF_MATCH, IfMatch } from '../http/if-match.js';
import { Operation } from '../http/operation.decorator.js';
import { projectInPath, projectName, roleName } from '../http/project-fields.js';
import { GetProject } from './get-project.js';
import { RemovedRole, RemoveRole } from './remove-role.js';
import { SetRole } from './set-role.js';
import { ShownProject } from './shown-project.js';

const rule = z.strictObject({
  resource: text(64),
  action: text(128),
  object: text(256),
  effect: z.enum(['allow', 'deny']),
});
const roleBody = z.strictObject({
  description: text(1000).optional(),
  rules: z.array(rule).max(100, 'A role has at most 100 rules.'),
  groups: z.array(text(256)).max(100, 'A role has at most 100 groups.').default([]),
});

@Controller('v1/projects/:project/roles')
export class RolesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Put(':role')
  @Operation('setProjectRole', 'Makes a role of a project, or makes it another: its tokens follow at once.', {
    200: ShownProject,
  })
  @ApiHeader(IF_MATCH)
  @Permission('projects:update', projectInPath)
  async set(
    @CalledBy() by: CallerContext,
    @Param('project', { schema: projectName }) project: string,
    @Param('role', { schema: roleName }) name: string,
    @IfMatch() seen: Seen | undefined,
    @Body({ schema: roleBody }) { description, rules, groups }: z.output<typeof roleBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.commands.execute(new SetRole(by, project, { name, description, rules, groups }, seen ?? 'any'));
    const shown = await this.queries.execute(new GetProject(project));
    void reply.header('etag', etag(shown.position));
    return shown;
  }

  @Delete(':role')
  @Operation('removeProjectRole', 'Removes a role and, in the same commit, revokes every token of it.', {
    200: RemovedRole,
  })
  @ApiHeader(IF_MATCH)
  @Permission('projects:update', projectInPath)
  remove(
    @CalledBy() by: CallerContext,
    @Param('project', { schema: projectName }) project: string,
    @Param('role', { schema: roleName }) role: string,
    @IfMatch() seen: Seen | undefined,
  ) {
    return this.commands.execute(new RemoveRole(by, project, role, seen ?? 'any'));
  }
}
