import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '../access/permission.decorator.js';
import { TokenSigner } from '../keys/token-signer.js';

@Controller('.well-known')
export class JwksController {
  constructor(private readonly signer: TokenSigner) {}

  /** RFC 7517. Whoever verifies with it alone sees a revocation only when the token expires. */
  @Get('jwks.json')
  @Public()
  @Header('cache-control', 'public, max-age=300')
  keys() {
    return this.signer.jwks();
  }
}
