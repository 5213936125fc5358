import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import type { Answer, Ask } from '../support/api.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { guises } from '../support/guises.js';
import { startServer, type TestServer } from '../support/server.js';

const PASSWORD = 'twelve-or-more-magpies';
const MISTYPED = 'twelve-or-more-magpie';
const CHANGED = 'twelve-or-more-godwits';
const RESET = 'twelve-or-more-whimbrels';
const USERNAME = 'lapwing';
const AGENT = 'curlew/1.0';
const IP = '127.0.0.1';
const TEXTS = {
  email: 'lapwing@marsh.example',
  otherEmail: 'lapwing@fen.example',
  name: 'the name is dunlin',
  description: 'the description is sandpiper',
  reason: 'the reason is greenshank',
  revocation: 'the revocation is turnstone',
};
const PERSONAL = [USERNAME, AGENT, IP, ...Object.values(TEXTS)];

let database: TestDatabase;
let server: TestServer;
let admin: string;
let user: { id: string; session: string };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const headers = { 'user-agent': AGENT };
const ask = (method: string, path: string, options: Ask = {}): Promise<Answer> =>
  server.api.ask(method, path, { ...options, headers: { ...headers, ...options.headers } });

/** What was answered, in one text. */
const told = ({ headers: heard, body }: Answer): string => JSON.stringify([[...heard], body]);

const registration = { username: USERNAME, email: TEXTS.email, kind: 'person', password: PASSWORD };
const wanted = (format: string) => ({
  format,
  name: `${TEXTS.name} ${format}`,
  description: TEXTS.description,
  reason: TEXTS.reason,
});
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const once = (key: string) => ({ headers: { 'idempotency-key': key } });

/** Of each format: the first answer, and that to the same request again. */
const issued = new Map<string, readonly [first: Answer, again: Answer]>();
const tokenOf = (format: string): string => issued.get(format)![0].body.token;
/** Likewise, of a rotation. */
const rotated = new Map<string, readonly [first: Answer, again: Answer]>();
const idOf = (format: string): string => issued.get(format)![0].body.id;

let secrets: string[];

beforeAll(async () => {
  database = await createDatabase();
  server = await startServer({ databaseUrl: database.url, env: { LOG_LEVEL: 'trace' } });
  const signIn = async (username: string, password: string): Promise<string> =>
    (await ask('POST', '/v1/sessions', { body: { username, password } })).body.token;
  admin = await signIn('admin', ADMIN_PASSWORD);
  const { body } = await ask('POST', '/v1/users', { token: admin, body: registration, ...once('register') });
  user = { id: body.id, session: await signIn(USERNAME, PASSWORD) };
  await signIn(USERNAME, MISTYPED);
  for (const format of ['jwt', 'opaque']) {
    const request = { token: user.session, body: wanted(format), ...once(format) };
    issued.set(format, [await ask('POST', '/v1/tokens', request), await ask('POST', '/v1/tokens', request)]);
  }
  for (const format of ['jwt', 'opaque']) rotated.set(format, await rotatedTwice(format));
  await setPasswords();
  secrets = [
    ADMIN_PASSWORD,
    PASSWORD,
    MISTYPED,
    CHANGED,
    RESET,
    admin,
    user.session,
    tokenOf('jwt'),
    tokenOf('opaque'),
  ];
  for (const [{ body: successor }] of rotated.values()) secrets.push(successor.token);
});

/** A token of its own: the one that is shown stays as it is. */
async function rotatedTwice(format: string): Promise<readonly [first: Answer, again: Answer]> {
  const old = await ask('POST', '/v1/tokens', { token: user.session, body: { name: `old ${format}`, format } });
  const request = { token: user.session, body: { graceSeconds: 60 }, ...once(`rotate-${format}`) };
  const rotate = () => ask('POST', `/v1/tokens/${old.body.id}/rotate`, request);
  return [await rotate(), await rotate()];
}

