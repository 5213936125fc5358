import type { Answer } from '../support/api.js';
import { concurrently } from '../support/concurrently.js';
import { seededTokens } from '../support/seeded-tokens.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

let servers: TwoServers;

beforeAll(async () => {
  servers = await startTwoServers();
});

afterAll(() => servers?.stop());

const service = async (username: string): Promise<string> =>
  (await servers.one.api.post('/v1/users', servers.admin, { username, kind: 'service' })).body.id;
const issue = (server: 'one' | 'two', owner: string, name: string, format = 'opaque'): Promise<Answer> =>
  servers[server].api.post('/v1/tokens', servers.admin, { name, owner, format });
const remove = (server: 'one' | 'two', user: string): Promise<Answer> =>
  servers[server].api.delete(`/v1/users/${user}`, servers.admin);

/** The answers of both servers to whoever shows this token. */
const doors = (token: string): Promise<number[]> =>
  Promise.all([servers.one, servers.two].map(async ({ api }) => (await api.get('/v1/me', token)).status));

const sizeAt = async (server: 'one' | 'two'): Promise<number> =>
  Number((await servers[server].api.get('/log/checkpoint')).body.split('\n')[1]);

describe('a deletion', () => {
  it('revokes tokens and sessions of both formats in the commit that ends the account', async () => {
    const { id, session } = await servers.one.api.person(servers.admin, 'ida');
    const tokens = await Promise.all(['jwt', 'opaque', 'jwt'].map((format, n) => issue('one', id, `${n}`, format)));
    const gone = await issue('two', id, 'gone before');
    await servers.two.api.post(`/v1/tokens/${gone.body.id}/revoke`, servers.admin);
    const all = [session, ...tokens.map(({ body }) => body.token)];
    for (const token of all) expect(await doors(token)).toEqual([200, 200]);

    const { status, body } = await remove('two', id);

    const proven = { position: expect.any(String), receipt: expect.any(String) };
    const told = { userId: id, revokedTokens: 4, projectTokens: [], ...proven };
    expect([status, body]).toEqual([200, told]);
    for (const token of all) expect(await doors(token)).toEqual([401, 401]);
    const [deletion, ...revocations] = await storedEvents(servers.database, body.position);
    expect(deletion!.event).toMatchObject({ type: 'UserDeleted', data: { userId: id, revokedTokens: 4 } });
    expect(revocations).toHaveLength(4);
    for (const { commit, stream, event } of revocations) {
      expect(event).toMatchObject({ type: 'TokenRevoked', data: { owner: id, cause: 'user_deleted' } });
      expect(event.meta).toMatchObject({ correlationId: deletion!.event.id, causationId: deletion!.event.id });
      expect([commit, stream]).toEqual([deletion!.commit, deletion!.stream]);
    }
    const revoked = revocations.map(({ event }) => event.data.tokenId);
    expect(revoked).toEqual(expect.arrayContaining(tokens.map((token) => token.body.id)));
    expect(revoked).not.toContain(gone.body.id);
    expect([await sizeAt('one'), await sizeAt('two')]).toEqual(Array(2).fill(revocations.at(-1)!.position + 1));
  });

  it('revokes ten thousand tokens as it revokes one', async () => {
    const { id, session } = await servers.one.api.person(servers.admin, 'owner-of-many');
    const tokens = await seededTokens(servers, id, 9_999);
    const sample = [session, ...tokens.filter((_, n) => n % 200 === 0).map(({ token }) => token)];
    for (const token of sample) expect(await doors(token)).toEqual([200, 200]);
    expect(await issue('one', id, 'one too many')).toMatchObject({
      status: 409,
      body: { code: 'token_limit_reached' },
    });

    const { status, body } = await remove('one', id);

    expect([status, body.revokedTokens]).toEqual([200, 10_000]);
    for (const token of sample) expect(await doors(token)).toEqual([401, 401]);
    const [deletion, ...revocations] = await storedEvents(servers.database, body.position);
    expect(new Set(revocations.map(({ commit }) => commit))).toEqual(new Set([deletion!.commit]));
    const revoked = new Set(revocations.map(({ event }) => event.data.tokenId));
    expect([revocations.length, revoked.size]).toEqual([10_000, 10_000]);
    expect(tokens.filter((token) => !revoked.has(token.id))).toEqual([]);
    expect(await sizeAt('two')).toBe(Number(body.position) + 10_001);
  });

  it('leaves no token behind in 1,000 races against an issue', async () => {
    const accounts = await concurrently(16, times(1000), (n) => service(`racer-${n}`));
    const races = await concurrently(16, accounts, async (id, n) => {
      const [here, there] = n % 2 === 0 ? (['one', 'two'] as const) : (['two', 'one'] as const);
      const issuing = () => issue(here, id, 'late', n % 4 < 2 ? 'opaque' : 'jwt');
      const removing = () => remove(there, id);
      if (n % 3 > 0) return Promise.all([issuing(), removing()]);
      return (await Promise.all([removing(), issuing()])).toReversed() as [Answer, Answer];
    });

    const won = races.filter(([{ status }]) => status === 201);
    const lost = races.filter(([{ status }]) => status !== 201);
    // Both ways, or these were no races.
    expect(Math.min(won.length, lost.length)).toBeGreaterThan(10);
    for (const [issued, removed] of won) {
      expect(removed).toMatchObject({ status: 200, body: { revokedTokens: 1 } });
      expect(Number(issued.body.position)).toBeLessThan(Number(removed.body.position));
    }
    for (const [issued, removed] of lost) {
      expect(issued).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(removed).toMatchObject({ status: 200, body: { revokedTokens: 0 } });
    }
    expect(
      await servers.database.query(
        `select t.id from state.tokens t join state.users u on u.id = t.owner
         where u.status = 'deleted' and t.status = 'live'`,
      ),
    ).toEqual([]);
    const refused = await concurrently(16, won, ([{ body }]) => doors(body.token));
    expect(new Set(refused.flat())).toEqual(new Set([401]));
  });
});

