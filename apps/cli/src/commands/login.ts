import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import { Connection } from '../connection.js';
import { anonymous } from '../context.js';
import { changeCredentials, readCredentials } from '../credentials/credentials-file.js';
import { examples } from '../examples.js';
import { EXIT } from '../exit-code.js';
import { Failure } from '../failure.js';
import { ask, askSecret, isTerminal } from '../input/ask.js';
import { secretFromInput } from '../input/standard-input.js';
import { shownEnd } from '../output/time.js';

interface Options {
  readonly username?: string;
  readonly passwordStdin?: true;
}

export function addLogin(program: Command): void {
  program
    .command('login')
    .description('sign in; the session is kept for the commands that follow')
    .option('--username <name>', 'who signs in (default: asked for)')
    .option('--password-stdin', 'read the password from standard input')
    .addHelpText(
      'after',
      examples(
        'tokenledger login',
        'tokenledger login --server https://tokens.example.org --username developer',
        'tokenledger login --username admin --password-stdin < .data/first-password',
      ),
    )
    .action(login);
}

async function login(options: Options, command: Command): Promise<void> {
  const { connection, out } = await anonymous(command);
  const { server } = connection;
  const replaced = (await readCredentials()).servers[server]?.token;
  const { username, secret } = await whoSignsIn(server, options);
  const session = await connection.ask((api) => api.POST('/v1/sessions', { body: { username, password: secret } }));
  await keep(server, username, session);
  // The session that this one replaces has nobody left who could use it.
  if (replaced !== undefined) await endSession(server, replaced);
  const { tokenId, expiresAt } = session;
  out.answer({ tokenId, expiresAt }, () => `Signed in at ${server} as ${username}, until ${shownEnd(expiresAt)}.`);
}

async function whoSignsIn(server: string, options: Options): Promise<{ username: string; secret: string }> {
  if (!isTerminal() && !(options.username && options.passwordStdin))
    throw new Failure(EXIT.usage, 'There is no terminal to ask on: give --username and --password-stdin.');
  warnOfPlainText(server);
  const username = options.username ?? (await ask(`User name at ${server}: `));
  return { username, secret: await secretFromInput(() => askSecret(`Password of ${username}: `)) };
}

/** A session that cannot be kept is ended: nobody could use it. */
async function keep(server: string, username: string, session: Schemas['StartedSession']): Promise<void> {
  const { token: secret, expiresAt } = session;
  try {
    await changeCredentials(({ servers }) => ({
      current: server,
      servers: { ...servers, [server]: { username, token: secret, expiresAt } },
    }));
  } catch (error) {
    await endSession(server, secret);
    throw error;
  }
}

/** As good as it goes: it ends by itself in time. */
async function endSession(server: string, secret: string): Promise<void> {
  await new Connection(server, secret).ask((api) => api.DELETE('/v1/sessions/current')).catch(() => undefined);
}

function warnOfPlainText(server: string): void {
  const { protocol, hostname } = new URL(server);
  if (protocol === 'https:' || /^(localhost|127\..*|\[::1\])$/.test(hostname)) return;
  process.stderr.write(`Careful: ${server} is not https, so the password travels in plain text.\n`);
}
