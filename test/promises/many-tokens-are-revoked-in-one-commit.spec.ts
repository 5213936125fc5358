import { seededTokens } from '../support/seeded-tokens.js';
import { storedEvents } from '../support/stored-events.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

const NOBODY = '0198c0de-0000-7000-8000-000000000000';

let servers: TwoServers;

beforeAll(async () => {
  servers = await startTwoServers();
});

afterAll(() => servers?.stop());

interface Issued {
  readonly id: string;
  readonly token: string;
}

let issued = 0;
const issue = async (owner?: string, token = servers.admin): Promise<Issued> =>
  (await servers.one.api.post('/v1/tokens', token, { name: `number ${++issued}`, owner, format: 'opaque' })).body;
const several = (owner?: string): Promise<Issued[]> => Promise.all([issue(owner), issue(owner), issue(owner)]);
const service = async (username: string): Promise<string> =>
  (await servers.one.api.post('/v1/users', servers.admin, { username, kind: 'service' })).body.id;
const revoke = (body: object, token = servers.admin) => servers.one.api.post('/v1/tokens/revoke', token, body);
const good = async (token: string): Promise<boolean> => (await servers.two.api.get('/v1/me', token)).status === 200;
const size = async (): Promise<number> => Number((await servers.one.api.get('/log/checkpoint')).body.split('\n')[1]);

it('of several owners, each with an event of its own that says why and from where', async () => {
  const tokens = [...(await several()), ...(await several(await service('first')))];
  const before = await size();

  const { status, body } = await revoke({
    ids: tokens.map(({ id }) => id),
    cause: 'compromised',
    reason: 'the laptop',
  });

  expect([status, body]).toEqual([200, { dryRun: false, revoked: 6, alreadyEnded: 0, position: String(before + 5) }]);
  for (const { token } of tokens) expect(await good(token)).toBe(false);
  const events = await storedEvents(servers.database, before);
  expect(new Set(events.map(({ commit }) => commit)).size).toBe(1);
  expect(events.map(({ event }) => event.data.tokenId)).toEqual(tokens.map(({ id }) => id));
  const trail = (await servers.one.api.get(`/v1/audit/events?cursor=${before - 1}&limit=6`, servers.admin)).body.items;
  const reason = 'the laptop';
  expect(trail[0].personal).toEqual({ reason, ip: '127.0.0.1', userAgent: expect.any(String) });
  for (const { type, data, personal } of trail.slice(1))
    expect([type, data.cause, personal]).toEqual(['TokenRevoked', 'compromised', { reason }]);
});

it('and those that had ended are counted, a repeated id once', async () => {
  const [one, two, three] = (await several()) as [Issued, Issued, Issued];
  await servers.one.api.post(`/v1/tokens/${one.id}/revoke`, servers.admin);
  const ids = [one.id, two.id, two.id.toUpperCase(), three.id];
  expect((await revoke({ ids })).body).toMatchObject({ revoked: 2, alreadyEnded: 1 });
  expect((await revoke({ ids })).body).toMatchObject({ revoked: 0, alreadyEnded: 3 });
});

it('or none of them, where one is unknown', async () => {
  const tokens = await several();
  const before = await size();
  const ids = [tokens[0]!.id, NOBODY, tokens[1]!.id];
  const refused = await revoke({ ids });
  expect(refused).toMatchObject({ status: 404, body: { code: 'not_found', errors: [{ pointer: '/ids/1' }] } });
  expect(await revoke({ owner: NOBODY })).toMatchObject({ status: 404, body: { errors: [{ pointer: '/owner' }] } });
  expect(await size()).toBe(before);
  for (const { token } of tokens) expect(await good(token)).toBe(true);
});

it('everything of an owner, sessions too, but the session that asks', async () => {
  const { id, session } = await servers.one.api.person(servers.admin, 'olga');
  const elsewhere = await servers.two.api.signIn('olga', 'the password of olga');
  const { token } = await issue(undefined, session);
  expect((await revoke({ owner: id }, session)).body).toMatchObject({ revoked: 2, alreadyEnded: 0 });
  expect([await good(session), await good(elsewhere), await good(token)]).toEqual([true, false, false]);
  expect((await revoke({ owner: id })).body).toMatchObject({ revoked: 1 });
  expect(await good(session)).toBe(false);
});

it('on trial: the count is that of the same decision, and nothing is written', async () => {
  const owner = await service('spared');
  const tokens = await several(owner);
  const before = await size();
  const ids = tokens.map(({ id }) => id);
  for (const which of [{ ids }, { owner }]) {
    const { body } = await revoke({ ...which, dryRun: true });
    expect(body).toEqual({ dryRun: true, revoked: 3, alreadyEnded: 0, position: String(before - 1) });
  }
  expect((await revoke({ ids: [NOBODY], dryRun: true })).status).toBe(404);
  expect(await size()).toBe(before);
  for (const { token } of tokens) expect(await good(token)).toBe(true);
});

it('for a permission on each owner', async () => {
  const { id, session } = await servers.one.api.person(servers.admin, 'piet');
  const [own, foreign] = [await issue(undefined, session), await issue()];
  expect((await revoke({ ids: [own.id, foreign.id] }, session)).status).toBe(403);
  expect((await revoke({ ids: [foreign.id], dryRun: true }, session)).status).toBe(403);
  expect((await revoke({ owner: NOBODY }, session)).status).toBe(403);
  // Nobody learns by it which ids there are.
  expect((await revoke({ ids: [own.id, NOBODY] }, session)).status).toBe(403);
  expect([await good(own.token), await good(foreign.token)]).toEqual([true, true]);
  expect((await revoke({ ids: [own.id] }, session)).body).toMatchObject({ revoked: 1 });
  expect((await revoke({ owner: id }, session)).body).toMatchObject({ revoked: 0 });
});

it('once: a repetition of the request answers the same', async () => {
  const tokens = await several();
  const ids = tokens.map(({ id }) => id);
  const once = { token: servers.admin, body: { ids }, headers: { 'idempotency-key': 'many' } };
  const first = await servers.one.api.ask('POST', '/v1/tokens/revoke', once);
  const again = await servers.two.api.ask('POST', '/v1/tokens/revoke', once);
  expect(first.body).toMatchObject({ revoked: 3 });
  expect([again.status, again.body]).toEqual([200, first.body]);
});

it('ten thousand as one', async () => {
  const owner = await service('owner-of-many');
  const tokens = await seededTokens(servers, owner, 9_990);
  const sample = tokens.filter((_, n) => n % 500 === 0);
  for (const { token } of sample) expect(await good(token)).toBe(true);
  const before = await size();
  const reason = 'the key ring was lost';
  expect((await revoke({ owner, dryRun: true })).body).toMatchObject({ revoked: 9_990 });

  expect((await revoke({ owner, cause: 'emergency', reason })).body).toMatchObject({ revoked: 9_990 });

  for (const { token } of sample) expect(await good(token)).toBe(false);
  const events = await storedEvents(servers.database, before);
  expect(new Set(events.map(({ commit }) => commit)).size).toBe(1);
  expect(new Set(events.map(({ event }) => event.data.tokenId)).size).toBe(9_990);
  expect(await revoke({ ids: tokens.slice(0, 1000).map(({ id }) => id) })).toMatchObject({
    status: 200,
    body: { revoked: 0, alreadyEnded: 1000 },
  });
});
