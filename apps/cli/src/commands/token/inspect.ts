import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import type { Connection } from '../../connection.js';
import { type Context, signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import { tokenId } from '../../ids.js';
import { askSecret } from '../../input/ask.js';
import { secretFromInput } from '../../input/standard-input.js';
import { facts } from '../../output/facts.js';
import { shownEnd, shownTime } from '../../output/time.js';
import { UserNames } from '../../user-names.js';
import { tokenFacts } from './token-facts.js';

export function addTokenInspect(token: Command): void {
  token
    .command('inspect')
    .description('show a token by its id, or say whether the one on standard input is good')
    .argument('[id]', "the token's id")
    .option('--stdin', 'ask about the token on standard input (RFC 7662)')
    .addHelpText(
      'after',
      examples(
        'tokenledger token inspect 019c0de0-0000-7000-8000-000000000000',
        'printenv DEPLOY_TOKEN | tokenledger token inspect --stdin',
      ),
    )
    .action(inspect);
}

async function inspect(id: string | undefined, { stdin }: { stdin?: true }, command: Command): Promise<void> {
  if ((id === undefined) === (stdin === undefined)) throw new Failure(EXIT.usage, 'Give either an id, or --stdin.');
  const context = await signedIn(command);
  await (id === undefined ? introspect(context) : show(context, id));
}

async function show({ connection, out }: Context, id: string): Promise<void> {
  const params = { path: { id: tokenId(id) } };
  const token = await connection.ask((api) => api.GET('/v1/tokens/{id}', { params }));
  const names = new UserNames(connection);
  if (!out.json) await names.learn(token.role === null ? [token.owner, token.issuedBy] : [token.issuedBy]);
  out.answer(token, () => tokenFacts(token, names.of));
}

async function introspect({ connection, out }: Context): Promise<void> {
  const verdict = await ask(connection, await secretFromInput(() => askSecret('Token: ')));
  const names = new UserNames(connection);
  if (!out.json && verdict.sub !== undefined) await names.learn([verdict.sub]);
  out.answer(verdict, () => told(verdict, names.of));
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
