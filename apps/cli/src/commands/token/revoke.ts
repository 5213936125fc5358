import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import { userIdOf } from '../../find-user.js';
import { given } from '../../given.js';
import { tokenId } from '../../ids.js';
import { counted } from '../../output/counted.js';
import { type Cause, causeOption } from './options.js';

interface Options {
  readonly owner?: string;
  readonly dryRun?: true;
  readonly cause?: Cause;
  readonly reason?: string;
}

export function addTokenRevoke(token: Command): void {
  token
    .command('revoke')
    .description('revoke tokens, all in one commit: refused everywhere when this is done')
    .argument('[id...]', 'the ids of tokens')
    .option('--owner <user>', 'every live token and session of a user, except the session that asks')
    .option('--dry-run', 'change nothing, and say how many it would be')
    .addOption(causeOption())
    .option('--reason <text>', 'why; stands in the log')
    .addHelpText(
      'after',
      examples(
        "tokenledger token revoke 019c0de0-0000-7000-8000-000000000000 --cause leaked --reason 'in a build log'",
        'tokenledger token revoke --owner build-robot --dry-run',
      ),
    )
    .action(revoke);
}

async function revoke(ids: string[], { owner, ...options }: Options, command: Command): Promise<void> {
  if ((ids.length === 0) === (owner === undefined)) throw new Failure(EXIT.usage, 'Give either ids, or --owner.');
  const { connection, out } = await signedIn(command);
  const which = owner === undefined ? { ids: ids.map(tokenId) } : { owner: await userIdOf(connection, owner) };
  const body = { ...which, ...given(options) };
  out.answer(await connection.ask((api) => api.POST('/v1/tokens/revoke', { body })), told);
}

function told({ dryRun, revoked, alreadyEnded }: Schemas['RevokedTokens']): string {
  const count = counted(revoked, 'token');
  const ended = alreadyEnded === 0 ? '' : `; ${alreadyEnded} had ended already`;
  return `${dryRun ? `${count} would be revoked` : `${count} revoked`}${ended}.`;
}
