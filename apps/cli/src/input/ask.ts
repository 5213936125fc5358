import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

export const isTerminal = (): boolean => process.stdin.isTTY;

/** Questions go to standard error: standard output may be a file. */
export const ask = (question: string): Promise<string> => askOn(question, process.stderr);

/** What is typed is not shown. */
export async function askSecret(question: string): Promise<string> {
  process.stderr.write(question);
  return askOn('', nowhere()).finally(() => void process.stderr.write('\n'));
}

/** Typed blind, so typed twice. */
export async function askNewSecret(question: string): Promise<string> {
  const secret = await askSecret(question);
  if ((await askSecret('Once more: ')) !== secret)
    throw new Failure(EXIT.usage, 'The two differ; nothing was changed.');
  return secret;
}

export async function confirmed(question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `)).trim());
}

function askOn(question: string, output: NodeJS.WritableStream): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  return new Promise((resolve, reject) => {
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => reject(new Failure(EXIT.refused, 'Nothing was done.')));
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
