import type { ClientBase } from 'pg';
import { readHead } from '../event-log/head.js';
import { type Compared, compare } from './differences.js';
import type { Replayed } from './read-model.js';
import { type Pace, Shadow } from './shadow.js';

/** What the log comes to, beside what the tables say, both as of the same commit. */
export interface Outcome {
  /** How many events. */
  readonly size: bigint;
  readonly compared: readonly Compared[];
  /** Goes on from there. */
  readonly shadow: Shadow;
}

/**
 * Makes every read model again from the first event on, in a shadow, and compares. Nobody waits for it: what it sees of
 * the tables is a snapshot, which is taken when the shadow has almost caught up.
 */
export async function replay(
  db: ClientBase,
  log: Pick<ClientBase, 'query'>,
  parts: Replayed,
  pace: Pace,
): Promise<Outcome> {
  const shadow = await Shadow.make(db, parts);
  await shadow.follow(log, pace);
  await db.query('begin isolation level repeatable read');
  const { size } = (await readHead(db)).frontier;
  await shadow.follow(db, { ...pace, rest: 0 });
  if (shadow.position + 1n !== size)
    throw new Error(`${size} events were signed, and there are ${shadow.position + 1n}`);
  const compared: Compared[] = [];
  for (const model of parts.models) compared.push(await compare(db, model));
  await db.query('commit');
  return { size, compared, shadow };
}
