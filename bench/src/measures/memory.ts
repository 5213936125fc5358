import { execFileSync } from 'node:child_process';
import type { Figure } from '../figure.js';
import { load } from '../load.js';
import { seedTokens } from '../seed-tokens.js';
import { PUBLIC_URL } from '../server-process.js';
import type { World } from '../world.js';

const LIVE = 1_000_000;
const EVENTS = 2_000_000;
const TOKENS_EACH = 5000;

/** The memory of a server behind which there is much. */
export async function memory(world: World): Promise<Figure[]> {
  const { ledger, progress, server, admin } = world;
  await seedTokens(world, LIVE);
  for (let size = await sizeOf(world); size < EVENTS; size = await sizeOf(world)) {
    progress.say(`${size.toLocaleString('en')} of ${EVENTS.toLocaleString('en')} events`);
    const owners = await ledger.ask<string[]>({ do: 'register', count: 4 });
    await ledger.ask({ do: 'seed', owners, tokensEach: TOKENS_EACH });
    await ledger.ask({ do: 'delete', owners });
  }
  progress.say('memory: under load');
  const headers = { authorization: `Bearer ${admin}` };
  await load({ url: `${server.url}/oauth2/auth?audience=${PUBLIC_URL}`, connections: 64, ms: 5000, headers });
  await load({ url: `${server.url}/v1/tokens?limit=100`, connections: 8, ms: 5000, headers });
  return [
    {
      measure: 'memory of the server',
      value: Number(execFileSync('ps', ['-o', 'rss=', '-p', String(server.child.pid)], { encoding: 'utf8' })) / 1024,
      unit: 'MB',
      bar: { below: 600 },
      of: `${LIVE.toLocaleString('en')} live tokens, ${(await sizeOf(world)).toLocaleString('en')} events`,
    },
  ];
}

const sizeOf = ({ ledger }: World): Promise<number> => ledger.ask<number>({ do: 'size' });
