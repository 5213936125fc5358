import { Body, Controller, Header, Inject, Post } from '@nestjs/common';
import { epochSeconds } from '@tokenledger/domain';
import { ApiConsumes } from '@nestjs/swagger';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { Check, type GoodToken } from '../check/check.js';
import { Uses } from '../check/uses.js';
import { ISSUER } from '../http/issuer.js';
import { Operation } from '../http/operation.decorator.js';
import { shownId, shownPosition } from '../http/shown.js';

const question = z.looseObject({ token: z.string('The parameter token is missing.').min(1, 'The token is empty.') });

const seconds = z.int().optional().meta({ description: 'Seconds since 1970.' });
const Introspection = z
  .object({
    active: z.boolean(),
    iss: z.string().optional(),
    sub: shownId.optional(),
    aud: z.string().optional(),
    jti: shownId.optional(),
    iat: seconds,
    nbf: seconds,
    exp: seconds,
    scope: z.string().optional(),
    token_type: z.literal('Bearer').optional(),
    position: shownPosition.optional().meta({ description: 'The last position of the log that the answer knows of.' }),
  })
  .meta({ id: 'Introspection', description: 'Of a token that is not good, nothing is said but that.' });

@Controller('oauth2/introspect')
export class IntrospectionController {
  constructor(
    private readonly check: Check,
    private readonly uses: Uses,
    @Inject(ISSUER) private readonly issuer: string,
  ) {}

  /** RFC 7662. Of a token that is not good, nothing is said but that (section 2.2). */
  @Post()
  @Operation('introspectToken', 'Says whether a token is good (RFC 7662).', { 200: Introspection })
  @ApiConsumes('application/x-www-form-urlencoded')
  @Header('cache-control', 'no-store')
  @Permission('tokens:introspect', () => '*')
  async introspect(
    @CalledBy() by: CallerContext,
    @Body({ schema: question }) { token: secret }: z.output<typeof question>,
  ) {
    const verdict = await this.check.ask(secret);
    // The token was shown to the service that asks.
    this.uses.note(verdict, by);
    return verdict.good ? described(verdict, this.issuer) : { active: false };
  }
}

function described({ token, position }: GoodToken, issuer: string) {
  const { id, owner, audience, scopes, issuedAt, expiresAt } = token;
  const iat = epochSeconds(issuedAt);
  return {
    active: true,
    iss: issuer,
    sub: owner,
    aud: audience,
    jti: id,
    iat,
    nbf: iat,
    ...(expiresAt === null ? {} : { exp: epochSeconds(expiresAt) }),
    ...(scopes === null ? {} : { scope: scopes.join(' ') }),
    token_type: 'Bearer',
    position: String(position),
  };
}
