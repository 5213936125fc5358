import { Body, Controller, Get, Put, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiHeader } from '@nestjs/swagger';
import type { Seen, TokenPolicy } from '@tokenledger/domain';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { Refused } from '../event-log/refused.js';
import { duration } from '../http/duration.js';
import { etag, IF_MATCH, IfMatch } from '../http/if-match.js';
import { Operation } from '../http/operation.decorator.js';
import { shownPosition } from '../http/shown.js';
import { ChangePolicy } from './change-policy.js';
import { GetPolicy } from './get-policy.js';
import { Concerned, PreviewPolicy } from './preview-policy.js';
import { Policy } from './shown-policy.js';

const wanted = z.strictObject({
  defaultLifetime: duration,
  maximumLifetime: duration,
  unlimitedAllowed: z.boolean(),
  sessionLifetime: duration,
  liveTokenLimit: z.int('A limit is a whole number.'),
  dryRun: z.boolean().default(false),
});

const ChangedPolicy = Policy.extend({
  dryRun: z.boolean(),
  existingTokens: z
    .literal('unchanged')
    .meta({ description: 'A policy ends no token: those that exist keep their lives.' }),
  position: shownPosition.meta({
    description: 'Of the change that set it; with dryRun, of the policy that it would replace.',
  }),
  concerned: Concerned.optional().meta({ description: 'Only with dryRun.' }),
}).meta({
  id: 'ChangedPolicy',
  description: 'Tokens are issued under it from now on; with dryRun, nothing has changed.',
});
type ChangedPolicy = z.output<typeof ChangedPolicy>;

@Controller('v1/policy')
export class PolicyController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation('getPolicy', 'Shows the limits that tokens are issued under.', { 200: Policy })
  @Permission('policy:get', () => 'limits')
  async get(@Res({ passthrough: true }) reply: FastifyReply) {
    const policy = await this.queries.execute(new GetPolicy());
    void reply.header('etag', etag(policy.position));
    return policy;
  }

  @Put()
  @Operation('changePolicy', 'Replaces the policy, or shows whom another would concern.', { 200: ChangedPolicy })
  @ApiHeader(IF_MATCH)
  @Permission('policy:set', () => 'limits')
  async change(
    @CalledBy() by: CallerContext,
    @IfMatch() seen: Seen | undefined,
    @Body({ schema: wanted }) { dryRun, ...limits }: z.output<typeof wanted>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedPolicy> {
    const answer = dryRun ? await this.preview(limits) : await this.replace(by, limits, seen);
    void reply.header('etag', etag(answer.position));
    return { ...answer, dryRun, existingTokens: 'unchanged' };
  }

  private async preview(limits: TokenPolicy) {
    const { position } = await this.queries.execute(new GetPolicy());
    return { ...limits, position, concerned: await this.queries.execute(new PreviewPolicy(limits)) };
  }

  private replace(by: CallerContext, limits: TokenPolicy, seen: Seen | undefined) {
    if (seen) return this.commands.execute(new ChangePolicy(by, limits, seen));
    throw new Refused({
      refused: 'precondition_required',
      detail: 'Name the policy you have seen, by its ETag, in If-Match.',
    });
  }
}
