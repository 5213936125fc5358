import type { ClientBase } from 'pg';
import { lockHead } from '../event-log/head.js';
import { type ReadModel, SHADOW } from './read-model.js';
import type { Shadow } from './shadow.js';

/**
 * Puts what the log says in the place of every row that says something else, in one commit: whoever dies before it has
 * changed nothing. Commands wait meanwhile, for the head is locked.
 */
export async function replace(db: ClientBase, shadow: Shadow, models: readonly ReadModel[]): Promise<void> {
  await db.query('begin');
  await lockHead(db);
  await db.query('select from views.cursor for update');
  await shadow.follow(db, { rest: 0, progress: () => undefined });
  for (const model of models) {
    await db.query(`delete from ${model.schema}.${model.table} live where not exists (${same(model)})`);
    await db.query(missing(model));
  }
  await db.query('commit');
}

const same = ({ table, key, within = 'true' }: ReadModel): string =>
  `select from ${SHADOW}.${table} log
   where log.${key} = live.${key} and row(log.*) is not distinct from row(live.*) and ${within}`;

const missing = ({ schema, table, key, within = 'true' }: ReadModel): string =>
  `insert into ${schema}.${table} select * from ${SHADOW}.${table} log
   where not exists (select from ${schema}.${table} live where live.${key} = log.${key}) and ${within}`;
