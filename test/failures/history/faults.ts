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

type FaultOf<Victim> = (victim: Victim, random: Random) => Fault;

const OF_SERVER: readonly FaultOf<SupervisedServer>[] = [
  (server) => ({ name: `kill -9 of server ${server.name}`, to: server, happens: () => server.kill() }),
  (server) => ({ name: `server ${server.name} stopped`, to: server, happens: () => server.freeze(5) }),
  ({ name, proxy }, random) => {
    const kind = random.pick(['unsent', 'sent', 'committed'] as const);
    const happens = async () => proxy.trap('commit\0', kind);
    return { name: `a reset in the midst of a COMMIT of server ${name} (${kind})`, to: {}, happens };
  },
  ({ name, proxy }, random) => {
    const milliseconds = random.between(500, 7000);
    const happens = async () => {
      proxy.silence();
      await sleep(milliseconds);
      proxy.restore();
    };
    return { name: `silence between server ${name} and the database`, to: proxy, happens };
  },
  (server, random) => {
    const shift = Math.round(random.between(-HOUR_MS, HOUR_MS));
    return { name: `another time at server ${server.name}`, to: {}, happens: async () => server.shiftClock(shift) };
  },
];

const OF_DATABASE: readonly FaultOf<KillableDatabase>[] = [
  (database) => ({ name: 'kill -9 of the database', to: database, happens: () => database.kill() }),
  (database, random) => {
    const seconds = random.between(1, 7);
    return { name: 'the database stopped', to: database, happens: () => database.freeze(seconds) };
  },
  (database, random) => {
    const shift = random.between(-HOUR_MS, HOUR_MS);
    return { name: 'another time at the database', to: database, happens: () => database.shiftClock(shift) };
  },
];

const KINDS = OF_SERVER.length + OF_DATABASE.length;

/** Every few seconds something goes wrong, in an order that the seed gives: everything once before anything twice. */
export class Faults {
  private readonly underWay = new Map<object, Promise<unknown>>();

  constructor(
    private readonly servers: readonly SupervisedServer[],
    private readonly database: KillableDatabase,
    private readonly random: Random,
    private readonly tell: (fault: string) => void,
  ) {}

  /** Until everything has happened and it is over; then until all of it is mended. */
  async run(isOver: () => boolean): Promise<void> {
    let happened = 0;
    for (const fault of this.endless()) {
      if (happened++ >= KINDS && isOver()) break;
      await sleep(this.random.between(1500, 4500));
      await this.begin(fault);
    }
    await Promise.all(this.underWay.values());
  }

  private *endless(): Generator<Fault> {
    for (;;) {
      const ofServers = OF_SERVER.map((fault) => fault(this.random.pick(this.servers), this.random));
      const ofDatabase = OF_DATABASE.map((fault) => fault(this.database, this.random));
      yield* this.random.shuffled([...ofServers, ...ofDatabase]);
    }
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
