import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { type Ended, newDataDir, runServer, startServer, type TestServer } from '../support/server.js';

let database: TestDatabase;
let running: TestServer;
const keysOf = ({ dataDir }: TestServer) => ({ KEYS_FILE: `${dataDir}/keys.json` });

beforeAll(async () => {
  database = await createDatabase();
  running = await startServer({ databaseUrl: database.url });
});

afterAll(async () => {
  await running?.stop();
  await database?.drop();
});

/** Exit code 1 and one line on what is wrong, which begins with the setting's name; what runs goes on. */
async function expectRefusal(ended: Promise<Ended>, setting: string, words: RegExp): Promise<void> {
  const { code, output } = await ended;
  const complaint = output.split('\n').filter((line) => line !== '' && !line.startsWith('  '));
  expect(complaint).toEqual([expect.stringMatching(new RegExp(`^${setting}: `))]);
  expect(complaint[0]).toMatch(words);
  expect(code).toBe(1);
  expect((await running.api.get('/health/ready')).status).toBe(200);
}

describe('a wrong setting is one clear line', () => {
  it.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['PUBLIC_URL', 'tokens.example.org'],
    ['PUBLIC_URL', 'https://tokens.example.org/'],
    ['LOG_ORIGIN', 'a log'],
    ['DATABASE_URL', 'mysql://root@localhost/tokens'],
    ['ADMIN_PASSWORD', 'short'],
    ['ADMIN_USERNAME', 'the admin'],
    ['LOG_LEVEL', 'loud'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://console.example.org/'],
    ['CORS_ORIGINS', 'https://console.example.org,console.example.net'],
    ['TRUSTED_PROXIES', 'true'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['TRUSTED_PROXIES', 'loopback,'],
    ['TRUSTED_PROXIES', 'proxy.example.org'],
    ['WITNESSES', 'witness.example https://witness.example'],
    ['WITNESSES', 'tokens.test+8f02501c+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs https://witness.example'],
    ['SELF_CHECK_HOURS', 'daily'],
    ['KEY_ROTATION_DAYS', '-1'],
    ['KEY_PUBLISH_SECONDS', '4'],
    ['KEY_OVERLAP_DAYS', 'a month'],
    ['KEYS', '{"log":1}'],
  ])('%s=%s', async (setting, value) => {
    const databaseUrl = (await createEmpty()).url;
    await expectRefusal(runServer({ databaseUrl, env: { [setting]: value } }), setting, /\S/);
  });

  it('never repeats the value of a secret', async () => {
    const { output } = await runServer({ databaseUrl: database.url, env: { KEYS: '{"wrapping":"not a secret"}' } });
    expect(output).not.toContain('not a secret');
  });
});

const empties: TestDatabase[] = [];
async function createEmpty(): Promise<TestDatabase> {
  empties.push(await createDatabase());
  return empties.at(-1)!;
}
afterAll(() => Promise.all(empties.map((empty) => empty.drop())));

describe('a file or database that cannot be used is one clear line', () => {
  it.each([
    ['KEYS_FILE', '/'],
    ['KEYS_FILE', '/no/such/folder/keys.json'],
  ])('%s=%s', async (setting, value) => {
    const databaseUrl = (await createEmpty()).url;
    await expectRefusal(runServer({ databaseUrl, env: { [setting]: value } }), setting, /cannot be used/);
  });

  it('a PUBLIC_URL that cannot name the log, where no LOG_ORIGIN is given', async () => {
    const databaseUrl = (await createEmpty()).url;
    const env = { PUBLIC_URL: 'http://a+b.test' };
    await expectRefusal(runServer({ databaseUrl, env }), 'LOG_ORIGIN', /give it one/);
  });

  it('a certificate that is not there', async () => {
    const databaseUrl = `${database.url}?sslrootcert=/no/such/file`;
    await expectRefusal(runServer({ databaseUrl }), 'DATABASE_URL', /ENOENT/);
  });

  it('a database that belongs to somebody else', async () => {
    const foreign = await createEmpty();
    const name = new URL(foreign.url).pathname.slice(1);
    await foreign.query(`alter database ${name} owner to current_user`);
    await foreign.query('revoke create on schema public from public');
    await expectRefusal(runServer({ databaseUrl: foreign.url }), 'DATABASE_URL', /its role owns the database/);
  });

  it('a database that is not in UTF-8', async () => {
    const empty = await createEmpty();
    const name = new URL(empty.url).pathname.slice(1);
    const options = `encoding 'LATIN1' template template0 lc_collate 'C' lc_ctype 'C'`;
    await empty.query(`create database ${name}_latin owner ${name} ${options}`);
    const databaseUrl = empty.url.replace(new RegExp(`${name}$`), `${name}_latin`);
    await expectRefusal(runServer({ databaseUrl }), 'DATABASE_URL', /LATIN1/);
    await empty.query(`drop database ${name}_latin`);
  });
});

