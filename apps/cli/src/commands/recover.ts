import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { examples } from '../examples.js';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';

const RECOVER = fileURLToPath(new URL('../../../server/dist/recover.js', import.meta.url));

interface Options {
  readonly origin?: string;
  readonly yes?: true;
}

const ABOUT = `
Where the server itself runs, with its settings, and with every server stopped. It shows what is missing, gives the log a
new name, records that, and revokes every token. docs/operations.md says what nobody can bring back.
`;

/** The one command that does not go through the API: there is no server that could answer. */
export function addRecover(program: Command): void {
  program
    .command('recover')
    .description('go on from an older copy of the database, which no server starts on')
    .option('--origin <name>', 'the new name of the log (default: its first one, and the time)')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      ABOUT + examples('tokenledger recover', 'DATA_DIR=/var/lib/tokenledger tokenledger recover --yes'),
    )
    .action(recover);
}

async function recover({ origin, yes }: Options): Promise<void> {
  if (!existsSync(RECOVER)) throw new Failure(EXIT.refused, 'the server has not been built; run: npm run build');
  const args = [...(origin === undefined ? [] : ['--origin', origin]), ...(yes ? ['--yes'] : [])];
  const code = await endOf(spawn(process.execPath, [RECOVER, ...args], { stdio: 'inherit' }));
  if (code !== 0) throw new Failure(EXIT.refused, 'the log was not recovered.');
}

/** Ctrl-C reaches both of us; how it ends, the other one says. */
const stay = (): void => undefined;

function endOf(child: ReturnType<typeof spawn>): Promise<number | null> {
  process.on('SIGINT', stay);
  return new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => process.off('SIGINT', stay));
}
