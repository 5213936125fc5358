import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Api } from '../support/api.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { runServer, startServer, type TestServer } from '../support/server.js';
import { storedEvents } from '../support/stored-events.js';

let database: TestDatabase;
let dir: string;
let file: string;
let server: TestServer | undefined;

beforeAll(async () => {
  database = await createDatabase();
  dir = mkdtempSync(join(tmpdir(), 'tokenledger-policy-'));
  file = join(dir, 'policy.csv');
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

afterAll(async () => {
  await database?.drop();
  rmSync(dir, { recursive: true, force: true });
});

const start = (policy: string, env: Record<string, string> = {}) => {
  writeFileSync(file, policy);
  return { databaseUrl: database.url, env: { POLICY_FILE: file, KEYS_FILE: join(dir, 'keys.json'), ...env } };
};

async function running(policy: string, env: Record<string, string> = {}): Promise<Api> {
  server = await startServer(start(policy, env));
  return server.api;
}

const rulesOf = async (api: Api) => (await api.get('/v1/policy/permissions', await api.signIn())).body;
const changes = async () =>
  (await storedEvents(database)).filter(({ event }) => event.type === 'PermissionsChanged').map(({ event }) => event);

const VIEWER = 'p, role:viewer, applications, get, */*, allow\n';

it('sets the rules, as the server itself, and says what it takes for a group', async () => {
  const api = await running(`# ours\n${VIEWER}g, admin, role:viewer\ng, nobody-yet, role:viewer\n`, {
    POLICY_DEFAULT_ROLE: 'role:viewer',
  });
  expect(await rulesOf(api)).toMatchObject({
    policy: `${VIEWER}g, admin, role:viewer\ng, group:nobody-yet, role:viewer\n`,
    defaultRole: 'role:viewer',
    matchMode: 'glob',
  });
  expect(server!.output()).toContain(
    'POLICY_FILE: line 4: No account has this name: it is taken for a group, and stands in the log as it is.',
  );
  expect((await changes()).map(({ actor }) => actor)).toEqual([{ type: 'system', id: 'policy-file' }]);
});

it('is read again only when it has changed: what the API has changed since stays', async () => {
  const policy = `${VIEWER}g, admin, role:viewer\n`;
  let api = await running(policy);
  const admin = await api.signIn();
  const changed = { token: admin, headers: { 'if-match': '*' }, body: { policy: VIEWER } };
  expect((await api.ask('PUT', '/v1/policy/permissions', changed)).status).toBe(200);
  await server!.stop();
  const before = await changes();
  api = await running(policy);
  expect((await rulesOf(api)).policy).toBe(VIEWER);
  expect(await changes()).toEqual(before);
  await server!.stop();
  api = await running(`# again\n${policy}`);
  expect((await rulesOf(api)).policy).toBe(policy);
});

it('looks no name up a second time: whoever is called so now has nothing of it', async () => {
  let api = await running(VIEWER);
  const admin = await api.signIn();
  const { id } = await api.person(admin, 'ada');
  await server!.stop();
  const policy = `${VIEWER}g, ada, role:viewer\n`;
  api = await running(policy);
  await api.delete(`/v1/users/${id}`, await api.signIn());
  const { session } = await api.person(await api.signIn(), 'ada');
  await server!.stop();
  api = await running(policy);
  const query = 'resource=applications&action=get&object=a/b';
  expect((await api.get(`/v1/can-i?${query}`, session)).body.allowed).toBe(false);
});

it.each([
  ['p, role:x, applications, get, *', 'POLICY_FILE: line 2: A rule is: p, subject, resource, action, object'],
  ['p, role:admin, *, *, *, deny', 'POLICY_FILE: No administrator could take this back.'],
])('with the line %j stops the start, names it, and changes nothing', async (line, said) => {
  const before = (await storedEvents(database)).length;
  const { code, output } = await runServer(start(`# ours\n${line}\n`));
  expect(code).not.toBe(0);
  expect(output).toContain(said);
  expect((await storedEvents(database)).length).toBe(before);
});

it('that is not there stops the start', async () => {
  const { code, output } = await runServer({
    databaseUrl: database.url,
    env: { POLICY_FILE: join(dir, 'none.csv'), KEYS_FILE: join(dir, 'keys.json') },
  });
  expect(code).not.toBe(0);
  expect(output).toMatch(/POLICY_FILE: it cannot be read/);
});
