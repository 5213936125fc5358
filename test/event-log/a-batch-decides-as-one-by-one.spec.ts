import * as fc from 'fast-check';
import type { Append, Appended } from '../../apps/server/src/event-log/append.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { endurance } from '../support/endurance.js';
import { openTestLedger, type TestLedger } from '../support/ledger.js';
import { storedEvents } from '../support/stored-events.js';
import { eventsIn, outcomeOf, rowsOf } from './batch/compared.js';
import { anyWishes, type Wish } from './batch/wishes.js';
import { leaving, World } from './batch/world.js';

const { seed, sequences } = endurance({ sequences: 50 });

/** Of a busy machine, for each sequence. */
const PATIENCE_MS = 2000;

type Settled = PromiseSettledResult<Appended>[];

interface Log extends Pick<TestDatabase, 'query'> {
  readonly append: (commands: readonly Append[]) => Promise<Settled>;
  readonly close: () => Promise<void>;
}

let batched: Log;
let single: Log;

async function openLog(appending: (ledger: TestLedger) => Log['append']): Promise<Log> {
  const database = await createDatabase();
  const ledger = await openTestLedger(database);
  const close = async () => {
    await ledger.close();
    await database.drop();
  };
  // As the superuser, each question would be a connection of its own.
  const query = async (text: string, values?: unknown[]) => (await ledger.pool.query(text, values)).rows;
  return { query, append: appending(ledger), close };
}

/** In one turn of the event loop, hence in one batch. */
const together =
  ({ log }: TestLedger) =>
  (commands: readonly Append[]): Promise<Settled> =>
    Promise.allSettled(commands.map((command) => log.append(command)));

const oneByOne =
  ({ log }: TestLedger) =>
  async (commands: readonly Append[]): Promise<Settled> => {
    const settled: Settled = [];
    for (const command of commands) settled.push(...(await Promise.allSettled([log.append(command)])));
    return settled;
  };

beforeAll(async () => {
  batched = await openLog(together);
  single = await openLog(oneByOne);
});

afterAll(async () => {
  await batched?.close();
  await single?.close();
});

const administrators = async ({ query }: Log): Promise<string[]> => {
  const all = `select id from state.users where 'admin' = any (roles) and status <> 'deleted' order by id`;
  return (await query<{ id: string }>(all)).map(({ id }) => id);
};
const sizeOf = async ({ query }: Log): Promise<number> =>
  (await query<{ size: number }>('select size::int from log.head'))[0]!.size;

interface Life {
  readonly wishes: readonly Wish[];
  readonly world: World;
  readonly commands: readonly Append[];
}

/** What a log makes of the same commands. */
async function lived(log: Log, { wishes, world, commands }: Life) {
  const former = leaving(await administrators(log));
  const beginning = await log.append([...world.beginning, ...former]);
  const from = await sizeOf(log);
  const settled = await log.append(commands);
  const stored = await storedEvents(log, from);
  return {
    commits: new Set(stored.map(({ commit }) => commit)).size,
    beginning: beginning.map(outcomeOf),
    outcomes: settled.map((one, i) => [wishes[i]!.what, outcomeOf(one)]),
    events: eventsIn(stored),
    rows: await rowsOf(world, log),
  };
}

async function expectTheSame(wishes: readonly Wish[]): Promise<void> {
  const world = new World();
  const life = { wishes, world, commands: world.planned(wishes) };
  const { commits, ...inOneBatch } = await lived(batched, life);
  const { commits: _, ...oneAfterTheOther } = await lived(single, life);
  expect(inOneBatch).toEqual(oneAfterTheOther);
  expect(commits).toBe(inOneBatch.events.length > 0 ? 1 : 0);
}

it(
  `commands that share a commit come to what they would come to one by one (seed ${seed})`,
  async () => {
    await fc.assert(fc.asyncProperty(anyWishes, expectTheSame), { seed, numRuns: sequences });
  },
  60_000 + sequences * PATIENCE_MS,
);
