import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import type { Connection } from '../../connection.js';
import { type Context, signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import { secretFromInput } from '../../input/standard-input.js';
import { facts } from '../../output/facts.js';
import { shownEnd, shownTime } from '../../output/time.js';
import { userNames } from '../../user-names.js';

export function addTokenInspect(token: Command): void {
  token
    .command('inspect')
    .description('say whether the token on standard input is good')
    .option('--stdin', 'ask about the token on standard input (RFC 7662)')
    .addHelpText('after', examples('printenv DEPLOY_TOKEN | tokenledger token inspect --stdin'))
    .action(inspect);
}

async function inspect({ stdin }: { stdin?: true }, command: Command): Promise<void> {
  if (stdin === undefined) throw new Failure(EXIT.usage, 'Give the token to --stdin.');
  await introspect(await signedIn(command));
}

async function introspect({ connection, out }: Context): Promise<void> {
  const verdict = await ask(connection, await secretFromInput('Token: '));
  const nameOf = out.json || verdict.sub === undefined ? String : await userNames(connection, [verdict.sub]);
  out.answer(verdict, () => told(verdict, nameOf));
}

const ask = (connection: Connection, secret: string): Promise<Schemas['Introspection']> =>
  connection.ask((api) => api.POST('/oauth2/introspect', { body: { token: secret }, headers: FORM }));

/** openapi-fetch encodes a body by its content type. */
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function told({ active, jti, sub, aud, exp, iat, scope }: Schemas['Introspection'], nameOf: (id: string) => string) {
  if (!active) return 'The token is not good.';
  return facts([
    ['State', 'good'],
    ['Id', jti],
    ['Owner', nameOf(sub!)],
    ['Audience', aud],
    ['Issued', iat === undefined ? null : shownTime(instantOf(iat))],
    ['Expires', shownEnd(exp === undefined ? null : instantOf(exp))],
    ['Scopes', scope ?? 'everything its owner may do'],
  ]);
}

const instantOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
