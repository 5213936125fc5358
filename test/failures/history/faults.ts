import { setTimeout as sleep } from 'node:timers/promises';
import type { KillableDatabase } from '../../support/killable-database.js';
import type { Random } from './random.js';
import type { SupervisedServer } from './supervised-server.js';

const HOUR_MS = 3_600_000;

/** One thing that goes wrong; it is over, and mended, when `happens` resolves. */
interface Fault {
  readonly name: string;
  /** What it happens to; one thing at a time. */
  readonly to: object;
  readonly happens: () => Promise<unknown>;
}

function faultsOfServer(server: SupervisedServer, random: Random): Fault[] {
  const { name, proxy } = server;
  const commit = async () => proxy.trap('commit\0', random.pick(['unsent', 'sent', 'answered']));
  const silence = async () => {
    proxy.silence();
    await sleep(random.between(500, 7000));
    proxy.restore();
  };
  return [
    { name: `kill -9 of server ${name}`, to: server, happens: () => server.kill() },
    { name: `server ${name} stopped for 5 s`, to: server, happens: () => server.freeze(5) },
    { name: `a reset in the midst of a COMMIT of server ${name}`, to: {}, happens: commit },
    { name: `silence between server ${name} and the database`, to: proxy, happens: silence },
    {
      name: `another time on the clock of server ${name}`,
      to: {},
      happens: async () => server.shiftClock(Math.round(random.between(-HOUR_MS, HOUR_MS))),
    },
  ];
}

function faultsOfDatabase(database: KillableDatabase, random: Random): Fault[] {
  return [
    { name: 'kill -9 of the database', to: database, happens: () => database.kill() },
    { name: 'the database stopped', to: database, happens: () => database.freeze(random.between(1, 7)) },
    {
      name: 'another time on the clock of the database',
      to: database,
      happens: () => database.shiftClock(random.between(-HOUR_MS, HOUR_MS)),
    },
  ];
}

/** Every few seconds something goes wrong, in an order that the seed gives: everything once before anything twice. */
export class Faults {
  private readonly underWay = new Map<object, Promise<unknown>>();
  private readonly all: readonly Fault[];

  constructor(
    servers: readonly SupervisedServer[],
    database: KillableDatabase,
    private readonly random: Random,
    private readonly tell: (fault: string) => void,
  ) {
    this.all = [...servers.flatMap((server) => faultsOfServer(server, random)), ...faultsOfDatabase(database, random)];
  }

  /** Until it is over and everything has happened; then until all of it is mended. */
  async run(isOver: () => boolean): Promise<void> {
    do
      for (const fault of this.random.shuffled(this.all)) {
        await sleep(this.random.between(500, 3500));
        await this.begin(fault);
      }
    while (!isOver());
    await Promise.all(this.underWay.values());
  }

  /** Waits for what happens to the same thing, and for nothing else: faults overlap. */
  private async begin({ name, to, happens }: Fault): Promise<void> {
    await this.underWay.get(to);
    this.tell(name);
    const ended = happens();
    // Whoever waits for it is told.
    ended.catch(() => undefined);
    this.underWay.set(to, ended);
  }
}
