import { VOCABULARY } from '@tokenledger/domain';
import { z } from 'zod';

const none = z.array(z.never());

/** What RFC 8414 and OpenID Connect Discovery 1.0 ask of a server, as far as this one has it. */
export const ServerMetadata = z
  .object({
    issuer: z.url(),
    service_documentation: z.url(),
    jwks_uri: z.url(),
    introspection_endpoint: z.url(),
    introspection_endpoint_auth_methods_supported: z.array(z.literal('Bearer')),
    revocation_endpoint: z.url(),
    revocation_endpoint_auth_methods_supported: z.array(z.literal('none')),
    scopes_supported: z.array(z.string()),
    response_types_supported: none.meta({ description: 'There is no authorization endpoint.' }),
    grant_types_supported: none.meta({ description: 'There is no token endpoint.' }),
    subject_types_supported: z.array(z.literal('public')),
    id_token_signing_alg_values_supported: z
      .array(z.literal('ES256'))
      .meta({ description: 'There are no ID tokens; verifiers of JWTs look here for what signs them.' }),
  })
  .meta({ id: 'ServerMetadata', description: 'Where what is, and what is not there (RFC 8414).' });

/** Empty lists are said: left out, they would mean a default. `issuer` may have a path, which is then part of each URL. */
export const serverMetadata = (issuer: string): z.output<typeof ServerMetadata> => ({
  issuer,
  service_documentation: `${issuer}/docs`,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  introspection_endpoint: `${issuer}/oauth2/introspect`,
  introspection_endpoint_auth_methods_supported: ['Bearer'],
  revocation_endpoint: `${issuer}/oauth2/revoke`,
  revocation_endpoint_auth_methods_supported: ['none'],
  scopes_supported: Object.entries(VOCABULARY).flatMap(([resource, actions]) =>
    actions.map((action) => `${resource}:${action}`),
  ),
  response_types_supported: [],
  grant_types_supported: [],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['ES256'],
});
