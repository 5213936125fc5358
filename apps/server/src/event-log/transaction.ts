import type { RefusalCode, State } from '@tokenledger/domain';
import { FORMAT } from '@tokenledger/domain/versions';
import type { Client, QueryConfig } from 'pg';
import { formatCheckpoint } from '@tokenledger/merkle/checkpoint';
import { grow, rootOf, type CompletedSubtree } from '@tokenledger/merkle/frontier';
import { type NoteSigner, signNote } from '@tokenledger/merkle/signed-note';
import type { Append } from './append.js';
import { arrayOf } from './array-of.js';
import { BrokenLog } from './broken-log.js';
import { Draft, type DraftedEvent, type Facts } from './draft.js';
import type { Fold, Write } from './fold.js';
import { type Head, lockHead, writeHead } from './head.js';
import { recall, remember } from './idempotency.js';
import { foundIn, type KnownLog } from './known-log.js';
import { CLOCK_SQL, toMicroseconds } from './log-time.js';
import { inOneWrite } from './in-one-write.js';
import { Receipts } from './receipts.js';
import type { Remembered } from './remembered.js';
import { verifyFrontier } from './verify-frontier.js';
import { insertion } from './rows.js';

/** What app.module hands to the log. */
export interface LogParts {
  readonly origin: string;
  /** Who signs, as the state under the lock says. Throws Refused for a server that cannot. */
  readonly signersOf: (state: State) => readonly NoteSigner[];
  readonly known: KnownLog;
  readonly remembered: Remembered;
  readonly fold: Fold;
  /** Told of every failed attempt, so that somebody can read why changes wait. */
  readonly onTrouble: (error: unknown) => void;
  /** Told how each command ended. */
  readonly onOutcome: (outcome: 'accepted' | 'replayed' | 'fault' | RefusalCode) => void;
  /** Told of every commit of events. */
  readonly onCommit: (commit: Committed) => void;
}

export interface Committed {
  readonly commands: number;
  readonly events: number;
  readonly seconds: number;
}

/** What a batch has come to, and the proofs for its events, where there are any. */
export interface Batch {
  readonly draft: Draft;
  readonly receipts: Receipts | undefined;
}

/** COMMIT was sent and its answer never came: the batch may be durable or not. Only the log itself can tell. */
export class CommitInDoubt extends Error {
  /** Private, so that no log line of the error shows what events say. */
  readonly #batch: Batch;

  constructor(batch: Batch, cause: unknown) {
    super('the answer to COMMIT was lost', { cause });
    this.#batch = batch;
  }

  get batch(): Batch {
    return this.#batch;
  }
}

/**
 * One batch: lock, read, decide, write, sign, commit. Of its draft as many outcomes are settled as commands fitted.
 *
 * It waits for the database twice: what is read is asked for together with the lock, and COMMIT is sent together with
 * what is written. Statements run in the order in which they are sent, and after the first that fails none has any
 * effect: then COMMIT rolls back.
 *
 * Dying anywhere before COMMIT leaves the log as it was; dying after it leaves everything the draft says. There is no
 * state in between, for the events, read models, frontier, checkpoint and idempotency keys are of one transaction.
 */
export async function transact(db: Client, commands: readonly Append[], parts: LogParts): Promise<Batch> {
  const { head, facts } = await lockAndRead(db, commands, parts);
  const draft = new Draft(facts, parts.fold);
  for (const command of commands) if (!draft.add(command)) break;
  if (draft.events.length === 0) {
    await db.query('rollback');
    return { draft, receipts: undefined };
  }
  const sealed = seal(head, draft, facts.origin, parts.signersOf(facts.state));
  const batch = { draft, receipts: sealed.receipts };
  await write(db, batch, [
    insertEvents(draft.events),
    ...(draft.remembered.length > 0 ? [remember(draft.remembered)] : []),
    ...acceptedRows(commands, draft, facts.state),
    ...parts.fold.write(
      facts.state,
      draft.events.map(({ event }) => event),
    ),
    ...sealed.statements,
  ]);
  return batch;
}

/** The lock comes first: only what is read after it is as it will stay. */
async function lockAndRead(
  db: Client,
  commands: readonly Append[],
  { origin, signersOf, known, remembered: remembering, fold }: LogParts,
) {
  const expected = known.expectation();
  const repeatable = commands.flatMap(({ idempotency }) => idempotency?.key ?? []);
  const answers = inOneWrite(
    db,
    () =>
      [
        db.query('begin'),
        lockHead(db),
        readStreams(db, [
          ...fold.remembered.map(({ stream }) => stream),
          ...commands.flatMap(({ streams }) => streams),
        ]),
        recall(db, repeatable),
        fold.read(db, commands),
      ] as const,
  );
  const [, head, { now, versions }, remembered, state] = await Promise.all(answers);
  expected(foundIn(head));
  await remembering.into(state, db, fold.remembered, versions);
  const signers = signersOf(state);
  verifyFrontier(head, origin, signers, known.checkpoint);
  known.checkpoint = head.checkpoint;
  const last = head.recordedAt === '' ? 0n : toMicroseconds(head.recordedAt);
  const facts: Facts = {
    origin,
    state,
    versions,
    remembered,
    nextPosition: head.frontier.size,
    // Time in the log never goes back, whatever the clock does.
    now: now > last ? now : last + 1n,
  };
  return { head, facts };
}

