import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Ask } from '../support/api.js';
import { concurrently } from '../support/concurrently.js';
import { replayed, SAME } from '../support/replayed.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

const NOBODY = '0198c0de-0000-7000-8000-000000000000';

let servers: TwoServers;

beforeAll(async () => {
  servers = await startTwoServers();
});

afterAll(() => servers?.stop());

type Name = 'one' | 'two';
let issued = 0;
const issue = async (body: object = {}, token = servers.admin): Promise<any> =>
  (await servers.one.api.post('/v1/tokens', token, { name: `number ${++issued}`, ...body })).body;
const rotate = (id: string, body: object = {}, token = servers.admin, at: Name = 'one'): Promise<Answer> =>
  servers[at].api.post(`/v1/tokens/${id}/rotate`, token, body);
const doors = (token: string): Promise<number[]> =>
  Promise.all([servers.one, servers.two].map(async ({ api }) => (await api.get('/v1/me', token)).status));
const issueAgain = async (name: string) => (await servers.two.api.post('/v1/tokens', servers.admin, { name })).status;
const listed = async (id: string): Promise<any> =>
  (await servers.two.api.get('/v1/tokens?state=all&limit=500', servers.admin)).body.items.find(
    (item: { id: string }) => item.id === id,
  );
/** An end is a whole second. */
const seconds = (from: string, to: string): number => Math.ceil((Date.parse(to) - Date.parse(from)) / 1000);

describe.each(['jwt', 'opaque'])('a %s token', (format) => {
  it('is refused everywhere once its successor is shown, which is what it was', async () => {
    const what = { format, description: 'builds', scopes: ['users:get', 'tokens:get'], expiresIn: '2h' };
    const old = await issue({ ...what, name: `ci ${format}` });
    expect(await doors(old.token)).toEqual([200, 200]);

    const { status, body } = await rotate(old.id);

    expect(status).toBe(201);
    expect(body).toMatchObject({ secretAvailable: true, owner: old.owner, replaces: old.id });
    expect([await doors(old.token), await doors(body.token)]).toEqual([
      [401, 401],
      [200, 200],
    ]);
    const { description, scopes } = what;
    expect(await listed(body.id)).toMatchObject({ name: `ci ${format}`, description, scopes, format, state: 'active' });
    expect(await listed(old.id)).toMatchObject({ name: `ci ${format}`, state: 'revoked', cause: 'rotated' });
    expect(seconds(body.issuedAt, body.expiresAt)).toBe(7200);
    expect((await listed(old.id)).endedAt).toBe(body.replacedUntil);
  });

  it('is good for the grace, and not a moment longer', async () => {
    const old = await issue({ format });
    const { body } = await rotate(old.id, { graceSeconds: 4 });
    expect([await doors(old.token), await doors(body.token)]).toEqual([
      [200, 200],
      [200, 200],
    ]);
    expect(await listed(old.id)).toMatchObject({ state: 'active', expiresAt: body.replacedUntil });
    while (Date.now() <= Date.parse(body.replacedUntil)) await sleep(50);
    expect([await doors(old.token), await doors(body.token)]).toEqual([
      [401, 401],
      [200, 200],
    ]);
    expect(await listed(old.id)).toMatchObject({ state: 'expired' });
  });
});

it('a grace does not outlive the token', async () => {
  const old = await issue({ expiresIn: 60 });
  const { body } = await rotate(old.id, { graceSeconds: 2_592_000 });
  expect(body.replacedUntil).toBe(old.expiresAt);
});

it('a chain has one name, which stays taken for ever', async () => {
  const first = await issue({ name: 'chained' });
  const second = (await rotate(first.id)).body;
  const third = (await rotate(second.id, { graceSeconds: 100 })).body;
  expect(await issueAgain('chained')).toBe(409);
  for (const { id } of [second, third]) await servers.one.api.post(`/v1/tokens/${id}/revoke`, servers.admin);
  expect(await issueAgain('chained')).toBe(409);
});

it('what has no future is not rotated', async () => {
  const gone = await issue();
  await servers.one.api.post(`/v1/tokens/${gone.id}/revoke`, servers.admin);
  expect(await rotate(gone.id)).toMatchObject({ status: 409, body: { code: 'already_revoked' } });
  const rotated = await issue();
  await rotate(rotated.id, { graceSeconds: 60 });
  expect(await rotate(rotated.id)).toMatchObject({ status: 409, body: { code: 'already_rotated' } });
  const { credential } = (await servers.one.api.get('/v1/me', servers.admin)).body;
  expect(await rotate(credential.id)).toMatchObject({ status: 400, body: { errors: [{ pointer: '#id' }] } });
  expect((await rotate(NOBODY)).status).toBe(404);
});

