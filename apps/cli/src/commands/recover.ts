import type { Command } from 'commander';
import { examples } from '../examples.js';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { serverProgram } from '../server-program.js';

interface Options {
  readonly origin?: string;
  readonly yes?: true;
}

const ABOUT = `
Where the server itself runs, with its settings, and with every server stopped. It shows what is missing, gives the log a
new name, records that, and revokes every token. docs/operations.md says what nobody can bring back.
`;

/** Not through the API: there is no server that could answer. */
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
  const args = [...(origin === undefined ? [] : ['--origin', origin]), ...(yes ? ['--yes'] : [])];
  if ((await serverProgram('recover', args)) !== 0) throw new Failure(EXIT.refused, 'the log was not recovered.');
}
