import type { Command } from 'commander';
import { addProjectCreate } from './create.js';
import { addProjectDelete } from './delete.js';
import { addProjectList } from './list.js';
import { addProjectRoleCommands } from './role/index.js';
import { addProjectShow } from './show.js';
import { addProjectTokenCommands } from './token/index.js';
import { addProjectUpdate } from './update.js';

export function addProjectCommands(program: Command): void {
  const project = program.command('project').description('projects, their roles, and tokens that are nobody’s');
  for (const add of COMMANDS) add(project);
}

const COMMANDS = [
  addProjectCreate,
  addProjectList,
  addProjectShow,
  addProjectUpdate,
  addProjectDelete,
  addProjectRoleCommands,
  addProjectTokenCommands,
];
