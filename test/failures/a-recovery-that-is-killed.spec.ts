import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Home, removeHomes, rolledBack } from '../support/homes.js';
import { seededTokens } from '../support/seeded-tokens.js';
import type { TestServer } from '../support/server.js';
import { storedEvents } from '../support/stored-events.js';
import { until } from '../support/until.js';

const RECOVER = fileURLToPath(new URL('../../apps/server/dist/recover.js', import.meta.url));

afterAll(removeHomes);

const causes = ({ database }: Home) =>
  database.query('select status, cause, count(*)::int from state.tokens group by 1, 2 order by 1, 2');

describe('a recovery that is killed', () => {
  it('before it has said so has changed nothing', async () => {
    const home = await rolledBack();
    const before = await storedEvents(home.database);
    await killedBehind(home, 'select from log.head for update');
    expect(await storedEvents(home.database)).toEqual(before);
    expect(await home.recover()).toMatchObject({ code: 0 });
  });

  it.each([
    ['the next start of a server', async (home: Home) => (await home.start()).stop()],
    ['the same command once more', async (home: Home) => expect(await home.recover()).toMatchObject({ code: 0 })],
  ])('among its revocations is finished by %s', async (_, finish) => {
    const home = await rolledBack((of, server) => seed(of, server, 1200));
    const late = `select from state.tokens where issued_position = (select max(issued_position) from state.tokens) for update`;
    await killedBehind(home, late);
    expect(await causes(home)).toEqual([
      { status: 'live', cause: null, count: 201 },
      { status: 'revoked', cause: 'recovered', count: 1000 },
    ]);
    const size = await home.size();
    await finish(home);
    expect(await causes(home)).toEqual([{ status: 'revoked', cause: 'recovered', count: 1201 }]);
    expect(await home.size()).toBe(size + 201);
    expect((await storedEvents(home.database)).filter(({ event }) => event.type === 'LogRecovered')).toHaveLength(1);
    expect(await home.recover()).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing to recover') });
  });
});

/** A session, and so many tokens. */
async function seed({ database, keysFile }: Home, { api }: TestServer, count: number): Promise<void> {
  const { body } = await api.get('/v1/me', await api.signIn());
  await seededTokens({ database, keysFile }, body.id, count);
}

/** Starts a recovery that comes to wait for a row which `lock` has taken, and kills it there. */
async function killedBehind({ database, dataDir }: Home, lock: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('begin');
  await client.query(lock);
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, DATABASE_URL: database.url, DATA_DIR: dataDir };
  const child = spawn(process.execPath, [RECOVER, '--yes'], { env, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await until(async () => (await database.query(WAITING)).length > 0);
  child.kill('SIGKILL');
  await ended;
  await client.end();
}

const WAITING = `select from pg_stat_activity
  where datname = current_database() and application_name = 'tokenledger appender' and wait_event_type = 'Lock'`;
