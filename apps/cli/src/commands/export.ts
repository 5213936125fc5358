import { mkdir, readdir } from 'node:fs/promises';
import type { Command } from 'commander';
import { signedIn } from '../context.js';
import { examples } from '../examples.js';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { counting } from '../output/counting.js';
import { serverSource } from '../verify/log-source.js';
import { writeLog } from '../verify/write-log.js';

const ABOUT = `
Every event as it was signed, the hashes over them, and the checkpoint: what \`tokenledger verify\` looks at, without a server
and without an account. What is personal stays sealed. That it was read is in the trail.
`;

export function addExport(program: Command): void {
  program
    .command('export')
    .description('write the whole log and its checkpoint into files')
    .argument('<directory>', 'an empty one, or one that is made')
    .addHelpText('after', ABOUT + examples('tokenledger export ./evidence'))
    .action(exportLog);
}

async function exportLog(directory: string, _: object, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const progress = counting('events');
  try {
    const size = await writeLog(serverSource(connection), await emptyDirectory(directory), progress);
    out.answer({ directory, size: String(size) }, () => `${size} events are in ${directory}`);
  } finally {
    progress.end();
  }
}

/** What is there already stays: an export that went wrong is no place for the next. */
async function emptyDirectory(directory: string): Promise<string> {
  try {
    await mkdir(directory, { recursive: true });
    const [found] = await readdir(directory);
    if (found === undefined) return directory;
    throw new Failure(EXIT.usage, `${directory} is not empty.`);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(EXIT.usage, `${directory} cannot be written to (${(error as NodeJS.ErrnoException).code}).`);
  }
}
