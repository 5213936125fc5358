import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatAddCheckpoint } from '@tokenledger/merkle/add-checkpoint';
import { proveConsistency } from '@tokenledger/merkle/consistency';
import { openCosignatures } from '@tokenledger/merkle/cosignature';
import { openNote } from '@tokenledger/merkle/signed-note';
import { Subtrees } from '@tokenledger/merkle/subtrees';
import { CommandLine } from '../support/command-line.js';
import { entriesOf, signedLog, vkey } from '../support/signed-log.js';
import { type RunningWitness, startWitness } from '../support/running-witness.js';
import { times } from '../support/times.js';

const cli = new CommandLine('');
const start = (): Promise<RunningWitness> => startWitness(cli, 'witness.example/1', vkey, state);
let state: string;
let witness: RunningWitness;

beforeAll(async () => {
  state = mkdtempSync(join(tmpdir(), 'tokenledger-witness-'));
  witness = await start();
});

afterAll(async () => {
  await witness.stop();
  rmSync(state, { recursive: true });
  cli.remove();
});

const ENTRIES = entriesOf(700);
const logOf = (size: number) => signedLog(ENTRIES.slice(0, size));

/** How a log asks: that it has grown from `old` to `size`. */
async function asked(old: number, size: number, log = logOf(size)): Promise<string> {
  const proof = await proveConsistency(BigInt(old), BigInt(size), new Subtrees(BigInt(size), log.tiles));
  return formatAddCheckpoint({ old: BigInt(old), proof, checkpoint: log.note });
}

const post = async (body: string, { url } = witness) => {
  const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
};

it('what a log begins with, and what it has grown to, at a time', async () => {
  for (const [old, size] of [
    [0, 5],
    [5, 5],
    [5, 200],
    [200, 256],
    [256, 300],
  ] as const) {
    const { status, body } = await post(await asked(old, size));
    expect(status).toBe(200);
    const [cosignature] = openCosignatures(logOf(size).note + body, [witness.key]);
    expect(Math.abs(Number(cosignature!.time) - Date.now() / 1000)).toBeLessThan(60);
  }
});

it('and shows the last one to whoever asks', async () => {
  const digest = createHash('sha256').update('log.example').digest('hex');
  const note = await (await fetch(`${witness.url}/${digest}/checkpoint`)).text();
  expect(openNote(note, [vkey]).text).toContain('\n300\n');
  expect(openCosignatures(note, [witness.key])).toHaveLength(1);
  expect((await fetch(`${witness.url}/${'0'.repeat(64)}/checkpoint`)).status).toBe(404);
});

const forked = () => signedLog(entriesOf(400, 'other', 299));
const wrong = (...args: string[]) => cli.run(['witness', '--state', state, '--port', '0', ...args]);

describe('and nothing else', () => {
  it.each<[string, () => Promise<string>, number]>([
    ['no body', async () => '', 400],
    ['half of a body', async () => (await asked(300, 400)).split('\n\n')[0]!, 400],
    ['a larger old size', async () => (await asked(300, 400)).replace('old 300', 'old 401'), 400],
    ['another old size', async () => asked(5, 400), 409],
    ['no old size', async () => asked(0, 400), 409],
    ['a log that nobody knows', async () => (await asked(300, 400)).replace('log.example\n', 'other.example\n'), 404],
    ['a text that the log has not signed', async () => (await asked(300, 400)).replace('\n400\n', '\n401\n'), 403],
    ['nobody’s signature', async () => (await asked(300, 400)).replace(/— .*\n$/, '— somebody AAAAAAAA\n'), 403],
    ['another history', async () => asked(300, 400, forked()), 422],
    ['another root of the same size', async () => asked(300, 300, signedLog(entriesOf(300, 'other', 299))), 422],
    ['no proof', async () => formatAddCheckpoint({ old: 300n, proof: [], checkpoint: logOf(400).note }), 422],
    ['too much', async () => `${await asked(300, 400)}${'x'.repeat(80_000)}`, 413],
  ])('not %s', async (_, body, status) => {
    expect((await post(await body())).status).toBe(status);
  });

  it('and whoever is behind is told how far it has come', async () => {
    expect(await post(await asked(5, 400))).toEqual({ status: 409, type: 'text/x.tlog.size', body: '300\n' });
  });
});

it('once it was told, it stays so: by many at once, by two witnesses on one file, and after a kill', async () => {
  const second = await start();
  expect(second.key).toBe(witness.key);
  const sizes = times(24).map((n) => 301 + n * 10);
  const answers = await Promise.all(
    sizes.map(async (size, n) => post(await asked(300, size), n % 2 === 0 ? witness : second)),
  );
  const cosigned = sizes.filter((_, n) => answers[n]!.status === 200);
  expect(cosigned).toHaveLength(1);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
  await second.kill();
  expect(await witness.stop()).toBe(0);
  witness = await start();
  const late = await post(await asked(300, 700));
  expect([late.status, late.body]).toEqual([409, `${cosigned[0]}\n`]);
  expect((await post(await asked(cosigned[0]!, 700))).status).toBe(200);
});

it('its key is for its own account alone', () => {
  expect(statSync(join(state, 'key.pem')).mode & 0o077).toBe(0);
});

it('is told what is wrong', async () => {
  expect(await wrong('--name', 'w', '--log', 'nonsense')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--log'),
  });
  expect(await wrong('--name', 'a b', '--log', vkey)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--name'),
  });
  expect(await wrong('--log', vkey)).toMatchObject({ code: 2 });
  expect(await wrong('--name', 'w')).toMatchObject({ code: 2, stderr: expect.stringContaining('--log') });
  expect(await wrong('--name', 'w', '--log', vkey, '--port', '70000')).toMatchObject({ code: 2 });
  const taken = new URL(witness.url).port;
  expect(await wrong('--name', 'w', '--log', vkey, '--port', taken)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('EADDRINUSE'),
  });
});
