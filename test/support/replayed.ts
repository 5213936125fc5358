import pg from 'pg';
import { readModels } from '../../apps/server/src/read-models.js';
import { Cipher } from '../../apps/server/src/keys/cipher.js';
import { Names } from '../../apps/server/src/keys/names.js';
import { SubjectKeys } from '../../apps/server/src/keys/subject-keys.js';
import { KeyRing } from '../../apps/server/src/keys/key-ring.js';
import { loadKeys } from '../../apps/server/src/keys/key-file.js';
import { readLogNames } from '../../apps/server/src/event-log/log-names.js';
import { claimsBy } from '../../apps/server/src/replay/claims.js';
import { type Outcome, replay } from '../../apps/server/src/replay/replay.js';
import type { TestDatabase } from './database.js';

interface Log {
  readonly database: Pick<TestDatabase, 'url'>;
  readonly keysFile: string;
}

/** What the log comes to from its first event on, beside what the tables say. */
export async function replayed({ database, keysFile }: Log): Promise<Outcome> {
  const login = { connectionString: database.url };
  const [db, pool] = [new pg.Client({ ...login, pipeline: true }), new pg.Pool({ ...login, max: 1 })];
  await db.connect();
  try {
    const { opened } = (await readLogNames(db))!;
    const keys = loadKeys({ secret: undefined, file: keysFile })!;
    const cipher = new Cipher(opened.origin, new SubjectKeys(new KeyRing(keys, pool), pool));
    const parts = readModels(claimsBy(cipher, new Names(keys)));
    return await replay(db, pool, parts, { rest: 0, progress: () => undefined });
  } finally {
    await pool.end();
    await db.end();
  }
}

/** Of every table how many rows are not what the log says. */
export const differencesOf = async (log: Log): Promise<Record<string, number>> =>
  Object.fromEntries((await replayed(log)).compared.map(({ model, different }) => [model, different]));

/** When all are as the log has them. */
export const SAME = {
  'state.users': 0,
  'state.tokens': 0,
  'state.policy': 0,
  'state.integrity': 0,
  'state.keys': 0,
  'state.permissions': 0,
  'state.projects': 0,
  'views.trail': 0,
};
