import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '@tokenledger/domain';
import { type CompletedSubtree, emptyFrontier, type Frontier, grow, rootOf } from '@tokenledger/merkle/frontier';
import { leafHash } from '@tokenledger/merkle/hash';
import type { ClientBase } from 'pg';

interface Row {
  readonly position: string;
  readonly stream: string;
  readonly version: string;
  readonly entry: Buffer;
  readonly leaf: Buffer;
}

const SLICE = 500;

/** A part of the log that is not what it should be. */
export class Wrong extends Error {
  constructor(readonly finding: Finding) {
    super(finding.why);
  }
}

const wrongAt = (position: bigint, why: string): Wrong =>
  new Wrong({ of: 'events', position: String(position), rows: null, why });

/**
 * Hashes every entry below `size` anew, and answers the root that they come to. What stands beside an entry has to be
 * what stands in it, and the tree has to be theirs.
 *
 * @param rest beside each second of work, this many of rest.
 * @throws Wrong at the first that is not.
 */
export async function verifyEntries(db: Pick<ClientBase, 'query'>, size: bigint, rest: number): Promise<Buffer> {
  let frontier = emptyFrontier;
  while (frontier.size < size) {
    const begun = performance.now();
    const rows = await readRows(db, frontier.size, size);
    if (rows.length === 0) throw wrongAt(frontier.size, 'the event is not there');
    frontier = await take(db, frontier, rows);
    if (rest > 0) await sleep((performance.now() - begun) * rest);
  }
  return rootOf(frontier);
}

async function readRows(db: Pick<ClientBase, 'query'>, from: bigint, to: bigint): Promise<readonly Row[]> {
  const { rows } = await db.query<Row>({
    name: 'read-rows',
    text: `select position, stream, version, entry, leaf_hash as leaf from log.event
           where position >= $1 and position < $2 order by position limit ${SLICE}`,
    values: [String(from), String(to)],
  });
  return rows;
}

async function take(db: Pick<ClientBase, 'query'>, before: Frontier, rows: readonly Row[]): Promise<Frontier> {
  const leaves = rows.map((row, i) => verified(row, before.size + BigInt(i)));
  const { frontier, completed } = grow(before, leaves);
  for (const subtree of completed) await verifySubtree(db, subtree);
  return frontier;
}

function verified({ position, stream, version, entry, leaf }: Row, expected: bigint): Buffer {
  if (position !== String(expected)) throw wrongAt(expected, 'the event is not there');
  const hash = leafHash(entry);
  if (!hash.equals(leaf)) throw wrongAt(expected, 'the bytes of the event are not those that were hashed');
  const said = envelopeOf(entry);
  if (said?.position !== position || said.stream !== stream || said.version !== version)
    throw wrongAt(expected, 'what stands beside the event is not what it says');
  return hash;
}

function envelopeOf(entry: Buffer): { position?: unknown; stream?: unknown; version?: unknown } | null {
  try {
    return JSON.parse(entry.toString()) as object | null;
  } catch {
    return null;
  }
}

async function verifySubtree(db: Pick<ClientBase, 'query'>, { level, index, hash }: CompletedSubtree): Promise<void> {
  const { rows } = await db.query<{ hash: Buffer }>({
    name: 'read-subtree',
    text: 'select hash from log.subtree where level = $1 and index = $2',
    values: [level, String(index)],
  });
  if (rows[0]?.hash.equals(hash)) return;
  const last = ((index + 1n) << BigInt(level)) - 1n;
  const why = `the root of the ${1n << BigInt(level)} events up to this one is not theirs`;
  throw new Wrong({ of: 'tree', position: String(last), rows: null, why });
}