it('a name that comes back is somebody new, without tokens or roles of the one before', async () => {
  const before = await servers.one.api.person(servers.admin, 'phoenix', ['admin']);
  const token = (await issue('one', before.id, 'phoenix feather', 'jwt')).body.token;
  expect((await remove('one', before.id)).status).toBe(200);

  const after = await servers.two.api.person(servers.admin, 'phoenix');

  expect(after.id).not.toBe(before.id);
  expect((await servers.one.api.get('/v1/me', after.session)).body).toMatchObject({ id: after.id, roles: ['user'] });
  const { items } = (await servers.one.api.get(`/v1/tokens?owner=${after.id}&state=all`, servers.admin)).body;
  expect(items).toEqual([expect.objectContaining({ kind: 'session', state: 'active' })]);
  expect((await issue('two', after.id, 'phoenix feather', 'jwt')).status).toBe(201);
  for (const old of [token, before.session]) expect(await doors(old)).toEqual([401, 401]);
  const again = await servers.one.api.get(`/v1/tokens?owner=${before.id}&state=active`, servers.admin);
  expect(again.body.items).toEqual([]);
});

// The last test of this file: the first administrator does not survive it.
it('of two administrators who delete each other, or themselves, at the same time, one remains', async () => {
  const me = await servers.one.api.get('/v1/me', servers.admin);
  let survivor = { id: me.body.id, session: servers.admin };
  for (const round of times(30)) {
    const rival = await servers.one.api.person(survivor.session, `administrator-${round}`, ['admin']);
    const each = [survivor, rival];
    const mutual = round % 2 === 0;
    const targets = mutual ? [rival, survivor] : each;
    const answers = await Promise.all(
      each.map(({ session }, n) => servers[n === 0 ? 'one' : 'two'].api.delete(`/v1/users/${targets[n]!.id}`, session)),
    );
    const loser = answers.findIndex(({ status }) => status !== 200);
    expect(answers[1 - loser]!.status).toBe(200);
    expect(answers[loser]!.body.code).toBe(mutual ? 'invalid_token' : 'last_administrator');
    survivor = targets[loser]!;
    expect((await servers.two.api.get('/v1/me', survivor.session)).status).toBe(200);
    expect(
      await servers.database.query(`select id from state.users where status = 'active' and 'admin' = any (roles)`),
    ).toEqual([{ id: survivor.id }]);
  }
});
