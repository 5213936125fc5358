import { request, type OutgoingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { expectDocumented } from '../support/documented.js';
import { startServer, type TestServer } from '../support/server.js';

let database: TestDatabase;
let server: TestServer;
let admin: string;

beforeAll(async () => {
  database = await createDatabase();
  server = await startServer({ databaseUrl: database.url });
  admin = await server.api.signIn();
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

/** In every hostile value, and so in no answer. */
const MARK = 'zqx';
const NOBODY = '0198c0de-0000-7000-8000-000000000000';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

interface Heard {
  readonly status: number;
  readonly type: string | undefined;
  readonly requestId: unknown;
  readonly challenge: string | undefined;
  readonly text: string;
}

/** As it is written here: fetch would tidy up the path and refuse the headers. */
const send = ({ method, path, headers = {}, body }: Sent): Promise<Heard> =>
  new Promise<Heard>((resolve, reject) => {
    const url = new URL(server.api.url);
    const bodied = body === undefined ? {} : { 'content-type': 'application/json' };
    const defaults = { authorization: `Bearer ${admin}`, connection: 'close', ...bodied };
    const asked = request({ host: url.hostname, port: url.port, method, path, headers: { ...defaults, ...headers } });
    asked.once('error', reject).once('response', (response) => {
      const { statusCode, headers: heard } = response;
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.once('end', () =>
        resolve({
          status: statusCode!,
          type: heard['content-type'],
          requestId: heard['x-request-id'],
          challenge: heard['www-authenticate'],
          text,
        }),
      );
    });
    asked.end(body);
  }).then((heard) => documented(method, path, heard));

/** Held to docs/openapi.json as well, as every answer is; what the port refuses by itself is no request of the API. */
function documented(method: string, path: string, heard: Heard): Heard {
  const { status, type: contentType = null, text } = heard;
  const body = contentType?.includes('json') ? JSON.parse(text) : text;
  const byThePort = body.type === 'about:blank' || !path.startsWith('/');
  if (!byThePort) expectDocumented(method, server.api.url + path, { status, contentType, body });
  return heard;
}

const logSize = async (): Promise<string> => (await server.api.get('/log/checkpoint')).body.split('\n')[1];

/** The problem that an answer of our own is. */
function problemIn(heard: Heard, type = 'application/problem+json'): any {
  expect(heard.type).toBe(`${type}; charset=utf-8`);
  expect(heard.text).not.toContain(MARK);
  const problem = JSON.parse(heard.text);
  expect(problem).toMatchObject({ status: heard.status, requestId: heard.requestId, code: expect.any(String) });
  return problem;
}

async function expectUnsupported(sent: Sent, type?: string): Promise<void> {
  expect(problemIn(await send(sent), type)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
}

async function expectInvalid(sent: Sent, type?: string): Promise<string[]> {
  const problem = problemIn(await send(sent), type);
  expect(problem).toMatchObject({
    status: 400,
    code: 'invalid_request',
    detail: expect.stringMatching(/^[A-Z].*[^ ]$/s),
  });
  return (problem.errors ?? []).map(({ pointer }: { pointer: string }) => pointer);
}

/** What stands between the bars. */
const each = (line: string): string[] => line.split('|');

const json = (value: unknown): string => JSON.stringify(value);
const shown = (text: string): string => text.replaceAll(/[^ -~]/g, '?').slice(0, 60);

const NOT_TEXT: readonly unknown[] = [null, 1, true, [MARK], { [MARK]: MARK }, []];
const freeText = (longest: number): readonly unknown[] => [
  ...NOT_TEXT,
  '',
  MARK.padEnd(longest + 1, 'x'),
  `${MARK}\0`,
  `${MARK}\ud800`,
  `\udc00${MARK}`,
];
const UNDASHED = NOBODY.replaceAll('-', '');
const NOT_IDS: readonly unknown[] = [
  ...NOT_TEXT,
  '',
  `${NOBODY}\n`,
  ...each(`zqx|${NOBODY}zqx|{${NOBODY}}|${UNDASHED}`),
];
const NOT_SCOPES: readonly unknown[] = [
  ...NOT_TEXT,
  ...each(
    '|zqx|users:zqx|zqx:get|users|users:|:get|users:get:|users:get:*:zqx|USERS:GET|users:get:zqx |users:get:zqx"',
  ),
  ...each('constructor:get|constructor:*|__proto__:get|__proto__:*|toString:*|users:constructor|*:toString'),
  ...each(`users:get:ü|users:get:zqx\0|users:get:zqx\ud800|users:get:${MARK.padEnd(65, 'x')}`),
];
const OUT_OF_RANGE = [-1, 1.5, 1e21, 2 ** 53, 100 * 365 * 86_400 + 1];
const NOT_LIFETIMES: readonly unknown[] = [
  ...NOT_TEXT.filter((value) => value !== 1),
  ...OUT_OF_RANGE,
  ...each('|zqx|1|12H|1.5h|-1h|12 h|12h |Never|1y|999999999d|9999999999s'),
];
const NOT_DURATIONS: readonly unknown[] = [...NOT_LIFETIMES, 'never'];
const NOT_BOOLEAN: readonly unknown[] = [null, 0, 1, '', 'true', MARK, [true], {}];
const POLICY = {
  defaultLifetime: '1h',
  maximumLifetime: '1h',
  sessionLifetime: 3600,
  unlimitedAllowed: false,
  liveTokenLimit: 11,
};
const NOT_ADDRESSES = [...freeText(254), MARK, `${MARK}@`, `@${MARK}`, `${MARK}@a@b`, `${MARK} @b`];
const NOT_PASSWORDS = [...freeText(200), MARK.padEnd(11, 'x'), MARK.padEnd(9, 'x') + '🦊🦊'];
const NOT_LISTS: readonly unknown[] = [null, 1, true, 'admin', 'users:get', {}, { length: 1 }];
const inList = (value: unknown): unknown[] => [value];
const NOT_ROLES = [
  ...NOT_LISTS,
  Array(5).fill('user'),
  ...['zqx', 'Admin', '__proto__', null, 1, ['admin']].map(inList),
];

interface Route {
  readonly method: string;
  readonly path: string;
  /** One that is accepted, by itself. */
  readonly good: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
  readonly bad: Readonly<Record<string, readonly unknown[]>>;
  /** Of a body: more than that is not read. */
  readonly largest?: number;
}

const ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/sessions',
    good: { username: 'admin', password: 'twelve characters' },
    required: ['username', 'password'],
    bad: { username: freeText(64), password: freeText(200) },
  },
  {
    method: 'POST',
    path: '/v1/users',
    good: { username: 'nobody', kind: 'person' },
    required: ['username', 'kind'],
    bad: {
      username: [...freeText(64), `.${MARK}`, `${MARK} x`, `${MARK}\n`, `${MARK}é`, `${MARK}'--`],
      email: NOT_ADDRESSES,
      kind: [...NOT_TEXT, '', MARK, 'Person', 'person\0', 'constructor'],
      password: NOT_PASSWORDS,
      roles: NOT_ROLES,
    },
  },
  {
    method: 'PATCH',
    path: `/v1/users/${NOBODY}`,
    good: { enabled: true },
    required: [],
    bad: {
      enabled: NOT_BOOLEAN,
      roles: NOT_ROLES,
      email: NOT_ADDRESSES.filter((value) => value !== null),
    },
  },
  {
    method: 'POST',
    path: `/v1/users/${NOBODY}/password`,
    good: { password: 'twelve characters' },
    required: ['password'],
    bad: { password: NOT_PASSWORDS, revokeTokens: NOT_BOOLEAN },
  },
  ...['hold', 'release'].map((verb) => ({
    method: 'POST',
    path: `/v1/users/${NOBODY}/${verb}`,
    good: { reason: 'a case' },
    required: ['reason'],
    bad: { reason: freeText(1000) },
  })),
  {
    method: 'POST',
    path: '/v1/me/password',
    good: { current: 'twelve characters', new: 'twelve characters' },
    required: ['current', 'new'],
    bad: {
      current: freeText(200),
      new: NOT_PASSWORDS,
      revokeTokens: NOT_BOOLEAN,
    },
  },
  {
    method: 'POST',
    path: '/v1/tokens',
    good: { name: 'never issued' },
    required: ['name'],
    bad: {
      name: freeText(100),
      description: freeText(1000),
      expiresIn: NOT_LIFETIMES,
      scopes: [...NOT_LISTS, [], Array(101).fill('users:get'), ...NOT_SCOPES.map(inList)],
      format: [...NOT_TEXT, '', MARK, 'JWT', 'jwt '],
      owner: NOT_IDS,
      audience: [...NOT_TEXT, '', `${MARK} `, `${MARK}é`, `${MARK}\n`, MARK.padEnd(256, 'x')],
      reason: freeText(1000),
    },
  },
  {
    method: 'POST',
    path: `/v1/tokens/${NOBODY}/revoke`,
    good: {},
    required: [],
    bad: { reason: freeText(1000), cause: [...NOT_TEXT, '', MARK, 'Requested', 'constructor'] },
  },
  {
    method: 'PUT',
    path: '/v1/policy',
    good: POLICY,
    required: Object.keys(POLICY),
    bad: {
      defaultLifetime: NOT_DURATIONS,
      maximumLifetime: NOT_DURATIONS,
      sessionLifetime: NOT_DURATIONS,
      unlimitedAllowed: NOT_BOOLEAN,
      liveTokenLimit: [...NOT_TEXT.filter((value) => value !== 1), '11', 1.5, 1e21, 2 ** 53],
      dryRun: NOT_BOOLEAN,
    },
  },
  {
    method: 'PUT',
    path: '/v1/policy/permissions',
    largest: 1_100_000,
    good: { policy: '' },
    required: ['policy'],
    bad: {
      policy: [
        ...NOT_TEXT,
        MARK,
        `p, ${MARK}`,
        `${MARK}\0`,
        '\ud800',
        `g, ${MARK}, ${MARK}`,
        `p, "${MARK}, a, b, c, allow`,
      ],
      matchMode: [...NOT_TEXT, '', MARK, 'Glob', 'constructor'],
      defaultRole: [...NOT_TEXT.filter((value) => value !== null), '', MARK, 'role:', `role:${'x'.repeat(124)}`],
      reason: freeText(1000),
      dryRun: NOT_BOOLEAN,
    },
  },
  {
    method: 'POST',
    path: `/v1/tokens/${NOBODY}/rotate`,
    good: {},
    required: [],
    bad: { graceSeconds: [...NOT_TEXT.filter((value) => value !== 1), ...OUT_OF_RANGE, 2_592_001, '60', '1h', MARK] },
  },
  {
    method: 'POST',
    path: '/v1/tokens/revoke',
    good: { ids: [NOBODY] },
    required: ['ids'],
    bad: {
      ids: [...NOT_LISTS, [], Array(1001).fill(NOBODY), ...NOT_IDS.map(inList)],
      owner: [...NOT_IDS, NOBODY],
      cause: [...NOT_TEXT, '', MARK, 'rotated', 'user_deleted'],
      reason: freeText(200),
      dryRun: [null, 0, 1, 'true', '', [], {}],
    },
  },
  {
    method: 'POST',
    path: '/v1/tokens/revoke-leaked',
    good: { token: 'none' },
    required: ['token'],
    bad: { token: freeText(8192) },
  },
];

const FORM = 'application/x-www-form-urlencoded';
const OTHER_TYPES = each('text/plain|application/xml|multipart/form-data; boundary=x|text/html|zqx|;;;|');
/** Those that can be repeated: whoever asks has a credential. */
const KEYED = ROUTES.filter(({ path }) => !['/v1/sessions', '/v1/tokens/revoke-leaked'].includes(path));
const FORMS = ['/oauth2/introspect', '/oauth2/revoke'];

type Fault = readonly [name: string, field: string, body: unknown];

const faultsOf = ({ good, required, bad }: Route): Fault[] => [
  ...required.map((field): Fault => [`no ${field}`, field, { ...good, [field]: undefined }]),
  ...Object.entries(bad).flatMap(([field, values]) =>
    values.map((value): Fault => [`${field}: ${shown(json(value))}`, field, { ...good, [field]: value }]),
  ),
];

const NESTED = 30_000;
const deep = `${'['.repeat(NESTED)}"${MARK}"${']'.repeat(NESTED)}`;

const inQuery = (path: string, name: string, values: readonly string[]) =>
  [...values.map((value) => `${name}=${value}`), `${name}=1&${name}=2`, `${name}=&${name}=`].map(
    (query) => [path, name, query] as const,
  );
const METHODS = each('GET|POST|PUT|PATCH|DELETE|OPTIONS|TRACE|PROPFIND|SEARCH');
const but = (served: string, path: string) =>
  METHODS.filter((method) => !each(served).includes(method)).map((method) => [method, path] as const);
const getting = (path: string) => ['GET', path] as const;
const bearing = (token: string): string => `Bearer ${token}`;

describe('bad input', () => {
  let before: string;
  beforeEach(async () => (before = await logSize()));
  afterEach(async () => {
    if ((await logSize()) !== before) throw new Error('it has changed something');
  });

  describe.each(ROUTES)('in the body of $method $path', (route) => {
    const { method, path, good, largest = 70_000 } = route;
    const [field = 'reason'] = Object.keys(route.bad);

    it.each(faultsOf(route))('names the field: %s', async (_, wrong, body) => {
      const pointers = await expectInvalid({ method, path, body: json(body) });
      expect(pointers[0]?.replace(/\/\d+$/, '')).toBe(`/${wrong}`);
      expect(pointers.every((pointer) => pointer.startsWith(`/${wrong}`))).toBe(true);
    });

    it.each([null, [], [MARK], MARK, '', 1, true])('is no object: %j', async (body) => {
      expect(await expectInvalid({ method, path, body: json(body) })).toEqual(['']);
    });

    it.each(['{', `{"${MARK}"`, MARK, '', `{"${MARK}":1}}`, "{'a':1}", '{"a":1,}', 'NaN', '\0', `{"a":"${MARK}\n"}`])(
      'is no JSON: %j',
      async (body) => {
        expect(await expectInvalid({ method, path, body })).toEqual([]);
      },
    );

    it.each([`{"__proto__":{"${MARK}":1}}`, `{"a":{"__proto__":1}}`, `{"constructor":{"prototype":"${MARK}"}}`])(
      'reaches for a prototype: %s',
      async (body) => {
        expect(await expectInvalid({ method, path, body })).toEqual([]);
      },
    );

    it('is not UTF-8', async () => {
      const body = Buffer.from(json({ ...good, [field]: `${MARK}\xff` }), 'latin1');
      expect(await expectInvalid({ method, path, body })).toEqual(['']);
    });

    it('is UTF-16', async () => {
      const headers = { 'content-type': 'application/json; charset=utf-16' };
      await expectInvalid({ method, path, headers, body: Buffer.from(json({ ...good, [field]: MARK }), 'utf16le') });
    });

    it('is compressed', async () => {
      await expectInvalid({ method, path, headers: { 'content-encoding': 'gzip' }, body: gzipSync(json(good)) });
    });

    it('says a name twice', async () => {
      const twice = [`{"${field}":"${MARK}","${field}":null}`, `{"a":[{"b":1,"\\u0062":2}]}`];
      for (const body of twice) expect(await expectInvalid({ method, path, body })).toEqual(['']);
    });

    it('is nested very deeply', async () => {
      await expectInvalid({ method, path, body: deep });
      await expectInvalid({ method, path, body: `{"${field}":${deep}}` });
    });

    it('is nested very deeply in a request that may be repeated', async () => {
      await expectInvalid({ method, path, headers: { 'idempotency-key': 'deep' }, body: `{"${field}":${deep}}` });
    });

    it('is larger than any good one', async () => {
      const body = json({ ...good, [field]: MARK.padEnd(largest, 'x') });
      expect(problemIn(await send({ method, path, body }))).toMatchObject({ status: 413, code: 'too_large' });
      const headers = { 'transfer-encoding': 'chunked' };
      expect(problemIn(await send({ method, path, headers, body }))).toMatchObject({ status: 413, code: 'too_large' });
    });

    it.each([...OTHER_TYPES, FORM, `${FORM}; charset=utf-8`, 'application/json5', 'text/json'])(
      'has the content type %j',
      async (type) => {
        await expectUnsupported({ method, path, headers: { 'content-type': type }, body: json({ ...good, a: MARK }) });
      },
    );
  });

  describe.each(ROUTES)('with a name unknown to $method $path', ({ method, path, good }) => {
    it.each(['unknown', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'name ', 'id', 'status', ''])(
      '%j',
      async (name) => {
        expect(await expectInvalid({ method, path, body: json({ ...good, [name]: MARK }) })).toEqual([`/${name}`]);
      },
    );

    it('a/b~c', async () => {
      expect(await expectInvalid({ method, path, body: json({ ...good, 'a/b~c': MARK }) })).toEqual(['/a~1b~0c']);
    });

    it('thousands of them', async () => {
      const names = Array.from({ length: 4000 }, (_, i) => [`n${i}`, 1]);
      expect(
        (await expectInvalid({ method, path, body: json({ ...good, ...Object.fromEntries(names) }) })).length,
      ).toBe(20);
    });
  });

  describe.each(FORMS)('in the form of POST %s', (path) => {
    const form = { method: 'POST', path, headers: { 'content-type': FORM } };
    const expectInvalidForm = (body: string | Buffer) => expectInvalid({ ...form, body }, 'application/json');

    it.each([...each('|token=|token|Token=zqx|token%5B%5D=zqx|token.a=zqx|%00token=zqx|=zqx'), `${MARK}=1`])(
      'has no token: %j',
      async (body) => expect(await expectInvalidForm(body)).toEqual(['/token']),
    );

    it('says a name twice', async () => {
      expect(await expectInvalidForm(`token=${MARK}&token=${MARK}`)).toEqual(['/token']);
      expect(await expectInvalidForm(`token=${MARK}&%74oken=`)).toEqual(['/token']);
      expect(await expectInvalidForm(`a=${MARK}&token=${MARK}&a=2`)).toEqual(['/a']);
      const long = '~/'.repeat(75);
      expect(await expectInvalidForm(`token=${MARK}&${long}${MARK}&${long}${MARK}`)).toEqual([`/${'~0~1'.repeat(50)}`]);
      expect(await expectInvalidForm(`__proto__=${MARK}&token=${MARK}&__proto__=`)).toEqual(['/__proto__']);
    });

    it('is not UTF-8', async () => {
      expect(await expectInvalidForm(Buffer.from(`token=${MARK}\xff`, 'latin1'))).toEqual(['']);
    });

    it('is larger than any good one', async () => {
      const heard = await send({ ...form, body: `token=${MARK.padEnd(70_000, 'x')}` });
      expect(problemIn(heard, 'application/json')).toMatchObject({ status: 413, error: 'invalid_request' });
    });

    it.each([...OTHER_TYPES, 'application/json'])('has the content type %j', async (type) => {
      const sent = { ...form, headers: { 'content-type': type }, body: json({ token: MARK }) };
      await expectUnsupported(sent, 'application/json');
    });
  });

  const LIMITS = each('|0|-1|501|1e9|NaN|Infinity|1.5|zqx|%00|1%00|1;2|[]|null|%D9%A3');
  const POSITIONS = each(`|-2|1.5|0x10|01|+1|1e3|zqx|%00|%ff|null|1%0a|${'9'.repeat(19)}|${'9'.repeat(300)}`);
  const OWNERS = each(`|zqx|${NOBODY.slice(1)}|${NOBODY}zqx|%00|%ff|*|self|${MARK.repeat(100)}`);
  const STATES = each('|zqx|Active|constructor|__proto__|%00');
  const TRAILS = ['/v1/audit/events', `/v1/tokens/${NOBODY}/history`, `/v1/users/${NOBODY}/history`];
  const ORDERS = each('|zqx|ASC|asc,desc|1|__proto__|%00');
  const TYPES = each(
    '|zqx|,|TokenIssued,|,TokenIssued|TokenIssued,zqx|tokenissued|TokenIssued;TokenRevoked|__proto__|%00',
  );
  const ACTORS = [...each('user|System|system,holder|sweep'), ...OWNERS];
  const MOMENTS = [
    ...each(
      '|zqx|1|now|2026|2026-01|2026-1-1|2026-02-29|2026-13-01|2026-00-10|2026-01-32|20260131|+2026-01-01|-2026-01-01',
    ),
    ...each('2026-01-31T09:00:00|2026-01-31T09:00Z|2026-01-31T24:00:00Z|2026-01-31T09:60:00Z|2026-01-31T09:00:61Z'),
    ...each('2026-01-31T09:00:00+01:00|2026-01-31T09:00:00%2B1|2026-01-31T09:00:00%2B25:00|2026-01-31T09:00:00.Z'),
    ...each(
      '2026-01-31%2009:00:00Z|2026-01-31Z|2026-01-31%00|%ff|12026-01-31|2026-01-31T09:00:00.1e3Z|1767258000|null',
    ),
  ];
  it.each([
    ...inQuery('/v1/tokens', 'limit', LIMITS),
    ...inQuery('/v1/tokens', 'cursor', POSITIONS),
    ...inQuery('/v1/tokens', 'owner', OWNERS),
    ...inQuery('/v1/tokens', 'state', STATES),
    ...inQuery('/v1/users', 'limit', LIMITS),
    ...inQuery('/v1/users', 'cursor', OWNERS),
    ...inQuery('/v1/users', 'q', each(`|%00|zqx%00|${MARK.repeat(85)}`)),
    ...inQuery('/v1/users', 'status', each('|zqx|Active|constructor|%00')),
    ...inQuery('/v1/users', 'kind', each('|zqx|Person|constructor|%00')),
    ...inQuery('/v1/users', 'role', each('|zqx|Admin|constructor|%00')),
    ...TRAILS.flatMap((path) => [
      ...inQuery(path, 'limit', LIMITS),
      ...inQuery(path, 'cursor', POSITIONS),
      ...inQuery(path, 'order', ORDERS),
    ]),
    ...inQuery('/v1/audit/events', 'type', TYPES),
    ...inQuery('/v1/audit/events', 'actor', ACTORS),
    ...inQuery('/v1/audit/events', 'subject', [...OWNERS, 'policy', 'log']),
    ...inQuery('/v1/audit/events', 'from', MOMENTS),
    ...inQuery('/v1/audit/events', 'to', MOMENTS),
    ...inQuery('/v1/tokens', 'issuedBy', OWNERS),
    ...inQuery('/v1/tokens', 'q', ['', '%00', 'zqx%00', MARK.padEnd(101, 'x')]),
  ])('in a query names the parameter: GET %s, %s: %s', async (path, name, query) => {
    expect(await expectInvalid({ method: 'GET', path: `${path}?${query}` })).toEqual([`#${name}`]);
  });

  it.each([
    ['unknown', 'unknown'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
    ['limit%5B%5D', 'limit[]'],
    ['%ff', '%ff'],
  ])('in a query has the unknown name %s', async (query, name) => {
    for (const path of ['/v1/tokens', '/v1/users', ...TRAILS])
      expect(await expectInvalid({ method: 'GET', path: `${path}?${query}=${MARK}` })).toEqual([`#${name}`]);
  });

  it('in a query has a beginning behind its end', async () => {
    for (const span of [
      'from=2026-02-01&to=2026-01-31',
      'from=2026-01-01T00:00:00Z&to=2026-01-01T00:59:59.999999%2B01:00',
    ])
      expect(await expectInvalid({ method: 'GET', path: `/v1/audit/events?${span}` })).toEqual(['#from']);
  });

  const CHANGE = { body: '{"enabled":true}', headers: { 'if-match': '*' } };
  const BY_ID = [
    ['GET', (id: string) => `/v1/users/${id}`],
    ['GET', (id: string) => `/v1/users/${id}/history`],
    ['GET', (id: string) => `/v1/tokens/${id}/history`],
    ['DELETE', (id: string) => `/v1/users/${id}`],
    ['PATCH', (id: string) => `/v1/users/${id}`],
    ['POST', (id: string) => `/v1/users/${id}/erase`],
    ['GET', (id: string) => `/v1/users/${id}/erasure`],
    ['GET', (id: string) => `/v1/tokens/${id}`],
    ['POST', (id: string) => `/v1/tokens/${id}/revoke`],
    ['POST', (id: string) => `/v1/tokens/${id}/rotate`],
  ] as const;

  describe.each(BY_ID)('in the path of %s', (method, at) => {
    const body = { POST: { body: '{}' }, PATCH: CHANGE }[method as string] ?? {};

    it.each([
      ...each(`zqx|0|-1|*|self|${UNDASHED}|${NOBODY}zqx|${NOBODY.slice(1)}|%7B${NOBODY}%7D|${MARK.repeat(66)}`),
      ...each(`%00|${NOBODY}%00|%2e%2e|%2e|.|..|a%2fb|..%2f..%2fv1%2fme|%0d%0aset-cookie:%20a=b|%20|'--|%25ff`),
    ])('names the parameter: %s', async (id) => {
      expect(await expectInvalid({ method, path: at(id), ...body })).toEqual(['#id']);
    });

    it.each([`%ff${MARK}`, '%', '%zz', '%c0%af'])('is refused: %s', async (id) => {
      await expectInvalid({ method, path: at(id), ...body });
    });

    it.each([MARK.repeat(100), '%00'.repeat(300)])('is too long: %s', async (id) => {
      const heard = await send({ method, path: at(id), ...body });
      expect(problemIn(heard)).toMatchObject({ status: 414, code: 'uri_too_long' });
    });

    it.each(['', 'a/b', '/', `${NOBODY}/${MARK}`, `${NOBODY}/`])('is nowhere: %j', async (id) => {
      expect(problemIn(await send({ method, path: at(id), ...body })).status).toBe(404);
    });

    it('is nobody', async () => {
      expect(problemIn(await send({ method, path: at(NOBODY), ...body })).status).toBe(404);
      expect(problemIn(await send({ method, path: at(NOBODY.toUpperCase()), ...body })).status).toBe(404);
    });
  });

  it.each([
    ...but('GET', '/v1/me'),
    ...but('POST', '/v1/sessions'),
    ...but('DELETE', '/v1/sessions/current'),
    ...but('POST', '/v1/me/password'),
    ...but('GET|POST', '/v1/users'),
    ...but('GET|POST', '/v1/tokens'),
    ...but('GET|PUT', '/v1/policy'),
    // As a GET, these words are in the place of an id.
    ...but('GET|POST', '/v1/tokens/revoke'),
    ...but('GET|POST', '/v1/tokens/revoke-leaked'),
    ...but('POST', '/oauth2/introspect'),
    ...but('POST', '/oauth2/revoke'),
    ...but('GET', '/oauth2/auth'),
    ...but('GET', '/v1/audit/events'),
    ...but('GET', `/v1/tokens/${NOBODY}/history`),
    ...but('GET', `/v1/users/${NOBODY}/history`),
    ...but('GET', '/log/checkpoint'),
    ...each('/|/zqx|//v1/me|/v1/me/|/v1/ME|/v1//me|/v1/users/../me|/v1/me;a|/v1/me%2f|/log|*').map(getting),
  ])('asks where nothing is: %s %s', async (method, path) => {
    expect(problemIn(await send({ method, path }))).toMatchObject({ status: 404, code: 'not_found' });
  });

  it.each(['', '42', '"42', '42"', "'42'", 'w/"42"', '"4 2"', '"42" "43"', '*, "42"', '"42", *', `"${MARK} "`])(
    'in If-Match names the header: %j',
    async (tags) => {
      const headers = { 'if-match': tags };
      const [path, body] = [`/v1/users/${NOBODY}`, '{"enabled":true}'];
      expect(await expectInvalid({ method: 'PATCH', path, headers, body })).toEqual(['#If-Match']);
      expect(await expectInvalid({ method: 'DELETE', path, headers })).toEqual(['#If-Match']);
    },
  );

  it('asks for a change without saying what was seen, or which', async () => {
    const path = `/v1/users/${NOBODY}`;
    const unsaid = problemIn(await send({ method: 'PATCH', path, body: '{"enabled":true}' }));
    expect(unsaid).toMatchObject({ status: 428, code: 'precondition_required' });
    expect(await expectInvalid({ method: 'PATCH', path, headers: { 'if-match': '*' }, body: '{}' })).toEqual(['']);
  });

  it('has a long unknown name, of which the answer repeats only the beginning', async () => {
    const body = json({ enabled: true, [`${'🦊'.repeat(150)}${MARK}`]: 1 });
    expect(await expectInvalid({ method: 'PATCH', path: `/v1/users/${NOBODY}`, body })).toEqual([
      `/${'🦊'.repeat(100)}`,
    ]);
  });

  const NO_TOKENS = each('zqx|zqx.zqx.zqx|..|e30.e30.|e30.e30.AAAA|null');

  it.each([
    ...each('|Bearer  zqx|zqx|Token zqx|Basic YWRtaW46enF4'),
    ...[...NO_TOKENS, '0'.repeat(40), MARK.repeat(4000)].map(bearing),
  ])('in Authorization opens nothing: %j', async (authorization) => {
    const heard = await send({ method: 'GET', path: '/v1/me', headers: { authorization } });
    expect(problemIn(heard).status).toBe(401);
    expect(heard.challenge).toMatch(/^Bearer realm="tokenledger"/);
  });

  it.each(
    each(
      'Bearer|Bearer |Bearer\t|Bearer\tzqx|Bearer zqx zqx|Bearer zqx,zqx|Bearer "zqx"|Bearer zqx\xe9|Bearer zqx\xff',
    ),
  )('in Authorization names the header: %j', async (authorization) => {
    const heard = await send({ method: 'GET', path: '/v1/me', headers: { authorization } });
    expect(problemIn(heard)).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '#Authorization' }] });
    expect(heard.challenge).toMatch(/^Bearer realm="tokenledger", error="invalid_request"/);
  });

  it.each(['', ' ', 'a b', `${MARK}\xe9`, '\t', MARK.repeat(86), ['a', 'b']])(
    'in Idempotency-Key names the header: %j',
    async (key) => {
      const headers = { 'idempotency-key': key };
      for (const { method, path, good } of KEYED)
        expect(await expectInvalid({ method, path, headers, body: json(good) })).toEqual(['#Idempotency-Key']);
    },
  );

  it.each([
    ['a header larger than 16 KiB', 431, { authorization: `Bearer ${MARK.repeat(6000)}` }],
    ['an expectation nobody has', 417, { expect: MARK }],
    ['an encoding nobody knows', 400, { 'transfer-encoding': MARK }],
    ['a length that is no number', 400, { 'content-length': MARK }],
  ])('is stopped before it is a request: %s', async (_, status, headers) => {
    const heard = await send({ method: 'GET', path: '/v1/me', headers });
    expect(heard.status).toBe(status);
    expect(heard.text).not.toContain(MARK);
  });

  it('does not make a header mean another method', async () => {
    const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' };
    expect((await send({ method: 'GET', path: '/v1/me', headers })).status).toBe(200);
  });
});

