import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import { type TestApp, startApp } from '../support/app.js';
import { CommandLine, type Ran } from '../support/command-line.js';
import { openTestLedger } from '../support/ledger.js';
import { opened } from '../support/opened-checkpoint.js';
import { differencesOf, SAME } from '../support/replayed.js';
import { beginRotation, come, keysOf } from '../support/rotated.js';
import { until } from '../support/until.js';

let app: TestApp;
let admin: string;
let cli: CommandLine;
let directory: string;
/** The verifier keys of the log, in their order. */
const vkeys: string[] = [];

const file = (name: string): string => join(directory, name);
const verify = (...args: string[]): Promise<Ran> => cli.run(['verify', ...args]);
const codeOf = async (...args: string[]): Promise<number | null> => (await verify(...args)).code;
const checkpoint = async (): Promise<string> => (await app.api.get('/log/checkpoint')).body;
const signatures = (note: string): number => note.match(/^— /gm)!.length;
const learn = async (): Promise<void> => {
  vkeys.splice(0, vkeys.length, ...(await keysOf(app.api, admin, 'log')).map(({ verifierKey }) => verifierKey!));
};
const receipt = async (name: string): Promise<string> => {
  writeFileSync(file(name), (await app.api.post('/v1/tokens', admin, { name })).body.receipt);
  return file(name);
};

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tokenledger-rotated-'));
  app = await startApp({ overlapSeconds: 8 });
  admin = await app.api.signIn();
  cli = new CommandLine(app.api.url);
  await cli.ok(['login', '--username', 'admin', '--password-stdin'], { input: ADMIN_PASSWORD });
  await learn();
  writeFileSync(file('before.checkpoint'), await checkpoint());
  await receipt('before');
});

afterAll(async () => {
  cli?.remove();
  await app?.close();
  rmSync(directory, { recursive: true, force: true });
});

it('both keys sign while one takes the place of the other', async () => {
  await beginRotation(app.api, admin, 'log');
  await come(app.api, admin, 'log', 'previous', 'current');
  await learn();
  expect(vkeys).toHaveLength(2);
  await receipt('between');
  const note = await checkpoint();
  expect(signatures(note)).toBe(2);
  expect(opened(note, vkeys[0]!)).toEqual(opened(note, vkeys[1]!));
  for (const vkey of vkeys) expect(await codeOf(file('between'), '--key', vkey)).toBe(0);
});

it('then the new key signs alone', async () => {
  await come(app.api, admin, 'log', 'retired', 'current');
  await receipt('after');
  const note = await checkpoint();
  expect(signatures(note)).toBe(1);
  expect(() => opened(note, vkeys[0]!)).toThrow('somebody else has signed');
  expect(opened(note, vkeys[1]!)).toMatchObject({ origin: app.ledger.origin });
  writeFileSync(file('after.checkpoint'), note);
});

it('what the old key has signed verifies with it for ever, and what the new one has signed does not', async () => {
  const [old, now] = vkeys as [string, string];
  for (const good of ['before', 'before.checkpoint', 'between']) expect(await codeOf(file(good), '--key', old)).toBe(0);
  for (const good of ['between', 'after', 'after.checkpoint']) expect(await codeOf(file(good), '--key', now)).toBe(0);
  for (const bad of ['after', 'after.checkpoint']) expect(await codeOf(file(bad), '--key', old)).toBe(1);
  for (const bad of ['before', 'before.checkpoint']) expect(await codeOf(file(bad), '--key', now)).toBe(1);
  for (const any of ['before', 'after', 'before.checkpoint', 'after.checkpoint'])
    expect(await codeOf(file(any), '--key', old, '--key', now)).toBe(0);
});

it('who knows the old key alone is led to the new one by the log itself, at its server and in an export', async () => {
  await cli.ok(['export', file('evidence')]);
  for (const what of [[file('evidence')], []]) {
    expect((await verify(...what, '--key', vkeys[0]!)).stdout).toMatch(/^OK, \d+ events/);
    expect((await verify(...what, '--key', vkeys[0]!, '--since', file('before.checkpoint'))).code).toBe(0);
  }
});

it('the secret half of the old key is in no file, and a start with an old kept checkpoint goes well', async () => {
  const { source } = app.ledger.keySettings;
  await until(async () => JSON.parse(readFileSync(source.file, 'utf8')).log[0].d === undefined);
  const again = await openTestLedger(app.database, source.file, readFileSync(file('before.checkpoint'), 'utf8'));
  await again.close();
});

it('a look at everything finds nothing, and the same history gives the same state', async () => {
  expect((await app.api.post('/v1/audit/checks', admin)).status).toBe(202);
  await until(async () => (await app.api.get('/health/integrity')).body.status === 'up');
  const log = { database: app.database, keysFile: app.ledger.keySettings.source.file };
  expect(await differencesOf(log)).toEqual(SAME);
  await app.database.query(`update state.keys set status = 'current' where status = 'retired'`);
  expect(await differencesOf(log)).toEqual({ ...SAME, 'state.keys': 1 });
  expect((await app.api.post('/v1/tokens', admin, { name: 'with the right one' })).status).toBe(201);
  expect(signatures(await checkpoint())).toBe(1);
  await app.database.query(`update state.keys set status = 'retired' where retired_at is not null`);
});

it('a second rotation is followed too, and a key that never was leads nowhere', async () => {
  await beginRotation(app.api, admin, 'log');
  await come(app.api, admin, 'log', 'retired', 'retired', 'current');
  for (const vkey of vkeys) expect(await codeOf('--key', vkey)).toBe(0);
  const other = 'tokens.test+8f02501c+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs';
  expect((await verify('--key', other)).code).not.toBe(0);
}, 60_000);
