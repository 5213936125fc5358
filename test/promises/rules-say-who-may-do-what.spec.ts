import { storedEvents } from '../support/stored-events.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

const PATH = '/v1/policy/permissions';
const VIEWER = 'p, role:viewer, applications, get, team-a/*, allow\n';

let servers: TwoServers;
let admin: string;

beforeAll(async () => {
  servers = await startTwoServers();
  ({ admin } = servers);
});

afterAll(() => servers?.stop());

beforeEach(() => set(''));

const seenBy = async (token = admin): Promise<string> =>
  (await servers.one.api.get(PATH, token)).headers.get('etag') ?? '*';

async function put(policy: string, more: object = {}, token = admin) {
  const headers = { 'if-match': await seenBy() };
  return servers.one.api.ask('PUT', PATH, { token, headers, body: { policy, ...more } });
}

async function set(policy: string, more: object = {}): Promise<any> {
  const { status, body } = await put(policy, more);
  expect([status, body.errors]).toEqual([200, undefined]);
  return body;
}

/** On the server that did not make the change. */
async function canI(token: string, words: string): Promise<boolean> {
  const [resource = '', action = '', object = '*'] = words.split(' ');
  const query = new URLSearchParams({ resource, action, object });
  const { status, body } = await servers.two.api.get(`/v1/can-i?${query}`, token);
  expect([status, body.resource, body.action, body.object]).toEqual([200, resource, action, object]);
  return body.allowed;
}

let count = 0;
const somebody = async (roles = ['user']) => {
  const username = `person-${count++}`;
  return { username, ...(await servers.one.api.person(admin, username, roles)) };
};

const tokenOf = async (session: string, scopes: string[]): Promise<string> =>
  (await servers.one.api.post('/v1/tokens', session, { name: `scoped ${count++}`, scopes })).body.token;

const written = async (): Promise<any[]> =>
  (await storedEvents(servers.database))
    .filter(({ event }) => event.type === 'PermissionsChanged')
    .map(({ event }) => event);

describe('a rule', () => {
  it('holds from the answer on, on every server, for tokens that there are already', async () => {
    const { username, session } = await somebody();
    const key = await tokenOf(session, ['applications:get', 'users:get:self']);
    for (const token of [session, key]) expect(await canI(token, 'applications get team-a/web')).toBe(false);
    await set(`${VIEWER}g, ${username}, role:viewer\n`);
    for (const token of [session, key]) {
      expect(await canI(token, 'applications get team-a/web')).toBe(true);
      expect(await canI(token, 'applications get team-b/web')).toBe(false);
      expect(await canI(token, 'applications get *')).toBe(false);
      expect(await canI(token, 'applications sync team-a/web')).toBe(false);
    }
    await set(`${VIEWER}g, ${username}, role:viewer\np, ${username}, applications, get, team-a/secret, deny\n`);
    for (const token of [session, key]) {
      expect(await canI(token, 'applications get team-a/web')).toBe(true);
      expect(await canI(token, 'applications get team-a/secret')).toBe(false);
    }
    await set('');
    for (const token of [session, key]) expect(await canI(token, 'applications get team-a/web')).toBe(false);
  });

  it('opens and closes the routes of this server too', async () => {
    const { username, session } = await somebody();
    const { id } = await somebody();
    const ask = async () => (await servers.two.api.get(`/v1/users/${id}`, session)).status;
    expect(await ask()).toBe(403);
    await set(`p, ${username}, users, get, *, allow\n`);
    expect(await ask()).toBe(200);
    await set(`p, ${username}, users, get, *, allow\np, role:user, users, *, ${id}, deny\n`);
    expect(await ask()).toBe(403);
    expect((await servers.two.api.get('/v1/users', session)).status).toBe(403);
    expect((await servers.two.api.get('/v1/me', session)).status).toBe(200);
  });

  it('of the default role is everybody’s', async () => {
    const { session } = await somebody([]);
    expect(await canI(session, 'applications get team-a/web')).toBe(false);
    await set(VIEWER, { defaultRole: 'role:viewer' });
    expect(await canI(session, 'applications get team-a/web')).toBe(true);
  });

  it('may be a regular expression, of which none makes the server stand still', async () => {
    const { username, session } = await somebody();
    await set(
      `p, ${username}, applications, ^(get|sync)$, ^team-[ab]/, allow\np, ${username}, logs, get, (a+)+$, allow\n`,
      {
        matchMode: 'regex',
      },
    );
    expect(await canI(session, 'applications sync team-b/web')).toBe(true);
    expect(await canI(session, 'applications sync my-team-b/web')).toBe(false);
    expect(await canI(session, `logs get ${'a'.repeat(250)}!`)).toBe(false);
  });
});

