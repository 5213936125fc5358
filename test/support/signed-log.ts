import { generateKeyPairSync, sign } from 'node:crypto';
import { formatCheckpoint } from '@tokenledger/merkle/checkpoint';
import { emptyFrontier, grow, rootOf } from '@tokenledger/merkle/frontier';
import { leafHash } from '@tokenledger/merkle/hash';
import { signNote } from '@tokenledger/merkle/signed-note';
import type { Tile } from '@tokenledger/merkle/tile';
import { formatVkey } from '@tokenledger/merkle/verifier-key';
import canonicalize from 'canonicalize';
import { times } from './times.js';

const ORIGIN = 'log.example';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');

/** Whoever holds the key may sign whatever they like. */
export const vkey = formatVkey(ORIGIN, Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url'));

/** Entries as a log would have them; `word` tells one log from another, from position `from` on. */
export const entriesOf = (size: number, word = '', from = 0): readonly Buffer[] =>
  times(size).map((position) =>
    Buffer.from(
      canonicalize({
        v: 1,
        log: ORIGIN,
        position: String(position),
        type: position === 0 ? 'LogOpened' : 'Any',
        recordedAt: '2026-01-01T12:00:00.000000Z',
        data: { origin: ORIGIN, word: position < from ? '' : word },
      })!,
    ),
  );

/** A log of these entries, whose checkpoint is signed: what a server with this key could show. */
export function signedLog(entries: readonly Buffer[]) {
  const leaves = entries.map(leafHash);
  const { frontier, completed } = grow(emptyFrontier, leaves);
  const roots = completed.map(({ hash }) => hash);
  const head = { size: frontier.size, root: rootOf(frontier) };
  const note = signNote(formatCheckpoint({ origin: ORIGIN, ...head }), [
    { vkey, name: ORIGIN, sign: (text) => sign(null, text, privateKey) },
  ]);
  return {
    ...head,
    note,
    /** Of logs that have no third level. */
    tiles: async (tile: Tile) => within(tile.level === 0 ? leaves : roots, tile),
    checkpoint: async () => note,
    hashes: async (tile: Tile) => Buffer.concat(within(leaves, tile)),
    entries: async (tile: Tile) => Buffer.concat(within(entries, tile).flatMap((entry) => [lengthOf(entry), entry])),
  };
}

const within = <One>(all: readonly One[], { index, width }: Tile): readonly One[] =>
  all.slice(Number(index) * 256, Number(index) * 256 + width);

function lengthOf(entry: Buffer): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(entry.length);
  return bytes;
}
