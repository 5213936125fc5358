import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('../..', import.meta.url));
const COPIED = ['libs/domain/src', 'test/conformance'];

/** Somebody's copy of the sources, to change. */
let copy: string;

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'tokenledger-formats-'));
  for (const part of COPIED) cpSync(join(HERE, part), join(copy, part), { recursive: true });
  symlinkSync(join(HERE, 'node_modules'), join(copy, 'node_modules'));
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

interface Ran {
  readonly code: number;
  readonly said: string;
}

const samples = (...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(copy, 'test/conformance/samples.mjs'), ...args], (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr }),
    );
  });

function change(file: string, from: string, to: string): void {
  const path = join(copy, 'libs/domain/src', file);
  const text = readFileSync(path, 'utf8');
  expect(text.split(from)).toHaveLength(2);
  writeFileSync(path, text.replace(from, to));
}

const USERS = 'user/user.events.ts';
const ENABLED = `export type UserEnabled = EventOf<'UserEnabled', { userId: string }>;`;
const filesOf = (version: string): string[] => ['bare.json', 'format.json', 'json'].map((end) => `${version}.${end}`);
const frozen = (): Record<string, string> => {
  const events = join(copy, 'test/conformance/events');
  return Object.fromEntries(readdirSync(events).map((file) => [file, readFileSync(join(events, file), 'utf8')]));
};

it('every event that can be written has its sample, and is what it was', async () => {
  expect(await samples('--check')).toEqual({ code: 0, said: '' });
});

/** What somebody does to a version, and what is said of it. */
const CHANGES = [
  [USERS, '    audience: string;\n', '', 'TokenIssued.1', 'data.audience ({"type":"string"}) is gone'],
  [USERS, 'scopes: readonly', 'scopes?: readonly', 'TokenIssued.1', 'data.scopes was'],
  [USERS, 'successor: string;', 'heir: string;', 'TokenRotated.1', 'data.heir ({"type":"string"}) is new'],
  [
    'policy/policy.events.ts',
    'sessionLifetime: number',
    'sessionLifetime: string',
    'PolicyChanged.1',
    'data.sessionLifetime was {"type":"number"} and is {"type":"string"}',
  ],
  [USERS, 'question: string }', 'question: string; rows?: number }', 'TrailRead.1', 'data.rows ({"type":"number"}, or'],
  ['token.ts', `  'recovered',\n`, `  'recovered',\n  'eclipse',\n`, 'TokenRevoked.1', 'data.cause was'],
  [USERS, `string }, 'email'>`, `string }, 'email' | 'phone'>`, 'EmailChanged.1', 'personal.phone (sealed) is new'],
] as const;

it('a version that is changed is refused, by name and field, and its sample stays as it was', async () => {
  const before = frozen();
  for (const [file, from, to] of CHANGES) change(file, from, to);
  for (const args of [['--check'], []]) {
    const { code, said } = await samples(...args);
    expect(code).toBe(1);
    const lineOf = (version: string) => said.split('\n').find((line) => line.startsWith(`${version} `));
    for (const [, , , version, what] of CHANGES) {
      expect(lineOf(version)).toContain(
        'is not what logs hold under that name; write it as schema 2, with an upcaster',
      );
      expect(lineOf(version)).toContain(what);
    }
    expect(said.trim().split('\n')).toHaveLength(new Set(CHANGES.map(([, , , version]) => version)).size);
  }
  expect(frozen()).toEqual(before);
});

it('an event that was ever written is not forgotten', async () => {
  change(USERS, ENABLED, '');
  change(USERS, '  | UserEnabled\n', '');
  const { code, said } = await samples('--check');
  expect([code, said]).toEqual([1, expect.stringContaining('UserEnabled is gone, but logs hold it')]);
});

it('a new type and a new schema are good once they have samples: one command adds those, and changes nothing', async () => {
  const before = frozen();
  change(USERS, '  | UserEnabled\n', '  | UserEnabled\n  | UserTeleported\n');
  const moved = `export type UserTeleported = EventOf<'UserTeleported', { userId: string; to: string }>;`;
  change(USERS, ENABLED, `${ENABLED.replace('}>', '; enabledBy: string | null }, never, 2>')}\n${moved}`);
  const lacking = ['UserEnabled.2', 'UserTeleported.1'];
  const said = lacking.map((version) => `${version} has no sample: run npm run generated\n`).join('');
  expect(await samples('--check')).toEqual({ code: 1, said });
  expect((await samples()).code).toBe(0);
  expect(await samples('--check')).toEqual({ code: 0, said: '' });
  const after = frozen();
  expect(after).toMatchObject(before);
  const added = Object.keys(after).filter((file) => !(file in before));
  expect(added.toSorted()).toEqual(lacking.flatMap(filesOf));
  for (const file of filesOf('UserEnabled.1')) rmSync(join(copy, `test/conformance/events/${file}`));
  expect((await samples('--check')).said).toBe('UserEnabled.1 has no sample any more\n');
});