describe('a name', () => {
  it('is an account’s when it is set: whoever has it later inherits nothing', async () => {
    const { username, id } = await somebody();
    const other = await somebody();
    await set(`${VIEWER}g, ${username}, role:viewer\np, ${other.username}, users, get, ${username}, allow\n`);
    expect((await servers.one.api.get(PATH, admin)).body.policy).toBe(
      `${VIEWER}p, ${other.username}, users, get, ${username}, allow\ng, ${username}, role:viewer\n`,
    );
    await servers.one.api.delete(`/v1/users/${id}`, admin);
    const again = await servers.one.api.person(admin, username);
    expect(await canI(again.session, 'applications get team-a/web')).toBe(false);
    expect(await canI(other.session, `users get ${again.id}`)).toBe(false);
    expect((await servers.one.api.get(PATH, admin)).body.policy).toBe(VIEWER);
    const { data, meta } = (await written()).at(-1);
    expect(data).toMatchObject({ addedRules: [], addedBindings: [] });
    expect([data.removedRules.length, data.removedBindings.length]).toEqual([1, 1]);
    expect(meta.causationId).not.toBeNull();
    await set(`${VIEWER}g, ${username}, role:viewer\n`);
    expect(await canI(again.session, 'applications get team-a/web')).toBe(true);
  });

  it('of a group is no name of an account that comes later', async () => {
    const { warnings } = await set(`${VIEWER}g, platform-team, role:viewer\n`);
    expect(warnings).toEqual([{ line: 2, detail: expect.stringContaining('group') }]);
    const { session } = await servers.one.api.person(admin, 'platform-team');
    expect(await canI(session, 'applications get team-a/web')).toBe(false);
    const { policy } = (await servers.one.api.get(PATH, admin)).body;
    expect(policy).toBe(`${VIEWER}g, group:platform-team, role:viewer\n`);
    await set(policy);
    expect(await canI(session, 'applications get team-a/web')).toBe(false);
  });
});

describe('a change', () => {
  it('says who, what was before, what is after, and why', async () => {
    const { username, id } = await somebody();
    await set(VIEWER);
    await set(`g, ${username}, role:auditor\n`, { reason: 'the yearly audit' });
    const { items } = (await servers.one.api.get('/v1/audit/events?type=PermissionsChanged&order=desc&limit=1', admin))
      .body;
    expect(items).toMatchObject([
      {
        actor: { type: 'user' },
        subject: { type: 'policy', id: 'permissions' },
        data: {
          removedRules: [
            { subject: 'role:viewer', resource: 'applications', action: 'get', object: 'team-a/*', effect: 'allow' },
          ],
          addedRules: [],
          removedBindings: [],
          addedBindings: [{ subject: `user:${id}`, role: 'role:auditor' }],
        },
        personal: { reason: 'the yearly audit' },
      },
    ]);
  });

  it('that changes nothing is no event', async () => {
    await set(`${VIEWER}p, role:viewer, logs, get, *, allow\n`);
    const before = (await written()).length;
    await set(`# the same\np, role:viewer, logs, get, *, allow\n\n${VIEWER}${VIEWER}`);
    expect(await written()).toHaveLength(before);
  });

  it('is tried first: it lists who gains and who loses what, and changes nothing', async () => {
    const gainer = await somebody();
    const loser = await somebody();
    await set(`${VIEWER}g, ${loser.username}, role:viewer\n`);
    const before = await written();
    const { body } = await put(
      `${VIEWER}g, ${gainer.username}, role:viewer\np, ${loser.username}, users, get, *, deny\n`,
      {
        dryRun: true,
      },
    );
    expect(body.dryRun).toBe(true);
    expect(body.affected.count).toBe(2);
    expect(body.affected.accounts).toEqual([
      { userId: gainer.id, username: gainer.username, gains: ['applications:get:team-a/*'], loses: [] },
      {
        userId: loser.id,
        username: loser.username,
        gains: [],
        loses: ['applications:get:team-a/*', 'users:get:*'],
      },
    ]);
    expect(await written()).toEqual(before);
  });

  it.each([
    ['p, role:x, applications, get, *', /^Line 3: A rule is/],
    ['p, role:x, aplications, get, *, allow', /^Line 3: There is no resource aplications/],
    ['p, role:x, applications, gett, *, allow', /^Line 3: There is no action gett on applications/],
    ['p, role:x, applications, get, {a, allow', /^Line 3: /],
    ['p, role:x, applications, get, *, maybe', /^Line 3: A rule ends with/],
    ['g, somebody, admin', /^Line 3: A binding is/],
    ['q, somebody, admin', /^Line 3: A line begins with/],
    ['p, proj:a:b, applications, get, *, allow', /^Line 3: /],
  ])('with the bad line %j is refused with its number, and changes nothing', async (line, detail) => {
    const before = await written();
    const { status, body } = await put(`${VIEWER}# about nothing\n${line}\n`);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.errors).toEqual([{ pointer: '/policy', detail: expect.stringMatching(detail) }]);
    expect(await written()).toEqual(before);
  });

  it('rests on what was seen', async () => {
    const ask = (headers: Record<string, string>) =>
      servers.one.api.ask('PUT', PATH, { token: admin, headers, body: { policy: VIEWER } });
    expect((await ask({})).status).toBe(428);
    const stale = await seenBy();
    await set(VIEWER);
    expect((await ask({ 'if-match': stale })).status).toBe(412);
  });

  it('that no administrator could take back is refused', async () => {
    for (const policy of [
      'p, role:admin, policy, set, *, deny\n',
      'p, role:admin, users, delete, *, deny\n',
      'p, role:admin, *, *, *, deny\n',
    ]) {
      const { status, body } = await put(policy);
      expect([status, body.code]).toEqual([409, 'last_administrator']);
    }
    expect(await canI(admin, 'policy set permissions')).toBe(true);
  });

  it('gives, and takes back, no more than whoever makes it holds', async () => {
    const editor = await somebody();
    await set(
      `p, ${editor.username}, policy, *, permissions, allow\np, ${editor.username}, applications, get, *, allow\n`,
    );
    const { policy } = (await servers.one.api.get(PATH, editor.session)).body;
    const change = (lines: string, more: object = {}) => put(lines, more, editor.session);
    expect((await change(`${policy}p, role:viewer, applications, get, team-a/*, allow\n`)).status).toBe(200);
    for (const [lines, more] of [
      [`${policy}g, ${editor.username}, role:admin\n`, {}],
      [`${policy}p, ${editor.username}, users, get, *, allow\n`, {}],
      [policy, { defaultRole: 'role:admin' }],
      [`${policy}p, role:admin, users, delete, *, deny\n`, {}],
    ] as const) {
      const { status, body } = await change(lines, more);
      expect([status, body.code]).toEqual([403, 'wider_than_held']);
    }
    expect(await canI(editor.session, 'users get *')).toBe(false);
  });
});

