import { ask } from './client.js';
import type { World } from './world.js';

/** Callers that issue tokens over HTTP until they are told to stop. */
export interface Issuing {
  /** How long each answer took, in milliseconds, since the last time somebody asked. */
  taken(): number[];
  stop(): Promise<void>;
}

let issued = 0;

export async function startIssuing(world: World, callers: number): Promise<Issuing> {
  const owners = await world.ledger.ask<string[]>({ do: 'register', count: callers });
  let times: number[] = [];
  const stopping = new AbortController();
  const caller = async (owner: string): Promise<void> => {
    while (!stopping.signal.aborted)
      times.push((await ask(world, 'POST', '/v1/tokens', { name: `beside ${process.pid} ${issued++}`, owner })).ms);
  };
  const running = Promise.all(owners.map(caller));
  running.catch(() => undefined);
  return {
    taken() {
      const taken = times;
      times = [];
      return taken;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
