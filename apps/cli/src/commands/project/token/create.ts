import type { Command } from 'commander';
import { signedIn } from '../../../context.js';
import { examples } from '../../../examples.js';
import { given } from '../../../given.js';
import { nameInPath } from '../../../ids.js';
import { issuedToken } from '../../token/issued-token.js';
import { formatOption } from '../../token/options.js';

interface Options {
  readonly name?: string;
  readonly description?: string;
  readonly expiresIn?: string;
  readonly format?: 'jwt' | 'opaque';
  readonly audience?: string;
}

export function addProjectTokenCreate(token: Command): void {
  token
    .command('create')
    .description('issue a token of a role: it alone goes to standard output, this once')
    .argument('<project>', 'the project')
    .argument('<role>', 'the role')
    .option('--name <name>', 'what it is for; unique in the project (default: its id)')
    .option('--description <text>', 'more than the name says')
    .option('--expires-in <time>', 'how long it is good, such as 30m, 12h, 90d or never (default: the policy)')
    .addOption(formatOption())
    .option('--audience <audience>', 'whom it is meant for')
    .addHelpText('after', examples('DEPLOY_TOKEN=$(tokenledger project token create shop deployer --expires-in 12h)'))
    .action(create);
}

async function create(project: string, role: string, options: Options, command: Command): Promise<void> {
  const path = { project: nameInPath(project), role: nameInPath(role) };
  const { connection, out } = await signedIn(command);
  const params = { params: { path }, body: given(options) };
  const issued = await connection.ask((api) => api.POST('/v1/projects/{project}/roles/{role}/tokens', params));
  issuedToken(out, issued, ['Role', `proj:${project}:${role}`]);
}
