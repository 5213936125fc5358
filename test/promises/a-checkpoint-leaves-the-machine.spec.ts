import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandLine } from '../support/command-line.js';
import { handSetClock } from '../support/hand-set-clock.js';
import { type Home, newHome, removeHomes, temporaryDataDir } from '../support/homes.js';
import { storedEvents } from '../support/stored-events.js';
import { until } from '../support/until.js';

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
const sizeIn = (file: string): number => Number(readFileSync(join(anchors, file), 'utf8').split('\n')[1]);

/** `added`: what this server has put there by now; a file that is there may still be empty. */
async function startAnchoring() {
  const before = new Set(files());
  const clock = handSetClock();
  const server = await home.start({ ...clock.env, ANCHOR_DIR: anchors });
  return { clock, server, added: () => files().filter((file) => !before.has(file) && sizeIn(file) > 0) };
}

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
  const [first, second] = files().map(sizeIn);
  expect(second).toBeGreaterThan(first!);
});

it('hourly also when nothing has happened, and not before', async () => {
  const { clock, added, server } = await startAnchoring();
  clock.set(59);
  await sleep(1000);
  expect(added()).toHaveLength(1);
  clock.set(61);
  await until(async () => added().length === 2);
  const [one, other] = added().map(sizeIn);
  expect(other).toBe(one);
  await server.stop();
});

it('ten minutes after something has happened', async () => {
  const { clock, added, server } = await startAnchoring();
  await server.api.signIn();
  clock.set(11);
  await until(async () => added().length === 2);
  const [one, other] = added().map(sizeIn);
  expect(other).toBeGreaterThan(one!);
  await server.stop();
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