/** The own one and somebody else's; the e-mail address along with them. */
async function setPasswords(): Promise<void> {
  const own = (current: string) =>
    ask('POST', '/v1/me/password', { token: user.session, body: { current, new: CHANGED }, ...once(current) });
  const other = await ask('POST', '/v1/users', { token: admin, body: { username: 'ruff', kind: 'person' } });
  const [theirs, body] = [`/v1/users/${other.body.id}/password`, { password: RESET }];
  const answers = [
    await own(MISTYPED),
    await own(PASSWORD),
    await own(PASSWORD),
    await ask('POST', theirs, { token: admin, body, ...once('reset') }),
    await ask('POST', theirs, { token: admin, body, ...once('reset') }),
    await ask('PATCH', `/v1/users/${user.id}`, {
      token: admin,
      body: { email: TEXTS.otherEmail },
      headers: { 'if-match': '*' },
    }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([403, 200, 200, 200, 200, 200]);
  expectNone([PASSWORD, MISTYPED, CHANGED, RESET], answers.map(told).join('\n'));
}

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

/** Of a JWT, the signature: the rest is what the log says anyway. */
const secretPart = (text: string): string => /^ey[^.]+\.[^.]+\.([^.]+)$/.exec(text)?.[1] ?? text;

function expectNone(needles: readonly string[], haystack: string): void {
  const found = needles.filter((needle) => guises(secretPart(needle)).some((guise) => haystack.includes(guise)));
  expect(found).toEqual([]);
}

const remembered = async (of: TestDatabase): Promise<string[]> =>
  (await of.query<{ body: string }>(`select encode(body, 'hex') as body from log.idempotency`)).map(({ body }) => body);

/** Every row of every table, as text; bytes also as the text they are. */
async function rows(): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const read = tables.map(({ name }) =>
    database.query<{ row: string }>(`select row_to_json(t)::text as row from ${name} t`),
  );
  const texts = (await Promise.all(read)).flat().map(({ row }) => row);
  const bytes = texts.flatMap((text) =>
    [...text.matchAll(/\\\\x([0-9a-f]+)/g)].map(([, hex]) => Buffer.from(hex!, 'hex').toString('latin1')),
  );
  return [...texts, ...bytes].join('\n');
}

describe.each(['jwt', 'opaque'])('a new %s token', (format) => {
  it('is in the first answer, and works', async () => {
    const [first] = issued.get(format)!;
    expect(first).toMatchObject({ status: 201, body: { secretAvailable: true, token: expect.any(String) } });
    expect((await ask('GET', '/v1/me', { token: tokenOf(format) })).status).toBe(200);
  });

  it('is not in the answer to the same request again, which holds the same facts', () => {
    const [first, again] = issued.get(format)!;
    const { token, ...facts } = first.body;
    expect(again).toMatchObject({ status: 201 });
    expect(again.body).toEqual({ ...facts, secretAvailable: false, receipt: expect.any(String) });
    expectNone([token], told(again));
  });
});

it.each(['jwt', 'opaque'])('the successor of a %s token is shown once as well', async (format) => {
  const [first, again] = rotated.get(format)!;
  const { token, ...facts } = first.body;
  expect(first).toMatchObject({ status: 201, body: { secretAvailable: true } });
  expect((await ask('GET', '/v1/me', { token })).status).toBe(200);
  expect(again).toMatchObject({ status: 201 });
  expect(again.body).toEqual({ ...facts, secretAvailable: false, receipt: expect.any(String) });
  expectNone([token], told(again));
});

it('a repeated registration gets the same facts', async () => {
  const again = await ask('POST', '/v1/users', { token: admin, body: registration, ...once('register') });
  expect(again).toMatchObject({ status: 201, body: { id: user.id } });
  expectNone(secrets, told(again));
});

it('no answer holds a secret afterwards', async () => {
  const introspect = (secret: string) =>
    ask('POST', '/oauth2/introspect', {
      token: admin,
      headers: FORM,
      body: new URLSearchParams({ token: secret }).toString(),
    });
  const revoke = (token: string, id: string) =>
    ask('POST', `/v1/tokens/${id}/revoke`, { token, body: { reason: TEXTS.revocation } });
  const answers = [
    await ask('GET', '/v1/me', { token: tokenOf('jwt') }),
    await ask('GET', '/v1/me', { token: tokenOf('opaque') }),
    await ask('GET', `/v1/users/${user.id}`, { token: admin }),
    await ask('GET', '/v1/users?q=lapwing', { token: admin }),
    await introspect(tokenOf('jwt')),
    await introspect(tokenOf('opaque')),
    await ask('GET', '/oauth2/auth?audience=http://tokens.test', { token: tokenOf('jwt') }),
    await ask('GET', '/oauth2/auth?audience=http://tokens.test', { token: tokenOf('opaque') }),
    await ask('GET', `/v1/tokens/${idOf('jwt')}`, { token: admin }),
    await ask('POST', '/v1/tokens/revoke-leaked', { body: { token: tokenOf('jwt') } }),
    await ask('POST', '/v1/tokens/revoke', { token: admin, body: { ids: [idOf('jwt')] } }),
    await revoke(user.session, idOf('jwt')),
    await revoke(admin, idOf('opaque')),
    await revoke(admin, idOf('opaque')),
    await ask('GET', '/v1/tokens?state=all', { token: admin }),
    await ask('GET', '/v1/tokens?state=all', { token: user.session }),
    await ask('GET', '/v1/audit/events?limit=500', { token: admin }),
    await ask('GET', '/.well-known/jwks.json'),
    await ask('GET', '/log/checkpoint'),
    await ask('GET', '/health/ready'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([
    200, 200, 200, 200, 200, 200, 204, 204, 200, 202, 200, 409, 200, 409, 200, 200, 200, 200, 200, 200,
  ]);
  const everything = answers.map(told).join('\n');
  expect(everything).toContain(TEXTS.revocation);
  expectNone(secrets, everything);
  expect(everything).not.toMatch(/argon2|passwordDigest/);
});

it('no answer repeats a secret that was sent to the wrong place', async () => {
  for (const secret of secrets) {
    const encoded = encodeURIComponent(secret);
    const wrong: readonly (readonly [method: string, path: string, options?: Ask])[] = [
      ['POST', '/v1/sessions', { body: secret }],
      ['POST', '/v1/sessions', { body: `{"${secret}"` }],
      ['POST', '/v1/sessions', { body: { username: secret, password: secret, token: secret } }],
      ['POST', '/v1/tokens', { token: admin, body: { name: 1, format: secret, owner: secret, scopes: [secret] } }],
      [
        'POST',
        '/v1/users',
        { token: admin, body: { username: `${secret} `, kind: secret, email: secret, roles: [secret] } },
      ],
      ['POST', '/v1/tokens', { token: admin, body: { name: '' }, headers: { 'idempotency-key': `${secret} x` } }],
      ['POST', '/v1/sessions', { body: secret, headers: { 'content-type': 'text/plain' } }],
      ['POST', '/v1/sessions', { body: `<a>${secret}</a>`, headers: { 'content-type': `text/${encoded}` } }],
      [
        'GET',
        `/v1/tokens?limit=${encoded}&cursor=${encoded}&owner=${encoded}&access_token=${encoded}`,
        { token: admin },
      ],
      ['POST', '/v1/me/password', { token: admin, body: { current: secret, new: secret, revokeTokens: secret } }],
      ['POST', `/v1/users/${user.id}/password`, { token: admin, body: { password: [secret], revokeTokens: secret } }],
      ['PATCH', `/v1/users/${user.id}`, { token: admin, body: { enabled: secret, email: secret, roles: secret } }],
      ['PATCH', `/v1/users/${user.id}`, { token: admin, body: {}, headers: { 'if-match': secret } }],
      ['GET', `/v1/users?status=${encoded}&cursor=${encoded}&role=${encoded}`, { token: admin }],
      ['GET', `/v1/audit/events?cursor=${encoded}`, { token: admin }],
      ['POST', '/oauth2/introspect', { token: admin, body: { token: secret } }],
      ['POST', `/oauth2/introspect?token=${encoded}`, { token: admin, body: `token=${encoded}&token=`, headers: FORM }],
      ['POST', '/oauth2/introspect', { token: admin, body: `access_token=${encoded}&token=a`, headers: FORM }],
      ['POST', '/oauth2/revoke', { body: { token: secret } }],
      ['POST', '/oauth2/revoke', { body: `token=${encoded}&token=${encoded}`, headers: FORM }],
      ['POST', `/oauth2/revoke?token=${encoded}`, { body: '', headers: FORM }],
      ['GET', `/oauth2/auth?audience=${encoded}`, { token: secret }],
      ['GET', `/oauth2/auth?audience=a&access_token=${encoded}`, { token: secret }],
      ['GET', `/v1/me?access_token=${encoded}`, { token: secret }],
      ['GET', `/v1/users/${encoded}`, { token: admin }],
      ['GET', `/v1/users/${encoded}%ff`, { token: admin }],
      ['GET', `/v1/users/${encoded.repeat(5)}`, { token: admin }],
      ['DELETE', `/v1/users/${encoded}`, { token: admin }],
      ['POST', `/v1/tokens/${encoded}/revoke`, { token: admin, body: {} }],
      ['POST', `/v1/tokens/${encoded}/rotate`, { token: admin, body: { graceSeconds: secret } }],
      ['POST', '/v1/tokens/revoke', { token: admin, body: { ids: [secret], owner: secret } }],
      ['POST', '/v1/tokens/revoke-leaked', { body: { token: [secret] } }],
      ['GET', `/v1/tokens/${encoded}`, { token: admin }],
      ['GET', `/v1/tokens?q=${encoded.repeat(9)}`, { token: admin }],
      ['GET', `/${encoded}`],
      ['PUT', `/v1/me?token=${encoded}`],
      ['GET', '/v1/me', { headers: { authorization: `Basic ${secret}` } }],
      ['GET', '/v1/me', { token: `${secret}.` }],
      [
        'GET',
        '/v1/me',
        { headers: { 'user-agent': secret, cookie: `token=${secret}`, referer: `http://${encoded}/` } },
      ],
    ];
    for (const [method, path, options] of wrong) {
      const answer = await ask(method, path, options);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expectNone([secret], told(answer));
    }
  }
  await ask('GET', '/v1/audit/events', { token: admin, headers: { 'user-agent': tokenOf('opaque') } });
  await ask('POST', '/v1/tokens', {
    token: admin,
    body: { name: tokenOf('opaque'), description: PASSWORD, reason: user.session },
  });
});

// Whatever the tests above have caused is in what the tests below look through.

it('no table holds a secret', async () => {
  const everything = await rows();
  expectNone(secrets, everything);
  expect(everything).not.toContain('argon2');
});

it('no table holds a digest of a secret, but the SHA-256 of an opaque token', async () => {
  const everything = await rows();
  const opaque = secrets.filter((secret) => /^[0-9a-f]{40}$/.test(secret));
  expect(opaque).toHaveLength(2);
  for (const secret of opaque) expect(everything).toContain(sha256(secret));
  expectNone(secrets.filter((secret) => !opaque.includes(secret)).map(sha256), everything);
});

it('no table holds in plain text what is personal', async () => {
  const everything = await rows();
  for (const known of [user.id, idOf('jwt'), '"type":"TokenRevoked"', 'http://tokens.test'])
    expect(everything).toContain(known);
  expectNone(PERSONAL, everything);
});

describe('what a table remembers of a request', () => {
  let elsewhere: TestDatabase;
  let other: TestServer;

  beforeAll(async () => {
    elsewhere = await createDatabase();
    other = await startServer({ databaseUrl: elsewhere.url });
  });

  afterAll(async () => {
    await other?.stop();
    await elsewhere?.drop();
  });

  it('cannot be guessed without the keys: under others, the same request leaves something else', async () => {
    const token = await other.api.signIn();
    await other.api.ask('POST', '/v1/users', { token, body: registration, ...once('register') });
    const there = await remembered(elsewhere);
    expect(there).toHaveLength(1);
    expect(await remembered(database)).not.toContain(there[0]);
  });
});

it('the server writes no secret and nothing personal, even where it writes everything', () => {
  const output = server.output();
  for (const line of ['"level":20', '"msg":"answered"', '"route":"/v1/sessions"', '"status":401'])
    expect(output).toContain(line);
  expectNone([...secrets, ...PERSONAL.filter((text) => text !== IP)], output);
});

it('the data directory holds no secret but the keys', () => {
  const files = readdirSync(server.dataDir, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['keys.json', 'checkpoint', 'lock']));
  const others = files.filter(({ name }) => name !== 'keys.json');
  const everything = others.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1')).join('\n');
  expectNone([...secrets, ...PERSONAL], everything);
  expectNone(
    Object.values(JSON.parse(readFileSync(join(server.dataDir, 'keys.json'), 'utf8'))).filter(
      (key) => typeof key === 'string',
    ),
    everything,
  );
});
