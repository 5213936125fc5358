import { endurance } from '../support/endurance.js';
import { checkHistory } from './history/check-history.js';
import { endure, type Endured } from './history/endure.js';
import { CHANGES, type Operation } from './history/operation.js';

const { seed, seconds, operations, say } = endurance({ seconds: 30, operations: 100_000 });

/** For a start, the last faults and the look back, on a machine with little to spare. */
const PATIENCE_SECONDS = 500;

/** A history without one of these would show less than it says. */
const WANTED = [...CHANGES.map((what) => `${what} acknowledged`), 'verdict good', 'verdict refused'];

function nameOf(operation: Operation): string {
  if (operation.is === 'observation') return `${operation.of} ${operation.saw}`;
  const { what, outcome, unanswered } = operation;
  return `${what} ${outcome}${outcome === 'acknowledged' && unanswered ? ' by a repetition' : ''}`;
}

function countsOf(history: readonly Operation[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const operation of history) counts[nameOf(operation)] = (counts[nameOf(operation)] ?? 0) + 1;
  return counts;
}

describe(`16 clients at two servers on one database, while everything fails (seed ${seed})`, () => {
  let endured: Endured;

  beforeAll(
    async () => {
      const begun = performance.now();
      const passed = () => Math.round((performance.now() - begun) / 1000);
      const isOver = (history: readonly Operation[]) =>
        (passed() >= seconds || history.length >= operations) && WANTED.every((name) => countsOf(history)[name]);
      const tell = (fault: string, { length }: readonly Operation[]) =>
        say(`${passed()} s, ${length} operations: ${fault}`);
      endured = await endure({ seed, isOver, tell });
      const { history, stored } = endured;
      say(`${history.length} operations, ${stored.length} events\n${JSON.stringify(countsOf(history), null, 1)}`);
    },
    (seconds + PATIENCE_SECONDS) * 1000,
  );

  it('nobody is told what is not so', () => {
    const violations = checkHistory(endured.history, endured.stored);
    // The first ones show what happened; thousands after them would hide it.
    expect(violations.slice(0, 5)).toEqual([]);
  });
});
