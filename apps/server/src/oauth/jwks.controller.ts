import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Public } from '../access/permission.decorator.js';
import { Operation } from '../http/operation.decorator.js';
import { KEY_SETTINGS, type KeySettings } from '../keys/key-settings.js';
import { TokenSigner } from '../keys/token-signer.js';

const Jwks = z
  .object({ keys: z.array(z.record(z.string(), z.string())) })
  .meta({ id: 'Jwks', description: 'A JWK Set (RFC 7517).' });

const LONGEST_SECONDS = 300;

@Controller('.well-known')
export class JwksController {
  constructor(
    private readonly signer: TokenSigner,
    @Inject(KEY_SETTINGS) private readonly settings: KeySettings,
  ) {}

  /** RFC 7517. Whoever verifies with it alone sees a revocation only when the token expires. */
  @Get('jwks.json')
  @Operation('getJwks', 'The public keys of the tokens.', { 200: Jwks })
  @Public()
  keys(@Res({ passthrough: true }) reply: FastifyReply) {
    // Whoever keeps it for so long has the next key before its first use.
    const seconds = Math.min(LONGEST_SECONDS, Math.floor(this.settings.publishSeconds / 3));
    void reply.header('cache-control', `public, max-age=${seconds}`);
    return this.signer.jwks();
  }
}
