import { randomUUID } from 'node:crypto';
import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';
import { inspect } from 'node:util';
import { type DomainEvent, deleteUser, disableUser, registerUser, userStream } from '@tokenledger/domain';
import { stdSerializers } from 'pino';
import type { Append } from '../../apps/server/src/event-log/append.js';
import type { EventLog } from '../../apps/server/src/event-log/event-log.js';
import { forgetOld } from '../../apps/server/src/event-log/idempotency.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { DatabaseProxy } from '../support/database-proxy.js';
import { openTestLedger, type TestLedger } from '../support/ledger.js';
import { type StoredEvent, storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { appendAll, appender, BY_THE_SERVER, digest, idempotent, newIds, refusal, registration } from './appender.js';

let database: TestDatabase;
let ledger: TestLedger;

beforeAll(async () => {
  database = await createDatabase();
  ledger = await openTestLedger(database);
});

afterAll(async () => {
  await ledger?.close();
  await database?.drop();
});

const registrations = (userIds: readonly string[]): Append[] => userIds.map((userId) => registration(userId));

const nothing = () => [];
const refusing = () => ({ refused: 'forbidden', detail: 'No.' }) as const;

/** A revocation of a token that never was: no fold takes it. */
function unfoldable(owner: string): DomainEvent {
  const data = { tokenId: randomUUID(), owner, cause: 'requested' } as const;
  const subject = { type: 'token', id: data.tokenId } as const;
  return { type: 'TokenRevoked', schema: 1, stream: userStream(owner), subject, data, personal: [] };
}

const eventsOf = async (...userIds: string[]): Promise<StoredEvent[]> => {
  const streams = new Set(userIds.map(userStream));
  return (await storedEvents(database)).filter(({ stream }) => streams.has(stream));
};
const rowsOf = async (...userIds: string[]): Promise<number> =>
  (await database.query('select id from state.users where id = any ($1)', [userIds])).length;
const size = async (): Promise<number> =>
  (await database.query<{ n: number }>('select size::int as n from log.head'))[0]!.n;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const IDLE_IN_TRANSACTION_SESSION_TIMEOUT = '25P03';

const fulfilled = expect.objectContaining({ status: 'fulfilled' });
const rejected = (reason: unknown) => ({ status: 'rejected', reason });

/** What one bad command about `id` does to the good ones around it: nothing. */
async function expectAlone(id: string, bad: Append, reason: unknown): Promise<void> {
  const [before, after] = [newIds(15), newIds(15)];
  const outcomes = await appendAll(ledger.log, [...registrations(before), bad, ...registrations(after)]);
  expect(outcomes).toEqual([...before.map(() => fulfilled), rejected(reason), ...after.map(() => fulfilled)]);
  const stored = await eventsOf(...before, ...after);
  expect(stored.map(({ event }) => event.data.userId)).toEqual([...before, ...after]);
  expect(stored.map(({ position }) => position)).toEqual(times(30).map((n) => stored[0]!.position + n));
  expect(await rowsOf(...before, ...after)).toBe(30);
  expect([await eventsOf(id), await rowsOf(id)]).toEqual([[], 0]);
}

describe('one bad command among thirty good ones is refused alone', () => {
  const id = randomUUID();

  it('when its entry is too large', async () => {
    const personal = [{ kid: id, field: 'username', ct: 'x'.repeat(65_536) }] as const;
    const command = { userId: id, kind: 'service', roles: [], nameDigest: 'aa', personal } as const;
    const bad = registration(id, { decide: (state) => registerUser(state, command, null) });
    await expectAlone(id, bad, refusal('too_large'));
  });

  it('when its decision throws', async () => {
    const error = new Error('a broken decision');
    const decide = () => {
      throw error;
    };
    await expectAlone(id, registration(id, { decide }), error);
  });

  it('when it writes to a stream that it did not name', async () => {
    const message = expect.stringContaining('which the command did not name');
    await expectAlone(id, registration(id, { streams: [] }), expect.objectContaining({ message }));
  });

  it('when it is about a name that is taken', async () => {
    const [first] = newIds(1);
    await ledger.log.append(registration(first!, {}, 'taken'));
    await expectAlone(id, registration(id, {}, 'taken'), refusal('name_taken'));
  });

  it('when the database rejects a row of it', async () => {
    const alongside = [
      { text: `insert into state.subject_keys (kid, wrapped, wrapped_by) values ($1, null, '')`, values: [id] },
    ];
    await expectAlone(id, registration(id, { alongside }), expect.objectContaining({ code: '23514' }));
  });

  it('when its last event cannot be folded, though its first could', async () => {
    const registered = registration(id);
    const decide: Append['decide'] = (state, at) => [
      ...(registered.decide(state, at) as DomainEvent[]),
      unfoldable(id),
    ];
    const message = expect.stringContaining('never issued');
    await expectAlone(id, { ...registered, decide }, expect.objectContaining({ message }));
  });
});

it('what a faulty command did to its own state, the next of its batch does not see', async () => {
  const [id] = newIds(1);
  await ledger.log.append(registration(id!));
  const disabling = registration(id!, { reads: { users: [id!] }, decide: (state) => disableUser(state, id!) });
  const faulty: Append['decide'] = (state, at) => [...(disabling.decide(state, at) as DomainEvent[]), unfoldable(id!)];
  const outcomes = await appendAll(ledger.log, [{ ...disabling, decide: faulty }, disabling]);
  expect(outcomes).toEqual([rejected(expect.any(Error)), fulfilled]);
  expect((await eventsOf(id!)).map(({ version, event }) => [version, event.type])).toEqual([
    [0, 'UserRegistered'],
    [1, 'UserDisabled'],
  ]);
});

it('commands of one moment share a commit', async () => {
  const ids = newIds(20);
  await appendAll(ledger.log, registrations(ids));
  expect(new Set((await eventsOf(...ids)).map(({ commit }) => commit)).size).toBe(1);
});

it('of two registrations of one name in one batch exactly the first wins', async () => {
  const [first, second] = newIds(2);
  const outcomes = await appendAll(ledger.log, [
    registration(first!, {}, 'contested'),
    registration(second!, {}, 'contested'),
  ]);
  expect(outcomes).toEqual([fulfilled, rejected(refusal('name_taken'))]);
  expect([(await eventsOf(first!)).length, (await eventsOf(second!)).length]).toEqual([1, 0]);
});

it('a name that a deletion frees is taken by the next command of the same batch, at the first attempt', async () => {
  const [before, after] = newIds(2);
  await ledger.log.append(registration(before!, {}, 'reborn'));
  const troubles = ledger.troubles.length;
  const deletion: Append = {
    ...BY_THE_SERVER,
    streams: [userStream(before!)],
    reads: { users: [before!], liveTokensOf: [before!] },
    decide: (state) => deleteUser(state, before!),
  };
  expect(await appendAll(ledger.log, [deletion, registration(after!, {}, 'reborn')])).toEqual([fulfilled, fulfilled]);
  expect(ledger.troubles.length).toBe(troubles);
  expect(await rowsOf(before!, after!)).toBe(2);
});

it('an idempotency key is forgotten after 24 hours, and not before', async () => {
  const [first, second] = [digest('old'), digest('new')];
  const insert =
    'insert into log.idempotency (key, body, first, count, created_at) values ($1, $1, 0, 1, now() - $2::interval)';
  await database.query(insert, [first, '24 hours 1 second']);
  await database.query(insert, [second, '23 hours']);
  await forgetOld(ledger.pool);
  const kept = await database.query<{ key: Buffer }>('select key from log.idempotency where key in ($1, $2)', [
    first,
    second,
  ]);
  expect(kept.map(({ key }) => key.equals(second))).toEqual([true]);
});

it('a decision for nothing writes nothing', async () => {
  const before = await size();
  const appended = await ledger.log.append(registration(randomUUID(), { decide: nothing }));
  expect(appended).toMatchObject({ events: [], replayed: false });
  expect(await size()).toBe(before);
});

it('a refused command writes nothing, not even the rows that come with it', async () => {
  const before = await size();
  const [id] = newIds(1);
  const alongside = [
    { text: `insert into state.subject_keys (kid, wrapped, wrapped_by) values ($1, '', '')`, values: [id] },
  ];
  const refused = registration(id!, { alongside, decide: refusing });
  await expect(ledger.log.append(refused)).rejects.toEqual(refusal('forbidden'));
  expect(await size()).toBe(before);
  expect(await database.query('select kid from state.subject_keys where kid = $1', [id])).toEqual([]);
});

it('a queue that is full takes nothing more, and answers that at once', async () => {
  const waiting = times(5000).map(() => ledger.log.append(registration(randomUUID(), { decide: nothing })));
  const [id] = newIds(1);
  await expect(ledger.log.append(registration(id!))).rejects.toEqual(refusal('overloaded'));
  expect((await Promise.allSettled(waiting)).every(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await eventsOf(id!)).toEqual([]);
  await expect(ledger.log.append(registration(id!))).resolves.toMatchObject({ replayed: false });
});

it('a log that is closed finishes what waits and takes nothing more', async () => {
  const log = appender(ledger);
  const ids = newIds(3);
  const waiting = appendAll(log, registrations(ids));
  const closed = log.close();
  await expect(log.append(registration(randomUUID()))).rejects.toEqual(refusal('unavailable'));
  await closed;
  expect(await waiting).toEqual(ids.map(() => fulfilled));
  expect(await eventsOf(...ids)).toHaveLength(3);
});

interface BehindProxy {
  readonly log: EventLog;
  readonly proxy: DatabaseProxy;
  readonly troubles: readonly unknown[];
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An appender behind a proxy, connected already. */
async function behindProxy(): Promise<BehindProxy> {
  const proxy = await DatabaseProxy.to(ledger.login);
  const troubles: unknown[] = [];
  const log = appender({ ...ledger, login: proxy.login }, { onTrouble: (error) => troubles.push(error) });
  await log.append(registration(randomUUID()));
  closing.push(
    () => log.close(),
    () => proxy.close(),
  );
  return { log, proxy, troubles };
}

describe('a COMMIT whose answer is lost', () => {
  it.each(['unsent', 'sent', 'committed'] as const)(
    '(%s) comes to exactly one event, and the truth is told',
    async (kind) => {
      const { log, proxy } = await behindProxy();
      for (const round of times(5)) {
        const ids = newIds(1 + round);
        proxy.trap('commit\0', kind);
        const outcomes = await appendAll(log, registrations(ids));
        expect(outcomes).toEqual(ids.map(() => fulfilled));
        const told = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value.events : []));
        const stored = await eventsOf(...ids);
        expect(stored.map(({ event }) => event.data.userId)).toEqual(ids);
        expect(told.map(({ id, position }) => [id, Number(position)])).toEqual(
          stored.map(({ event, position }) => [event.id, position]),
        );
      }
    },
  );

  it('twice in a row, once before and once after it, still comes to one event', async () => {
    const { log, proxy } = await behindProxy();
    const [id] = newIds(1);
    proxy.trap('commit\0', 'unsent');
    proxy.trap('commit\0', 'committed');
    await log.append(registration(id!));
    expect(await eventsOf(id!)).toHaveLength(1);
  });
});

it('what is logged of a lost COMMIT shows nothing of the events', async () => {
  const { log, proxy, troubles } = await behindProxy();
  const [id] = newIds(1);
  proxy.trap('commit\0', 'answered');
  await log.append(registration(id!));
  const logged = inspect(
    troubles.map((error) => stdSerializers.err(error as Error)),
    { depth: 10 },
  );
  expect(logged).toContain('the answer to COMMIT was lost');
  expect(logged).not.toContain(id!);
});

/** A database that is away for longer than a command waits. */
async function away(how: 'refuse' | 'silence'): Promise<void> {
  const { log, proxy, troubles } = await behindProxy();
  const [lost, behind, later] = newIds(3);
  const asked = performance.now();
  proxy[how]();
  const first = log.append(registration(lost!));
  await turnOfTheEventLoop();
  // Its batch is under way by now: another waits for its turn.
  const outcomes = await Promise.allSettled([first, log.append(registration(behind!))]);
  expect(outcomes).toEqual([rejected(refusal('unavailable')), rejected(refusal('unavailable'))]);
  const waited = performance.now() - asked;
  expect(waited).toBeGreaterThan(4900);
  expect(waited).toBeLessThan(15_000);
  expect(troubles).not.toEqual([]);
  proxy.restore();
  await log.append(registration(later!));
  expect([await eventsOf(lost!, behind!), (await eventsOf(later!)).length]).toEqual([[], 1]);
}

/** The database commits, and is away before anybody knows. */
async function awayInDoubt(): Promise<void> {
  const { log, proxy } = await behindProxy();
  const [id] = newIds(1);
  const command = registration(id!, idempotent(id!));
  proxy.trap('commit\0', 'committed', () => proxy.refuse());
  await expect(log.append(command)).rejects.toEqual(refusal('outcome_unknown'));
  proxy.restore();
  const again = await log.append(command);
  expect(again.replayed).toBe(true);
  expect((await eventsOf(id!)).map(({ event }) => event.id)).toEqual([again.events[0]!.id]);
}

it('a database that is away is answered for with the truth: unavailable, or unknown where it may have committed', async () => {
  await Promise.all([away('refuse'), away('silence'), awayInDoubt()]);
});

it('a clock that is set back by an hour does not make a command wait for an hour', async () => {
  const { log, proxy } = await behindProxy();
  const [lost, later] = newIds(2);
  proxy.refuse();
  const waiting = log.append(registration(lost!));
  const { now } = Date;
  Date.now = () => now() - 3_600_000;
  const [outcome] = await Promise.allSettled([waiting]);
  Date.now = now;
  expect(outcome).toEqual(rejected(refusal('unavailable')));
  proxy.restore();
  await log.append(registration(later!));
  expect([await eventsOf(lost!), (await eventsOf(later!)).length]).toEqual([[], 1]);
});

it('a server that freezes while it holds the lock stops the others only until the database ends it, and loses nothing itself', async () => {
  const { log, proxy, troubles } = await behindProxy();
  const [frozen, other] = newIds(2);
  const sprung = new Promise<void>((resolve) => proxy.trap('lock-head', 'frozen', resolve));
  const waiting = log.append(registration(frozen!));
  await sprung;
  await ledger.log.append(registration(other!));
  expect((await eventsOf(frozen!, other!)).map(({ event }) => event.stream)).toEqual([userStream(other!)]);
  proxy.thaw();
  await waiting;
  expect([troubles.length, proxy.hasHeard(IDLE_IN_TRANSACTION_SESSION_TIMEOUT)]).toEqual([1, true]);
  expect([(await eventsOf(frozen!)).length, (await eventsOf(other!)).length]).toEqual([1, 1]);
});

it('only appenders are ended for being silent', async () => {
  const { rows } = await ledger.pool.query('show idle_in_transaction_session_timeout');
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: '0' }]);
});

// The last test of this file: it leaves the log an hour ahead of the clock.
it('time in the log never goes back, whatever the clock does', async () => {
  const ahead = new Date(Date.now() + 3_600_000).toISOString().slice(0, 19);
  await database.query('update log.head set recorded_at = $1', [`${ahead}.123456Z`]);
  const [first, second, third] = newIds(3);
  await appendAll(ledger.log, [registration(first!), registration(second!)]);
  await ledger.log.append(registration(third!));
  expect((await eventsOf(first!, second!, third!)).map(({ event }) => event.recordedAt)).toEqual([
    `${ahead}.123457Z`,
    `${ahead}.123458Z`,
    `${ahead}.123459Z`,
  ]);
});
