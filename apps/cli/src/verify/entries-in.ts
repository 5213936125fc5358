import { TILE_WIDTH, type Tile } from '@tokenledger/merkle/tile';
import { BadLog } from './bad-log.js';

/**
 * The entries of a bundle, each behind its length as a 16-bit number (C2SP tlog-tiles), one after the other: what is
 * wrong with one comes before what is wrong with those behind it.
 *
 * @throws BadLog unless there are as many as the tile is wide, and nothing else.
 */
export function* entriesIn(bundle: Buffer, { index, width }: Tile): Generator<Buffer> {
  const first = index * BigInt(TILE_WIDTH);
  let at = 0;
  for (let i = 0; i < width; i++) {
    const end = at + 2 <= bundle.length ? at + 2 + bundle.readUInt16BE(at) : Number.POSITIVE_INFINITY;
    if (end > bundle.length) throw new BadLog('the entry is not there, or not all of it', first + BigInt(i));
    yield bundle.subarray(at + 2, end);
    at = end;
  }
  if (at < bundle.length) throw new BadLog('there is more than the entries of its bundle', first + BigInt(width));
}
