import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiHeader } from '@nestjs/swagger';
import type { Seen } from '@tokenledger/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { limit, text } from '../http/fields.js';
import { etag, IF_MATCH, IfMatch } from '../http/if-match.js';
import { Operation } from '../http/operation.decorator.js';
import { projectInPath, projectName } from '../http/project-fields.js';
import { CreateProject } from './create-project.js';
import { DeletedProject, DeleteProject } from './delete-project.js';
import { DescribeProject } from './describe-project.js';
import { GetProject } from './get-project.js';
import { ListProjects } from './list-projects.js';
import { ProjectPage, ShownProject } from './shown-project.js';

const createBody = z.strictObject({ name: projectName, description: text(1000).optional() });
const describeBody = z.strictObject({ description: text(1000).nullable() });
const listQuery = z.strictObject({ limit, cursor: projectName.optional() });

const nameInBody = ({ body }: FastifyRequest): string | undefined =>
  projectName.safeParse((body as { name?: unknown } | undefined)?.name).data;

@Controller('v1/projects')
export class ProjectsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Operation('createProject', 'Makes a project: for tokens that are nobody’s.', { 201: ShownProject })
  @Permission('projects:create', nameInBody)
  async create(
    @CalledBy() by: CallerContext,
    @Body({ schema: createBody }) { name, description }: z.output<typeof createBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.commands.execute(new CreateProject(by, name, description));
    return this.shown(name, reply);
  }

  @Get()
  @Operation('listProjects', 'Lists the projects that the caller may see.', { 200: ProjectPage })
  @Permission('projects:get')
  list(@CalledBy() { caller }: CallerContext, @Query({ schema: listQuery }) asked: z.output<typeof listQuery>) {
    return this.queries.execute(new ListProjects(caller, asked.limit, asked.cursor));
  }

  @Get(':project')
  @Operation('getProject', 'Shows a project and its roles.', { 200: ShownProject })
  @Permission('projects:get', projectInPath)
  get(@Param('project', { schema: projectName }) name: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.shown(name, reply);
  }

  @Patch(':project')
  @Operation('describeProject', 'Changes what a project is described as.', { 200: ShownProject })
  @Permission('projects:update', projectInPath)
  async describe(
    @CalledBy() by: CallerContext,
    @Param('project', { schema: projectName }) name: string,
    @Body({ schema: describeBody }) { description }: z.output<typeof describeBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.commands.execute(new DescribeProject(by, name, description));
    return this.shown(name, reply);
  }

  @Delete(':project')
  @Operation('deleteProject', 'Deletes a project and, in the same commit, revokes every token of its roles.', {
    200: DeletedProject,
  })
  @ApiHeader(IF_MATCH)
  @Permission('projects:delete', projectInPath)
  delete(
    @CalledBy() by: CallerContext,
    @Param('project', { schema: projectName }) name: string,
    @IfMatch() seen: Seen | undefined,
  ) {
    return this.commands.execute(new DeleteProject(by, name, seen ?? 'any'));
  }

  private async shown(name: string, reply: FastifyReply): Promise<ShownProject> {
    const project = await this.queries.execute(new GetProject(name));
    void reply.header('etag', etag(project.position));
    return project;
  }
}
