import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from '../support/server.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

const AGENT = 'gannet/2.0';

let servers: TwoServers;

beforeAll(async () => {
  servers = await startTwoServers();
});

afterAll(() => servers?.stop());

let issued = 0;
const issue = async (body: object = {}): Promise<any> =>
  (await servers.one.api.post('/v1/tokens', servers.admin, { name: `number ${++issued}`, ...body })).body;
const use = (token: string, at: 'one' | 'two' = 'one', agent = AGENT) =>
  servers[at].api.ask('GET', '/v1/me', { token, headers: { 'user-agent': agent } });
const shown = async (id: string): Promise<any> => (await servers.two.api.get(`/v1/tokens/${id}`, servers.admin)).body;
const size = async (): Promise<string> => (await servers.one.api.get('/log/checkpoint')).body.split('\n')[1];

const counts = () => servers.database.query('select count(*)::int as n from aside.refused_use');

/** The promise is five seconds; a busy machine gets more. */
async function eventually(id: string, expected: object): Promise<any> {
  for (const end = Date.now() + 15_000; Date.now() < end; await sleep(200)) {
    const token = await shown(id);
    if (Object.entries(expected).every(([key, value]) => token[key] === value)) return token;
  }
  return shown(id);
}

it('never, at first', async () => {
  const { id } = await issue();
  expect(await shown(id)).toMatchObject({
    lastUsedAt: null,
    lastUsedIp: null,
    lastUsedUserAgent: null,
    uses: 0,
    refusedUses: 0,
    lastRefusedAt: null,
  });
});

it.each(['jwt', 'opaque'])('and where, and how often, within seconds and without an event: %s', async (format) => {
  const { id, token, issuedAt } = await issue({ format });
  const before = await size();
  for (const n of times(3)) await use(token, n % 2 ? 'one' : 'two', `${AGENT} ${n}`);
  const after = await eventually(id, { uses: 3 });
  expect(after).toMatchObject({ uses: 3, lastUsedIp: '127.0.0.1', lastUsedUserAgent: `${AGENT} 2`, refusedUses: 0 });
  expect(after.lastUsedAt > issuedAt).toBe(true);
  const { items } = (await servers.one.api.get('/v1/tokens?limit=500', servers.admin)).body;
  expect(items.find((item: any) => item.id === id).lastUsedAt).toBe(after.lastUsedAt);
  expect(await size()).toBe(before);
});

it('an introspection is a use, at the place of the service that asks', async () => {
  const { id, token } = await issue({ audience: 'https://elsewhere.example' });
  expect(await servers.one.api.introspect(servers.admin, token)).toMatchObject({ active: true });
  expect(await eventually(id, { uses: 1 })).toMatchObject({ uses: 1, lastUsedIp: '127.0.0.1' });
});

it('one that is good elsewhere is neither used nor refused here', async () => {
  const { id, token } = await issue({ audience: 'https://elsewhere.example' });
  const other = await issue();
  expect((await use(token)).status).toBe(401);
  await use(other.token);
  await eventually(other.id, { uses: 1 });
  expect(await shown(id)).toMatchObject({ uses: 0, refusedUses: 0 });
});

it('and how often it was tried after its end, whatever ended it', async () => {
  const revoked = await issue();
  await servers.one.api.post(`/v1/tokens/${revoked.id}/revoke`, servers.admin);
  const over = await issue({ expiresIn: 1 });
  const { body } = await servers.one.api.post('/v1/users', servers.admin, { username: 'paused', kind: 'service' });
  const paused = await issue({ owner: body.id });
  await servers.one.api.ask('PATCH', `/v1/users/${body.id}`, {
    token: servers.admin,
    body: { enabled: false },
    headers: { 'if-match': '*' },
  });
  while (Date.now() <= Date.parse(over.expiresAt) + 100) await sleep(50);
  for (const { token } of [revoked, over, paused])
    for (const at of ['one', 'two'] as const) {
      expect((await use(token, at)).status).toBe(401);
      expect(await servers[at].api.introspect(servers.admin, token)).toEqual({ active: false });
    }
  for (const { id } of [revoked, over, paused]) {
    const after = await eventually(id, { refusedUses: 4 });
    expect(after).toMatchObject({ refusedUses: 4, uses: 0, lastRefusedAt: expect.any(String) });
  }
});

it('a text that is no token leaves nothing', async () => {
  const before = await counts();
  const { token } = await issue();
  for (const text of [`${token.slice(0, -4)}AAAA`, '0'.repeat(40), 'none']) await use(text);
  const marker = await issue();
  await use(marker.token);
  await eventually(marker.id, { uses: 1 });
  expect(await counts()).toEqual(before);
});

it('no table says in plain text from where', async () => {
  const rows = await servers.database.query<{ row: string }>(
    `select row_to_json(t)::text as row from aside.token_use t
     union all select row_to_json(t)::text from aside.refused_use t`,
  );
  const text = rows.map(({ row }) => row).join('\n');
  expect(rows.length).toBeGreaterThan(5);
  for (const plain of ['127.0.0.1', 'gannet']) expect(text).not.toContain(plain);
});

it('many uses at once on both servers are all counted', async () => {
  const { id, token } = await issue({ format: 'opaque' });
  await Promise.all(times(200).map((n) => use(token, n % 2 ? 'one' : 'two')));
  expect((await eventually(id, { uses: 200 })).uses).toBe(200);
});

it('what was used just before a stop is not forgotten', async () => {
  const third = await startServer({ databaseUrl: servers.database.url, env: { KEYS_FILE: servers.keysFile } });
  const { id, token } = await issue();
  expect((await third.api.get('/v1/me', token)).status).toBe(200);
  expect(await third.stop()).toBe(0);
  expect(await shown(id)).toMatchObject({ uses: 1 });
});

it('a table that cannot be written keeps nobody out, and is made up for', async () => {
  const { id, token } = await issue();
  await servers.database.query('alter table aside.token_use rename to away');
  expect((await use(token)).status).toBe(200);
  await sleep(2500);
  expect((await use(token, 'two')).status).toBe(200);
  await servers.database.query('alter table aside.away rename to token_use');
  expect(await eventually(id, { uses: 2 })).toMatchObject({ uses: 2 });
});
