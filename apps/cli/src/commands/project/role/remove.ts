import type { Schemas } from '@tokenledger/api-client';
import type { Command } from 'commander';
import { signedIn } from '../../../context.js';
import { examples } from '../../../examples.js';
import { nameInPath } from '../../../ids.js';
import { counted } from '../../../output/counted.js';

export function addProjectRoleRemove(role: Command): void {
  role
    .command('remove')
    .description('remove a role, and revoke every token of it, in one commit')
    .argument('<project>', 'the project')
    .argument('<role>', 'the role')
    .addHelpText('after', examples('tokenledger project role remove shop deployer'))
    .action(remove);
}

async function remove(project: string, role: string, _options: object, command: Command): Promise<void> {
  const path = { project: nameInPath(project), role: nameInPath(role) };
  const { connection, out } = await signedIn(command);
  const removed = connection.ask((api) => api.DELETE('/v1/projects/{project}/roles/{role}', { params: { path } }));
  out.answer(await removed, told);
}

const told = ({ project, role, revokedTokens }: Schemas['RemovedRole']): string =>
  `Removed ${role} of ${project}; ${counted(revokedTokens, 'token')} revoked.`;