describe('what would disturb a running server is refused', () => {
  it('a port in use', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const { port } = squatter.address() as { port: number };
    await expectRefusal(runServer({ databaseUrl: database.url, env: { PORT: String(port) } }), 'PORT', /in use/);
    squatter.close();
  });

  it('a second server on the same DATA_DIR', async () => {
    const second = runServer({ databaseUrl: database.url, dataDir: running.dataDir });
    await expectRefusal(second, 'DATA_DIR', /in use/);
  });

  it('a second server with other keys', async () => {
    await expectRefusal(runServer({ databaseUrl: database.url }), 'KEYS_FILE', /restore its keys/);
    const other = await startServer({ databaseUrl: (await createEmpty()).url });
    await expectRefusal(runServer({ databaseUrl: database.url, env: keysOf(other) }), 'KEYS_FILE', /not the keys/);
    await other.stop();
  });

  it('another name for the log', async () => {
    const env = { ...keysOf(running), LOG_ORIGIN: 'another.example.org' };
    await expectRefusal(runServer({ databaseUrl: database.url, env }), 'LOG_ORIGIN', /tokens\.test/);
  });
});

describe('a database that cannot be trusted is refused', () => {
  it('one that is not there', async () => {
    const databaseUrl = 'postgres://nobody:none@127.0.0.1:1/none';
    await expectRefusal(runServer({ databaseUrl }), 'DATABASE_URL', /cannot connect to none at 127\.0\.0\.1:1/);
  });

  it('one that loses what it acknowledges', async () => {
    const unsafe = await createEmpty();
    await unsafe.query(`alter database ${new URL(unsafe.url).pathname.slice(1)} set synchronous_commit = off`);
    await expectRefusal(runServer({ databaseUrl: unsafe.url }), 'DATABASE_URL', /synchronous_commit is off/);
  });

  it('one with less in it than was signed', async () => {
    const { dataDir, url, older } = await rolledBack();
    await older();
    await expectRefusal(runServer({ databaseUrl: url, dataDir }), 'DATABASE_URL', /were signed/);
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('one whose events are not those that were signed', async () => {
    const changed = await createEmpty();
    const dataDir = newDataDir();
    await (await startServer({ databaseUrl: changed.url, dataDir })).stop();
    await changed.query('alter table log.event disable trigger all');
    await changed.query(`update log.event set leaf_hash = sha256('x') where position = 1`);
    await expectRefusal(runServer({ databaseUrl: changed.url, dataDir }), 'DATABASE_URL', /not those that were signed/);
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each([
    ['emptied', ''],
    ['torn', 'tokens.test\n4\n'],
  ])('one that an %s checkpoint was kept of', async (_, kept) => {
    const known = await createEmpty();
    const dataDir = newDataDir();
    await (await startServer({ databaseUrl: known.url, dataDir })).stop();
    writeFileSync(`${dataDir}/checkpoint`, kept);
    await expectRefusal(runServer({ databaseUrl: known.url, dataDir }), 'DATABASE_URL', /kept checkpoint/);
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('one whose events were taken away', async () => {
    const emptied = await createEmpty();
    const first = await startServer({ databaseUrl: emptied.url });
    await first.stop();
    await emptied.query('alter table log.event disable trigger all');
    await emptied.query('delete from log.event');
    await expectRefusal(runServer({ databaseUrl: emptied.url }), 'DATABASE_URL', /the first one is not there/);
  });

  it("one in which the server's role is somebody else's", async () => {
    const foreign = await createEmpty();
    await foreign.query(`create role ${new URL(foreign.url).pathname.slice(1)}_server login`);
    await expectRefusal(runServer({ databaseUrl: foreign.url }), 'DATABASE_URL', /somebody else's/);
  });

  it('an empty one, where a log was', async () => {
    const dataDir = newDataDir();
    cpSync(`${running.dataDir}/checkpoint`, `${dataDir}/checkpoint`);
    await expectRefusal(runServer({ databaseUrl: (await createEmpty()).url, dataDir }), 'DATABASE_URL', /empty/);
    rmSync(dataDir, { recursive: true, force: true });
  });
});

/** A log that has grown since its database was copied, and the way back to the copy. */
async function rolledBack() {
  const copied = await createEmpty();
  const dataDir = newDataDir();
  const server = await startServer({ databaseUrl: copied.url, dataDir });
  const rows = await copied.query('select size, peaks, recorded_at, checkpoint from log.head');
  await server.api.signIn();
  await server.stop();
  const older = async () => {
    const { size, peaks, recorded_at, checkpoint } = rows[0]!;
    await copied.query('alter table log.event disable trigger all');
    await copied.query('delete from log.event where position >= $1', [size]);
    const restore = 'update log.head set size = $1, peaks = $2, recorded_at = $3, checkpoint = $4';
    await copied.query(restore, [size, peaks, recorded_at, checkpoint]);
  };
  return { dataDir, url: copied.url, older };
}

describe('servers that start together on an empty database', () => {
  it('open one log, and serve it both', async () => {
    const { url } = await createEmpty();
    const env = { KEYS: await someKeys() };
    const servers = await Promise.all([1, 2, 3].map(() => startServer({ databaseUrl: url, env })));
    const admin = await servers[0]!.api.signIn();
    for (const { api } of servers) expect((await api.get('/v1/me', admin)).status).toBe(200);
    const { body } = await servers[1]!.api.get('/v1/audit/events?limit=500', admin);
    expect(body.items.filter(({ type }: { type: string }) => type === 'LogOpened')).toHaveLength(1);
    expect(body.items.filter(({ type }: { type: string }) => type === 'UserRegistered')).toHaveLength(1);
    for (const server of servers) expect(await server.stop()).toBe(0);
  });
});

async function someKeys(): Promise<string> {
  const { generateKeys, serializeKeys } = await import('../../apps/server/src/keys/keys.js');
  return serializeKeys(generateKeys());
}
