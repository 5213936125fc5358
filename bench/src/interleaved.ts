import { median } from './median.js';
import type { Progress } from './progress.js';

/**
 * Runs everything once as a warm-up and then `ROUNDS` times in turn, so that whatever else the machine does falls on all
 * of it; answers the median of each.
 */
export async function interleaved<Name extends string>(
  progress: Progress,
  work: Readonly<Record<Name, (ms: number) => Promise<number>>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(work) as Name[];
  for (const name of names) {
    progress.say(`${name}: warm-up`);
    await work[name](WARM_UP_MS);
  }
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 1; round <= ROUNDS; round++)
    for (const name of names) {
      progress.say(`${name}: round ${round} of ${ROUNDS}`);
      results[name].push(await work[name](ROUND_MS));
    }
  return Object.fromEntries(names.map((name) => [name, median(results[name])])) as Record<Name, number>;
}

const ROUNDS = 3;
/** A compiler of a running program goes on for seconds. */
const WARM_UP_MS = 6000;
const ROUND_MS = 3000;
