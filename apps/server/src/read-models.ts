import { trailIn } from './audit/trail.projection.js';
import { foldIn } from './fold.js';
import { Cipher } from './keys/cipher.js';
import type { Keys } from './keys/keys.js';
import { Names } from './keys/names.js';
import { SubjectKeys } from './keys/subject-keys.js';
import type { Pool } from 'pg';
import { type Replayed, SHADOW } from './replay/read-model.js';

/** Every table that is derived from the log. Those of `aside`, the idempotency keys and the keys of persons are not. */
const MODELS = [
  { schema: 'state', table: 'users', key: 'id' },
  { schema: 'state', table: 'tokens', key: 'id' },
  { schema: 'state', table: 'policy', key: 'only_row' },
  {
    schema: 'views',
    table: 'trail',
    key: 'position',
    within: `position <= (select position from views.cursor where projection = 'trail')`,
  },
];

/** What a replay is handed of the features. `pool` is asked for the keys of persons. */
export const readModels = (keys: Keys, openedAs: string, pool: Pick<Pool, 'query'>): Replayed => ({
  models: MODELS,
  fold: foldIn(SHADOW),
  projections: [trailIn(SHADOW)],
  cipher: new Cipher(openedAs, new SubjectKeys(keys, pool)),
  names: new Names(keys),
});
