import { execFileSync } from 'node:child_process';
import { loginOf } from '../../apps/server/src/platform/migrator-login.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { Issuing } from '../support/issuing.js';
import { startServer, type TestServer } from '../support/server.js';
import { until } from '../support/until.js';

let database: TestDatabase;
let proxy: DatabaseProxy;
/** Of one log; the one that freezes reaches the database by the proxy. */
let freezing: TestServer;
let other: TestServer;
let admin: string;

beforeAll(async () => {
  database = await createDatabase();
  proxy = await DatabaseProxy.to(loginOf(database.url));
  other = await startServer({ databaseUrl: database.url });
  const databaseUrl = database.url.replace(/@[^/]+\//, `@127.0.0.1:${proxy.login.port}/`);
  freezing = await startServer({ databaseUrl, env: { KEYS_FILE: `${other.dataDir}/keys.json` } });
  admin = await freezing.api.signIn();
});

afterAll(async () => {
  freezing?.process.kill('SIGCONT');
  await freezing?.stop();
  await proxy?.close();
  await other?.stop();
  await database?.drop();
});

const stateOf = (pid: number): string => execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' });

/** Stops the whole process once the database has answered the next statement with these texts, before it can know. */
async function frozenAt(...texts: readonly string[]): Promise<void> {
  await new Promise<void>((resolve) => proxy.trap(texts, 'frozen', resolve));
  freezing.process.kill('SIGSTOP');
  await until(async () => stateOf(freezing.process.pid!).startsWith('T'));
  proxy.thaw();
}

/** Sessions of the database that hold a lock and say nothing. */
const silent = async (): Promise<readonly number[]> => {
  const rows = await database.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
  );
  return rows.map(({ pid }) => pid);
};

it('a server that is frozen while it holds the lock stops the others only until the database ends it, and then tells the truth', async () => {
  const issuing = new Issuing(admin, 'before the commit');
  const frozen = frozenAt('lock-head');
  const waiting = issuing.one(freezing.api);
  await frozen;
  expect(await silent()).toHaveLength(1);
  expect((await issuing.one(other.api)).status).toBe(201);
  expect([await silent(), stateOf(freezing.process.pid!)]).toEqual([[], expect.stringMatching(/^T/)]);
  freezing.process.kill('SIGCONT');
  await waiting;
  for (const { api } of [freezing, other]) expect(await issuing.falsehoods(api)).toEqual([]);
});

it('a server that is frozen before it knows of its commit stops nobody, acknowledges it later, and accepts nothing that died meanwhile', async () => {
  const issuing = new Issuing(admin, 'after the commit');
  const { body: doomed } = await other.api.post('/v1/tokens', admin, { name: 'doomed' });
  expect((await freezing.api.get('/v1/me', doomed.token)).status).toBe(200);
  // Not that of the trail: its follower may look once more, and commit that there was nothing.
  const frozen = frozenAt('insert-events', 'commit\0');
  const waiting = issuing.one(freezing.api);
  await frozen;
  expect((await other.api.get('/v1/tokens', admin)).body.items[0].name).toBe('after the commit 1');
  expect((await issuing.one(other.api)).status).toBe(201);
  expect((await other.api.post(`/v1/tokens/${doomed.id}/revoke`, admin)).status).toBe(200);
  const check = freezing.api.get('/v1/me', doomed.token);
  freezing.process.kill('SIGCONT');
  expect((await waiting).status).toBe(201);
  expect((await check).status).toBe(401);
  for (const { api } of [freezing, other]) expect(await issuing.falsehoods(api)).toEqual([]);
});
