import type { Figure } from '../figure.js';
import { interleaved } from '../interleaved.js';
import { load } from '../load.js';
import type { World } from '../world.js';

/** Appends and issues beside the appends of a store that does nothing else. */
export async function appends({ progress, ledger, emmett, server, admin }: World): Promise<Figure[]> {
  const owners = await ledger.ask<string[]>({ do: 'register', count: 128 });
  let issued = 0;
  const body = () => JSON.stringify({ name: `over http ${issued}`, owner: owners[issued++ % owners.length] });
  const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' };
  const rates = await interleaved(progress, {
    'append, 32 callers': (ms) => ledger.ask<number>({ do: 'append', callers: 32, ms }),
    'Emmett, 32 callers': (ms) => emmett.ask<number>({ callers: 32, ms }),
    'append, 128 callers': (ms) => ledger.ask<number>({ do: 'append', callers: 128, ms }),
    'Emmett, 128 callers': (ms) => emmett.ask<number>({ callers: 128, ms }),
    'issue over HTTP, 128 callers': (ms) =>
      load({ url: `${server.url}/v1/tokens`, connections: 128, ms, method: 'POST', headers, body }),
  });
  const against = (measure: keyof typeof rates, other: keyof typeof rates, least: number): Figure => ({
    measure,
    value: rates[measure] / rates[other],
    unit: '×',
    bar: { least },
    of: `${Math.round(rates[measure])}/s against ${Math.round(rates[other])}/s of Emmett`,
  });
  return [
    against('append, 32 callers', 'Emmett, 32 callers', 2.5),
    against('append, 128 callers', 'Emmett, 128 callers', 4),
    against('issue over HTTP, 128 callers', 'Emmett, 128 callers', 1),
  ];
}
