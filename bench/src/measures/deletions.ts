import { ask } from '../client.js';
import type { Figure } from '../figure.js';
import { startIssuing } from '../issuing.js';
import { percentile } from '../median.js';
import type { World } from '../world.js';

const OTHERS = 16;
const GRACE_MS = 50;

/** How long it takes to delete somebody with many tokens, and how long everybody else waits for it. */
export async function deletions(world: World): Promise<Figure[]> {
  const thousand = await deletionsOf(world, 1000, 50);
  const tenThousand = await deletionsOf(world, 10_000, 3);
  const p99 = percentile(thousand.deletions, 0.99);
  const longest = Math.max(...tenThousand.deletions);
  return [
    {
      measure: 'delete a user with 1,000 tokens, 16 others issuing: p99',
      value: p99,
      unit: 'ms',
      bar: { below: 250 },
      of: `${thousand.deletions.length} deletions`,
    },
    waiting('1,000', percentile(thousand.others, 0.99), p99, thousand.others.length, 'p99'),
    {
      measure: 'delete a user with 10,000 tokens, 16 others issuing: longest',
      value: longest,
      unit: 'ms',
      bar: { below: 3000 },
      of: `${tenThousand.deletions.length} deletions`,
    },
    waiting('10,000', Math.max(...tenThousand.others), longest, tenThousand.others.length, 'longest'),
  ];
}

const waiting = (tokens: string, value: number, deletion: number, issues: number, which: string): Figure => ({
  measure: `the others beside deletions of ${tokens} tokens: ${which}`,
  value,
  unit: 'ms',
  bar: { below: Math.round(deletion + GRACE_MS) },
  of: `${issues} issues; a deletion and ${GRACE_MS} ms is the bar`,
});

async function deletionsOf(world: World, tokensEach: number, count: number) {
  const { ledger, progress } = world;
  const what = `deletions of ${tokensEach.toLocaleString('en')} tokens`;
  progress.say(`${what}: making the tokens`);
  const owners = await ledger.ask<string[]>({ do: 'register', count: count + 1 });
  await ledger.ask({ do: 'seed', owners, tokensEach });
  const issuing = await startIssuing(world, OTHERS);
  const deletionTimes: number[] = [];
  for (const [i, owner] of owners.entries()) {
    progress.say(`${what}: ${i} of ${count}`);
    const { ms } = await ask(world, 'DELETE', `/v1/users/${owner}`);
    // The first one warms up.
    if (i > 0) deletionTimes.push(ms);
    else issuing.taken();
  }
  const others = issuing.taken();
  await issuing.stop();
  return { deletions: deletionTimes, others };
}