describe('an agent', () => {
  it('that watches reads the health of applications and does nothing else', async () => {
    const { body: robot } = await servers.one.api.post('/v1/users', admin, {
      username: 'monitor',
      kind: 'service',
      roles: [],
    });
    await set(`p, monitor, applications, get, */*, allow\n`);
    const { body } = await servers.one.api.post('/v1/tokens', admin, {
      name: 'watch',
      owner: robot.id,
      scopes: ['applications:get'],
    });
    expect(await canI(body.token, 'applications get shop/web')).toBe(true);
    for (const words of [
      'applications sync shop/web',
      'applications delete shop/web',
      'logs get shop/web',
      'users get *',
      'tokens create self',
    ])
      expect([words, await canI(body.token, words)]).toEqual([words, false]);
    for (const path of ['/v1/users', '/v1/tokens', '/v1/audit/events', '/v1/policy', '/v1/me'])
      expect([path, (await servers.two.api.get(path, body.token)).status]).toEqual([path, 403]);
  });

  it('that assists reads everywhere, and changes nothing', async () => {
    const { id, session } = await somebody(['admin']);
    const token = await tokenOf(session, ['*:get']);
    for (const path of ['/v1/users', '/v1/tokens', '/v1/audit/events', '/v1/policy', PATH, '/v1/me'])
      expect([path, (await servers.two.api.get(path, token)).status]).toEqual([path, 200]);
    for (const words of ['applications get a/b', 'projects get a', 'audit get *'])
      expect(await canI(token, words)).toBe(true);
    for (const words of ['applications sync a/b', 'users delete *', 'tokens create *', 'policy set permissions'])
      expect([words, await canI(token, words)]).toEqual([words, false]);
    expect((await servers.two.api.delete(`/v1/users/${id}`, token)).status).toBe(403);
    expect((await put(VIEWER, {}, token)).status).toBe(403);
  });
});

describe('a question', () => {
  it.each([
    ['resource=users', 'action'],
    ['action=get', 'resource'],
    ['resource=nothing&action=get', 'resource'],
    ['resource=constructor&action=get', 'resource'],
    ['resource=users&action=sync', 'action'],
    ['resource=users&action=get&object=', 'object'],
  ])('%s is refused, by its field', async (query, field) => {
    const { status, body } = await servers.one.api.get(`/v1/can-i?${query}`, admin);
    expect([status, body.errors[0].pointer]).toEqual([400, `#${field}`]);
  });

  it('of nobody is not answered', async () => {
    expect((await servers.one.api.get('/v1/can-i?resource=users&action=get')).status).toBe(401);
  });
});
