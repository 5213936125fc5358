import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { EXIT } from '../../exit-code.js';
import { Failure } from '../../failure.js';
import { nameInPath } from '../../ids.js';
import { projectFacts } from './project-facts.js';

export function addProjectUpdate(project: Command): void {
  project
    .command('update')
    .description('change what a project is described as')
    .argument('<name>', 'the project')
    .option('--description <text>', 'this description')
    .option('--no-description', 'no description')
    .addHelpText('after', examples("tokenledger project update shop --description 'all that sells'"))
    .action(update);
}

async function update(name: string, { description }: { description?: string | false }, command: Command) {
  const path = { project: nameInPath(name) };
  if (description === undefined) throw new Failure(EXIT.usage, 'Say what to change.');
  const { connection, out } = await signedIn(command);
  const body = { description: description === false ? null : description };
  const changed = connection.ask((api) => api.PATCH('/v1/projects/{project}', { params: { path }, body }));
  out.answer(await changed, projectFacts);
}
