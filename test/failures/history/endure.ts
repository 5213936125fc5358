import { concurrently } from '../../support/concurrently.js';
import { KillableDatabase } from '../../support/killable-database.js';
import { type StoredEvent, storedEvents } from '../../support/stored-events.js';
import { times } from '../../support/times.js';
import { ADMIN_PASSWORD } from '../../support/admin-password.js';
import { Client } from './client.js';
import { Faults } from './faults.js';
import type { Operation } from './operation.js';
import { Population } from './population.js';
import { Random } from './random.js';
import { Recorder, type Session } from './recorder.js';
import { SupervisedServer } from './supervised-server.js';

const CLIENTS = 16;

export interface Endurance {
  readonly seed: number;
  /** Asked before each fault, once everything has gone wrong. */
  readonly isOver: (history: readonly Operation[]) => boolean;
  /** Told of each fault, with what there is so far. */
  readonly tell: (fault: string, history: readonly Operation[]) => void;
}

export interface Endured {
  readonly history: readonly Operation[];
  readonly stored: readonly StoredEvent[];
}

/** What 16 clients were told by two servers on one database while things went wrong, and what the log says afterwards. */
export async function endure(endurance: Endurance): Promise<Endured> {
  const database = await KillableDatabase.start();
  const servers: SupervisedServer[] = [];
  try {
    const one = await SupervisedServer.start('one', database.url);
    servers.push(one);
    servers.push(await SupervisedServer.start('two', database.url, one));
    const history = await record(endurance, servers, database);
    return { history, stored: await storedEvents(database) };
  } finally {
    for (const server of servers) await server.stop();
    await database.stop();
  }
}

async function record(
  { seed, isOver, tell }: Endurance,
  servers: readonly SupervisedServer[],
  database: KillableDatabase,
): Promise<readonly Operation[]> {
  const history: Operation[] = [];
  const shared = new Population();
  const clients = await concurrently(4, times(CLIENTS), async (number) => {
    const random = new Random(seed + number);
    const recorder = new Recorder(number, await signIn(servers[number % 2]!), random, servers, history);
    return new Client(number, random, recorder, new Population(), shared);
  });
  const faults = new Faults(servers, database, new Random(seed - 1), (fault) => tell(fault, history));
  let over = false;
  const end = () => (over = true);
  const failing = faults.run(() => over || isOver(history)).finally(end);
  // A client that cannot go on ends it for all: nobody asks servers that are gone.
  const asking = clients.map((client) => client.run(() => over).finally(end));
  await Promise.allSettled([failing, ...asking]);
  await Promise.all([failing, ...asking]);
  await Promise.all(clients.map((client) => client.lookBack()));
  await clients[0]!.lookBack(shared);
  return history;
}

async function signIn({ api }: SupervisedServer): Promise<Session> {
  const body = { username: 'admin', password: ADMIN_PASSWORD };
  const { tokenId: id, token } = (await api!.ask('POST', '/v1/sessions', { body })).body;
  return { id, token };
}
