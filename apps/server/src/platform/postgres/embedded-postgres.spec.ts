import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { commandOf } from './command-of.js';
import { lockDataDir } from '../data-dir.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';

const here = dirname(fileURLToPath(import.meta.url));
const compiled = join(here, '../../../dist/platform');

const START = `
  const { lockDataDir } = await import('${compiled}/data-dir.js');
  const { startEmbeddedPostgres } = await import('${compiled}/postgres/embedded-postgres.js');
  const database = await startEmbeddedPostgres(lockDataDir(process.argv[1]), () => undefined, console.error);
  console.log('ready');
  setInterval(() => database, 60_000);`;

const places: string[] = [];
const children: ChildProcess[] = [];

function place(): string {
  const directory = mkdtempSync(join(tmpdir(), 'embedded-'));
  places.push(directory);
  return directory;
}

function startInChild(directory: string): ChildProcess {
  const child = spawn(process.execPath, ['--input-type=module', '-e', START, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function readyInChild(directory: string): Promise<ChildProcess> {
  const child = startInChild(directory);
  await once(child.stdout!, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Starts in this process, does something with the database, stops. */
async function using<T>(
  directory: string,
  act: (client: Client, database: EmbeddedPostgres) => Promise<T>,
): Promise<T> {
  const dataDir = lockDataDir(directory);
  try {
    const database = await startEmbeddedPostgres(
      dataDir,
      () => undefined,
      () => undefined,
    );
    const client = new Client({ connectionString: database.url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await act(client, database);
    } finally {
      await client.end().catch(() => undefined);
      await database.stop();
    }
  } finally {
    dataDir.release();
  }
}

const postmasterOf = (directory: string): number =>
  Number.parseInt(readFileSync(join(directory, 'postgres/postmaster.pid'), 'utf8'), 10);

async function untilGone(pid: number): Promise<void> {
  for (let i = 0; i < 500 && (await commandOf(pid)) !== undefined; i++) await sleep(20);
  expect(await commandOf(pid)).toBeUndefined();
}

async function untilConnected(url: string): Promise<unknown> {
  for (let i = 0; i < 500; i++, await sleep(20)) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    const rows = await client.connect().then(
      () => count(client),
      () => undefined,
    );
    await client.end().catch(() => undefined);
    if (rows) return rows;
  }
  return undefined;
}

const count = async (client: Client): Promise<unknown> => (await client.query('select count(*)::int from kept')).rows;

describe('embedded PostgreSQL', () => {
  const settled = place();

  beforeAll(async () => {
    await using(settled, (client) => client.query('create table kept (n int)'));
  });

  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    for (const directory of places) rmSync(directory, { recursive: true, force: true, maxRetries: 10 });
  });

  it.each([100, 500, 900, 1300, 1700])(
    'survives kill -9 during the very first start, after about %i ms',
    async (ms) => {
      const directory = place();
      const child = startInChild(directory);
      await sleep(ms + Math.random() * 400);
      await kill(child);
      await using(directory, (client) => client.query('create table works (n int)'));
      expect(readdirSync(directory).toSorted()).toEqual(['lock', 'postgres', 'postgres.password']);
    },
  );

  it('leaves no postgres behind after kill -9 of its parent', async () => {
    const child = await readyInChild(settled);
    const postmaster = postmasterOf(settled);
    await kill(child);
    await untilGone(postmaster);
  });

  it('refuses a second process on the same directory', async () => {
    const child = await readyInChild(settled);
    expect(() => lockDataDir(settled)).toThrow(`in use by another process (pid ${child.pid})`);
    await kill(child);
    lockDataDir(settled).release();
  });

  it('does not let postgres hold the lock', async () => {
    await using(settled, async () => {
      const elsewhere = lockDataDir(place());
      const database = await startEmbeddedPostgres(
        elsewhere,
        () => undefined,
        () => undefined,
      );
      elsewhere.release();
      lockDataDir(elsewhere.path).release();
      await database.stop();
    });
  });

  it('is there again after kill -9 of postgres itself, at the same address, with all data', async () => {
    await using(settled, async (client, { url }) => {
      const ended = new Promise((resolve) => client.once('end', resolve));
      await client.query('insert into kept select generate_series(1, 1000)');
      process.kill(postmasterOf(settled), 'SIGKILL');
      await ended;
      expect(await untilConnected(url)).toEqual([{ count: 1000 }]);
    });
    expect(await using(settled, count)).toEqual([{ count: 1000 }]);
    expect(await using(settled, count)).toEqual([{ count: 1000 }]);
  });

  it('stops a database left over from a crash, even a suspended one', async () => {
    const child = await readyInChild(settled);
    const postmaster = postmasterOf(settled);
    process.kill(postmaster, 'SIGSTOP');
    await kill(child);
    await using(settled, count);
    await untilGone(postmaster);
  });

  it('never signals a process that merely has the recycled pid', async () => {
    const stranger = spawn('sleep', ['60']);
    children.push(stranger);
    writeFileSync(join(settled, 'postgres/postmaster.pid'), `${stranger.pid}\n${settled}/postgres\n`);
    await using(settled, count);
    expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null]);
    expect(await commandOf(stranger.pid!)).toBe('sleep 60');
  });

  it('gives out a role that owns its database and may create roles, and is not superuser', async () => {
    await using(settled, async (client) => {
      await client.query('create role reader login; grant select on kept to reader');
      await expect(client.query('create role boss superuser')).rejects.toThrow('permission denied');
      await expect(client.query("select pg_read_file('PG_VERSION')")).rejects.toThrow('permission denied');
    });
  });

  it('says in one line why the database does not start', async () => {
    const directory = place();
    await using(directory, count).catch(() => undefined);
    writeFileSync(join(directory, 'postgres/PG_VERSION'), '9\n');
    await expect(using(directory, count)).rejects.toMatchObject({
      setting: 'DATA_DIR',
      message: expect.stringMatching(/does not start: FATAL: database files are incompatible with server$/),
    });
  });
});
