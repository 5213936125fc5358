import { existsSync, readFileSync, rmSync } from 'node:fs';
import { type Config, helpText, readConfig } from './config.js';
import { StartupError } from './platform/startup-error.js';
import type { Running } from './serve.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(options: readonly string[]): Promise<void> {
  if (options.includes('--help') || options.includes('-h')) return say(helpText());
  if (options[0] !== undefined)
    throw new StartupError(options[0], 'there is no such option; --help lists the settings');
  const config = readConfig();
  // Only now: what is wrong with a setting is said at once, before the framework has been read.
  const { serve } = await import('./serve.js');
  const running = await serve(config, (line) => say(`  ${line}`));
  say(`Tokenledger is ready: ${running.url}`);
  tellFirstPassword(config);
  stopOnSignal(running);
}

/** Once, to a person at a terminal; otherwise the file stays until somebody has read it. */
function tellFirstPassword({ admin }: Config): void {
  const { passwordFile: file, username } = admin;
  if (!existsSync(file)) return;
  if (!process.stdout.isTTY) return say(`The administrator ${username} signs in with the password in ${file}`);
  const secret = readFileSync(file, 'utf8').trim();
  say(`The administrator signs in as ${username} with the password ${secret} (shown this once)`);
  rmSync(file);
}

/** Longer than a client may be waited for, and shorter than what supervisors allow. */
const STOP_MS = 9000;

let stopping = false;

function stopOnSignal(running: Running): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      // A second signal means it; and an exit at any instant loses nothing.
      if (stopping) process.exit(1);
      stopping = true;
      say('Stopping');
      setTimeout(() => fail('it did not stop in time'), STOP_MS).unref();
      running.stop().then(() => process.exit(0), fail);
    });
}

function fail(error: unknown): void {
  const known = error instanceof StartupError;
  process.stderr.write(
    known ? `${error.setting}: ${error.message}\n` : `${(error as Error)?.stack ?? String(error)}\n`,
  );
  process.exit(1);
}

main(process.argv.slice(2)).catch(fail);
