import { CommanderError } from 'commander';
import { EXIT, type ExitCode } from './exit-code.js';
import { Failure } from './failure.js';
import { printable } from './output/printable.js';
import { createProgram } from './program.js';

/** Whatever happens, it is told in one line, without a stack, and with a number. */
export async function run(argv: readonly string[]): Promise<ExitCode> {
  endQuietlyWithoutReader();
  try {
    await createProgram().parseAsync([...argv]);
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (!(error instanceof Failure)) return told(EXIT.refused, `this should not happen: ${String(error)}`);
    return told(error.exitCode, error.message);
  }
}

function told(exitCode: ExitCode, message: string): ExitCode {
  if (message !== '') process.stderr.write(`tokenledger: ${printable(message)}\n`);
  return exitCode;
}

/** `tokenledger audit tail | head`: who has seen enough closes the pipe. */
function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(EXIT.done);
  });
}
