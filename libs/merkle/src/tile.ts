import { TILE_HEIGHT } from './frontier.js';

/**
 * A tile of the tree (C2SP tlog-tiles): at most 256 hashes of one level, each the root of a full tile of the level
 * below; those of level 0 are leaf hashes.
 */
export interface Tile {
  readonly level: number;
  readonly index: bigint;
  /** How many hashes: 256 when it is full. */
  readonly width: number;
}

/** Hashes of a tile, in order, as many as it is wide. */
export type ReadTile = (tile: Tile) => Promise<readonly Buffer[]>;

export const TILE_WIDTH = 1 << TILE_HEIGHT;

const HIGHEST_LEVEL = 63;
/** More than any log has, and few enough that all positions in them, and behind them, are 63-bit numbers. */
const MOST_TILES = 1n << 54n;

/** `x001/x234/067`: groups of three digits, all but the last marked. */
const INDEX = '(?<index>(?:x[0-9]{3}/)*[0-9]{3})';
const PARTIAL = '(?:\\.p/(?<width>[1-9][0-9]{0,2}))?';
const PATH = new RegExp(`^(?:(?<level>0|[1-9][0-9]?)|entries)/${INDEX}${PARTIAL}$`);

/** Where a tile of hashes is, below `tile/`. */
export const tilePath = ({ level, ...where }: Tile): string => `${level}/${pathOf(where)}`;

/** Where the entries are whose hashes are a tile of level 0, below `tile/`. */
export const entriesPath = (where: Omit<Tile, 'level'>): string => `entries/${pathOf(where)}`;

function pathOf({ index, width }: Omit<Tile, 'level'>): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g)!;
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

/** What a path below `tile/` asks for; undefined for any other spelling than the one that it has. */
export function parseTilePath(path: string): (Tile & { readonly of: 'hashes' | 'entries' }) | undefined {
  const { level, index, width } = PATH.exec(path)?.groups ?? {};
  if (index === undefined) return undefined;
  const where = { index: BigInt(index.replaceAll(/[x/]/g, '')), width: width ? Number(width) : TILE_WIDTH };
  const tile = { level: Number(level ?? 0), ...where };
  if (tile.index >= MOST_TILES) return undefined;
  const spelled = level === undefined ? entriesPath(where) : tilePath(tile);
  if (spelled !== path || tile.level > HIGHEST_LEVEL || (width && where.width >= TILE_WIDTH)) return undefined;
  return { ...tile, of: level === undefined ? 'entries' : 'hashes' };
}

/** How many hashes a tree of this size has at a level of tiles: roots of full tiles below. */
export const hashesAt = (level: number, size: bigint): bigint => size >> BigInt(TILE_HEIGHT * level);

/** The tile at this place that a tree of this size has, as wide as it is there; undefined where it has none. */
export function tileIn(size: bigint, level: number, index: bigint): Tile | undefined {
  const hashes = hashesAt(level, size) - index * BigInt(TILE_WIDTH);
  if (hashes <= 0n) return undefined;
  return { level, index, width: hashes < TILE_WIDTH ? Number(hashes) : TILE_WIDTH };
}
