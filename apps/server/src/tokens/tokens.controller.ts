import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { permits, STATED_CAUSES } from '@tokenledger/domain';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { Refused } from '../event-log/refused.js';
import { lifetime } from '../http/duration.js';
import { audience, id, limit, position, text } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import { IssuedToken, IssueToken } from './issue-token.js';
import { ListTokens, TokenPage } from './list-tokens.js';
import { RevokedToken, RevokeToken } from './revoke-token.js';
import { scope } from './scope.js';

const issueBody = z.strictObject({
  name: text(100),
  description: text(1000).optional(),
  expiresIn: lifetime.optional(),
  scopes: z
    .array(scope)
    .min(1, 'No scope at all would be a token for nothing; leave the field out for everything.')
    .max(50)
    .optional(),
  format: z.enum(['jwt', 'opaque']).default('jwt'),
  owner: id.optional(),
  audience: audience.optional(),
  reason: text(1000).optional(),
});

const revokeBody = z
  .strictObject({ reason: text(1000).optional(), cause: z.enum(STATED_CAUSES).default('requested') })
  .default({ cause: 'requested' });

const listQuery = z.strictObject({
  state: z.enum(['active', 'revoked', 'expired', 'all']).default('active'),
  owner: id.optional(),
  limit,
  cursor: position.optional(),
});

/** The guard comes before the schema: what is no text is left for the schema to refuse. */
const ownerIn = (fields: unknown): string | undefined => {
  const { owner } = (fields ?? {}) as { owner?: unknown };
  return typeof owner === 'string' ? owner.toLowerCase() : undefined;
};
const ownerInBody = ({ body, caller }: FastifyRequest): string | undefined => ownerIn(body) ?? caller?.user.id;
const ownerInQuery = ({ query }: FastifyRequest): string | undefined => ownerIn(query);

@Controller('v1/tokens')
export class TokensController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Operation('issueToken', 'Issues an access token; it is shown this once.', { 201: IssuedToken })
  @Permission('tokens:create', ownerInBody)
  issue(@CalledBy() by: CallerContext, @Body({ schema: issueBody }) body: z.output<typeof issueBody>) {
    return this.commands.execute(new IssueToken(by, { ...body, owner: body.owner ?? by.caller.user.id }));
  }

  /** Without an owner: everything the caller may see. */
  @Get()
  @Operation('listTokens', 'Lists tokens, newest first.', { 200: TokenPage })
  @Permission('tokens:get', ownerInQuery)
  list(@CalledBy() { caller }: CallerContext, @Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
    const all = permits(caller, { resource: 'tokens', action: 'get', object: '*' });
    const owner = query.owner ?? (all ? undefined : caller.user.id);
    if (!permits(caller, { resource: 'tokens', action: 'get', object: owner ?? '*' }))
      throw new Refused({ refused: 'forbidden', detail: 'Name an owner whose tokens your credential may see.' });
    return this.queries.execute(new ListTokens({ ...query, owner, cursor: query.cursor }));
  }

  @Post(':id/revoke')
  @Operation('revokeToken', 'Revokes a token: refused everywhere from the answer on.', { 200: RevokedToken })
  @Permission('tokens:revoke')
  revoke(
    @CalledBy() by: CallerContext,
    @Param('id', { schema: id }) tokenId: string,
    @Body({ schema: revokeBody }) { cause, reason }: z.output<typeof revokeBody>,
  ) {
    return this.commands.execute(new RevokeToken(by, tokenId, cause, reason));
  }
}
