import type { ExitCode } from './exit-code.js';

/** Ends the command with one line for a person and a number for a script. */
export class Failure extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
  ) {
    super(message);
  }
}
