import { ask } from '../client.js';
import type { Figure } from '../figure.js';
import { interleaved } from '../interleaved.js';
import { load } from '../load.js';
import { seedTokens } from '../seed-tokens.js';
import { PUBLIC_URL } from '../server-process.js';
import type { World } from '../world.js';

const CONNECTIONS = 64;
const ASKED_FOR = 256;

/** How much of an empty route's rate is left when the route answers whether a token is good. */
export async function checks(world: World): Promise<Figure[]> {
  await seedTokens(world, 100_000);
  const tokens = await issueTokens(world);
  const { progress, server } = world;
  const authorization = `Bearer ${world.admin}`;
  let asked = 0;
  const at = (path: string, headers = {}) => ({ url: `${server.url}${path}`, connections: CONNECTIONS, headers });
  const rates = await interleaved(progress, {
    'empty route': (ms) => load({ ...at('/health/live'), ms }),
    introspect: (ms) =>
      load({
        ...at('/oauth2/introspect', { authorization, 'content-type': 'application/x-www-form-urlencoded' }),
        ms,
        method: 'POST',
        body: () => `token=${tokens[asked++ % ASKED_FOR]}`,
      }),
    check: (ms) => load({ ...at(`/oauth2/auth?audience=${PUBLIC_URL}`, { authorization }), ms }),
  });
  const share = (measure: 'introspect' | 'check', name: string): Figure => ({
    measure: name,
    value: rates[measure] / rates['empty route'],
    unit: '×',
    bar: { least: 0.5 },
    of: `${Math.round(rates[measure])}/s against ${Math.round(rates['empty route'])}/s of an empty route`,
  });
  return [
    share('introspect', 'introspect one of 100,000 JWTs, 64 connections'),
    share('check', 'the check alone, 64 connections'),
  ];
}

async function issueTokens(world: World): Promise<string[]> {
  const [owner] = await world.ledger.ask<string[]>({ do: 'register', count: 1 });
  const tokens: string[] = [];
  for (let i = 0; i < ASKED_FOR; i++)
    tokens.push((await ask(world, 'POST', '/v1/tokens', { name: `asked for ${i}`, owner })).body.token);
  return tokens;
}
