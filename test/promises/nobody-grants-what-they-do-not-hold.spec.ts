import {
  changeRoles,
  type Decision,
  type DomainEvent,
  disableUser,
  parsePower,
  Powers,
  type State,
  userStream,
} from '@tokenledger/domain';
import type { Answer } from '../support/api.js';
import { openTestLedger, type TestLedger } from '../support/ledger.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

let servers: TwoServers;
let ledger: TestLedger;
let user: { id: string; session: string };
let other: { id: string; session: string };

beforeAll(async () => {
  servers = await startTwoServers();
  ledger = await openTestLedger(servers.database, servers.keysFile);
  user = await servers.one.api.person(servers.admin, 'user');
  other = await servers.one.api.person(servers.admin, 'other');
});

afterAll(async () => {
  await ledger?.close();
  await servers?.stop();
});

let named = 0;
const nextName = (): string => `n${++named}`;

const issue = (session: string, wanted: object = {}, server: 'one' | 'two' = 'one'): Promise<Answer> =>
  servers[server].api.post('/v1/tokens', session, { name: nextName(), ...wanted });
const register = (credential: string, roles: string[], server: 'one' | 'two' = 'one'): Promise<Answer> =>
  servers[server].api.post('/v1/users', credential, { username: nextName(), kind: 'service', roles });
const scoped = async (...scopes: string[]): Promise<string> => (await issue(servers.admin, { scopes })).body.token;

const FORBIDDEN = { status: 403, body: { code: 'forbidden' } };
const WIDER = { status: 403, body: { code: 'wider_than_held' } };

describe('a token', () => {
  it('is nothing that a user can issue for somebody else', async () => {
    expect(await issue(user.session, { owner: other.id })).toMatchObject(FORBIDDEN);
    expect(await issue(user.session, { owner: other.id, scopes: ['users:get'] })).toMatchObject(FORBIDDEN);
  });

  it('is nothing that an auditor can issue, for whomever', async () => {
    const auditor = await servers.one.api.person(servers.admin, 'auditor', ['auditor']);
    expect(await issue(auditor.session, { owner: user.id })).toMatchObject(FORBIDDEN);
    expect(await issue(auditor.session)).toMatchObject(FORBIDDEN);
  });

  it("gives no more than its owner's powers, whatever its scopes say and whoever issues it", async () => {
    for (const wanted of [{ scopes: ['users:delete', 'users:create'] }, { scopes: ['*:*'] }, {}]) {
      const { status, body } = await issue(servers.admin, { owner: user.id, ...wanted });
      expect(status).toBe(201);
      expect(await servers.one.api.delete(`/v1/users/${other.id}`, body.token)).toMatchObject(FORBIDDEN);
      expect(await register(body.token, [])).toMatchObject(FORBIDDEN);
    }
  });

  it('cannot be issued or revoked with an access token, not even with one that may do everything', async () => {
    const { body: mine } = await issue(servers.admin);
    for (const token of [mine.token, await scoped('*:*'), await scoped('tokens:create', 'tokens:revoke')]) {
      expect(await issue(token)).toMatchObject(FORBIDDEN);
      expect(await issue(token, { owner: user.id })).toMatchObject(FORBIDDEN);
      expect(await servers.one.api.post(`/v1/tokens/${mine.id}/revoke`, token)).toMatchObject(FORBIDDEN);
    }
  });

  it('of somebody else cannot be revoked by a user, who does not even learn whether it exists', async () => {
    const { body } = await issue(other.session);
    const theirs = await servers.one.api.post(`/v1/tokens/${body.id}/revoke`, user.session);
    const nobodys = await servers.one.api.post(`/v1/tokens/${crypto.randomUUID()}/revoke`, user.session);
    expect([theirs, nobodys]).toMatchObject([FORBIDDEN, FORBIDDEN]);
    expect(theirs.body.detail).toBe(nobodys.body.detail);
    expect((await servers.two.api.get('/v1/me', body.token)).status).toBe(200);
  });
});

