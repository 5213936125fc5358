import { emptyState, evolve, isLive, type State } from '@tokenledger/domain';
import { decodeEntry } from '../../apps/server/src/event-log/entry.js';
import { done } from '../support/done.js';
import { type OneServer, startOneServer } from '../support/one-server.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';

let server: OneServer;
/** All events up to the end of the story. */
let story: Awaited<ReturnType<typeof storedEvents>>;
let owner: string;

beforeAll(async () => {
  server = await startOneServer();
  const { api, admin } = server;
  const ada = await api.person(admin, 'ada');
  const { body: robot } = await api.post('/v1/users', admin, { username: 'robot', kind: 'service' });
  owner = robot.id;
  const issue = async (name: string) => (await api.post('/v1/tokens', admin, { name, owner })).body;
  const [first, second] = [await issue('first'), await issue('second'), await issue('third')];
  const change = async (id: string, body: object) => {
    const etag = (await api.get(`/v1/users/${id}`, admin)).headers.get('etag')!;
    done(await api.ask('PATCH', `/v1/users/${id}`, { token: admin, body, headers: { 'if-match': etag } }));
  };
  await change(ada.id, { roles: ['user', 'auditor'] });
  await change(ada.id, { enabled: false });
  done(await api.post(`/v1/tokens/${first.id}/revoke`, admin, { cause: 'leaked' }));
  done(await api.post(`/v1/tokens/${second.id}/rotate`, admin, { graceSeconds: 3600 }));
  await change(ada.id, { enabled: true });
  const { headers, body } = await api.get('/v1/policy', admin);
  const { position: _, ...limits } = body;
  const wanted = { token: admin, body: { ...limits, defaultLifetime: 3600 } };
  done(await api.ask('PUT', '/v1/policy', { ...wanted, headers: { 'if-match': headers.get('etag')! } }));
  done(await api.delete(`/v1/users/${owner}`, admin));
  done(await api.post('/v1/users', admin, { username: 'robot', kind: 'service' }));
  story = await storedEvents(server.database);
});

afterAll(() => server?.stop());

const get = async (path: string): Promise<any> => (await server.api.get(`/v1/audit/${path}`, server.admin)).body;

/** What the events up to a position come to, by the fold that decisions are made on. */
function foldTo(position: number): State {
  const state = emptyState();
  for (const { entry } of story.slice(0, position + 1)) evolve(state, decodeEntry(entry.toString()));
  return state;
}

const shown = ({ id, owner: whose, state, expiresAt, endedAt, cause }: any) => ({
  id,
  owner: whose,
  state,
  expiresAt,
  endedAt,
  cause,
});

const count = (all: Iterable<{ status: string }>, status: string) =>
  [...all].filter((one) => one.status === status).length;
const plain = ({ status, roles }: any) => ({ status, roles });
const live = (state: State) => count(state.tokens.values(), 'live');

const everyPosition = (): readonly number[] => times(story.length);

describe('at every position of a story', () => {
  it('accounts are what the fold of its events says', async () => {
    for (const position of everyPosition()) {
      const { at, items, next } = await get(`state/users?at=${position}`);
      const { recordedAt } = story[position]!.event;
      expect([at, next]).toEqual([{ position: String(position), recordedAt }, null]);
      const expected = [...foldTo(position).users.values()].map(({ id, status, roles }) => ({ id, status, roles }));
      expect(items.map(({ id, status, roles }: any) => ({ id, status, roles }))).toEqual(expected);
    }
  });

  it('tokens are, and those of one owner', async () => {
    for (const position of everyPosition()) {
      const expected = [...foldTo(position).tokens.values()].map((token) => ({
        id: token.id,
        owner: token.owner,
        state: isLive(token, story[position]!.event.recordedAt) ? 'active' : token.status,
        expiresAt: token.expiresAt,
        endedAt: token.endedAt,
        cause: token.cause,
      }));
      expect((await get(`state/tokens?at=${position}`)).items.map(shown)).toEqual(expected);
      const ofOwner = (await get(`state/tokens?at=${position}&owner=${owner}`)).items.map(shown);
      expect(ofOwner).toEqual(expected.filter((token) => token.owner === owner));
    }
  });

  it('the numbers reconcile, and the policy is the one of then', async () => {
    for (const position of everyPosition()) {
      const state = foldTo(position);
      const of = (status: string) => count(state.users.values(), status);
      expect(await get(`state?at=${position}`)).toMatchObject({
        users: { active: of('active'), disabled: of('disabled'), deleted: of('deleted') },
        tokens: {
          issued: state.tokens.size,
          live: count(state.tokens.values(), 'live'),
          revoked: count(state.tokens.values(), 'revoked'),
          expired: 0,
        },
        policy: position === 0 ? null : state.policy,
      });
    }
  });
});

