import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EXIT } from './exit-code.js';
import { Failure } from './failure.js';

/** Runs a program of the server, where the server is, with its settings. Answers the code that it ends with. */
export async function serverProgram(name: string, args: readonly string[]): Promise<number | null> {
  const program = fileURLToPath(new URL(`../../server/dist/${name}.js`, import.meta.url));
  if (!existsSync(program)) throw new Failure(EXIT.refused, 'the server has not been built; run: npm run build');
  return await endOf(spawn(process.execPath, [program, ...args], { stdio: 'inherit' }));
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
