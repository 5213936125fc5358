import type { Finding, LogChecked } from '@tokenledger/domain';
import { parseCheckpoint } from '@tokenledger/merkle/checkpoint';
import { splitNote } from '@tokenledger/merkle/split-note';
import type { ClientBase } from 'pg';
import { BrokenLog } from '../event-log/broken-log.js';
import { type Head, readHead } from '../event-log/head.js';
import { isDatabaseAway } from '../event-log/database-away.js';
import { readLogNames } from '../event-log/log-names.js';
import { type SignedLog, verifyLog } from '../event-log/verify-head.js';
import type { Replayed } from '../replay/read-model.js';
import { replay } from '../replay/replay.js';
import { verifyEntries, Wrong } from './verify-entries.js';

/** What is looked at, and what it is held to. */
export interface Evidence {
  /** Who may have signed what, as the log has it. */
  readonly vkeysIn: (db: ClientBase) => Promise<SignedLog['vkeysOf']>;
  /** The checkpoint that is kept outside the database. */
  readonly kept: () => string | undefined;
  readonly models: Replayed;
}

const MOST_FINDINGS = 20;

/**
 * Looks at everything that the database holds: the head and its signature, every stored byte, the tree, and every table
 * that is derived from the log. It changes nothing, and nobody waits for it.
 *
 * @param rest beside each second of work, this many of rest.
 */
export async function look(db: ClientBase, evidence: Evidence, rest: number): Promise<LogChecked['data']> {
  const head = await readHead(db);
  const [ofHead, { root, ofEntries }] = [await headFindings(db, evidence), await entryFindings(db, head, rest)];
  const findings = [...ofHead, ...ofEntries, ...(await modelFindings(db, evidence.models, rest))];
  return {
    size: String(head.frontier.size),
    root: root.toString('base64'),
    ok: findings.length === 0,
    findings: findings.slice(0, MOST_FINDINGS),
  };
}

async function headFindings(db: ClientBase, { vkeysIn, kept }: Evidence): Promise<readonly Finding[]> {
  try {
    const { names } = (await readLogNames(db))!;
    await verifyLog(db, { names, vkeysOf: await vkeysIn(db) }, kept());
    return [];
  } catch (error) {
    if (!(error instanceof BrokenLog)) throw error;
    return [{ of: 'head', position: null, rows: null, why: error.message }];
  }
}

/** Hashed anew, the entries come to the root that was signed; or to another, and where that begins is found. */
async function entryFindings(db: ClientBase, { frontier, checkpoint }: Head, rest: number) {
  const signed = parseCheckpoint(splitNote(checkpoint).text).root;
  try {
    const root = await verifyEntries(db, frontier.size, rest);
    if (root.equals(signed)) return { root, ofEntries: [] };
    const why = 'the events agree with their hashes, and not with the root that was signed';
    return { root, ofEntries: [{ of: 'events', position: null, rows: null, why }] };
  } catch (error) {
    if (error instanceof Wrong) return { root: signed, ofEntries: [error.finding] };
    throw error;
  }
}

async function modelFindings(db: ClientBase, models: Replayed, rest: number): Promise<readonly Finding[]> {
  const outcome = await replay(db, db, models, { rest, progress: () => undefined }).catch(unplayable);
  if (!('compared' in outcome)) return [outcome];
  const { compared } = outcome;
  return compared.flatMap(({ model, different, differences }) =>
    different === 0
      ? []
      : [{ of: model, position: null, rows: different, why: `not what the log says: ${keysOf(differences)}` }],
  );
}

/** Events that cannot be folded were changed. What exactly is wrong with one would quote it. */
function unplayable(error: unknown): Finding {
  if (isDatabaseAway(error)) throw error;
  return { of: 'events', position: null, rows: null, why: 'the events cannot be replayed' };
}

const SHOWN_KEYS = 5;

const keysOf = (differences: readonly { readonly key: string }[]): string =>
  differences
    .slice(0, SHOWN_KEYS)
    .map(({ key }) => key)
    .join(', ');
