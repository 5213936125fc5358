import type { Command } from 'commander';
import { addTokenCreate } from './create.js';
import { addTokenInspect } from './inspect.js';
import { addTokenList } from './list.js';
import { addTokenRevoke } from './revoke.js';
import { addTokenRotate } from './rotate.js';

export function addTokenCommands(program: Command): void {
  const token = program.command('token').description('issue, find, rotate and revoke access tokens');
  for (const add of [addTokenCreate, addTokenList, addTokenInspect, addTokenRotate, addTokenRevoke]) add(token);
}
