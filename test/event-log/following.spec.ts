import { INITIAL_POLICY, type PolicyChanged } from '@tokenledger/domain';
import { trail } from '../../apps/server/src/audit/trail.projection.js';
import type { Projection } from '../../apps/server/src/event-log/projection.js';
import { Projections } from '../../apps/server/src/event-log/projections.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { openTestLedger, type TestLedger } from '../support/ledger.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { expectedTrailRows, trailRows } from '../support/trail-rows.js';
import { until } from '../support/until.js';

let database: TestDatabase;
let ledger: TestLedger;
let proxy: DatabaseProxy;
const troubles: unknown[] = [];
const opened: Projections[] = [];

beforeEach(async () => {
  database = await createDatabase();
  ledger = await openTestLedger(database);
  proxy = await DatabaseProxy.to(ledger.login);
  troubles.length = 0;
});

afterEach(async () => {
  for (const projections of opened.splice(0)) await projections.onModuleDestroy();
  await proxy?.close();
  await ledger?.close();
  await database?.drop();
});

/** As a server has them, but nothing runs in the background. */
function following(projections: readonly Projection[], login = ledger.login): Projections {
  const made = new Projections({ login, pool: ledger.pool }, projections, (error) => void troubles.push(error));
  opened.push(made);
  return made;
}

const changed: PolicyChanged = {
  type: 'PolicyChanged',
  schema: 1,
  stream: 'policy',
  subject: { type: 'policy', id: 'policy' },
  data: INITIAL_POLICY,
  personal: [],
};

const append = async (count: number): Promise<void> => {
  await ledger.log.append({
    actor: { type: 'system', id: 'test' },
    permission: null,
    streams: ['policy'],
    reads: { policy: true },
    decide: () => times(count).map(() => changed),
    requestId: 'test',
  });
};

async function expectComplete(): Promise<void> {
  expect(await trailRows(database)).toEqual(await expectedTrailRows(database));
}

/** Whoever asks is refused, and then or soon it has found the event it cannot take. */
async function expectStopped(projections: Projections, name: string): Promise<void> {
  await expect(projections.catchUp(name)).rejects.toMatchObject({ refusal: { refused: 'unavailable' } });
  await until(async () => (await projections.stopping()).includes(name));
}

const positions = async () => (await trailRows(database)).map(({ position }) => position);
const sizeOfLog = async () => (await storedEvents(database)).length;

const STATEMENTS = ['views.cursor where projection', 'from log.head', 'from log.event', 'copy views.trail', 'commit'];
const CUTS = ['unsent', 'sent', 'answered'] as const;

it.each(CUTS.flatMap((cut) => ['update views.cursor', ...STATEMENTS].map((text) => [cut, text] as const)))(
  'a connection lost with a statement %s: %s',
  async (cut, text) => {
    await append(700);
    const projections = following([trail], proxy.login);
    const sprung = new Promise<void>((resolve) => proxy.trap(text, cut, resolve));
    await projections.catchUp('trail').catch(() => undefined);
    await sprung;
    expect(await projections.catchUp('trail')).toBe(BigInt(await sizeOfLog()) - 1n);
    await expectComplete();
    expect(troubles).toEqual([]);
  },
);

it('a server that freezes with the cursor in its hand holds the others for seconds, not for ever', async () => {
  await append(3);
  const frozen = new Promise<void>((resolve) => proxy.trap('for update skip locked', 'frozen', resolve));
  const stuck = following([trail], proxy.login).catchUp('trail');
  stuck.catch(() => undefined);
  await frozen;
  const other = following([trail]);
  await expect(other.catchUp('trail').catch(() => other.catchUp('trail'))).resolves.toBe(
    BigInt(await sizeOfLog()) - 1n,
  );
  await expectComplete();
  proxy.thaw();
  await stuck.catch(() => undefined);
  await expectComplete();
});

