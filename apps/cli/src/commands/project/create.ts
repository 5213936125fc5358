import type { Command } from 'commander';
import { signedIn } from '../../context.js';
import { examples } from '../../examples.js';
import { given } from '../../given.js';
import { projectFacts } from './project-facts.js';

export function addProjectCreate(project: Command): void {
  project
    .command('create')
    .description('make a project: for tokens that are nobody’s')
    .argument('<name>', 'what it is called; no other has its name')
    .option('--description <text>', 'more than the name says')
    .addHelpText('after', examples("tokenledger project create shop --description 'all that sells'"))
    .action(create);
}

async function create(name: string, { description }: { description?: string }, command: Command): Promise<void> {
  const { connection, out } = await signedIn(command);
  const body = { name, ...given({ description }) };
  out.answer(await connection.ask((api) => api.POST('/v1/projects', { body })), projectFacts);
}
