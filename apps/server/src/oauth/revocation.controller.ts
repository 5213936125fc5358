import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiConsumes } from '@nestjs/swagger';
import { Public } from '../access/permission.decorator.js';
import { Requested, type RequestContext } from '../access/request-context.js';
import { Operation } from '../http/operation.decorator.js';
import { RevokePresented } from '../tokens/revoke-presented.js';
import { OAUTH_ERROR } from './oauth-error.js';
import { tokenForm, type TokenForm } from './token-form.js';

@Controller('oauth2/revoke')
export class RevocationController {
  constructor(private readonly commands: CommandBus) {}

  /** RFC 7009. The token is the credential, and a text that is none is answered like one that was (section 2.2). */
  @Post()
  @Operation('revokePresentedToken', 'Revokes the token that is sent (RFC 7009).', { 200: null }, OAUTH_ERROR)
  @ApiConsumes('application/x-www-form-urlencoded')
  @Public()
  revoke(@Requested() by: RequestContext, @Body({ schema: tokenForm }) { token: secret }: TokenForm): Promise<void> {
    return this.commands.execute(new RevokePresented(by, secret, 'requested'));
  }
}
