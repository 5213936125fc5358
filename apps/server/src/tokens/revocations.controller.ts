import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { STATED_CAUSES } from '@tokenledger/domain';
import { z } from 'zod';
import { Permission, Public } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext, Requested, type RequestContext } from '../access/request-context.js';
import { id, text } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import { RevokePresented } from './revoke-presented.js';
import { RevokedToken, RevokeToken } from './revoke-token.js';
import { RevokedTokens, RevokeTokens } from './revoke-tokens.js';

const stated = z.enum(STATED_CAUSES).default('requested');

const revokeBody = z.strictObject({ reason: text(1000).optional(), cause: stated }).default({ cause: 'requested' });

/** The reason stands in the event of each token: ten thousand of them are one commit. */
const revokeManyBody = z
  .strictObject({
    ids: z.array(id).min(1, 'Name at least one.').max(1000, 'At most 1,000 at a time.').optional(),
    owner: id.optional(),
    cause: stated,
    reason: text(200).optional(),
    dryRun: z.boolean().default(false),
  })
  .refine(({ ids, owner }) => ids || owner, { path: ['ids'], message: 'Say which: ids, or an owner.' })
  .refine(({ ids, owner }) => !(ids && owner), { path: ['owner'], message: 'Either ids or an owner.' });

const leakedBody = z.strictObject({ token: text(8192) });

@Controller('v1/tokens')
export class RevocationsController {
  constructor(private readonly commands: CommandBus) {}

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

  @Post('revoke')
  @Operation('revokeTokens', 'Revokes many tokens in one commit: these, or everything of an owner but this session.', {
    200: RevokedTokens,
  })
  @Permission('tokens:revoke')
  revokeMany(@CalledBy() by: CallerContext, @Body({ schema: revokeManyBody }) body: z.output<typeof revokeManyBody>) {
    const { ids, owner, ...revocation } = body;
    return this.commands.execute(new RevokeTokens(by, ids ? { ids } : { owner: owner! }, revocation));
  }

  /** Without a credential: whoever finds a token in public has none, and must not be kept waiting for one. */
  @Post('revoke-leaked')
  @Operation('revokeLeakedToken', 'Revokes the token that is sent; a text that is none is answered alike.', {
    202: null,
  })
  @Public()
  revokeLeaked(@Requested() by: RequestContext, @Body({ schema: leakedBody }) body: z.output<typeof leakedBody>) {
    const { token: secret } = body;
    return this.commands.execute(new RevokePresented(by, secret, 'leaked'));
  }
}
