import type { Command } from 'commander';
import { addPermissionsSet } from './set.js';
import { addPermissionsShow } from './show.js';

export function addPermissionsCommands(program: Command): void {
  const permissions = program.command('permissions').description('the rules that say who may do what');
  for (const add of [addPermissionsShow, addPermissionsSet]) add(permissions);
}
