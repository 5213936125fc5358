import { Body, Controller, Get, Put, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiHeader } from '@nestjs/swagger';
import type { Remark, Seen } from '@tokenledger/domain';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { Refused } from '../event-log/refused.js';
import { text } from '../http/fields.js';
import { etag, IF_MATCH, IfMatch } from '../http/if-match.js';
import { InvalidRequest } from '../http/invalid-request.js';
import { Operation } from '../http/operation.decorator.js';
import { ChangePermissions } from './change-permissions.js';
import { GetPermissions } from './get-permissions.js';
import { Affected, PreviewPermissions } from './preview-permissions.js';
import { PolicyReader, type ReadPolicy } from './read-policy.js';
import { ShownPermissions } from './shown-permissions.js';

const LONGEST_POLICY = 256 * 1024;

const wanted = z.strictObject({
  policy: z
    .string()
    .max(LONGEST_POLICY, 'A policy has at most 262144 characters.')
    .refine((lines) => !lines.includes('\0') && !/\p{Surrogate}/u.test(lines), 'This is not well-formed Unicode text.')
    .meta({
      description: 'Lines p, … and g, … as in Argo CD.',
      examples: ['p, role:viewer, applications, get, */*, allow\n'],
    }),
  matchMode: z.enum(['glob', 'regex']).default('glob'),
  defaultRole: z
    .string()
    .regex(/^role:[^\0]{1,123}$/u, 'A role is role:<name>.')
    .nullable()
    .default(null),
  reason: text(1000).optional(),
  dryRun: z.boolean().default(false),
});

const Warning = z.object({ line: z.int(), detail: z.string() }).meta({ id: 'PolicyWarning' });

const ChangedPermissions = ShownPermissions.extend({
  dryRun: z.boolean(),
  warnings: z.array(Warning).meta({ description: 'Lines that may not mean what they seem to.' }),
  affected: Affected.optional().meta({ description: 'Only with dryRun: who gains and loses what.' }),
}).meta({ id: 'ChangedPermissions', description: 'These rules hold from now on; with dryRun, nothing has changed.' });
type ChangedPermissions = z.output<typeof ChangedPermissions>;

@Controller('v1/policy/permissions')
export class PermissionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly reader: PolicyReader,
  ) {}

  @Get()
  @Operation('getPermissions', 'Shows the rules that say who may do what.', { 200: ShownPermissions })
  @Permission('policy:get', () => 'permissions')
  async get(@Res({ passthrough: true }) reply: FastifyReply) {
    const permissions = await this.queries.execute(new GetPermissions());
    void reply.header('etag', etag(permissions.position));
    return permissions;
  }

  @Put()
  @Operation('changePermissions', 'Replaces the rules, or shows who would gain and lose what.', {
    200: ChangedPermissions,
  })
  @ApiHeader(IF_MATCH)
  @Permission('policy:set', () => 'permissions')
  async change(
    @CalledBy() by: CallerContext,
    @IfMatch() seen: Seen | undefined,
    @Body({ schema: wanted }) { dryRun, reason, ...policy }: z.output<typeof wanted>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedPermissions> {
    const read = await this.reader.read(policy);
    if (read.faults.length > 0) throw new InvalidRequest(read.faults.slice(0, MOST_FAULTS).map(asError));
    const done = dryRun ? await this.preview(read) : await this.replace(by, read, seen, reason);
    const answer = { ...policy, ...done, dryRun, warnings: [...read.warnings] };
    void reply.header('etag', etag(answer.position));
    return answer;
  }

  private async preview({ rules }: ReadPolicy) {
    const affected = await this.queries.execute(new PreviewPermissions(rules));
    return { affected, position: affected.position };
  }

  private async replace(by: CallerContext, { rules }: ReadPolicy, seen: Seen | undefined, reason: string | undefined) {
    if (seen) return { position: await this.commands.execute(new ChangePermissions(by, rules, seen, reason)) };
    throw new Refused({
      refused: 'precondition_required',
      detail: 'Name the rules you have seen, by their ETag, in If-Match.',
    });
  }
}

const MOST_FAULTS = 20;
const asError = ({ line, detail }: Remark) => ({ pointer: '/policy', detail: `Line ${line}: ${detail}` });
