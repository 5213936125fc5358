import type { Server } from 'node:net';

/**
 * Who has connected is known to the system before the server has let them in; they would be cut off, unheard, by a server
 * that stops listening. Lets them in until nobody waits, or for as long as is given.
 */
export async function letInWaiting(server: Server, patience: number): Promise<void> {
  let came = true;
  const come = () => (came = true);
  server.on('connection', come);
  for (const end = Date.now() + patience; came && Date.now() < end; ) {
    await turn();
    came = false;
    await turn();
  }
  server.off('connection', come);
}

/** Of the event loop. In each, one connection is let in at most. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
