import type { Command } from 'commander';
import { addKeysList } from './list.js';
import { addKeysRotate } from './rotate.js';

export function addKeysCommands(program: Command): void {
  const keys = program.command('keys').description('see and rotate the keys that sign, and that wrap what is personal');
  for (const add of [addKeysList, addKeysRotate]) add(keys);
}
