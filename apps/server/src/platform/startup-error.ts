/** The server cannot start. The message is one line: what is wrong with `setting`, and what to do about it. */
export class StartupError extends Error {
  override readonly name = 'StartupError';

  constructor(
    readonly setting: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
