import { Controller, Get, Header } from '@nestjs/common';
import { z } from 'zod';
import { Public } from '../access/permission.decorator.js';
import { Operation } from '../http/operation.decorator.js';
import { TokenSigner } from '../keys/token-signer.js';

const Jwks = z
  .object({ keys: z.array(z.record(z.string(), z.string())) })
  .meta({ id: 'Jwks', description: 'A JWK Set (RFC 7517).' });

@Controller('.well-known')
export class JwksController {
  constructor(private readonly signer: TokenSigner) {}

  /** RFC 7517. Whoever verifies with it alone sees a revocation only when the token expires. */
  @Get('jwks.json')
  @Operation('getJwks', 'The public keys of the tokens.', { 200: Jwks })
  @Public()
  @Header('cache-control', 'public, max-age=300')
  keys() {
    return this.signer.jwks();
  }
}