it('a time is the last position up to it', async () => {
  const position = story.length >> 1;
  const { recordedAt } = story[position]!.event;
  expect((await get(`state?at=${recordedAt}`)).at).toEqual({ position: String(position), recordedAt });
  const before = new Date(Date.parse(story[position]!.event.recordedAt) - 1).toISOString();
  const expected = story.findLast(({ event }) => event.recordedAt <= before.replace('Z', '000Z'))!.position;
  expect((await get(`state?at=${before}`)).at.position).toBe(String(expected));
  expect((await get(`state?at=${recordedAt.replace('Z', '%2B00:00')}`)).at.position).toBe(String(position));
});

it('names are those of then, also of who is gone', async () => {
  const last = story.length - 1;
  const names = (await get(`state/users?at=${last}`)).items.map(({ username, status }: any) => `${username} ${status}`);
  expect(names).toEqual(['admin active', 'ada active', 'robot deleted', 'robot active']);
  const tokens = (await get(`state/tokens?at=${last}&owner=${owner}`)).items;
  expect(tokens.map(({ name }: any) => name)).toEqual(['first', 'second', 'third', 'second']);
});

it('pages come to all of it', async () => {
  const last = story.length - 1;
  for (const what of ['users', 'tokens']) {
    const whole = (await get(`state/${what}?at=${last}`)).items;
    const parts: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { items, next } = await get(`state/${what}?at=${last}&limit=1${cursor}`);
      parts.push(...items);
      if (next === null) break;
      cursor = `&cursor=${next}`;
    }
    expect(parts).toEqual(whole);
  }
});

describe('what has changed between two moments', () => {
  it('is every account that is not as it was, and the tokens that came and went', async () => {
    for (const [from, to] of [
      [0, story.length - 1],
      [5, 5],
      [4, 9],
      [8, story.length - 1],
    ] as const) {
      const [before, after] = [foldTo(from), foldTo(to)];
      const expected = [...after.users.values()].flatMap((user) => {
        const was = before.users.get(user.id);
        if (was && was.status === user.status && String(was.roles) === String(user.roles)) return [];
        return [{ id: user.id, before: was ? plain(was) : null, after: plain(user) }];
      });
      const diff = await get(`diff?from=${from}&to=${to}`);
      const items = diff.items.map(({ before: was, after: is }: any) => ({
        id: is.id,
        before: was && plain(was),
        after: plain(is),
      }));
      expect(items).toEqual(expected.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
      const { tokens } = diff;
      expect(tokens).toMatchObject({ before: live(before), after: live(after) });
      expect(tokens.before + tokens.issued - tokens.revoked - tokens.expired).toBe(tokens.after);
    }
  });
});

describe('what cannot be asked', () => {
  it.each([
    ['state', 400],
    ['state?at=', 400],
    ['state?at=-1', 400],
    ['state?at=yesterday', 400],
    ['state?at=2026-01-01T00:00:00', 400],
    ['state?at=1e3', 400],
    ['state?at=9999999999999999999', 400],
    ['state?at=999999999999999999', 404],
    ['state?at=9999-12-31', 404],
    ['state?at=1969-12-31', 404],
    ['state/users?at=1&owner=x', 400],
    ['state/tokens?at=1&owner=x', 400],
    ['state/tokens?at=1&limit=0', 400],
    ['state/tokens?at=1&cursor=x', 400],
    ['diff?from=1', 400],
    ['diff?from=5&to=4', 400],
    ['diff?from=1&to=2&cursor=1', 400],
    ['state?at=1&at=2', 400],
  ])('%s', async (path, status) => {
    expect((await server.api.get(`/v1/audit/${path}`, server.admin)).status).toBe(status);
  });

  it('anything, by whoever may not read the trail; and that it was asked is in it', async () => {
    const { session } = await server.api.person(server.admin, 'curious');
    for (const path of ['state?at=1', 'state/users?at=1', 'state/tokens?at=1', 'diff?from=1&to=2'])
      expect((await server.api.get(`/v1/audit/${path}`, session)).status).toBe(403);
    await get('state?at=3');
    const asked = (await storedEvents(server.database, story.length)).map(({ event }) => event.data.question);
    expect(asked).toContain('/v1/audit/state?at=3');
  });
});
