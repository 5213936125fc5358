import type { Command } from 'commander';
import { addAuditHistory } from './history.js';
import { addAuditTail } from './tail.js';

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('who did what, and when');
  for (const add of [addAuditTail, addAuditHistory]) add(audit);
}
