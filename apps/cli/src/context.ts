import type { Command } from 'commander';
import { Connection } from './connection.js';
import { readCredentials } from './credentials/credentials-file.js';
import { serverUrl } from './credentials/server-url.js';
import { EXIT } from './exit-code.js';
import { Failure } from './failure.js';
import { Output } from './output/output.js';

export const DEFAULT_SERVER = 'http://localhost:8080';

/** What every command works with: where, and how it answers. */
export interface Context {
  readonly connection: Connection;
  readonly out: Output;
}

/** Before anybody has signed in. */
export async function anonymous(command: Command): Promise<Context> {
  return contextOf(command, await chosenServer(command), undefined);
}

/** With the credential of TOKENLEDGER_TOKEN, or of the sign-in at this server. */
export async function signedIn(command: Command): Promise<Context> {
  const server = await chosenServer(command);
  const secret = process.env['TOKENLEDGER_TOKEN'] || (await readCredentials()).servers[server]?.token;
  if (secret !== undefined && !/^[!-~]+$/.test(secret))
    throw new Failure(EXIT.credential, 'TOKENLEDGER_TOKEN does not hold a token.');
  if (secret === undefined)
    throw new Failure(EXIT.credential, `Nobody is signed in at ${server}. Sign in with: tokenledger login`);
  return contextOf(command, server, secret);
}

export function contextOf(command: Command, server: string, secret: string | undefined): Context {
  const { json } = command.optsWithGlobals<{ json?: true }>();
  return { connection: new Connection(server, secret), out: new Output(json === true) };
}

/** The option, then TOKENLEDGER_SERVER, then the server of the last sign-in. */
export async function chosenServer(command: Command): Promise<string> {
  const { server } = command.optsWithGlobals<{ server?: string }>();
  const named = server ?? process.env['TOKENLEDGER_SERVER'];
  return named ? serverUrl(named) : ((await readCredentials()).current ?? DEFAULT_SERVER);
}