describe('a role', () => {
  it('is given by an access token only within its scopes', async () => {
    const narrow = await scoped('users:create', 'users:get', 'users:delete', 'audit:get');
    for (const roles of [['admin'], ['auditor'], ['user'], ['admin', 'user']])
      expect(await register(narrow, roles)).toMatchObject(WIDER);
    expect(await register(narrow, [])).toMatchObject({ status: 201 });
    expect(await register(await scoped('*:*'), ['admin'])).toMatchObject({ status: 201 });
  });

  it('comes with a way to sign in only from somebody who has signed in', async () => {
    const person = { kind: 'person', password: 'a password that is long enough', roles: [] };
    const asked = async (credential: string) =>
      servers.one.api.post('/v1/users', credential, { ...person, username: nextName() });
    expect(await asked(await scoped('*:*'))).toMatchObject(WIDER);
    expect(await asked(servers.admin)).toMatchObject({ status: 201 });
  });

  it('is given by nobody who may not register', async () => {
    for (const credential of [user.session, await scoped('users:get')])
      expect(await register(credential, [])).toMatchObject(FORBIDDEN);
  });
});

/** What the server does itself, with the decision of a route. */
const decide = async (userId: string, decision: (state: State) => Decision<DomainEvent>): Promise<bigint> => {
  const { events } = await ledger.log.append({
    actor: { type: 'system', id: 'test' },
    permission: null,
    requestId: 'test',
    streams: [userStream(userId)],
    reads: { users: [userId], administrators: true },
    decide: decision,
  });
  return events[0]!.position;
};

const logout = async (session: string): Promise<void> => {
  const { status } = await servers.two.api.delete('/v1/sessions/current', session);
  expect(status).toBe(204);
};

interface Actor {
  readonly id: string;
  readonly session: string;
}

const CALLERS = 50;
const MOST_EACH = 20;

/** 50 callers on both servers ask with one session until they are refused; amid that, `end` takes their right away. */
async function untilRefused(
  { session }: Actor,
  ask: (session: string, server: 'one' | 'two') => Promise<Answer>,
  end: () => Promise<unknown>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let ended: Promise<unknown> | undefined;
  const caller = async (n: number): Promise<void> => {
    for (const turn of times(MOST_EACH)) {
      const answer = await ask(session, (turn + n) % 2 === 0 ? 'one' : 'two');
      answers.push(answer);
      if (answer.status !== 201) return;
      if (answers.length > CALLERS) ended ??= end();
    }
  };
  await Promise.all(times(CALLERS).map(caller));
  await ended;
  return answers;
}

const issueForUser = (session: string, server: 'one' | 'two'): Promise<Answer> =>
  issue(session, { owner: user.id, format: 'opaque' }, server);
const registerAdministrator = (session: string, server: 'one' | 'two'): Promise<Answer> =>
  register(session, ['admin'], server);

describe.each([
  ['signs out', 'TokenRevoked', 401, ({ session }: Actor) => logout(session)],
  ['is disabled', 'UserDisabled', 401, ({ id }: Actor) => decide(id, (state) => disableUser(state, id))],
  [
    'is no administrator any more',
    'RolesChanged',
    403,
    ({ id }: Actor) =>
      decide(id, (state) => changeRoles(state, id, ['user'], new Powers('', { allow: [parsePower('*:*')], deny: [] }))),
  ],
])('once an administrator %s', (_how, type, status, end) => {
  it.each([
    ['no token is issued by them', issueForUser],
    ['no administrator is registered by them', registerAdministrator],
  ])('%s, whatever was under way', async (_what, ask) => {
    for (let round = 0; round < 3; round++) {
      const actor = await servers.one.api.person(servers.admin, nextName(), ['admin']);
      const answers = await untilRefused(actor, ask, () => end(actor));

      const done = answers.filter((answer) => answer.status === 201);
      const refused = answers.filter((answer) => answer.status !== 201);
      expect(new Set(refused.map((answer) => answer.status))).toEqual(new Set([status]));
      expect([refused.length, done.length > CALLERS / 2]).toEqual([CALLERS, true]);

      const events = await storedEvents(servers.database);
      const last = events.findLast(({ stream, event }) => stream === userStream(actor.id) && event.type === type)!;
      expect(done.filter(({ body }) => Number(body.position) > last.position)).toEqual([]);
      const later = events.slice(last.position + 1);
      expect(later.filter(({ event }) => event.actor.id === actor.id)).toEqual([]);
    }
  });
});
