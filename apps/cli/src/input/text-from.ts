import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';

/** All of a file, or for `-` of standard input. What is no UTF-8 is not guessed at: a name would become another. */
export async function textFrom(path: string): Promise<string> {
  const bytes = path === '-' ? await buffer(process.stdin) : await readFile(path).catch(unreadable(path));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Failure(EXIT.usage, `${path === '-' ? 'Standard input' : path} is not UTF-8 text.`);
  }
}

export const unreadable = (path: string) => (error: NodeJS.ErrnoException) => {
  throw new Failure(EXIT.usage, `${path} cannot be read (${error.code}).`);
};
