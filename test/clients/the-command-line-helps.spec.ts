import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BIN = `${ROOT}apps/cli/bin/tokenledger.js`;

const help = (...command: readonly string[]): string =>
  execFileSync(process.execPath, [BIN, ...command, '--help'], { encoding: 'utf8' });

/** What a help text lists under `Commands:`. */
const commandsIn = (text: string): string[] =>
  [...(/\nCommands:\n([\s\S]*?)(\n\n|$)/.exec(text)?.[1] ?? '').matchAll(/^ {2}(\S+)/gm)]
    .map(([, name]) => name!)
    .filter((name) => name !== 'help');

interface Helped {
  readonly command: string;
  readonly text: string;
}

const everyCommand = (...path: readonly string[]): Helped[] => {
  const text = help(...path);
  const below = commandsIn(text).flatMap((name) => everyCommand(...path, name));
  return below.length === 0 ? [{ command: path.join(' '), text }] : below;
};

const COMMANDS = everyCommand();

it('with examples for every command, and what its end says', () => {
  expect(COMMANDS.map(({ command }) => command)).toEqual(
    [
      ['login', 'logout', 'whoami'],
      ['token create', 'token list', 'token inspect', 'token rotate', 'token revoke'],
      ['user create', 'user list', 'user show', 'user update', 'user password', 'user delete'],
      ['user hold', 'user release', 'user erase'],
      ['project create', 'project list', 'project show', 'project update', 'project delete'],
      ['project role set', 'project role remove'],
      ['project token create', 'project token list', 'project token revoke'],
      ['permissions show', 'permissions set', 'can-i'],
      ['audit tail', 'audit history', 'keys list', 'keys rotate'],
      ['inspect', 'export', 'verify', 'witness', 'replay', 'recover'],
    ].flat(),
  );
  for (const { text } of COMMANDS) expect(text).toMatch(/\nExamples:\n {2}\S/);
  expect(help()).toMatch(/Exit codes:\n {2}0 {2}done\n/);
});

it('and takes no secret as an argument, where every process could read it', () => {
  for (const { text } of COMMANDS) expect(text).not.toMatch(/^ +--\S*(password|token|secret)\S* <(?!id>)/m);
});

it('to build it first', () => {
  const folder = mkdtempSync(`${tmpdir()}/tokenledger-cli-`);
  cpSync(`${ROOT}apps/cli/bin`, `${folder}/bin`, { recursive: true });
  cpSync(`${ROOT}apps/cli/package.json`, `${folder}/package.json`);
  const { status, stderr } = spawnSync(process.execPath, [`${folder}/bin/tokenledger.js`], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect([status, stderr]).toEqual([1, 'tokenledger: it has not been built; run: npm run build\n']);
});

it('to a newer Node', () => {
  const old = "data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'20.18.3'}})";
  const { status, stderr } = spawnSync(process.execPath, ['--import', old, BIN], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([1, 'tokenledger: this is Node 20.18.3, and it needs 20.19 or newer.\n']);
});
