import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';
import { builtInPermissions } from '@tokenledger/domain';
import type { Pool, QueryConfig } from 'pg';
import { KnownLog } from '../event-log/known-log.js';
import { Authority, type Question } from './authority.js';

const ORIGIN = 'ours.test/log';
const TOKEN = { id: '11111111-1111-4111-8111-111111111111', secretDigest: null };
const OPAQUE = { id: '22222222-2222-4222-8222-222222222222', secretDigest: 'ab'.repeat(32) };
const LOG = {
  position: '41',
  origin: ORIGIN,
  now: '1767268800000000',
  recordedAt: '2026-01-01T11:00:00.000000Z',
  isCopy: false,
  permissions: null,
};
const NONE = builtInPermissions();
const RULES = { since: async () => NONE };

interface Sent {
  readonly values: unknown[];
  readonly answer: (log?: object, ...tokens: object[]) => void;
  readonly fail: (error: unknown) => void;
}

/** A way to the database on which each answer comes when the spec says so. */
function asking(known = new KnownLog(ORIGIN)) {
  const sent: Sent[] = [];
  const query = ({ values }: QueryConfig) =>
    new Promise((resolve, reject) => {
      const answer = (log: object = {}, ...tokens: object[]) => resolve({ rows: [{ ...LOG, ...log }, ...tokens] });
      sent.push({ values: values!, answer, fail: reject });
    });
  return { authority: new Authority({ query } as unknown as Pick<Pool, 'query'>, known, RULES), sent };
}

const byId: Question = { id: TOKEN.id };
const byDigest: Question = { secretDigest: OPAQUE.secretDigest };

it('questions of one moment share a statement, and each gets its own token', async () => {
  const { authority, sent } = asking();
  const asked = Promise.all([authority.ask(byId), authority.ask(byDigest), authority.ask({ id: OPAQUE.id })]);
  await turnOfTheEventLoop();
  expect(sent).toHaveLength(1);
  sent[0]!.answer({}, TOKEN, OPAQUE);
  const standing = { position: 41n, at: '2026-01-01T12:00:00.000000Z', permissions: await RULES.since() };
  expect(await asked).toEqual([TOKEN, OPAQUE, OPAQUE].map((token) => ({ ...standing, token })));
});

it('a token that is not there is none, though others are', async () => {
  const { authority, sent } = asking();
  const asked = Promise.all([authority.ask(byId), authority.ask(byDigest)]);
  await turnOfTheEventLoop();
  sent[0]!.answer({}, OPAQUE);
  expect((await asked).map(({ token }) => token)).toEqual([undefined, OPAQUE]);
});

it('one statement is under way at a time; what is asked meanwhile goes into the next, and is answered by that', async () => {
  const { authority, sent } = asking();
  const first = authority.ask(byId);
  await turnOfTheEventLoop();
  const others = Promise.all([authority.ask(byId), authority.ask(byDigest)]);
  await turnOfTheEventLoop();
  expect(sent).toHaveLength(1);
  sent[0]!.answer({ position: '41' });
  expect((await first).position).toBe(41n);
  await turnOfTheEventLoop();
  expect(sent).toHaveLength(2);
  sent[1]!.answer({ position: '42' });
  expect((await others).map(({ position }) => position)).toEqual([42n, 42n]);
  const last = authority.ask(byId);
  await turnOfTheEventLoop();
  expect(sent).toHaveLength(3);
  sent[2]!.answer({ position: '42' });
  await last;
});

it('a failure is that of all who shared it, and of nobody else', async () => {
  const { authority, sent } = asking();
  const asked = Promise.allSettled([authority.ask(byId), authority.ask(byDigest)]);
  await turnOfTheEventLoop();
  const reason = new Error('gone');
  sent[0]!.fail(reason);
  expect(await asked).toEqual([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ]);
  const next = authority.ask(byId);
  await turnOfTheEventLoop();
  sent[1]!.answer({}, TOKEN);
  expect((await next).token).toEqual(TOKEN);
});

it('they go by the thousand, and no more than five thousand wait', async () => {
  const { authority, sent } = asking();
  const first = authority.ask(byId);
  await turnOfTheEventLoop();
  const waiting = Promise.all(Array.from({ length: 5000 }, () => authority.ask(byId)));
  await expect(authority.ask(byId)).rejects.toMatchObject({
    refusal: { refused: 'overloaded', detail: expect.stringMatching(/^[A-Z].*\.$/) },
  });
  for (let n = 0; n < 6; n++) {
    sent[n]!.answer();
    await turnOfTheEventLoop();
  }
  expect((await waiting).length + 1).toBe(5001);
  await first;
  expect(sent).toHaveLength(6);
});

const answered = async (log: object, known?: KnownLog) => {
  const { authority, sent } = asking(known);
  const asked = authority.ask(byId);
  await turnOfTheEventLoop();
  sent[0]!.answer(log, TOKEN);
  return asked;
};

describe('nobody is let in', () => {
  it('by a copy, though it has the token', async () => {
    await expect(answered({ isCopy: true })).rejects.toMatchObject({
      refusal: { refused: 'unavailable', detail: expect.stringContaining('copy') },
    });
  });

  it('by a log of another name, or of fewer events than were known when it was asked', async () => {
    await expect(answered({ origin: 'theirs.test/log' })).rejects.toThrow('start anew');
    const known = new KnownLog(ORIGIN);
    known.grew(ORIGIN, 43n, '');
    await expect(answered({ position: '41' }, known)).rejects.toThrow('has 42 events of the log; it had 43');
    await expect(answered({ position: '42' }, known)).resolves.toMatchObject({ position: 42n });
  });

  it('later than the log was: a statement that was sent before it grew may be answered as of then', async () => {
    const known = new KnownLog(ORIGIN);
    const { authority, sent } = asking(known);
    const asked = authority.ask(byId);
    await turnOfTheEventLoop();
    known.grew(ORIGIN, 100n, '');
    sent[0]!.answer({}, TOKEN);
    expect((await asked).token).toEqual(TOKEN);
  });
});

it('time is that of the database, but never behind the last event or an earlier answer', async () => {
  const { authority, sent } = asking();
  const told: string[] = [];
  for (const log of [
    {},
    { now: '1767268799000000' },
    { recordedAt: '2026-01-01T12:00:02.000000Z' },
    { now: '1767268803000000' },
  ]) {
    const asked = authority.ask(byId);
    await turnOfTheEventLoop();
    sent.at(-1)!.answer(log);
    told.push((await asked).at.slice(14, 19));
  }
  expect(told).toEqual(['00:00', '00:00', '00:02', '00:03']);
});
