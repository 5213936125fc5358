import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { nameInPath } from '../../ids.js';
import { projectFacts } from './project-facts.js';

export function addProjectShow(project: Command): void {
  project
    .command('show')
    .description('show a project, and what each of its roles may do')
    .argument('<name>', 'the project')
    .addHelpText('after', examples('tokenledger project show shop'))
    .action(show);
}

async function show(name: string, _options: object, command: Command): Promise<void> {
  const path = { project: nameInPath(name) };
  const { connection, out } = await signedIn(command);
  out.answer(await connection.ask((api) => api.GET('/v1/projects/{project}', { params: { path } })), projectFacts);
}
