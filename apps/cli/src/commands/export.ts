import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { resolve } from 'node:path';
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
    const size = await allOrNothing(directory, (draft) => writeLog(serverSource(connection), draft, progress));
    out.answer({ directory, size: String(size) }, () => `${size} events are in ${directory}`);
  } finally {
    progress.end();
  }
}

/** Under its name there is a whole log or nothing: until it is complete, it is beside it, under another. */
async function allOrNothing<T>(directory: string, write: (draft: string) => Promise<T>): Promise<T> {
  const draft = await draftOf(directory);
  try {
    const written = await write(draft);
    await rename(draft, resolve(directory));
    return written;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** What is there already stays: only an empty directory makes way. */
async function draftOf(directory: string): Promise<string> {
  const draft = `${resolve(directory)}.part-${randomUUID()}`;
  try {
    await rmdir(directory).catch(unlessThereIsNone);
    await mkdir(draft, { recursive: true });
    return draft;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOTEMPTY' || code === 'EEXIST' ? 'is not empty' : `cannot be written to (${code})`;
    throw new Failure(EXIT.usage, `${directory} ${why}.`);
  }
}

function unlessThereIsNone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
