import { times } from '../support/times.js';
import { storedEvents } from '../support/stored-events.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

let servers: TwoServers;
let admin: string;

beforeAll(async () => {
  servers = await startTwoServers();
  ({ admin } = servers);
});
afterAll(() => servers?.stop());

const HOUR = 3600;
const POLICY = {
  defaultLifetime: 12 * HOUR,
  maximumLifetime: 90 * 24 * HOUR,
  unlimitedAllowed: false,
  sessionLifetime: 12 * HOUR,
  liveTokenLimit: 10_000,
};

const put = (body: object, ifMatch?: string, at = servers.one, more = {}) =>
  at.api.ask('PUT', '/v1/policy', {
    token: admin,
    body,
    headers: { ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }), ...more },
  });
const read = async (at = servers.one) => {
  const { body, headers } = await at.api.get('/v1/policy', admin);
  return { policy: body, tag: headers.get('etag')! };
};
const set = async (limits: object) => expect((await put({ ...POLICY, ...limits }, '*')).status).toBe(200);
const changes = async () =>
  (await storedEvents(servers.database)).filter(({ event }) => event.type === 'PolicyChanged');

const preview = async (limits: object) => (await put({ ...POLICY, ...limits, dryRun: true })).body;
const ownersOf = ({ concerned }: any) => concerned.owners.map(({ owner }: any) => owner);

let issuedSoFar = 0;
const issue = (token: string, expiresIn: number | string, at = servers.one) =>
  at.api.post('/v1/tokens', token, { name: `number ${++issuedSoFar}`, expiresIn });

describe('the policy', () => {
  it('is shown with the position of the change that set it', async () => {
    const { policy, tag } = await read();
    const [first] = await changes();
    expect(policy).toEqual({ ...POLICY, position: String(first!.position) });
    expect(tag).toBe(`"${first!.position}"`);
  });

  it('is shown to whoever has an account, and changed by administrators alone', async () => {
    const { session } = await servers.one.api.person(admin, 'reader');
    expect((await servers.one.api.get('/v1/policy', session)).status).toBe(200);
    const { status, body } = await servers.one.api.ask('PUT', '/v1/policy', { token: session, body: POLICY });
    expect([status, body.code]).toEqual([403, 'forbidden']);
  });

  it('takes lifetimes as people write them', async () => {
    const { tag } = await read();
    const { status, body, headers } = await put({ ...POLICY, defaultLifetime: '8h', sessionLifetime: '30m' }, tag);
    expect(status).toBe(200);
    expect(body).toMatchObject({ defaultLifetime: 8 * HOUR, sessionLifetime: 1800, dryRun: false });
    expect(headers.get('etag')).toBe(`"${body.position}"`);
    expect((await read(servers.two)).tag).toBe(headers.get('etag'));
  });

  it('is not changed by what it is already: no event, and the same ETag', async () => {
    const { policy, tag } = await read();
    const { position, ...limits } = policy;
    const before = (await changes()).length;
    const { status, body, headers } = await put(limits, tag);
    expect([status, headers.get('etag'), body.position]).toEqual([200, tag, position]);
    expect(await changes()).toHaveLength(before);
  });

  it.each([
    ['defaultLifetime', { defaultLifetime: '91d' }],
    ['sessionLifetime', { sessionLifetime: '91d' }],
    ['defaultLifetime', { defaultLifetime: 0 }],
    ['maximumLifetime', { maximumLifetime: 0, defaultLifetime: 0, sessionLifetime: 0 }],
    ['liveTokenLimit', { liveTokenLimit: 10 }],
    ['liveTokenLimit', { liveTokenLimit: 1.5 }],
  ])('that contradicts itself is refused, in a preview too, and names %s', async (field, limits) => {
    for (const dryRun of [true, false]) {
      const { status, body } = await put({ ...POLICY, ...limits, dryRun }, '*');
      expect([status, body.errors]).toEqual([400, [{ pointer: `/${field}`, detail: expect.any(String) }]]);
    }
  });
});

