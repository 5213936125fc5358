import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '../figure.js';
import { median } from '../median.js';
import { growTo } from '../seed-tokens.js';
import type { World } from '../world.js';

const ROUNDS = 3;
const LEAST = 100_000;
const PAUSE_MS = 20;

interface Cursor {
  readonly position: number;
  readonly last: number;
}

/** How fast a read model that was emptied follows the whole log again. */
export async function catchUp(world: World): Promise<Figure[]> {
  const { databaseUrl, progress } = world;
  await growTo(world, LEAST);
  const db = new pg.Client({ connectionString: databaseUrl });
  await db.connect();
  const rates: number[] = [];
  let events = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    progress.say(round === 0 ? 'catch-up: warm-up' : `catch-up: round ${round} of ${ROUNDS}`);
    const { count, seconds } = await follow(db);
    events = count;
    if (round > 0) rates.push(count / seconds);
  }
  await db.end();
  return [
    {
      measure: 'a catch-up projection follows the log',
      value: median(rates),
      unit: 'events/s',
      bar: { least: 30_000 },
      of: `${events.toLocaleString('en')} events, in batches, each with its cursor in one commit`,
    },
  ];
}

/** From the first move of the cursor, for the projection looks at the log twice a second. */
async function follow(db: pg.Client): Promise<{ count: number; seconds: number }> {
  await db.query('begin');
  await db.query(`update views.cursor set position = -1 where projection = 'trail'`);
  await db.query('truncate views.trail');
  await db.query('commit');
  let first = await cursorOf(db);
  for (; first.position < 0; first = await cursorOf(db)) await sleep(PAUSE_MS);
  const begun = performance.now();
  let now = first;
  for (; now.position < now.last; now = await cursorOf(db)) await sleep(PAUSE_MS);
  return { count: now.position - first.position, seconds: (performance.now() - begun) / 1000 };
}

async function cursorOf(db: pg.Client): Promise<Cursor> {
  const { rows } = await db.query<Cursor>(
    `select position::int, (size - 1)::int as last from views.cursor, log.head where projection = 'trail'`,
  );
  return rows[0]!;
}
