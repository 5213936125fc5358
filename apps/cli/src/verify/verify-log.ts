import { type Checkpoint, parseCheckpoint } from '@tokenledger/merkle/checkpoint';
import type { TreeHead } from '@tokenledger/merkle/consistency';
import { emptyFrontier, type Frontier, grow, rootOf } from '@tokenledger/merkle/frontier';
import { HASH_BYTES, leafHash } from '@tokenledger/merkle/hash';
import { NoteError } from '@tokenledger/merkle/signed-note';
import { splitNote } from '@tokenledger/merkle/split-note';
import { TILE_WIDTH, type Tile } from '@tokenledger/merkle/tile';
import { BadLog } from './bad-log.js';
import { entriesIn } from './entries-in.js';
import { EntryCheck } from './entry-check.js';
import { KeyHistory } from './key-history.js';
import type { LogSource } from './log-source.js';
import { openCheckpoint } from './open-checkpoint.js';
import { type Bundle, tilesAhead } from './tiles-ahead.js';
import { verifyWitnesses } from './verify-witnesses.js';

/** Told how many entries have been looked at, of how many. */
export type Progress = (done: bigint, size: bigint) => void;

/** What a log is held to. */
export interface Expected {
  /** One of them has signed it, or a key that it has rotated to since. */
  readonly vkeys: readonly string[];
  /** Who has to have cosigned the checkpoint. */
  readonly witnesses: readonly string[];
  /** A checkpoint of earlier, from which it has to have grown. */
  readonly since: TreeHead | undefined;
}

/**
 * Looks at every entry of a log, in memory that does not grow with it.
 *
 * @returns the checkpoint, whose root the entries come to.
 * @throws BadLog with the first position that is wrong, as far as the tiles of hashes show it.
 */
export async function verifyLog(
  source: LogSource,
  { vkeys, witnesses, since }: Expected,
  progress: Progress,
): Promise<Checkpoint> {
  const note = await source.checkpoint();
  const known = isSignedBy(note, vkeys);
  verifyWitnesses(note, witnesses);
  const checkpoint = parseCheckpoint(splitNote(note).text);
  const keys = await verifyEntries(source, checkpoint, since ? [since] : [], progress);
  // What the old key has signed is known only now: that it is of this log takes a second look. Both come to one root, so the
  // log was the same.
  if (!known) await verifyEntries(source, checkpoint, keys.wayTo(note, vkeys), progress);
  return checkpoint;
}

/**
 * False where nobody who is known has signed, as after a rotation.
 *
 * @throws BadLog for a note that is none, or is wrongly signed.
 */
function isSignedBy(note: string, vkeys: readonly string[]): boolean {
  try {
    openCheckpoint(note, vkeys);
    return true;
  } catch (error) {
    const { cause } = error as BadLog;
    if (cause instanceof NoteError && cause.code === 'unknown_key') return false;
    throw error;
  }
}

async function verifyEntries(
  source: LogSource,
  { size, root }: Checkpoint,
  past: readonly TreeHead[],
  progress: Progress,
): Promise<KeyHistory> {
  for (const { size: had } of past) if (had > size) throw new BadLog(`the log has ${size} events, and had ${had}`);
  const check = new EntryCheck();
  const keys = new KeyHistory();
  let frontier = emptyFrontier;
  for await (const bundle of tilesAhead(source, size)) {
    const leaves = verifyBundle(bundle, check, keys);
    for (const since of past) verifyPast(frontier, leaves, since);
    frontier = grow(frontier, leaves).frontier;
    progress(frontier.size, size);
  }
  if (!rootOf(frontier).equals(root))
    throw new BadLog('entries and hashes agree with each other, and not with the root that was signed');
  return keys;
}

/** The tree on its way through the size that it had is the one that was signed then. */
function verifyPast(before: Frontier, leaves: readonly Buffer[], { size, root }: TreeHead): void {
  const more = size - before.size;
  if (more <= 0n || more > BigInt(leaves.length)) return;
  if (rootOf(grow(before, leaves.slice(0, Number(more))).frontier).equals(root)) return;
  throw new BadLog(`the log has not grown from its earlier checkpoint: its first ${size} events are others`);
}

/** The leaves of a bundle, which are those that the log gives for its hashes. */
function verifyBundle({ tile, entries, hashes }: Bundle, check: EntryCheck, keys: KeyHistory): Buffer[] {
  if (hashes.length !== tile.width * HASH_BYTES)
    throw new BadLog('the tile of hashes is not as wide as it should be', first(tile));
  const leaves: Buffer[] = [];
  for (const entry of entriesIn(entries, tile)) {
    const i = leaves.length;
    keys.see(check.next(entry), first(tile) + BigInt(i));
    const leaf = leafHash(entry);
    if (!leaf.equals(hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)))
      throw new BadLog('the entry is not the one whose hash is in the tree', first(tile) + BigInt(i));
    leaves.push(leaf);
  }
  return leaves;
}

const first = ({ index }: Tile): bigint => index * BigInt(TILE_WIDTH);
