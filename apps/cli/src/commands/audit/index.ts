import type { Command } from 'commander';
import { addAuditTail } from './tail.js';

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('who did what, and when');
  for (const add of [addAuditTail]) add(audit);
}
