import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import type { Connection } from '../../connection.js';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import { nameInPath } from '../../ids.js';
import { confirmed, isTerminal } from '../../input/ask.js';
import { counted } from '../../output/counted.js';

type Path = { readonly project: string };

export function addProjectDelete(project: Command): void {
  project
    .command('delete')
    .description('delete a project for ever, and revoke every token of its roles, in one commit')
    .argument('<name>', 'the project')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('tokenledger project delete shop', 'tokenledger project delete shop --yes'))
    .action(deleteProject);
}

async function deleteProject(name: string, { yes }: { yes?: true }, command: Command): Promise<void> {
  const path = { project: nameInPath(name) };
  if (!yes && !isTerminal()) throw new Failure(EXIT.usage, 'There is no terminal to ask on: say --yes.');
  const { connection, out } = await signedIn(command);
  if (!yes) await confirm(connection, path);
  out.answer(await connection.ask((api) => api.DELETE('/v1/projects/{project}', { params: { path } })), told);
}

async function confirm(connection: Connection, path: Path): Promise<void> {
  const { name, liveTokens } = await connection.ask((api) => api.GET('/v1/projects/{project}', { params: { path } }));
  if (!(await confirmed(`Delete ${name} for ever, and revoke ${counted(liveTokens, 'token')}?`)))
    throw new Failure(EXIT.refused, 'Nothing was done.');
}

const told = ({ name, revokedTokens }: Schemas['DeletedProject']): string =>
  `Deleted ${name}; ${counted(revokedTokens, 'token')} revoked.`;
