import { Controller, Get, Header, Inject } from '@nestjs/common';
import { Public } from '../access/permission.decorator.js';
import { ISSUER } from '../http/issuer.js';
import { Operation } from '../http/operation.decorator.js';
import { ServerMetadata, serverMetadata } from './server-metadata.js';

@Controller('.well-known')
export class DiscoveryController {
  constructor(@Inject(ISSUER) private readonly issuer: string) {}

  @Get('oauth-authorization-server')
  @Operation('getServerMetadata', 'What there is for OAuth 2.0, and where (RFC 8414).', { 200: ServerMetadata })
  @Public()
  @Header('cache-control', 'public, max-age=300')
  ofOAuth() {
    return serverMetadata(this.issuer);
  }

  @Get('openid-configuration')
  @Operation('getOpenidConfiguration', 'The same, where OpenID Connect looks for it.', { 200: ServerMetadata })
  @Public()
  @Header('cache-control', 'public, max-age=300')
  ofOpenid() {
    return serverMetadata(this.issuer);
  }
}