describe('a change', () => {
  it('says what it rests on', async () => {
    const { status, body } = await put(POLICY);
    expect([status, body.code]).toEqual([428, 'precondition_required']);
  });

  it.each(['"0"', 'W/"TAG"', '"TAG0"', '"", "a,b"', 'W/"*"', '"99999999999999999999"'])(
    'is refused when that is not what is there: %s',
    async (field) => {
      const tag = (await read()).tag.slice(1, -1);
      const before = (await changes()).length;
      const { status, body } = await put(POLICY, field.replace('TAG', tag));
      expect([status, body.code]).toEqual([412, 'precondition_failed']);
      expect(await changes()).toHaveLength(before);
    },
  );

  it.each(['', 'TAG', '"TAG', '*, "TAG"', '"TAG" "1"', 'w/"TAG"', '"TAG"x'])(
    'is refused when that is no list of tags: %j',
    async (field) => {
      const { status, body } = await put(POLICY, field.replace('TAG', '1'));
      expect([status, body.errors?.[0].pointer]).toEqual([400, '#If-Match']);
    },
  );

  it.each([', "a,b" ,"TAG",', '*', 'W/"1", "TAG"'])('finds what is there in %s', async (field) => {
    const { tag } = await read();
    expect((await put({ ...POLICY, defaultLifetime: ++issuedSoFar }, field.replace('"TAG"', tag))).status).toBe(200);
  });

  it('by several who have seen the same is made by one of them, on whichever server', async () => {
    for (const round of times(5)) {
      const { tag } = await read();
      const all = times(8).map((n) =>
        put({ ...POLICY, defaultLifetime: 100 + 10 * round + n }, tag, n % 2 ? servers.one : servers.two),
      );
      const statuses = (await Promise.all(all)).map(({ status }) => status);
      expect(statuses.toSorted((a, b) => a - b)).toEqual([200, ...Array(7).fill(412)]);
    }
  });

  it('that is repeated with its Idempotency-Key answers the same, though the ETag is another by then', async () => {
    const { tag } = await read();
    const once = () => put({ ...POLICY, defaultLifetime: 7777 }, tag, servers.two, { 'idempotency-key': 'policy' });
    const first = await once();
    const again = await once();
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
  });

  it('is obeyed by every server from the answer on', async () => {
    for (const round of times(5)) {
      const maximumLifetime = round % 2 ? 2 * HOUR : HOUR;
      const limits = { maximumLifetime, defaultLifetime: 60, sessionLifetime: HOUR };
      expect((await put({ ...POLICY, ...limits }, '*', servers.one)).status).toBe(200);
      const { status, body } = await issue(admin, 2 * HOUR, servers.two);
      expect([status, body.code]).toEqual(round % 2 ? [201, undefined] : [422, 'lifetime_exceeds_policy']);
    }
    await set({});
  });
});

describe('a preview', () => {
  const people: { id: string; session: string }[] = [];

  beforeAll(async () => {
    await set({ unlimitedAllowed: true });
    for (const name of ['wren', 'robin', 'stoat']) people.push(await servers.one.api.person(admin, name));
    const [wren, robin] = people.map(({ session }) => session);
    for (const expiresIn of ['30d', '10d', 'never', '1h']) await issue(wren!, expiresIn);
    await issue(robin!, '11d');
    const { body } = await issue(robin!, '20d');
    await servers.one.api.post(`/v1/tokens/${body.id}/revoke`, robin!);
  });

  it('changes nothing', async () => {
    const before = [await read(), (await changes()).length];
    const { position, dryRun, existingTokens } = await preview({ maximumLifetime: '20d' });
    expect([await read(), (await changes()).length]).toEqual(before);
    expect({ position, dryRun, existingTokens }).toEqual({
      position: (await read()).policy.position,
      dryRun: true,
      existingTokens: 'unchanged',
    });
  });

  it('counts who has tokens longer than a new maximum, to the second', async () => {
    const { concerned } = await preview({ maximumLifetime: '10d', unlimitedAllowed: true });
    expect(concerned).toMatchObject({ longerLived: 2, withoutEnd: 0, atLimit: 0, count: 2 });
    expect(concerned.owners).toEqual([
      { owner: people[0]!.id, longerLived: 1, withoutEnd: 0, liveTokens: 5, atLimit: false },
      { owner: people[1]!.id, longerLived: 1, withoutEnd: 0, liveTokens: 2, atLimit: false },
    ]);
    const one = await preview({ maximumLifetime: 10 * 24 * HOUR - 1, unlimitedAllowed: true });
    expect(one.concerned.longerLived).toBe(3);
  });

  it('counts tokens without an end where none is allowed any more', async () => {
    const { concerned } = await preview({});
    expect(concerned).toMatchObject({ longerLived: 0, withoutEnd: 1, count: 1 });
    expect(ownersOf({ concerned })).toEqual([people[0]!.id]);
  });

  it('counts owners who get no further token', async () => {
    for (const n of times(9)) await issue(people[2]!.session, `${n + 1}h`);
    const { concerned } = await preview({ unlimitedAllowed: true, liveTokenLimit: 20 });
    expect(concerned.atLimit).toBe(1);
    expect(concerned.owners).toEqual([
      { owner: people[2]!.id, longerLived: 0, withoutEnd: 0, liveTokens: 10, atLimit: true },
    ]);
    expect((await preview({ unlimitedAllowed: true, liveTokenLimit: 21 })).concerned.count).toBe(0);
    await set({ unlimitedAllowed: true, liveTokenLimit: 20 });
    expect((await issue(people[2]!.session, '1h')).body.code).toBe('token_limit_reached');
  });

  it('speaks the truth: the tokens it counts are as good as before, under that policy', async () => {
    const owner = people[0]!.session;
    await set({ maximumLifetime: '10d' });
    const { body } = await servers.two.api.get('/v1/tokens', owner);
    const lives = body.items.filter(({ kind }: any) => kind === 'access').map(({ state }: any) => state);
    expect(lives).toEqual(Array(4).fill('active'));
  });

  it('leaves out who is gone', async () => {
    await servers.one.api.delete(`/v1/users/${people[0]!.id}`, admin);
    expect(ownersOf(await preview({ maximumLifetime: '10d' }))).not.toContain(people[0]!.id);
  });
});
