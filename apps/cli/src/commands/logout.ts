import type { Command } from 'commander';
import { chosenServer, contextOf } from '../context.js';
import { changeCredentials, readCredentials } from '../credentials/credentials-file.js';
import { examples } from '../examples.js';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';

export function addLogout(program: Command): void {
  program
    .command('logout')
    .description('end the session, and forget its credential')
    .addHelpText('after', examples('tokenledger logout', 'tokenledger logout --server https://tokens.example.org'))
    .action(logout);
}

/** Forgotten only once it is refused: a server that cannot be reached still takes it. */
async function logout(_options: object, command: Command): Promise<void> {
  const server = await chosenServer(command);
  const kept = (await readCredentials()).servers[server];
  if (kept === undefined) throw new Failure(EXIT.credential, `Nobody is signed in at ${server}.`);
  const { connection, out } = contextOf(command, server, kept.token);
  await connection.ask((api) => api.DELETE('/v1/sessions/current')).catch(unlessItHasEnded);
  await changeCredentials(({ current, servers: { [server]: _gone, ...servers } }) => ({
    current: current === server ? null : current,
    servers,
  }));
  out.note(`Signed out at ${server}.`);
}

function unlessItHasEnded(error: unknown): void {
  if (!(error instanceof Failure && error.exitCode === EXIT.credential)) throw error;
}