it('many at once, in many servers: each sees what was there when it asked, and one at a time writes', async () => {
  let writing = 0;
  const widths = new Set<number>();
  const write: Projection['write'] = async (db, events) => {
    widths.add(++writing);
    await trail.write(db, events).finally(() => writing--);
  };
  const servers = times(4).map(() => following([{ ...trail, write }]));
  for (const round of times(8)) {
    await append(round * 37);
    const last = BigInt(await sizeOfLog()) - 1n;
    const reached = await Promise.all(servers.flatMap((server) => times(5).map(() => server.catchUp('trail'))));
    expect(reached).toEqual(reached.map(() => last));
  }
  await expectComplete();
  expect(widths).toEqual(new Set([1]));
});

const taken = async (): Promise<number[]> =>
  (await database.query<any>('select position::int from views.taken order by 1')).map(({ position }) => position);

describe('a projection that cannot take an event', () => {
  let poison: bigint;
  /** Without a key: what is taken twice stands there twice. */
  const squeamish: Projection = {
    name: 'squeamish',
    async write(db, events) {
      const wanted = events.map(({ position }) => position);
      await db.query('insert into views.taken select unnest($1::bigint[])', [wanted.map(String)]);
      if (wanted.includes(poison)) throw new Error('not this one');
    },
  };

  beforeEach(async () => {
    await database.query(
      `insert into views.cursor values ('squeamish', -1); create table views.taken (position bigint)`,
    );
    await database.query(`grant insert on views.taken to ${ledger.login.user}`);
  });

  it('stops right before it; the others go on; lag says how far; once it can, it goes on from there', async () => {
    poison = 1201n;
    await append(1500);
    const last = BigInt(await sizeOfLog()) - 1n;
    const projections = following([trail, squeamish]);
    for (const _ of times(3)) await expectStopped(projections, 'squeamish');
    expect(await projections.catchUp('trail')).toBe(last);
    const lag = Object.fromEntries(await projections.lag());
    expect(lag).toEqual({ trail: 0n, squeamish: last - 1200n });
    expect(troubles.map(String)).toEqual([
      'Error: the projection squeamish stops before position 1201: Error: not this one',
    ]);
    expect(await taken()).toEqual(times(1201));

    poison = -1n;
    expect(await projections.catchUp('squeamish')).toBe(last);
    expect(await taken()).toEqual(times(Number(last) + 1));
    expect(await projections.stopping()).toEqual([]);
    await expectComplete();
  });

  it('is no longer stopping once another server has moved it on', async () => {
    poison = 2n;
    const older = following([squeamish]);
    await expectStopped(older, 'squeamish');
    await following([{ ...squeamish, write: async () => undefined }]).catchUp('squeamish');
    expect(await older.stopping()).toEqual([]);
    await older.catchUp('squeamish');
  });
});

it.each([
  ['in the middle', 10],
  ['at the end', 29],
])('an event that is missing %s is not passed over', async (_, missing) => {
  await append(30 - (await sizeOfLog()));
  await database.query(
    `alter table log.event disable trigger append_only; delete from log.event where position = ${missing}`,
  );
  const projections = following([trail]);
  await expectStopped(projections, 'trail');
  expect(await positions()).toEqual(times(missing));
  expect(String(troubles)).toContain(`the projection trail stops before position ${missing}:`);
});

it('bytes that do not parse are not passed over', async () => {
  await append(30);
  await database.query(
    `alter table log.event disable trigger append_only; update log.event set entry = '{' where position = 17`,
  );
  await expectStopped(following([trail]), 'trail');
  expect(await positions()).toEqual(times(17));
});

it('a cursor that is ahead of the log is not taken for the end of it', async () => {
  const projections = following([trail]);
  await projections.catchUp('trail');
  await database.query('update views.cursor set position = 1000');
  projections.onApplicationBootstrap();
  await until(async () => (await projections.stopping()).length > 0);
});
