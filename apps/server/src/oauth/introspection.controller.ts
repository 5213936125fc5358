import { Body, Controller, Header, HttpCode, Inject, Post } from '@nestjs/common';
import { epochSeconds } from '@tokenledger/domain';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { Check, type GoodToken } from '../check/check.js';
import { ISSUER } from '../http/issuer.js';

const question = z.looseObject({ token: z.string('The parameter token is missing.').min(1, 'The token is empty.') });

@Controller('oauth2/introspect')
export class IntrospectionController {
  constructor(
    private readonly check: Check,
    @Inject(ISSUER) private readonly issuer: string,
  ) {}

  /** RFC 7662. Of a token that is not good, nothing is said but that (section 2.2). */
  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Permission('tokens:introspect', () => '*')
  async introspect(@Body({ schema: question }) { token: secret }: z.output<typeof question>) {
    const verdict = await this.check.ask(secret);
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
