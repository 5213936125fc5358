import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { PROBLEM_FORM } from './refusal-form.js';

const ABOUT = new DocumentBuilder()
  .setOpenAPIVersion('3.1.1')
  .setTitle('Tokenledger')
  .setDescription(
    'Issues access tokens, answers whether one is good, revokes at once, and keeps every change in one signed log. Every refusal is a problem (RFC 9457); `code` is what a program should look at.',
  )
  .setVersion('1')
  .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
  .addServer('/', 'This server')
  .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A session, or an access token (RFC 6750).' })
  .build();

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type RequestBodyObject = Exclude<NonNullable<Operation['requestBody']>, { $ref: string }>;
type ResponseObject = Exclude<NonNullable<Operation['responses']['default']>, { $ref: string }>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** The OpenAPI 3.1 document of everything that the controllers of `app` declare. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, ABOUT, { standardSchemaConverter: convert });
  for (const path of Object.values(document.paths))
    for (const method of METHODS) if (path[method]) complete(path[method], method !== 'get');
  return document;
}

/** What is true of every route. */
function complete(operation: Operation, changes: boolean): void {
  const { default: refused } = operation.responses as Record<string, ResponseObject>;
  // Whatever else the route produces, it refuses in one form.
  const [said] = Object.values(refused?.content ?? {});
  if (refused && said) refused.content = { [isProblem(said.schema) ? PROBLEM_FORM.type : 'application/json']: said };
  const body = operation.requestBody as RequestBodyObject | undefined;
  if (body) body.required = Object.values(body.content).every(({ schema }) => !('default' in schema!));
  const isForm = body?.content['application/x-www-form-urlencoded'] !== undefined;
  // A form asks a question, or shows the token that is to end.
  if (changes && !isForm && operation.security)
    operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_KEY];
  operation.security ??= [];
}

const isProblem = (schema: object | undefined): boolean =>
  schema !== undefined && '$ref' in schema && schema.$ref === '#/components/schemas/Problem';

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Makes the request safe to repeat for 24 hours: the repetition changes nothing and answers the same facts, never a secret.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
} as const;

interface JsonSchema {
  readonly [key: string]: unknown;
  readonly $defs?: Readonly<Record<string, object>>;
}

/** JSON Schema 2020-12, as OpenAPI 3.1 has it. A schema with an `id` becomes a component. */
function convert(schema: unknown, { schemaType: io }: { schemaType: 'input' | 'output' }) {
  const {
    $schema: _,
    $defs = {},
    id,
    ...rest
  }: JsonSchema = z.toJSONSchema(schema as z.ZodType, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => spoken(zodSchema, jsonSchema),
  });
  if (typeof id !== 'string') return { schema: rest, components: $defs };
  return { schema: { $ref: `#/components/schemas/${id}` }, components: { ...$defs, [id]: rest } };
}

/** What says something to us alone, or nothing. */
const OURS = new Set(['wire', 'etag', 'readOnly']);

/** Without what is true of any value; what stands in `wire` is how one is written, where its checks do not say it. */
function spoken(schema: z.core.$ZodType, json: Record<string, unknown>): void {
  const { wire } = (z.globalRegistry.get(schema) ?? {}) as { wire?: object };
  if (json['format'] === 'uuid') delete json['pattern'];
  for (const [key, value] of Object.entries(json))
    if (OURS.has(key) || Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER) delete json[key];
  if (wire) Object.assign(json, { pattern: undefined, format: undefined }, wire);
}
