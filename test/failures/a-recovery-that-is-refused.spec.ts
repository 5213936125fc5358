import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type Home, newHome, removeHomes, rolledBack, runRecover, temporaryDataDir } from '../support/homes.js';
import { startServer } from '../support/server.js';
import { storedEvents } from '../support/stored-events.js';

afterAll(removeHomes);

const refusal = (words: RegExp) => ({ code: 1, stderr: expect.stringMatching(words) });

describe('a log is not recovered', () => {
  it('while a server has the DATA_DIR, or the database', async () => {
    const home = await newHome();
    const server = await home.start();
    expect(await home.recover()).toMatchObject(refusal(/^DATA_DIR: .* in use/));
    const elsewhere = { DATA_DIR: temporaryDataDir(), KEYS_FILE: home.keysFile };
    expect(await home.recover(['--yes'], elsewhere)).toMatchObject(refusal(/^DATABASE_URL: servers are running/));
    expect((await server.api.get('/health/ready')).status).toBe(200);
    await server.stop();
  });

  it('from nothing', async () => {
    const home = await newHome();
    expect(await home.recover()).toMatchObject(refusal(/^DATABASE_URL: the database is empty/));
    const nowhere = { DATA_DIR: temporaryDataDir() };
    expect(await runRecover(['--yes'], nowhere)).toMatchObject(refusal(/^DATA_DIR: there is no database/));
  });

  it('without its keys, or from a database that contradicts itself', async () => {
    const home = await rolledBack();
    renameSync(home.keysFile, `${home.keysFile}.away`);
    expect(await home.recover()).toMatchObject(refusal(/^KEYS_FILE: .*restore its keys/));
    renameSync(`${home.keysFile}.away`, home.keysFile);
    await home.database.query('alter table log.event disable trigger all');
    await home.database.query(`update log.event set leaf_hash = sha256('x') where position = 1`);
    expect(await home.recover()).toMatchObject(refusal(/^DATABASE_URL: .*not those that were signed.*a whole copy/));
  });
});

describe('a log is recovered without a checkpoint to compare it with', () => {
  let home: Home;
  beforeAll(async () => (home = await rolledBack()));

  it.each([
    ['is not there', 'tokens.test/second', (file: string) => rmSync(file)],
    ['is torn', 'tokens.test/third', (file: string) => writeFileSync(file, 'tokens.test\n4\n')],
  ])('when the file %s', async (_, origin, damage) => {
    damage(`${home.dataDir}/checkpoint`);
    const { code, stdout } = await home.recover(['--yes', '--origin', origin]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('none that can be read')]);
    const { data } = (await storedEvents(home.database)).findLast(
      ({ event: { type } }) => type === 'LogRecovered',
    )!.event;
    expect(data).toMatchObject({ origin, signed: null });
    expect(await home.recover()).toMatchObject(refusal(/nothing to recover/));
  });
});

it('an embedded database, copied as a folder, is refused and recovered like any other', async () => {
  const dataDir = temporaryDataDir();
  const cluster = `${dataDir}/postgres`;
  const first = await startServer({ dataDir });
  const before = await first.api.signIn();
  await first.stop();
  cpSync(cluster, `${dataDir}/copy`, { recursive: true, preserveTimestamps: true });
  const second = await startServer({ dataDir });
  await second.api.signIn();
  await second.stop();
  rmSync(cluster, { recursive: true });
  cpSync(`${dataDir}/copy`, cluster, { recursive: true, preserveTimestamps: true });
  await expect(startServer({ dataDir })).rejects.toThrow(/DATA_DIR: .*were signed.*tokenledger recover/);
  expect(await runRecover(['--yes'], { DATA_DIR: dataDir })).toMatchObject({ code: 0 });
  const third = await startServer({ dataDir });
  expect((await third.api.get('/v1/me', before)).status).toBe(401);
  expect((await third.api.get('/v1/me', await third.api.signIn())).status).toBe(200);
  expect(await third.stop()).toBe(0);
});
