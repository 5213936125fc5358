import type { World } from './world.js';

/** Of a live-token limit of 10,000. */
const TOKENS_EACH = 5000;

/** Live tokens of service accounts that nothing else is done with. */
export async function seedTokens(
  { ledger, progress }: Pick<World, 'ledger' | 'progress'>,
  count: number,
): Promise<void> {
  const owners = await ledger.ask<string[]>({ do: 'register', count: Math.ceil(count / TOKENS_EACH) });
  for (const [i, owner] of owners.entries()) {
    progress.say(`${(i * TOKENS_EACH).toLocaleString('en')} of ${count.toLocaleString('en')} tokens`);
    await ledger.ask({ do: 'seed', owners: [owner], tokensEach: Math.min(TOKENS_EACH, count - i * TOKENS_EACH) });
  }
}

/** At least so many events, whatever came before. */
export async function growTo(world: Pick<World, 'ledger' | 'progress'>, events: number): Promise<number> {
  const size = await world.ledger.ask<number>({ do: 'size' });
  if (size < events) await seedTokens(world, events - size);
  return world.ledger.ask<number>({ do: 'size' });
}
