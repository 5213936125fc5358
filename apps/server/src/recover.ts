import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { readConfig } from './config.js';
import type { Loss } from './find-loss.js';
import { StartupError } from './platform/startup-error.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(args: string[]): Promise<void> {
  const { origin, yes } = optionsIn(args);
  const config = readConfig();
  const [{ recoverLedger }, { reporterOf }, { withDatabase }] = await Promise.all([
    import('./recover-ledger.js'),
    import('./reporter.js'),
    import('./with-database.js'),
  ]);
  const agree = async (loss: Loss, name: string): Promise<void> => {
    for (const line of words(loss, name)) say(line);
    if (!yes) await confirmed();
  };
  const reporter = reporterOf(config, (line) => say(`  ${line}`));
  const name = await withDatabase(config, reporter, (login) =>
    recoverLedger(config, login, reporter, { origin, agree }),
  );
  say(`The log goes on as ${name}. If LOG_ORIGIN is set, set it to that on every server; then start them.`);
}

function optionsIn(args: string[]): { origin: string | undefined; yes: boolean } {
  try {
    const { values } = parseArgs({ args, options: { origin: { type: 'string' }, yes: { type: 'boolean' } } });
    return { origin: values.origin, yes: values.yes ?? false };
  } catch (error) {
    throw new StartupError('recover', (error as Error).message, { cause: error });
  }
}

/** What is known of the loss, what will be done, and what nobody can know. */
const words = ({ why, signed, found, liveTokens, users, administrators }: Loss, name: string): readonly string[] => [
  '',
  `This database is not what was signed: ${why}.`,
  `  the kept checkpoint   ${signed ? shown(signed) : 'none that can be read'}`,
  `  the database          ${shown(found)}; its last event is of ${found.recordedAt}`,
  '',
  'If there is a newer copy, restore that instead. To recover from this one',
  `  - names the log ${name} from position ${found.size} on, and says so in the log. Positions are used again, so`,
  `    checkpoints of ${found.origin} beyond ${found.size} events, which others may hold, will never verify;`,
  `  - revokes all of its ${liveTokens} live tokens and sessions: which of them were revoked since, nobody knows.`,
  '',
  `It does not bring back what is lost. Accounts (${users}, of them administrators: ${administrators}) are what they were then:`,
  'whoever was deleted or disabled since, or has lost a role, has it again, and a password changed since is the old one.',
  'Before you let anybody in: look through them, and delete, disable and set passwords again. The policy too is the old one.',
  '',
];

const shown = ({ origin, size, root }: Pick<Loss['found'], 'origin' | 'size' | 'root'>): string =>
  `${origin}, ${size} events, root ${root.toString('base64')}`;

async function confirmed(): Promise<void> {
  if (!process.stdin.isTTY) throw new StartupError('--yes', 'there is no terminal to ask on; nothing was done');
  if ((await answerTo('Type "recover" to do so: ')) !== 'recover')
    throw new StartupError('recover', 'nothing was done');
}

/** Nothing, for whoever presses Ctrl-C or Ctrl-D: what has been started is stopped in order all the same. */
function answerTo(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => resolve(''));
    lines.question(question, (answer) => {
      resolve(answer.trim());
      lines.close();
    });
  });
}

function fail(error: unknown): void {
  const known = error instanceof StartupError;
  process.stderr.write(
    known ? `${error.setting}: ${error.message}\n` : `${(error as Error)?.stack ?? String(error)}\n`,
  );
  process.exitCode = 1;
}

main(process.argv.slice(2)).catch(fail);
