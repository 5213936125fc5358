import type { Command } from 'commander';
import { addTokenCreate } from './create.js';
import { addTokenInspect } from './inspect.js';
import { addTokenList } from './list.js';
import { addTokenRevoke } from './revoke.js';

export function addTokenCommands(program: Command): void {
  const token = program.command('token').description('issue, find and revoke access tokens');
  for (const add of [addTokenCreate, addTokenList, addTokenInspect, addTokenRevoke]) add(token);
}
