import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { LONGEST_GRACE, permits } from '@tokenledger/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { Refused } from '../event-log/refused.js';
import { lifetime } from '../http/duration.js';
import { audience, id, limit, position, text } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import { GetToken } from './get-token.js';
import { IssueToken } from './issue-token.js';
import { IssuedToken } from './issued-token.js';
import { ListTokens, TokenPage } from './list-tokens.js';
import { RotatedToken, RotateToken } from './rotate-token.js';
import { TokenDetails } from './shown-token.js';
import { scope } from './scope.js';

const issueBody = z.strictObject({
  name: text(100),
  description: text(1000).optional(),
  expiresIn: lifetime.optional(),
  scopes: z
    .array(scope)
    .min(1, 'No scope at all would be a token for nothing; leave the field out for everything.')
    .max(100)
    .optional(),
  format: z.enum(['jwt', 'opaque']).default('jwt'),
  owner: id.optional(),
  audience: audience.optional(),
  reason: text(1000).optional(),
});

const rotateBody = z
  .strictObject({ graceSeconds: z.int().min(0).max(LONGEST_GRACE).default(0) })
  .default({ graceSeconds: 0 });

const listQuery = z.strictObject({
  state: z.enum(['active', 'revoked', 'expired', 'all']).default('active'),
  owner: id.optional(),
  issuedBy: id.optional(),
  q: text(100).optional().meta({ description: 'Part of a name, a description or a user name; case does not count.' }),
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
    return this.queries.execute(new ListTokens({ ...query, owner }));
  }

  @Get(':id')
  @Operation('getToken', 'Shows a token, and how it is used.', { 200: TokenDetails })
  @Permission('tokens:get')
  async get(
    @CalledBy() { caller }: CallerContext,
    @Param('id', { schema: id }) tokenId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const token = await this.queries.execute(new GetToken(caller, tokenId));
    void reply.header('etag', `"${token.lastPosition}"`);
    return token;
  }

  @Post(':id/rotate')
  @Operation('rotateToken', 'Issues the successor of an access token, which ends at once or after a grace.', {
    201: RotatedToken,
  })
  @Permission('tokens:rotate')
  rotate(
    @CalledBy() by: CallerContext,
    @Param('id', { schema: id }) tokenId: string,
    @Body({ schema: rotateBody }) { graceSeconds }: z.output<typeof rotateBody>,
  ) {
    return this.commands.execute(new RotateToken(by, tokenId, graceSeconds));
  }
}
