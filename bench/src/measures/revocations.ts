import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../client.js';
import type { Figure } from '../figure.js';
import { startIssuing } from '../issuing.js';
import { percentile } from '../median.js';
import type { World } from '../world.js';

const DELETIONS = 40;
const PAUSE_MS = 150;
const REVOKERS = 8;
const OTHERS = 16;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** How much longer than the deletion before it a revocation takes, while others issue and delete. */
export async function revocations(world: World): Promise<Figure[]> {
  const { ledger, progress } = world;
  progress.say('revocations: making the tokens');
  const owners = await ledger.ask<string[]>({ do: 'register', count: DELETIONS });
  await ledger.ask({ do: 'seed', owners, tokensEach: 1000 });
  const issuing = await startIssuing(world, OTHERS);
  const deleted: Span[] = [];
  const finished = new AbortController();
  const deleting = (async () => {
    for (const [i, owner] of owners.entries()) {
      progress.say(`revocations: beside deletion ${i} of ${DELETIONS}`);
      deleted.push(await span(() => ask(world, 'DELETE', `/v1/users/${owner}`)));
      await sleep(PAUSE_MS);
    }
  })().finally(() => finished.abort());
  const revoked: Span[] = [];
  const revoker = async (owner: string): Promise<void> => {
    for (let i = 0; !finished.signal.aborted; i++) {
      const { body } = await ask(world, 'POST', '/v1/tokens', { name: `to revoke ${i}`, owner });
      revoked.push(await span(() => ask(world, 'POST', `/v1/tokens/${body.id}/revoke`)));
    }
  };
  await Promise.all((await ledger.ask<string[]>({ do: 'register', count: REVOKERS })).map(revoker));
  await deleting;
  await issuing.stop();
  const beyond = revoked.map((one) => one.to - one.from - overlap(one, deleted));
  return [
    {
      measure: 'revoke beside issues and deletions of 1,000 tokens, beyond the deletion: p99',
      value: percentile(beyond, 0.99),
      unit: 'ms',
      bar: { below: 50 },
      of: `${revoked.length} revocations`,
    },
  ];
}

async function span(work: () => Promise<unknown>): Promise<Span> {
  const from = performance.now();
  await work();
  return { from, to: performance.now() };
}

/** The time within `one` in which a deletion was under way. */
const overlap = (one: Span, deleted: readonly Span[]): number =>
  deleted.reduce((sum, { from, to }) => sum + Math.max(Math.min(one.to, to) - Math.max(one.from, from), 0), 0);
