import type { Command } from 'commander';
import { addProjectTokenCreate } from './create.js';
import { addProjectTokenList } from './list.js';
import { addProjectTokenRevoke } from './revoke.js';

export function addProjectTokenCommands(project: Command): void {
  const token = project.command('token').description('issue, list and revoke the tokens of a role');
  for (const add of [addProjectTokenCreate, addProjectTokenList, addProjectTokenRevoke]) add(token);
}
