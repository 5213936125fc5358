import { readFile } from 'node:fs/promises';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';

/** What somebody has kept. */
export const keptFile = (path: string): Promise<Buffer> =>
  readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(EXIT.usage, `${path} cannot be read (${error.code}).`);
  });