it('nobody rotates another’s token, nor learns that there is one', async () => {
  const { session } = await servers.one.api.person(servers.admin, 'rita');
  const foreign = await issue();
  const refused = await Promise.all([foreign.id, NOBODY].map((id) => rotate(id, {}, session)));
  for (const { status, body } of refused)
    expect([status, body.detail]).toEqual([403, 'This needs a session with the permission tokens:rotate.']);
  const own = await issue({}, session);
  expect((await rotate(own.id, {}, own.token)).status).toBe(403);
  expect((await rotate(own.id, {}, session)).status).toBe(201);
});

it('a repetition answers the facts, and no secret', async () => {
  for (const format of ['jwt', 'opaque']) {
    const { id } = await issue({ format });
    const once: Ask = {
      token: servers.admin,
      body: {},
      headers: { 'idempotency-key': `rotate ${format}`.replace(' ', '-') },
    };
    const first = await servers.one.api.ask('POST', `/v1/tokens/${id}/rotate`, once);
    const again = await servers.two.api.ask('POST', `/v1/tokens/${id}/rotate`, once);
    const { token, ...facts } = first.body;
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual({ ...facts, secretAvailable: false, receipt: expect.any(String) });
    expect(await doors(token)).toEqual([200, 200]);
  }
});

it('of many rotations at once, one succeeds', async () => {
  const { id } = await issue();
  const answers = await Promise.all(times(16).map((n) => rotate(id, {}, servers.admin, n % 2 ? 'one' : 'two')));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const others = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code);
  expect(new Set(others)).toEqual(new Set(['already_rotated']));
});

it('a rotation that races a deletion or a revocation leaves nothing alive that should not be', async () => {
  const races = await concurrently(8, times(120), async (n) => {
    const owner = (await servers.one.api.post('/v1/users', servers.admin, { username: `racer-${n}`, kind: 'service' }))
      .body.id;
    const old = await issue({ owner, format: n % 2 ? 'jwt' : 'opaque' });
    const end =
      n % 4 < 2
        ? () => servers.two.api.delete(`/v1/users/${owner}`, servers.admin)
        : () => servers.two.api.post(`/v1/tokens/${old.id}/revoke`, servers.admin);
    const graceSeconds = n % 3 ? 0 : 1000;
    const both = [() => rotate(old.id, { graceSeconds }), end];
    const [rotated, ended] = (await Promise.all((n % 5 ? both : both.toReversed()).map((go) => go()))) as [
      Answer,
      Answer,
    ];
    return { deletion: n % 4 < 2, old, ...(n % 5 ? { rotated, ended } : { rotated: ended, ended: rotated }) };
  });
  const won = races.filter(({ rotated }) => rotated.status === 201);
  expect(Math.min(won.length, races.length - won.length)).toBeGreaterThan(5);
  for (const { rotated } of races) expect([201, 404, 409]).toContain(rotated.status);
  for (const { old } of races.filter(({ ended }) => ended.status === 200))
    expect(await doors(old.token)).toEqual([401, 401]);
  for (const { deletion, rotated } of won)
    expect(await doors(rotated.body.token)).toEqual(deletion ? [401, 401] : [200, 200]);
  expect(
    await servers.database.query(
      `select t.id from state.tokens t join state.users u on u.id = t.owner
       where u.status = 'deleted' and t.status = 'live'`,
    ),
  ).toEqual([]);
});

it('the sweep counts a token out when its grace is over', async () => {
  const old = await issue();
  const { body } = await rotate(old.id, { graceSeconds: 1 });
  const swept = async () =>
    (await storedEvents(servers.database, body.position)).find(
      ({ event }) => event.type === 'TokenExpired' && event.data.tokenId === old.id,
    );
  for (const end = Date.now() + 60_000; Date.now() < end && !(await swept()); ) await sleep(500);
  expect((await swept())?.event.data.expiresAt).toBe(body.replacedUntil);
});

// Last, so that everything above is in it.
it('the log from its start gives the same tokens, owners and names', async () => {
  const { compared } = await replayed(servers);
  expect(Object.fromEntries(compared.map(({ model, different }) => [model, different]))).toEqual(SAME);
  expect(compared.find(({ model }) => model === 'state.tokens')!.rows).toBeGreaterThan(120);
  const rotations = (await storedEvents(servers.database)).filter(({ event }) => event.data.replaces);
  expect(rotations.length).toBeGreaterThan(10);
});
