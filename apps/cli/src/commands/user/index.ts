import type { Command } from 'commander';
import { addUserCreate } from './create.js';
import { addUserDelete } from './delete.js';
import { addUserShow } from './show.js';

export function addUserCommands(program: Command): void {
  const user = program.command('user').description('people and service accounts');
  for (const add of [addUserCreate, addUserShow, addUserDelete]) add(user);
}
