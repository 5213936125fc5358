import { randomUUID } from 'node:crypto';
import type { Pool, QueryConfig } from 'pg';
import { Authority, type Question } from '../../apps/server/src/check/authority.js';
import { PermissionsInForce } from '../../apps/server/src/check/permissions-in-force.js';
import { KnownLog } from '../../apps/server/src/event-log/known-log.js';
import { startApp, type TestApp } from '../support/app.js';
import { times } from '../support/times.js';

let app: TestApp;
let admin: string;

beforeAll(async () => {
  app = await startApp();
  admin = await app.api.signIn();
});

afterAll(() => app?.close());

const issue = async (more: object = {}): Promise<{ id: string; token: string }> =>
  (await app.api.post('/v1/tokens', admin, { name: randomUUID(), ...more })).body;

type Answered = { rows: Record<string, unknown>[] };

/** The pool, and what is done to its answers; it says what was asked. */
function watched(change: (answer: Answered) => unknown = () => undefined) {
  const statements: QueryConfig[] = [];
  const query = async (statement: QueryConfig) => {
    statements.push(statement);
    const answer = await app.ledger.pool.query(statement);
    await change(answer);
    return answer;
  };
  const authority = new Authority(
    { query } as unknown as Pick<Pool, 'query'>,
    app.ledger.known,
    new PermissionsInForce(app.ledger.pool),
  );
  return { authority, statements };
}

const unknown = (): Question => ({ id: randomUUID() });

describe('questions', () => {
  it('are answered each with its own token, by id and by digest, and the unknown with none', async () => {
    const { authority, statements } = watched();
    const tokens = [
      await issue(),
      await issue({ format: 'opaque' }),
      await issue({ expiresIn: 60, scopes: ['tokens:get'] }),
    ];
    const { rows } = await app.ledger.pool.query(
      `select encode(secret_digest, 'hex') as digest from state.tokens where id = $1`,
      [tokens[1]!.id],
    );
    const secretDigest: string = rows[0].digest;
    const questions = [
      ...tokens.map(({ id }) => ({ id })),
      unknown(),
      { secretDigest },
      { secretDigest: '00'.repeat(32) },
    ];
    const found = await Promise.all(questions.map((question) => authority.ask(question)));
    expect(found.map(({ token }) => token?.id)).toEqual([
      ...tokens.map(({ id }) => id),
      undefined,
      tokens[1]!.id,
      undefined,
    ]);
    expect(found.map(({ token }) => token?.format)).toEqual(['jwt', 'opaque', 'jwt', undefined, 'opaque', undefined]);
    expect(found[1]!.token!.secretDigest).toBe(secretDigest);
    expect(found[0]!.token!.secretDigest).toBeNull();
    expect(found[2]!.token).toMatchObject({ scopes: ['tokens:get'], status: 'live', ownerStatus: 'active' });
    expect(statements).toHaveLength(1);
  });

  it('of one moment share a statement; one asked while it is away goes into the next', async () => {
    const { authority, statements } = watched();
    const first = Promise.all(times(3).map(() => authority.ask(unknown())));
    await Promise.resolve();
    await Promise.resolve();
    expect(statements).toHaveLength(1);
    await Promise.all([first, ...times(3).map(() => authority.ask(unknown()))]);
    expect(statements).toHaveLength(2);
    await authority.ask(unknown());
    expect(statements).toHaveLength(3);
  });

  it('go by the thousand at most', async () => {
    const { authority, statements } = watched();
    await Promise.all(times(1001).map(() => authority.ask(unknown())));
    expect(statements).toHaveLength(2);
  });

  it('are refused where too many wait, and only then', async () => {
    const { authority } = watched();
    const asked = await Promise.allSettled(times(5002).map(() => authority.ask(unknown())));
    const refused = asked.flatMap((one) => (one.status === 'rejected' ? [one.reason.refusal.refused] : []));
    expect(refused).toEqual(['overloaded', 'overloaded']);
    expect(asked.slice(5000).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(authority.ask(unknown())).resolves.toMatchObject({ token: undefined });
  });

  it('share a failure, and the next are answered again', async () => {
    let broken = true;
    const { authority } = watched(() => {
      if (broken) throw new Error('gone');
    });
    const asked = await Promise.allSettled([authority.ask(unknown()), authority.ask(unknown())]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    await expect(authority.ask(unknown())).resolves.toMatchObject({ token: undefined });
  });
});

describe('nobody is let in', () => {
  it('by a copy', async () => {
    const { authority } = watched(({ rows }) => Object.assign(rows[0]!, { isCopy: true }));
    await expect(authority.ask(unknown())).rejects.toMatchObject({
      refusal: { refused: 'unavailable', detail: expect.stringContaining('copy') },
    });
  });

  it('by a log that has become shorter, or another', async () => {
    const { position } = await new Authority(
      app.ledger.pool,
      app.ledger.known,
      new PermissionsInForce(app.ledger.pool),
    ).ask(unknown());
    const known = new KnownLog(app.ledger.origin);
    known.grew(app.ledger.origin, position + 2n, '');
    await expect(
      new Authority(app.ledger.pool, known, new PermissionsInForce(app.ledger.pool)).ask(unknown()),
    ).rejects.toThrow(`it had ${position + 2n}`);
    const other = new KnownLog('another.test/log');
    await expect(
      new Authority(app.ledger.pool, other, new PermissionsInForce(app.ledger.pool)).ask(unknown()),
    ).rejects.toThrow('start anew');
  });
});

const SECOND = 1_000_000n;
const NOON = BigInt(Date.UTC(2026, 0, 1, 12)) * 1000n;

/** Microseconds since 1970, by the database and by the last event. */
const at = (now: bigint, recorded = '2020-01-01T00:00:00.000000Z') => ({ now: String(now), recordedAt: recorded });
const asked = async (...clocks: object[]): Promise<string[]> => {
  const { authority } = watched(({ rows }) => Object.assign(rows[0]!, clocks.shift()));
  const answers: string[] = [];
  while (clocks.length > 0) answers.push((await authority.ask(unknown())).at);
  return answers;
};

describe('time', () => {
  it('is that of the database', async () => {
    expect(await asked(at(NOON), at(NOON + SECOND))).toEqual([
      '2026-01-01T12:00:00.000000Z',
      '2026-01-01T12:00:01.000000Z',
    ]);
  });

  it('never runs back', async () => {
    expect(await asked(at(NOON + SECOND), at(NOON))).toEqual([
      '2026-01-01T12:00:01.000000Z',
      '2026-01-01T12:00:01.000000Z',
    ]);
  });

  it('is not behind the last event', async () => {
    expect(await asked(at(NOON, '2026-01-01T12:00:02.000000Z'))).toEqual(['2026-01-01T12:00:02.000000Z']);
  });
});
