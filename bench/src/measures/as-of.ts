import { ask } from '../client.js';
import type { Figure } from '../figure.js';
import { median } from '../median.js';
import { growTo } from '../seed-tokens.js';
import type { World } from '../world.js';

const ROUNDS = 5;
const LEAST = 100_000;
const LARGE = 1_000_000;

export const asOf = (world: World): Promise<Figure[]> => asOfHalf(world, LEAST);
export const asOfLarge = (world: World): Promise<Figure[]> => asOfHalf(world, LARGE);

/** How long an auditor waits for what was true half a log ago. */
async function asOfHalf(world: World, least: number): Promise<Figure[]> {
  const size = await growTo(world, least);
  const then = size >> 1;
  const questions = [
    `/v1/audit/state?at=${then}`,
    `/v1/audit/state/users?at=${then}&limit=100`,
    `/v1/audit/state/tokens?at=${then}&limit=100`,
    `/v1/audit/diff?from=${size >> 2}&to=${then}&limit=100`,
  ];
  const slowest: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    world.progress.say(round === 0 ? 'as of: warm-up' : `as of: round ${round} of ${ROUNDS}`);
    const taken: number[] = [];
    for (const question of questions) taken.push((await askUntilFollowed(world, question)).ms);
    if (round > 0) slowest.push(Math.max(...taken));
  }
  return [
    {
      measure: 'state, accounts, tokens and changes as of a past position: the slowest',
      value: median(slowest),
      unit: 'ms',
      bar: { below: 1000 },
      of: `${size.toLocaleString('en')} events; pages of 100`,
    },
  ];
}

/** The trail may still follow what was seeded a moment ago. */
async function askUntilFollowed(world: World, question: string): ReturnType<typeof ask> {
  for (;;) {
    try {
      return await ask(world, 'GET', question);
    } catch (error) {
      if (!String(error).includes('503')) throw error;
    }
  }
}
