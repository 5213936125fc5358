import type { Answer } from '../support/api.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

let servers: TwoServers;
let admin: string;

beforeAll(async () => {
  servers = await startTwoServers();
  ({ admin } = servers);
});

afterAll(() => servers?.stop());

let named = 0;

interface Person {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  /** The first one asks. */
  readonly sessions: readonly string[];
  readonly token: string;
}

async function person(roles = ['user']): Promise<Person> {
  const name = `n${++named}`;
  const password = `the password of ${name}`;
  const { id, session } = await servers.one.api.person(admin, name, roles);
  const others = await Promise.all(times(2).map(() => servers.two.api.signIn(name, password)));
  const { token } = (await servers.one.api.post('/v1/tokens', session, { name: 'ci' })).body;
  return { id, name, password, sessions: [session, ...others], token };
}

const NEW = 'another one of twelve';
const change = ({ sessions: [token], password }: Person, body: object = {}, key?: string): Promise<Answer> =>
  servers.one.api.ask('POST', '/v1/me/password', {
    token: token!,
    body: { current: password, new: NEW, ...body },
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });
const reset = (id: string, token = admin, body: object = {}): Promise<Answer> =>
  servers.one.api.post(`/v1/users/${id}/password`, token, { password: NEW, ...body });

/** On the other server: the status of each credential. */
const standing = ({ sessions, token }: Person): Promise<number[]> =>
  Promise.all([...sessions, token].map(async (one) => (await servers.two.api.get('/v1/me', one)).status));

async function expectOnly(password: string, { name, password: old }: Person): Promise<void> {
  await expect(servers.two.api.signIn(name, old)).rejects.toThrow('401');
  await expect(servers.two.api.signIn(name, password)).resolves.toBeDefined();
}

const WRONG = { status: 403, body: { code: 'wrong_password', errors: [{ pointer: '/current' }] } };

describe('the own password', () => {
  it('ends every other session in its commit, and keeps the one that asks and the tokens', async () => {
    const ada = await person();
    const { status, body } = await change(ada);
    expect([status, body]).toEqual([200, { endedSessions: 2, endedTokens: 0, position: expect.any(String) }]);
    expect(await standing(ada)).toEqual([200, 401, 401, 200]);
    await expectOnly(NEW, ada);
    const written = await storedEvents(servers.database, body.position);
    const types = written.slice(0, 3).map(({ event }) => [event.type, event.data.cause]);
    expect(types).toEqual([
      ['PasswordChanged', undefined],
      ['TokenRevoked', 'password_changed'],
      ['TokenRevoked', 'password_changed'],
    ]);
    expect(new Set(written.slice(0, 3).map(({ commit }) => commit)).size).toBe(1);
  });

  it('ends the tokens as well, where that is asked', async () => {
    const ada = await person();
    expect((await change(ada, { revokeTokens: true })).body).toMatchObject({ endedSessions: 2, endedTokens: 1 });
    expect(await standing(ada)).toEqual([200, 401, 401, 401]);
  });

  it('stays without the current one', async () => {
    const ada = await person();
    expect(await change(ada, { current: 'not the current one' })).toMatchObject(WRONG);
    expect(await standing(ada)).toEqual([200, 200, 200, 200]);
    await expect(servers.two.api.signIn(ada.name, ada.password)).resolves.toBeDefined();
  });

  it('is guessed no more often than at a sign-in', async () => {
    const ada = await person();
    const guesses = await Promise.all(times(12).map((n) => change(ada, { current: `guess ${n}` })));
    const found = guesses.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(found).toEqual([...times(5).map(() => 403), ...times(7).map(() => 429)]);
    const locked = await change(ada);
    expect(locked).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(240);
    await expect(servers.two.api.signIn(ada.name, ada.password)).rejects.toThrow('429');
    expect(await standing(ada)).toEqual([200, 200, 200, 200]);
  });

  it('answers a repetition the same, though the current one is another by then', async () => {
    const ada = await person();
    const [first, again] = [await change(ada, {}, 'once'), await change(ada, {}, 'once')];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    expect(await change(ada, { new: 'a third one of twelve' }, 'once')).toMatchObject({ status: 422 });
    expect(await change(ada, {}, 'twice')).toMatchObject(WRONG);
    for (const _ of times(6)) expect((await change(ada, {}, 'once')).status).toBe(200);
    await expectOnly(NEW, ada);
  });

  it('is changed by one of many who know the current one', async () => {
    const ada = await person();
    const tries = times(6).map((n) =>
      servers[n % 2 ? 'one' : 'two'].api.post('/v1/me/password', ada.sessions[n % 3]!, {
        current: ada.password,
        new: `${NEW} ${n}`,
      }),
    );
    const answers = await Promise.all(tries);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status } of answers) expect([200, 401, 403, 429]).toContain(status);
    const winner = answers.findIndex(({ status }) => status === 200);
    const credentials = await standing(ada);
    expect(credentials.map((status) => status === 200)).toEqual([0, 1, 2, 3].map((n) => n === 3 || n === winner % 3));
  });

  it('is nothing that an access token changes, not even one that may do everything', async () => {
    const ada = await person(['admin']);
    const body = { current: ada.password, new: NEW };
    expect(await servers.one.api.post('/v1/me/password', ada.token, body)).toMatchObject({ status: 403 });
    expect(await reset(ada.id, ada.token)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    await expect(servers.two.api.signIn(ada.name, ada.password)).resolves.toBeDefined();
  });
});

describe("somebody else's password", () => {
  it('ends every session of theirs', async () => {
    const ada = await person();
    expect((await reset(ada.id)).body).toMatchObject({ endedSessions: 3, endedTokens: 0 });
    expect(await standing(ada)).toEqual([401, 401, 401, 200]);
    await expectOnly(NEW, ada);
  });

  it('ends every token, where that is asked', async () => {
    const ada = await person();
    const { body } = await reset(ada.id, admin, { revokeTokens: true });
    expect(body).toMatchObject({ endedSessions: 3, endedTokens: 1 });
    expect(await standing(ada)).toEqual([401, 401, 401, 401]);
  });

  it('is not the own one', async () => {
    const ada = await person();
    for (const [id, token] of [
      [ada.id, ada.sessions[0]!],
      [(await servers.one.api.get('/v1/me', admin)).body.id, admin],
    ] as const)
      expect(await reset(id, token)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it("is not a service account's, and nobody's", async () => {
    const { id } = (await servers.one.api.post('/v1/users', admin, { username: 'robot', kind: 'service' })).body;
    expect(await reset(id)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer: '/password' }] },
    });
    expect(await reset(crypto.randomUUID())).toMatchObject({ status: 404 });
  });

  it('is set by nobody who may not', async () => {
    const [ada, grace, auditor] = [await person(), await person(), await person(['auditor'])];
    for (const { sessions } of [grace, auditor])
      expect(await reset(ada.id, sessions[0])).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    await expect(servers.two.api.signIn(ada.name, ada.password)).resolves.toBeDefined();
  });
});
