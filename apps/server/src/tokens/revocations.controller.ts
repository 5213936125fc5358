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

const stated = z.enum(STATED_CAUSES).default('requested');
const revokeBody = z.strictObject({ reason: text(1000).optional(), cause: stated }).default({ cause: 'requested' });
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

  @Post('revoke-leaked')
  @Operation(
    'revokeLeakedToken',
    'Revokes the token itself that is sent, without a credential; of a text that is no token, the answer is the same.',
    { 202: null },
  )
  @Public()
  revokeLeaked(
    @Requested() by: RequestContext,
    @Body({ schema: leakedBody }) { token: secret }: z.output<typeof leakedBody>,
  ) {
    return this.commands.execute(new RevokePresented(by, secret, 'leaked'));
  }
}
