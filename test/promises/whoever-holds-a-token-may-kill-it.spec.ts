import { randomBytes } from 'node:crypto';
import { concurrently } from '../support/concurrently.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

const AGENT = 'whistleblower/1.0';

let servers: TwoServers;

beforeAll(async () => {
  servers = await startTwoServers();
});

/** Here everybody comes from one address, whose limit is not what these tests are about. */
beforeEach(() => servers.database.query('delete from aside.attempts'));

afterAll(() => servers?.stop());

type Name = 'one' | 'two';
const report = (token: string, at: Name = 'one') =>
  servers[at].api.ask('POST', '/v1/tokens/revoke-leaked', { body: { token }, headers: { 'user-agent': AGENT } });
const doors = (token: string): Promise<number[]> =>
  Promise.all([servers.one, servers.two].map(async ({ api }) => (await api.get('/v1/me', token)).status));
const size = async (): Promise<number> => Number((await servers.one.api.get('/log/checkpoint')).body.split('\n')[1]);

const enable = (id: string, enabled: boolean) =>
  servers.one.api.ask('PATCH', `/v1/users/${id}`, {
    token: servers.admin,
    body: { enabled },
    headers: { 'if-match': '*' },
  });

let issued = 0;
const issue = async (body: object = {}): Promise<{ id: string; token: string }> =>
  (await servers.one.api.post('/v1/tokens', servers.admin, { name: `number ${++issued}`, ...body })).body;

it.each(['jwt', 'opaque'])(
  'a %s token, without any credential: it is refused everywhere from the answer on',
  async (format) => {
    const { id, token } = await issue({ format });
    expect(await doors(token)).toEqual([200, 200]);
    expect(await report(token)).toMatchObject({ status: 202, body: '' });
    expect(await doors(token)).toEqual([401, 401]);
    const { items } = (await servers.two.api.get('/v1/tokens?state=revoked&limit=1', servers.admin)).body;
    expect(items).toMatchObject([{ id, cause: 'leaked' }]);
  },
);

it('a session as well', async () => {
  const { session } = await servers.one.api.person(servers.admin, 'sid');
  expect((await report(session, 'two')).status).toBe(202);
  expect(await doors(session)).toEqual([401, 401]);
});

it('the token of a disabled account, so that it does not come back with the account', async () => {
  const { body } = await servers.one.api.post('/v1/users', servers.admin, { username: 'paused', kind: 'service' });
  const { id, token } = await issue({ owner: body.id });
  await enable(body.id, false);
  expect((await report(token)).status).toBe(202);
  await enable(body.id, true);
  expect(await doors(token)).toEqual([401, 401]);
  expect((await servers.one.api.get(`/v1/tokens/${id}`, servers.admin)).body).toMatchObject({ cause: 'leaked' });
});

it('and is in the trail as nobody but its holder, with where that was', async () => {
  const { id, token } = await issue();
  await report(token);
  const [event] = (await storedEvents(servers.database)).slice(-1).map((stored) => stored.event);
  expect(event).toMatchObject({ type: 'TokenRevoked', actor: { type: 'holder', id }, data: { cause: 'leaked' } });
  const { items } = (
    await servers.one.api.get(`/v1/audit/events?cursor=${BigInt(event.position) - 1n}&limit=1`, servers.admin)
  ).body;
  expect(items).toMatchObject([{ actor: { type: 'holder', id }, personal: { ip: '127.0.0.1', userAgent: AGENT } }]);
});

it('under the key of the day, which is nobody’s, the same on every server', async () => {
  const { token } = await issue();
  const other = await issue();
  await Promise.all([report(token, 'one'), report(other.token, 'two')]);
  const events = await storedEvents(servers.database);
  const kids = new Set(
    events.flatMap(({ event }) => (event.actor.type === 'holder' ? event.personal.map((p: any) => p.kid) : [])),
  );
  // Two, where midnight has come meanwhile.
  expect([1, 2]).toContain(kids.size);
  const people = await servers.database.query('select id from state.users where id = any($1)', [[...kids]]);
  const known = await servers.database.query('select kid from state.subject_keys where kid = any($1)', [[...kids]]);
  expect([people.length, known.length]).toEqual([0, kids.size]);
});

it('of a text that is no live token, the answer is the same and nothing is written', async () => {
  const dead = await issue();
  await report(dead.token);
  const [head, body, signature] = (await issue()).token.split('.');
  const foreign = await issue({ audience: 'https://elsewhere.example' });
  await report(foreign.token);
  const before = await size();
  for (const text of [
    dead.token,
    foreign.token,
    'no token',
    randomBytes(20).toString('hex'),
    `${head}.${body}.${Buffer.alloc(64, 1).toString('base64url')}`,
    `${head}.${body}.${signature} `,
    `${head}.${body}.`,
    'x'.repeat(8192),
  ])
    expect(await report(text)).toMatchObject({ status: 202, body: '' });
  expect(await size()).toBe(before);
});

it('no other spelling of it kills a token, for no other is one', async () => {
  const { token } = await issue();
  for (const text of [`${token}=`, `${token}\n`, ` ${token}`, `Bearer ${token}`]) await report(text);
  expect(await doors(token)).toEqual([200, 200]);
});

it('many times at once, on both servers: it ends once', async () => {
  const { id, token } = await issue({ format: 'opaque' });
  const answers = await Promise.all(times(20).map((n) => report(token, n % 2 ? 'one' : 'two')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  const ends = (await storedEvents(servers.database)).filter(
    ({ event }) => event.type === 'TokenRevoked' && event.data.tokenId === id,
  );
  expect(ends).toHaveLength(1);
});

it('thirty times a minute from one place, whichever server is asked', async () => {
  const { token } = await issue();
  const answers = await concurrently(8, times(32), (n) => report('no token', n % 2 ? 'one' : 'two'));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(30);
  const refused = await report(token);
  expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(await doors(token)).toEqual([200, 200]);
});

it('and no other token than the one that was shown', async () => {
  const [one, other] = [await issue(), await issue({ format: 'opaque' })];
  await report(one.token);
  expect(await doors(other.token)).toEqual([200, 200]);
  expect(await doors(servers.admin)).toEqual([200, 200]);
});
