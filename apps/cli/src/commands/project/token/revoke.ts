import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import { signedIn } from '../../../context.js';
import { examples } from '../../../examples.js';
import { EXIT } from '../../../exit-code.js';
import { Failure } from '../../../failure.js';
import { given } from '../../../given.js';
import { nameInPath, tokenId } from '../../../ids.js';
import { shownTime } from '../../../output/time.js';
import { type Cause, causeOption } from '../../token/options.js';

interface Options {
  readonly id?: string;
  readonly issuedAt?: string;
  readonly cause?: Cause;
  readonly reason?: string;
}

export function addProjectTokenRevoke(token: Command): void {
  token
    .command('revoke')
    .description('revoke a token of a role: refused everywhere when this is done')
    .argument('<project>', 'the project')
    .argument('<role>', 'the role')
    .option('--id <id>', 'the token, by its id')
    .option('--issued-at <seconds>', 'the one that was issued in this second, counted since 1970, as its iat says')
    .addOption(causeOption())
    .option('--reason <text>', 'why; stands in the log')
    .addHelpText('after', EXAMPLES)
    .action(revoke);
}

const EXAMPLES = examples(
  'tokenledger project token revoke shop deployer --id 019c0de0-0000-7000-8000-000000000000 --cause leaked',
  'tokenledger project token revoke shop deployer --issued-at 1769850000',
);

async function revoke(project: string, role: string, { id, issuedAt, ...why }: Options, command: Command) {
  const path = { project: nameInPath(project), role: nameInPath(role) };
  const params = { params: { path }, body: { ...whichOf(id, issuedAt), ...given(why) } };
  const { connection, out } = await signedIn(command);
  out.answer(
    await connection.ask((api) => api.POST('/v1/projects/{project}/roles/{role}/tokens/revoke', params)),
    told,
  );
}

function whichOf(id: string | undefined, issuedAt: string | undefined): { id: string } | { issuedAt: number } {
  if (id !== undefined && issuedAt === undefined) return { id: tokenId(id) };
  if (id !== undefined || issuedAt === undefined) throw new Failure(EXIT.usage, 'Give either --id, or --issued-at.');
  if (/^\d{1,12}$/.test(issuedAt)) return { issuedAt: Number(issuedAt) };
  throw new Failure(EXIT.usage, '--issued-at takes whole seconds since 1970.');
}

const told = ({ id, revokedAt }: Schemas['RevokedToken']): string =>
  `Revoked ${id}, refused since ${shownTime(revokedAt)}.`;
