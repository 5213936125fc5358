import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiBearerAuth } from '@nestjs/swagger';
import { z } from 'zod';
import { Authenticator } from '../access/authenticator.js';
import { Public } from '../access/permission.decorator.js';
import { audience } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import { OAUTH_ERROR } from './oauth-error.js';

const visit = z.strictObject({
  audience: audience.meta({ description: 'The service that is visited, as its tokens name it.' }),
});

@Controller('oauth2/auth')
export class ForwardAuthController {
  constructor(private readonly authenticator: Authenticator) {}

  /**
   * For a proxy that reads no bodies (nginx `auth_request`). The visitor's token is the question, so no other credential is
   * asked for: its holder learns what the door of the service would say.
   */
  @Get()
  @Operation(
    'authorizeVisit',
    'Says by its status whether the bearer token is good for a service.',
    { 204: null },
    OAUTH_ERROR,
  )
  @ApiBearerAuth()
  @Public()
  async visit(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query({ schema: visit }) { audience: service }: z.output<typeof visit>,
  ): Promise<void> {
    const { token } = await this.authenticator.authenticate(request, (good) => good.token.audience === service);
    const { owner, role, ownerRoles } = token;
    void reply.headers({ 'x-auth-request-user': role ?? owner, 'x-auth-request-groups': ownerRoles.join(',') });
  }
}
