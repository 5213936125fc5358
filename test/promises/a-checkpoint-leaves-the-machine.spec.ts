import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLine } from '../support/command-line.js';
import { type Home, newHome, removeHomes, temporaryDataDir } from '../support/homes.js';
import { storedEvents } from '../support/stored-events.js';

let home: Home;
let anchors: string;
const cli = new CommandLine('');

beforeAll(async () => {
  home = await newHome();
  anchors = temporaryDataDir();
});

afterAll(async () => {
  cli.remove();
  await removeHomes();
});

const files = (): string[] => readdirSync(anchors).toSorted();

it('at every start, as a file that is never changed, and that verifies', async () => {
  for (const starts of [1, 2]) {
    const server = await home.start({ ANCHOR_DIR: anchors });
    await server.api.signIn();
    await server.stop();
    expect(files()).toHaveLength(starts);
  }
  const vkey = (await storedEvents(home.database))[0]!.event.data.keys.log;
  for (const file of files()) {
    expect(file).toMatch(/^\d{8}T\d{9}Z-\d+\.checkpoint$/);
    expect(statSync(join(anchors, file)).mode & 0o222).toBe(0);
    expect((await cli.run(['verify', join(anchors, file), '--key', vkey])).code).toBe(0);
  }
  const [first, second] = files().map((file) => readFileSync(join(anchors, file), 'utf8').split('\n')[1]!);
  expect(Number(second)).toBeGreaterThan(Number(first));
});

it('and an operator sees how long ago', async () => {
  const server = await home.start({ ANCHOR_DIR: anchors });
  const admin = await server.api.signIn();
  const age = /^tokenledger_anchor_age_seconds (?<age>\S+)$/m.exec((await server.api.get('/metrics', admin)).body);
  expect(Number(age!.groups!['age'])).toBeLessThan(60);
  await server.stop();
});

it('or the server does not start', async () => {
  const nowhere = join(anchors, 'nowhere');
  expect(await home.refused({ ANCHOR_DIR: nowhere })).toMatch(/^ANCHOR_DIR: .*ENOENT/m);
  const file = join(temporaryDataDir(), 'file');
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  chmodSync(file, 0o600);
  expect(await home.refused({ ANCHOR_DIR: file })).toMatch(/^ANCHOR_DIR: .*ENOTDIR/m);
});
