import { emptyFrontier, grow, rootOf, TILE_HEIGHT } from './frontier.js';
import { type PerfectSubtree, perfectSubtrees, type Roots } from './perfect-subtrees.js';
import { type ReadTile, TILE_WIDTH, tileIn } from './tile.js';

/**
 * Roots of parts of a tree of one size, from its tiles; each tile is read once.
 *
 * @throws {RangeError} when the reader returns another number of hashes than the tile has.
 */
export class Subtrees implements Roots {
  private readonly tiles = new Map<string, Promise<readonly Buffer[]>>();

  constructor(
    private readonly size: bigint,
    private readonly read: ReadTile,
  ) {}

  async root(from: bigint, to: bigint): Promise<Buffer> {
    const peaks = await Promise.all(perfectSubtrees(from, to).map((part) => this.perfect(part)));
    return rootOf({ size: to - from, peaks });
  }

  private async perfect({ level, index }: PerfectSubtree): Promise<Buffer> {
    const [tileLevel, height] = [Math.floor(level / TILE_HEIGHT), level % TILE_HEIGHT];
    const first = index << BigInt(height);
    const hashes = await this.tile(tileLevel, first / BigInt(TILE_WIDTH));
    const start = Number(first % BigInt(TILE_WIDTH));
    return rootOf(grow(emptyFrontier, hashes.slice(start, start + (1 << height))).frontier);
  }

  private tile(level: number, index: bigint): Promise<readonly Buffer[]> {
    const key = `${level}/${index}`;
    const known = this.tiles.get(key) ?? this.readTile(level, index);
    this.tiles.set(key, known);
    return known;
  }

  private async readTile(level: number, index: bigint): Promise<readonly Buffer[]> {
    const tile = tileIn(this.size, level, index);
    if (!tile) throw new RangeError(`a tree of size ${this.size} has no tile ${index} at level ${level}`);
    const hashes = await this.read(tile);
    if (hashes.length !== tile.width)
      throw new RangeError(`read ${hashes.length} tree hashes instead of ${tile.width}`);
    return hashes;
  }
}
