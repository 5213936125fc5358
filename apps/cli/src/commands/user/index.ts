import type { Command } from 'commander';
import { addUserCreate } from './create.js';
import { addUserDelete } from './delete.js';
import { addUserErase } from './erase.js';
import { addUserHold, addUserRelease } from './hold.js';
import { addUserList } from './list.js';
import { addUserPassword } from './password.js';
import { addUserShow } from './show.js';
import { addUserUpdate } from './update.js';

export function addUserCommands(program: Command): void {
  const user = program.command('user').description('people and service accounts');
  for (const add of COMMANDS) add(user);
}

const COMMANDS = [
  addUserCreate,
  addUserList,
  addUserShow,
  addUserUpdate,
  addUserPassword,
  addUserDelete,
  addUserHold,
  addUserRelease,
  addUserErase,
];
