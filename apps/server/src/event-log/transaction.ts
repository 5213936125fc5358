import type { RefusalCode } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { formatCheckpoint } from '../merkle/checkpoint.js';
import { grow, rootOf, type CompletedSubtree } from '../merkle/frontier.js';
import { type NoteSigner, signNote } from '../merkle/signed-note.js';
import type { Append } from './append.js';
import { Draft, type Facts } from './draft.js';
import type { Fold } from './fold.js';
import { type Head, lockHead, writeHead } from './head.js';
import { recall, remember } from './idempotency.js';
import { CLOCK_SQL, toMicroseconds } from './log-time.js';

/** What app.module hands to the log. */
export interface LogParts {
  readonly origin: string;
  readonly signer: NoteSigner;
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

/** COMMIT was sent and its answer never came: the draft may be durable or not. Only the log itself can tell. */
export class CommitInDoubt extends Error {
  /** Private, so that no log line of the error shows what events say. */
  readonly #draft: Draft;

  constructor(draft: Draft, cause: unknown) {
    super('the answer to COMMIT was lost', { cause });
    this.#draft = draft;
  }

  get draft(): Draft {
    return this.#draft;
  }
}

/**
 * One batch: lock, read, decide, write, sign, commit. Returns the draft, of which as many outcomes are settled as
 * commands fitted.
 *
 * Dying anywhere before COMMIT leaves the log as it was; dying after it leaves everything the draft says. There is no
 * state in between, for the events, read models, frontier, checkpoint and idempotency keys are of one transaction.
 */
export async function transact(db: ClientBase, commands: readonly Append[], parts: LogParts): Promise<Draft> {
  await db.query('begin');
  const head = await lockHead(db);
  const { draft, state } = await decideAll(db, head, commands, parts);
  if (draft.events.length === 0) {
    await db.query('rollback');
    return draft;
  }
  await insertEvents(db, draft);
  await remember(db, draft.remembered);
  for (const row of acceptedRows(commands, draft)) await db.query(row);
  await parts.fold.write(
    db,
    state,
    draft.events.map(({ event }) => event),
  );
  await seal(db, head, draft, parts);
  await commit(db, draft);
  return draft;
}

async function decideAll(db: ClientBase, head: Head, commands: readonly Append[], parts: LogParts) {
  const { now, versions } = await readStreams(db, commands);
  const last = head.recordedAt === '' ? 0n : toMicroseconds(head.recordedAt);
  const facts: Facts = {
    origin: parts.origin,
    state: await parts.fold.read(db, commands),
    versions,
    remembered: await recall(
      db,
      commands.flatMap(({ idempotency }) => idempotency?.key ?? []),
    ),
    nextPosition: head.frontier.size,
    // Time in the log never goes back, whatever the clock does.
    now: now > last ? now : last + 1n,
  };
  const draft = new Draft(facts, parts.fold);
  for (const command of commands) if (!draft.add(command)) break;
  return { draft, state: facts.state };
}

async function readStreams(db: ClientBase, commands: readonly Append[]) {
  const streams = [...new Set(commands.flatMap((command) => command.streams))];
  const { rows } = await db.query<{ now: string; versions: (string | null)[] }>({
    name: 'read-streams',
    text: `select ${CLOCK_SQL} as now,
                  array(select (select max(version) from log.event e where e.stream = s.stream)
                        from unnest($1::text[]) with ordinality s(stream, n) order by n) as versions`,
    values: [streams],
  });
  const { now, versions } = rows[0]!;
  const known = streams.flatMap((stream, i) => (versions[i] ? [[stream, BigInt(versions[i])] as const] : []));
  return { now: BigInt(now), versions: new Map(known) };
}

const acceptedRows = (commands: readonly Append[], draft: Draft) =>
  commands.flatMap(({ alongside = [] }, i) => (draft.outcomes[i]?.is === 'accepted' ? alongside : []));

async function insertEvents(db: ClientBase, { events }: Draft): Promise<void> {
  await db.query({
    name: 'insert-events',
    text: `insert into log.event (position, stream, version, entry, leaf_hash)
           select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bytea[], $5::bytea[])`,
    values: [
      events.map(({ event }) => String(event.position)),
      events.map(({ event }) => event.stream),
      events.map(({ version }) => String(version)),
      events.map(({ entry }) => entry),
      events.map(({ leaf }) => leaf),
    ],
  });
}

/** Grows the tree by the batch and signs what it is now. The signature counts only if the transaction commits. */
async function seal(db: ClientBase, head: Head, { events }: Draft, { origin, signer }: LogParts): Promise<void> {
  const { frontier, completed } = grow(
    head.frontier,
    events.map(({ leaf }) => leaf),
  );
  await insertSubtrees(db, completed);
  const checkpoint = signNote(formatCheckpoint({ origin, size: frontier.size, root: rootOf(frontier) }), signer);
  await writeHead(db, { frontier, recordedAt: events.at(-1)!.event.recordedAt, checkpoint });
}

async function insertSubtrees(db: ClientBase, completed: readonly CompletedSubtree[]): Promise<void> {
  if (completed.length === 0) return;
  await db.query({
    name: 'insert-subtrees',
    text: `insert into log.subtree (level, index, hash)
           select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])`,
    values: [
      completed.map(({ level }) => level),
      completed.map(({ index }) => String(index)),
      completed.map(({ hash }) => hash),
    ],
  });
}

async function commit(db: ClientBase, draft: Draft): Promise<void> {
  const { command } = await db.query('commit').catch((error: unknown) => {
    throw new CommitInDoubt(draft, error);
  });
  if (command !== 'COMMIT') throw new Error(`COMMIT was answered with ${command}`);
}
