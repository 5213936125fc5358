import type { Answer } from '../support/api.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let servers: TwoServers;

beforeAll(async () => {
  servers = await startTwoServers();
});

/** Here everybody comes from one address, whose limit is not what most of these tests are about. */
beforeEach(() => servers.database.query('delete from aside.attempts'));

afterAll(() => servers?.stop());

type Name = 'one' | 'two';
const revoke = (body: string, at: Name = 'one'): Promise<Answer> =>
  servers[at].api.ask('POST', '/oauth2/revoke', { body, headers: FORM });
const leaked = (): Promise<Answer> =>
  servers.two.api.ask('POST', '/v1/tokens/revoke-leaked', { body: { token: 'none' } });
const doors = (token: string): Promise<number[]> =>
  Promise.all([servers.one, servers.two].map(async ({ api }) => (await api.get('/v1/me', token)).status));
const size = async (): Promise<number> => Number((await servers.one.api.get('/log/checkpoint')).body.split('\n')[1]);
const issue = async (name: string, more: object = {}): Promise<{ id: string; token: string }> =>
  (await servers.one.api.post('/v1/tokens', servers.admin, { name, ...more })).body;

it.each(['jwt', 'opaque'])('and is refused everywhere from the answer on: %s', async (format) => {
  const { id, token } = await issue(format, { format });
  expect(await doors(token)).toEqual([200, 200]);
  const { status, body, headers } = await revoke(`token=${token}&token_type_hint=refresh_token`);
  expect([status, body, headers.get('cache-control')]).toEqual([200, '', 'no-store']);
  expect(await doors(token)).toEqual([401, 401]);
  expect(await servers.two.api.introspect(servers.admin, token)).toEqual({ active: false });
  const [event] = (await storedEvents(servers.database)).slice(-1).map((stored) => stored.event);
  expect(event).toMatchObject({ type: 'TokenRevoked', data: { tokenId: id, cause: 'requested' } });
});

it('even if it is for another service', async () => {
  const { token } = await issue('elsewhere', { audience: 'https://wiki.example.org' });
  expect((await revoke(`token=${token}`, 'two')).status).toBe(200);
  expect(await servers.one.api.introspect(servers.admin, token)).toEqual({ active: false });
});

it('what is no live token gets the same answer, and writes nothing', async () => {
  const { token } = await issue('dead');
  const good = await revoke(`token=${token}`);
  const before = await size();
  for (const other of [token, `${token}A`, `Bearer+${token}`, 'none', '0'.repeat(40), '%00', 'a'.repeat(60_000)]) {
    const { status, body, headers } = await revoke(`token=${other}`);
    expect([status, body, headers.get('content-type')]).toEqual([
      good.status,
      good.body,
      good.headers.get('content-type'),
    ]);
  }
  expect(await size()).toBe(before);
});

it('a question that is none is an error of OAuth', async () => {
  for (const body of ['', 'token=', 'token=a&token=a'])
    expect(await revoke(body)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
});

it('many times at once, at both servers: it ends once', async () => {
  const { id, token } = await issue('hammered');
  const answers = await Promise.all(times(16).map((n) => revoke(`token=${token}`, n % 2 ? 'one' : 'two')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const ends = (await storedEvents(servers.database)).filter(({ event }) => event.data.tokenId === id);
  expect(ends.map(({ event }) => event.type)).toEqual(['TokenIssued', 'TokenRevoked']);
});

it('who shows too many is told when to come back; the door for leaked tokens counts as the same', async () => {
  await Promise.all(times(30).map((n) => (n % 2 ? leaked() : revoke('token=none'))));
  const { status, body, headers } = await revoke('token=none');
  expect([status, body.error, body.code]).toEqual([429, 'temporarily_unavailable', 'too_many_attempts']);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
});
