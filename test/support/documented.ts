import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface Operation {
  readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, { schema: object }>> }>>;
}

const document: {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
} = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: 'api', components: document.components });

const compiled = new Map<object, ValidateFunction>();

/** References into the document are references into what ajv knows as `api`. */
function validatorOf(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')));
  compiled.set(schema, validate);
  return validate;
}

const ROUTES = Object.entries(document.paths).map(([path, operations]) => ({
  pattern: new RegExp(
    `^${path
      .replaceAll('.', '\\.')
      .replaceAll('{path}', '.+')
      .replaceAll(/\{[^}]+\}/g, '[^/]+')}/?$`,
  ),
  // A literal path is meant before one with a parameter.
  parameters: path.split('{').length - 1,
  operations,
}));

const operationOf = (method: string, path: string): Operation | undefined =>
  ROUTES.filter(({ pattern }) => pattern.test(path))
    .toSorted((a, b) => a.parameters - b.parameters)
    .map(({ operations }) => operations[method.toLowerCase()])
    .find(Boolean);

export interface Answered {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: unknown;
}

/**
 * Holds an answer to docs/openapi.json.
 *
 * @throws when the status, the content type or any part of the body is not what the document says.
 */
export function expectDocumented(method: string, url: string, { status, contentType, body }: Answered): void {
  const operation = operationOf(method, new URL(url).pathname);
  const response = operation?.responses[status] ?? (operation ?? UNKNOWN).responses['default'];
  const wrong = complaintsAbout(response, contentType, body);
  if (wrong) throw new Error(`${method} ${new URL(url).pathname} answered ${status}, not as documented: ${wrong}`);
}

/** Where there is no route, there is a problem too. */
const UNKNOWN: Operation = {
  responses: {
    default: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  },
};

function complaintsAbout(response: Operation['responses'][string] | undefined, type: string | null, body: unknown) {
  if (!response) return 'no such status';
  if (!response.content) return body === '' ? undefined : 'there is a body';
  const media = response.content[type?.split(';')[0] ?? ''];
  if (!media) return `the content type is ${type}`;
  const validate = validatorOf(media.schema);
  return validate(body) ? undefined : ajv.errorsText(validate.errors);
}
