import type { Command } from 'commander';
import { examples } from '../examples.js';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { serverProgram } from '../server-program.js';

const ABOUT = `
Where the server itself is, with its settings; it may run meanwhile, and nobody waits. Every table that is derived from the log
is made again, from the first event on, beside the one that is used, and compared with it row by row.
Exit codes: 0 all rows are what the log says, or have been replaced, 1 some are not, 2 it could not be told.
`;

/** Not through the API: whoever doubts what a server says asks its database. */
export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('make every table again from the log, and compare')
    .option('--swap', 'replace the rows that differ by what the log says; that is recorded')
    .addHelpText(
      'after',
      ABOUT + examples('tokenledger replay', 'tokenledger replay --json', 'tokenledger replay --swap'),
    )
    .action(replay);
}

async function replay({ swap }: { swap?: true }, command: Command): Promise<void> {
  const { json } = command.optsWithGlobals<{ json?: true }>();
  const code = await serverProgram('replay', [...(swap ? ['--swap'] : []), ...(json ? ['--json'] : [])]);
  if (code === EXIT.refused) throw new Failure(EXIT.refused, 'some rows are not what the log says.');
  if (code !== EXIT.done) throw new Failure(EXIT.usage, 'it could not be told.');
}
