import { Counter, Histogram, type Registry } from 'prom-client';
import type { LogParts } from '../../event-log/transaction.js';

export function logMetrics(registry: Registry): Pick<LogParts, 'onOutcome' | 'onCommit'> {
  const registers = [registry];
  const appends = new Counter({
    name: 'tokenledger_appends_total',
    help: 'Commands that the log has answered: accepted, replayed, fault, or the code of the refusal.',
    labelNames: ['outcome'],
    registers,
  });
  const commands = new Histogram({
    name: 'tokenledger_commit_commands',
    help: 'Commands that one commit has answered.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  });
  const events = new Counter({ name: 'tokenledger_events_total', help: 'Events written by this server.', registers });
  const duration = new Histogram({
    name: 'tokenledger_commit_duration_seconds',
    help: 'From the lock of the head to the answer of COMMIT.',
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers,
  });
  return {
    onOutcome: (outcome) => appends.inc({ outcome }),
    onCommit: (commit) => {
      commands.observe(commit.commands);
      events.inc(commit.events);
      duration.observe(commit.seconds);
    },
  };
}
