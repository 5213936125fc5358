import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openCosignatures } from '@tokenledger/merkle/cosignature';
import { CommandLine, type Ran } from '../support/command-line.js';
import { type Home, newHome, removeHomes, temporaryDataDir } from '../support/homes.js';
import { beginRotation, come } from '../support/rotated.js';
import { type RunningWitness, startWitness } from '../support/running-witness.js';
import type { TestServer } from '../support/server.js';
import { storedEvents } from '../support/stored-events.js';
import { until } from '../support/until.js';

let home: Home;
let server: TestServer;
let admin: string;
let vkey: string;
let witnesses: [RunningWitness, RunningWitness];
const cli = new CommandLine('');

beforeAll(async () => {
  home = await newHome();
  await (await home.start()).stop();
  vkey = (await storedEvents(home.database))[0]!.event.data.keys.log;
  witnesses = [await witness('one.example/w'), await witness('two.example/w')];
  await restart();
});

afterAll(async () => {
  for (const one of witnesses ?? []) await one.kill();
  cli.remove();
  await removeHomes();
});

const witness = (name: string): Promise<RunningWitness> => startWitness(cli, name, vkey, temporaryDataDir());

async function restart(): Promise<void> {
  const known = witnesses.map(({ key, url }) => `${key} ${url}`).join(',');
  server = await home.start({ WITNESSES: known });
  admin = await server.api.signIn();
}

const checkpoint = async (): Promise<string> => (await server.api.get('/log/checkpoint')).body;
const sizeOf = (note: string): number => Number(note.split('\n')[1]);
const cosigners = (note: string): number =>
  openCosignatures(
    note,
    witnesses.map(({ key }) => key),
  ).length;

function verify(...keys: readonly string[]): Promise<Ran> {
  const env = { TOKENLEDGER_SERVER: server.api.url, TOKENLEDGER_TOKEN: admin };
  return cli.run(['verify', '--key', vkey, ...keys.flatMap((key) => ['--witness', key])], { env });
}

it('every witness has cosigned the checkpoint that is served, and soon the next one', async () => {
  await until(async () => cosigners(await checkpoint()) === 2);
  const before = sizeOf(await checkpoint());
  await server.api.post('/v1/tokens', admin, { name: 'one more' });
  await until(async () => sizeOf(await checkpoint()) > before && cosigners(await checkpoint()) === 2);
  const [one, two] = witnesses;
  expect(await verify(one.key, two.key)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^OK, /) });
});

it('a witness that knows the old key alone goes on while both keys sign', async () => {
  await beginRotation(server.api, admin, 'log');
  await come(server.api, admin, 'log', 'previous', 'current');
  const before = sizeOf(await checkpoint());
  await server.api.post('/v1/tokens', admin, { name: 'signed twice' });
  await until(async () => sizeOf(await checkpoint()) > before && cosigners(await checkpoint()) === 2);
  expect((await checkpoint()).match(new RegExp(`^— ${vkey.split('+')[0]} `, 'gm'))).toHaveLength(2);
  expect((await verify(witnesses[0].key)).code).toBe(0);
});

it('whoever has a newer one is shown none that is smaller, and a receipt is caught up with', async () => {
  const sizes: number[] = [];
  for (let n = 0; n < 40; n++) {
    if (n % 4 === 0) await server.api.post('/v1/tokens', admin, { name: `between looks ${n}` });
    sizes.push(sizeOf(await checkpoint()));
    await sleep(50);
  }
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  const { receipt } = (await server.api.post('/v1/tokens', admin, { name: 'with a receipt' })).body;
  const kept = join(home.dataDir, 'of-the-receipt.checkpoint');
  writeFileSync(kept, receipt.slice(receipt.indexOf('\n\n') + 2));
  const env = { TOKENLEDGER_SERVER: server.api.url, TOKENLEDGER_TOKEN: admin };
  expect(await cli.run(['verify', '--key', vkey, '--since', kept], { env })).toMatchObject({ code: 0 });
});

it('whoever asks for a witness that has not cosigned is told', async () => {
  const stranger = await witness('three.example/w');
  const { code, stderr } = await verify(witnesses[0].key, stranger.key);
  expect([code, stderr]).toEqual([1, expect.stringContaining('three.example/w has not cosigned')]);
  await stranger.kill();
  expect(await verify('nonsense')).toMatchObject({ code: 2, stderr: expect.stringContaining('--witness') });
});

it('a witness that is away keeps nobody waiting, and is asked again', async () => {
  await witnesses[1].kill();
  expect((await server.api.post('/v1/tokens', admin, { name: 'while one is away' })).status).toBe(201);
  const size = await home.size();
  await until(async () => sizeOf(await checkpoint()) >= size && cosigners(await checkpoint()) === 1);
  expect(await server.stop()).toBe(0);
});

it('a log of which the end was cut off is cosigned no more', async () => {
  const kept = join(home.dataDir, 'checkpoint');
  const [copy, before] = [await home.database.copy(), readFileSync(kept)];
  await restart();
  const lost = await home.size();
  await until(async () => sizeOf(await checkpoint()) === lost && cosigners(await checkpoint()) === 1);
  await server.kill();
  await copy.swap();
  writeFileSync(kept, before);
  await restart();
  const { code, stderr } = await verify(witnesses[0].key);
  expect([code, stderr]).toEqual([1, expect.stringContaining('has not cosigned')]);
  expect((await verify()).code).toBe(0);
});
