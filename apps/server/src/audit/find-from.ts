import { type DomainEvent, type Recorded, sealedField } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { readEventsAt } from '../event-log/read-events.js';
import type { Cipher } from '../keys/cipher.js';
import { type Found, findPositions, type TrailFilter, type TrailPaging } from './find-positions.js';
import type { Network } from './network.js';

type Db = Pick<ClientBase, 'query'>;
type Event = Recorded<DomainEvent>;

/** So many events are opened for one page at most: a second of work, in steps between which others are served. */
const LOOKED_THROUGH = 10_000;
const STEP = 500;

/**
 * Like {@link findPositions}, of what came from there. An address is found by opening it: a digest to find it by would
 * outlive the erasure of the person. So a page may hold less than it could, even nothing, and yet have a next one.
 */
export async function findFrom(
  db: Db,
  cipher: Cipher,
  place: Network,
  filter: TrailFilter,
  paging: TrailPaging,
  last: bigint,
): Promise<Found> {
  const found: bigint[] = [];
  let { cursor } = paging;
  for (let looked = 0; looked < LOOKED_THROUGH; looked += STEP) {
    const { positions, next } = await findPositions(db, filter, { ...paging, limit: STEP, cursor }, last);
    found.push(...(await cameFrom(db, cipher, place, positions)));
    if (found.length > paging.limit) return pageOf(found, paging.limit);
    if (next === null) return { positions: found, next };
    cursor = next;
  }
  return { positions: found, next: cursor! };
}

function pageOf(found: readonly bigint[], limit: number): Found {
  const positions = found.slice(0, limit);
  return { positions, next: positions.at(-1)! };
}

/** Where a command came from its first event says, for all of them. */
async function cameFrom(db: Db, cipher: Cipher, place: Network, positions: readonly bigint[]): Promise<bigint[]> {
  const { rows } = await db.query<{ position: string; first: string }>({
    name: 'commands-of',
    text: `select position, command as first from views.trail where position = any($1::bigint[])`,
    values: [positions.map(String)],
  });
  const events = await readEventsAt(db, [...new Set(rows.map(({ first }) => BigInt(first)))]);
  const there = await eventsFrom(cipher, place, events);
  const commands = new Map(rows.map(({ position, first }) => [BigInt(position), BigInt(first)]));
  return positions.filter((position) => there.has(commands.get(position)));
}

async function eventsFrom(cipher: Cipher, place: Network, events: readonly Event[]): Promise<Set<bigint | undefined>> {
  const sealed = events.flatMap(({ position, subject, personal }) => {
    const ip = sealedField(personal, 'ip');
    return ip ? [{ position, subject, ip }] : [];
  });
  await cipher.prepare(sealed.map(({ ip }) => ip.kid));
  const opened = sealed.map(async ({ position, subject, ip }) => [position, await cipher.open(ip, subject)] as const);
  const addresses = await Promise.all(opened);
  return new Set(addresses.flatMap(([position, address]) => (address && place.has(address) ? position : [])));
}