async function readStreams(db: Client, named: readonly string[]) {
  const streams = [...new Set(named)];
  const { rows } = await db.query<{ now: string; versions: (string | null)[] }>({
    name: 'read-streams',
    text: `select ${CLOCK_SQL} as now,
                  array(select (select max(version) from log.event e where e.stream = s.stream)
                        from unnest($1::text[]) with ordinality s(stream, n) order by n) as versions`,
    values: [arrayOf.text(streams)],
  });
  const { now, versions } = rows[0]!;
  const known = streams.flatMap((stream, i) => (versions[i] ? [[stream, BigInt(versions[i])] as const] : []));
  return { now: BigInt(now), versions: new Map(known) };
}

/** Like that of any statement of this session; and longer than ten thousand tokens take on a busy machine to end. */
const PATIENCE_MS = 6000;
const PATIENCE_MS_AN_EVENT = 2;

/** @throws CommitInDoubt when it may be durable; any other error says that it is not. */
async function write(db: Client, batch: Batch, statements: readonly Write[]): Promise<void> {
  // All of them are counted from the moment they are sent, and the last is answered when all are done.
  const own = statements.map(({ query_timeout: asked = 0 }) => asked);
  const patience = { query_timeout: Math.max(PATIENCE_MS + batch.draft.events.length * PATIENCE_MS_AN_EVENT, ...own) };
  const [commit, writes] = inOneWrite(db, () => {
    const sent = Promise.allSettled(statements.map((statement) => db.query({ ...statement, ...patience })));
    return [db.query({ text: 'commit', ...patience }), sent];
  });
  const { command } = await commit.catch(async (error: unknown) => {
    throw new CommitInDoubt(batch, (await firstFailure(writes)) ?? error);
  });
  if (command !== 'COMMIT') throw explained((await firstFailure(writes)) ?? new Error(`COMMIT answered ${command}`));
}

const TAKEN = '23505';

/** Under the lock nobody else appends: where a position is taken, somebody has put an event there who may not. */
function explained(error: unknown): unknown {
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code !== TAKEN || constraint !== 'event_pkey') return error;
  return new BrokenLog('there is an event behind the last one that was signed', { cause: error });
}

/** The one that says why; those behind it only say that there was one. */
const firstFailure = async (settled: Promise<readonly PromiseSettledResult<unknown>[]>): Promise<unknown> =>
  (await settled).find((result) => result.status === 'rejected')?.reason;

const acceptedRows = (commands: readonly Append[], draft: Draft, state: State): QueryConfig[] =>
  commands
    .flatMap(({ alongside = [] }, i) => (draft.outcomes[i]?.is === 'accepted' ? alongside : []))
    .map((row) => (typeof row === 'function' ? row(state) : row));

const insertEvents = insertion<DraftedEvent>('insert-events', 'log.event', {
  position: ['int8', ({ event }) => event.position],
  stream: ['text', ({ event }) => event.stream],
  version: ['int8', ({ version }) => version],
  entry: ['bytea', ({ entry }) => entry],
  leaf_hash: ['bytea', ({ leaf }) => leaf],
});

const insertSubtrees = insertion<CompletedSubtree>('insert-subtrees', 'log.subtree', {
  level: ['int2', ({ level }) => level],
  index: ['int8', ({ index }) => index],
  hash: ['bytea', ({ hash }) => hash],
});

/** Grows the tree by the batch and signs what it is now. The signature counts only if the transaction commits. */
function seal(before: Head, { events }: Draft, origin: string, signers: readonly NoteSigner[]) {
  const leaves = events.map(({ leaf }) => leaf);
  const { frontier, completed } = grow(before.frontier, leaves);
  const checkpoint = signNote(formatCheckpoint({ origin, size: frontier.size, root: rootOf(frontier) }), signers);
  const recordedAt = events.at(-1)!.event.recordedAt;
  const head = writeHead({ frontier, recordedAt, checkpoint, format: FORMAT });
  const receipts = new Receipts(before.frontier, events, checkpoint);
  return { receipts, statements: completed.length > 0 ? [insertSubtrees(completed), head] : [head] };
}
