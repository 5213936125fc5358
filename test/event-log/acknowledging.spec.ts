import { randomUUID } from 'node:crypto';
import { INITIAL_POLICY } from '@tokenledger/domain';
import { parseCheckpoint } from '@tokenledger/merkle/checkpoint';
import { leafHash } from '@tokenledger/merkle/hash';
import { verifyInclusion } from '@tokenledger/merkle/inclusion';
import { openNote } from '@tokenledger/merkle/signed-note';
import { parseTlogProof } from '@tokenledger/merkle/tlog-proof';
import type { Append, Appended } from '../../apps/server/src/event-log/append.js';
import type { EventLog } from '../../apps/server/src/event-log/event-log.js';
import { readHead } from '../../apps/server/src/event-log/head.js';
import type { Committed } from '../../apps/server/src/event-log/transaction.js';
import { logVkeys } from '../../apps/server/src/keys/log-signer.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { openTestLedger, type TestLedger } from '../support/ledger.js';
import { type StoredEvent, storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { until } from '../support/until.js';
import { appendAll, appender, BY_THE_SERVER, idempotent, newIds, refusal, registration } from './appender.js';

let database: TestDatabase;
let ledger: TestLedger;
let log: EventLog;
let outcomes: string[];
let commits: Committed[];
let troubles: unknown[];

beforeAll(async () => {
  database = await createDatabase();
  ledger = await openTestLedger(database);
});

afterAll(async () => {
  await ledger?.close();
  await database?.drop();
});

beforeEach(() => {
  [outcomes, commits, troubles] = [[], [], []];
  log = watched(ledger);
});

afterEach(() => log.close());

const watched = (to: TestLedger): EventLog =>
  appender(to, {
    onOutcome: (outcome) => outcomes.push(outcome),
    onCommit: (commit) => commits.push(commit),
    onTrouble: (error) => troubles.push(error),
  });

const last = async (): Promise<StoredEvent> => (await storedEvents(database)).at(-1)!;

const vkeys = () => logVkeys(ledger.ring.held, ledger.ring.known)({ origin: ledger.origin, size: 0n });

/** What somebody who has nothing else can tell of the proof: what it is of, and how large the log was. */
function proven(proof: string): { readonly index: bigint; readonly size: bigint; readonly entry: any } {
  const { index, extra, hashes, checkpoint } = parseTlogProof(proof);
  const { size, root } = parseCheckpoint(openNote(checkpoint, vkeys()).text);
  const leaf = leafHash(extra!);
  if (!verifyInclusion({ leaf, index, size, root }, hashes)) throw new Error('the proof does not lead to the root');
  return { index, size, entry: JSON.parse(extra!.toString()) };
}

const proofs = ({ events, receiptOf }: Appended) =>
  Promise.all(events.map(async ({ position }) => proven(await receiptOf(position))));

const idsOf = ({ events }: Appended): string[] => events.map(({ id }) => id);

const policyChanges = (count: number): Append => ({
  ...BY_THE_SERVER,
  streams: ['policy'],
  reads: { policy: true },
  decide: () =>
    times(count).map(() => ({
      type: 'PolicyChanged',
      schema: 1,
      stream: 'policy',
      subject: { type: 'policy', id: 'policy' },
      data: INITIAL_POLICY,
      personal: [],
    })),
});

it('what does not fit into a batch is the next one, and the order stays', async () => {
  const before = await last();
  const settled = await appendAll(log, [policyChanges(900), policyChanges(200), policyChanges(100)]);
  const sizes = settled.map((one) => (one.status === 'fulfilled' ? one.value.events.length : one.reason));
  expect(sizes).toEqual([900, 200, 100]);
  expect(commits).toMatchObject([
    { commands: 1, events: 900 },
    { commands: 2, events: 300 },
  ]);
  const stored = await storedEvents(database, before.position + 1);
  const told = settled.flatMap((one) => (one.status === 'fulfilled' ? idsOf(one.value) : []));
  expect(stored.map(({ event }) => event.id)).toEqual(told);
});

const alongside = (id: string) => [
  { text: `insert into state.subject_keys (kid, wrapped, wrapped_by) values ('${id}', '', '')` },
];
const refusing = () => ({ refused: 'forbidden', detail: 'No.' }) as const;

it('the rows that come with a refused command stay out, whatever its batch comes to', async () => {
  const [refused, accepted] = newIds(2);
  await appendAll(log, [
    registration(refused!, { alongside: alongside(refused!), decide: refusing }),
    registration(accepted!, { alongside: alongside(accepted!) }),
  ]);
  const rows = await database.query('select kid from state.subject_keys where kid in ($1, $2)', [refused, accepted]);
  expect(rows).toEqual([{ kid: accepted }]);
});

describe('what is acknowledged', () => {
  it('comes with proofs against the checkpoint of its own commit', async () => {
    const ids = newIds(3);
    const appended = await Promise.all(ids.map((id) => log.append(registration(id))));
    await log.append(registration(randomUUID()));
    const told = (await Promise.all(appended.map(proofs))).flat();
    const first = appended[0]!.events[0]!.position;
    expect(told.map(({ index, size }) => [index, size])).toEqual([0n, 1n, 2n].map((n) => [first + n, first + 3n]));
    expect(told.map(({ entry }) => entry.data.userId)).toEqual(ids);
    expect(appended[1]!.events).toMatchObject([{ id: told[1]!.entry.id, data: { userId: ids[1] } }]);
  });

  it('is acknowledged again as it was, with proofs against the newest checkpoint', async () => {
    const id = randomUUID();
    const command = registration(id, idempotent(id));
    const first = await log.append(command);
    await log.append(registration(randomUUID()));
    const again = await log.append(command);
    expect([first.replayed, again.replayed]).toEqual([false, true]);
    expect(idsOf(again)).toEqual(idsOf(first));
    const { frontier } = await readHead(ledger.pool);
    expect(await proofs(again)).toMatchObject([{ index: first.events[0]!.position, size: frontier.size }]);
  });

  it('is what the head of the log says: its size, its time and its checkpoint', async () => {
    const { events } = await log.append(registration(randomUUID()));
    const { position, recordedAt } = events[0]!;
    const head = await readHead(ledger.pool);
    expect([head.frontier.size, head.recordedAt]).toEqual([position + 1n, recordedAt]);
    expect(ledger.known.checkpoint).toBe(head.checkpoint);
    expect(() => ledger.known.expectation()({ size: position, origin: ledger.origin, format: 0 })).toThrow('it had');
  });
});

describe('whoever watches is told', () => {
  it('how each command ended', async () => {
    const id = randomUUID();
    const accepted = registration(id, idempotent(id));
    const taken = registration(randomUUID(), {}, id);
    await appendAll(log, [accepted, taken, accepted, registration(randomUUID(), { streams: [] })]);
    expect(outcomes).toEqual(['accepted', 'name_taken', 'replayed', 'fault']);
    expect(troubles).toEqual([]);
  });

  it('of each commit of events how many commands and events it had, and how long it took', async () => {
    const [first, second] = newIds(2);
    await appendAll(log, [registration(first!), registration(randomUUID(), {}, first), registration(second!)]);
    await log.append(registration(randomUUID(), { decide: () => [] }));
    expect(commits).toEqual([{ commands: 3, events: 2, seconds: expect.any(Number) }]);
    expect(commits[0]!.seconds).toBeGreaterThan(0);
    expect(commits[0]!.seconds).toBeLessThan(10);
  });

  it('how many wait for their turn', async () => {
    expect(log.waiting).toBe(0);
    const appended = appendAll(
      log,
      newIds(3).map((id) => registration(id)),
    );
    expect(log.waiting).toBe(3);
    await appended;
    expect(log.waiting).toBe(0);
  });
});

describe('an Idempotency-Key', () => {
  const insert = `insert into log.idempotency (key, body, first, count, created_at)
    values ($1, $2, 0, 1, now() - $3::interval)`;

  it.each([
    ['23 hours 59 minutes', true],
    ['24 hours 1 second', false],
  ])('of %s ago: replayed: %s', async (age, replayed) => {
    const id = randomUUID();
    const { idempotency } = idempotent(id);
    await database.query(insert, [idempotency.key, idempotency.body, age]);
    const first = await log.append(registration(id, { idempotency }));
    const again = await log.append(registration(id, { idempotency }));
    expect([first.replayed, again.replayed]).toEqual([replayed, true]);
    expect(idsOf(again)).toEqual(idsOf(first));
  });

  it('is no good for another request', async () => {
    const id = randomUUID();
    await log.append(registration(id, idempotent(id)));
    const other = registration(randomUUID(), idempotent(id, 'another'));
    await expect(log.append(other)).rejects.toEqual(refusal('idempotency_key_reused'));
  });

  it('whose events cannot be read at the moment is answered with no other', async () => {
    const proxy = await DatabaseProxy.to(ledger.login);
    const behind = watched({ ...ledger, login: proxy.login });
    const id = randomUUID();
    const command = registration(id, idempotent(id));
    await behind.append(command);
    proxy.trap('read-events', 'unsent');
    await expect(behind.append(command)).rejects.toEqual(refusal('unavailable'));
    expect((await behind.append(command)).replayed).toBe(true);
    await behind.close();
    await proxy.close();
  });
});

const expectFree = () => database.query(`set lock_timeout = '1s'; select size from log.head for update`);
const anything = () => registration(randomUUID());

/** What the log says while it appends nothing; once that is undone it goes on, after the one that has waited or without. */
async function stoppedBy(done: string, undone: string): Promise<unknown> {
  await log.append(anything());
  await database.query(done);
  const waiting = Promise.allSettled([log.append(anything())]);
  await until(async () => troubles.length > 0);
  await database.query(undone);
  await waiting;
  const { events } = await log.append(anything());
  expect((await last()).event.id).toBe(events[0]!.id);
  return troubles[0];
}

describe('between two batches', () => {
  it.each([
    ['events', {}],
    ['nothing', { decide: () => [] }],
  ])('the log is free for others: after %s', async (_, more) => {
    await log.append(registration(randomUUID(), more));
    await expectFree();
  });

  it('the log is free for others: after a lost COMMIT', async () => {
    const proxy = await DatabaseProxy.to(ledger.login);
    const behind = watched({ ...ledger, login: proxy.login });
    proxy.trap('commit\0', 'committed');
    await behind.append(anything());
    await expectFree();
    expect(troubles).toMatchObject([{ message: 'the answer to COMMIT was lost', cause: expect.any(Error) }]);
    await behind.close();
    await proxy.close();
  });

  it('what was durable after all when the answer to COMMIT was lost is not done again', async () => {
    const proxy = await DatabaseProxy.to(ledger.login);
    const behind = watched({ ...ledger, login: proxy.login });
    const { position } = await last();
    proxy.trap('commit\0', 'committed');
    // Nothing about it keeps it from being decided twice.
    const appended = await behind.append(policyChanges(1));
    await behind.append(anything());
    const stored = await storedEvents(database, position + 1);
    expect(stored.map(({ event }) => event.type)).toEqual(['PolicyChanged', 'UserRegistered']);
    expect(idsOf(appended)).toEqual([stored[0]!.event.id]);
    await behind.close();
    await proxy.close();
  });

  it('nobody else may put an event behind the last one', async () => {
    const { position } = await last();
    const next = `insert into log.event (position, stream, version, entry, leaf_hash)
      select position + 2, 'intruder', 0, entry, leaf_hash from log.event where position = ${position}`;
    const without = `alter table log.event disable trigger append_only;
      delete from log.event where stream = 'intruder'; alter table log.event enable trigger append_only`;
    const trouble = await stoppedBy(next, without);
    expect(String(trouble)).toBe('Error: there is an event behind the last one that was signed');
    expect((trouble as Error).cause).toMatchObject({ code: '23505' });
  });

  it('nobody else may change where it ends', async () => {
    const turned = 'update log.head set peaks = set_byte(peaks, 0, 255 - get_byte(peaks, 0))';
    expect(String(await stoppedBy(turned, turned))).toContain('is not what was signed');
  });

  it('nobody else may make the log shorter', async () => {
    const shorter = 'create table kept as select * from log.head; update log.head set size = 0, peaks = $$$$';
    const again = 'update log.head set size = kept.size, peaks = kept.peaks from kept; drop table kept';
    expect(String(await stoppedBy(shorter, again))).toContain('it had');
  });
});

const appenders = async (): Promise<number> => {
  const text = `select pid from pg_stat_activity
    where datname = current_database() and application_name = 'tokenledger appender'`;
  return (await database.query(text)).length;
};

it('a log that is closed keeps no connection', async () => {
  await log.append(registration(randomUUID()));
  const before = await appenders();
  await log.close();
  await until(async () => (await appenders()) === before - 1);
});