const signIn = async (username: string, password: string) => {
  const heard = await send({ method: 'POST', path: '/v1/sessions', body: json({ username, password }) });
  return { problem: { ...problemIn(heard), requestId: 'another' }, challenge: heard.challenge };
};

describe('a sign-in', () => {
  it('with an unknown name is answered as one with a wrong password', async () => {
    const wrong = await signIn('admin', 'not the password');
    expect(wrong.problem).toMatchObject({ status: 401, code: 'wrong_credentials' });
    for (const username of ['nobody', 'admin\u200b', "admin'--", '*', 'constructor'])
      expect(await signIn(username, 'not the password')).toEqual(wrong);
  });

  it('of somebody without a password, or gone, is answered the same', async () => {
    const wrong = await signIn('admin', 'not the password');
    await server.api.post('/v1/users', admin, { username: 'robot', kind: 'service' });
    const { id } = await server.api.person(admin, 'leaver');
    await server.api.delete(`/v1/users/${id}`, admin);
    expect(await signIn('robot', 'not the password')).toEqual(wrong);
    expect(await signIn('leaver', 'the password of leaver')).toEqual(wrong);
  });
});

describe('awkward but legal text', () => {
  const AWKWARD = [
    ['emoji', '👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🦊'],
    ['right to left', 'שלום \u202eabc\u202c مرحبا'],
    ['combining', 'e\u0301\u0323 Z̷͇̈a̵l̶g̸o̷'],
    ['composed otherwise', 'é ﬁ Å'],
    ['quotes', `"'\`\\ \\" \\u0000 \\`],
    ['SQL', `'); drop table log.event; -- $1 %s`],
    ['HTML', '<script>alert(1)</script>&amp;<!--'],
    ['control characters', '\u0001\u001b[31m\r\n\t\u007f\u0085'],
    ['line separators', 'a\u2028b\u2029c\ufeff'],
    ['the last character', '\u{10ffff}\uffff\ufffd'],
    ['white space', ' '],
    ['braces', '{"a":[1,{}]} {{x}} ${y} %00'],
    ['the longest name', 'ß'.repeat(100)],
    ['words of the language', '__proto__'],
  ] as const;

  it.each(AWKWARD)('comes back as it was: %s', async (_, text) => {
    const body = { name: text, description: text, reason: text };
    const { status, body: issued } = await server.api.post('/v1/tokens', admin, body);
    expect(status).toBe(201);
    expect((await server.api.post(`/v1/tokens/${issued.id}/revoke`, admin, { reason: `${text}!` })).status).toBe(200);
    const { items } = (await server.api.get('/v1/tokens?state=revoked&limit=1', admin)).body;
    expect(items).toEqual([
      expect.objectContaining({ id: issued.id, name: text, description: text, reason: `${text}!` }),
    ]);
    const trail = await server.api.get(`/v1/audit/events?cursor=${BigInt(issued.position) - 1n}&limit=1`, admin);
    expect(trail.body.items[0].personal).toMatchObject(body);
  });

  it('is a password as well', async () => {
    const password = `${AWKWARD[0][1]}\r\n'--\u0301`;
    await server.api.post('/v1/users', admin, { username: 'awkward', kind: 'person', password });
    expect((await server.api.get('/v1/me', await server.api.signIn('awkward', password))).status).toBe(200);
    await expect(server.api.signIn('awkward', password.normalize('NFKC').slice(0, -1))).rejects.toThrow('401');
  });

  it('is an id in capitals', async () => {
    const { id } = (await server.api.get('/v1/me', admin)).body;
    expect((await server.api.get(`/v1/users/${id.toUpperCase()}`, admin)).body.id).toBe(id);
  });

  it('is a position behind the end, where nothing is', async () => {
    const { items, next, position } = (await server.api.get(`/v1/audit/events?cursor=${'9'.repeat(18)}`, admin)).body;
    expect([items, next]).toEqual([[], null]);
    expect(Number(position)).toBe(Number(await logSize()) - 1);
  });
});
