import type { Command } from 'commander';
import { addProjectRoleRemove } from './remove.js';
import { addProjectRoleSet } from './set.js';

export function addProjectRoleCommands(project: Command): void {
  const role = project.command('role').description('what the tokens of a project may do');
  for (const add of [addProjectRoleSet, addProjectRoleRemove]) add(role);
}
