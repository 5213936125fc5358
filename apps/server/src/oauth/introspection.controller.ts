import { Body, Controller, Header, Inject, Post } from '@nestjs/common';
import { ROLES } from '@tokenledger/domain';
import { ApiConsumes } from '@nestjs/swagger';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { Check } from '../check/check.js';
import { claimsOf } from '../check/claims.js';
import { Uses } from '../check/uses.js';
import { ISSUER } from '../http/issuer.js';
import { Operation } from '../http/operation.decorator.js';
import { shownId, shownPosition } from '../http/shown.js';
import { OAUTH_ERROR } from './oauth-error.js';
import { tokenForm, type TokenForm } from './token-form.js';

const seconds = z.int().optional().meta({ description: 'Seconds since 1970.' });
const Introspection = z
  .object({
    active: z.boolean(),
    iss: z.string().optional(),
    sub: z
      .string()
      .optional()
      .meta({ description: 'Whom the token speaks for: an account, or proj:<project>:<role>.' }),
    aud: z.string().optional().meta({ description: 'The service that the token is for: refuse any other.' }),
    client_id: z.string().optional(),
    jti: shownId.optional(),
    iat: seconds,
    nbf: seconds,
    exp: seconds,
    scope: z.string().optional().meta({ description: 'Absent: everything that its owner may do.' }),
    groups: z
      .array(z.enum(ROLES))
      .readonly()
      .optional()
      .meta({ description: 'The roles that the owner has now; in a JWT, those at its issue.' }),
    token_type: z.literal('Bearer').optional(),
    position: shownPosition.optional().meta({ description: 'The last position of the log that the answer knows of.' }),
  })
  .meta({ id: 'Introspection', description: 'Of a token that is not good, nothing is said but that.' });
type Introspection = z.output<typeof Introspection>;

@Controller('oauth2/introspect')
export class IntrospectionController {
  constructor(
    private readonly check: Check,
    private readonly uses: Uses,
    @Inject(ISSUER) private readonly issuer: string,
  ) {}

  /** RFC 7662. Why a token is not good stays here (section 2.2); whom a good one is for is for the caller to judge. */
  @Post()
  @Operation('introspectToken', 'Says whether a token is good (RFC 7662).', { 200: Introspection }, OAUTH_ERROR)
  @ApiConsumes('application/x-www-form-urlencoded')
  @Header('cache-control', 'no-store')
  @Permission('tokens:introspect', () => '*')
  async introspect(
    @CalledBy() by: CallerContext,
    @Body({ schema: tokenForm }) { token: secret }: TokenForm,
  ): Promise<Introspection> {
    const verdict = await this.check.ask(secret);
    // The token was shown to the service that asks.
    this.uses.note(verdict, by);
    if (!verdict.good) return { active: false };
    const claims = claimsOf(verdict.token, verdict.token.ownerRoles, this.issuer);
    return { active: true, ...claims, token_type: 'Bearer', position: String(verdict.position) };
  }
}
