import { trailIn } from './audit/trail.projection.js';
import { shadowFold } from './fold.js';
import type { Claims } from './replay/claims.js';
import { type Replayed, SHADOW } from './replay/read-model.js';

/** Every table that is derived from the log. Those of `aside`, the idempotency keys and the keys of persons are not. */
const MODELS = [
  { schema: 'state', table: 'users', key: 'id' },
  { schema: 'state', table: 'tokens', key: 'id' },
  { schema: 'state', table: 'policy', key: 'only_row' },
  { schema: 'state', table: 'integrity', key: 'only_row' },
  { schema: 'state', table: 'keys', key: 'id' },
  { schema: 'state', table: 'permissions', key: 'only_row' },
  { schema: 'state', table: 'projects', key: 'id' },
  {
    schema: 'views',
    table: 'trail',
    key: 'position',
    within: `position <= (select position from views.cursor where projection = 'trail')`,
  },
];

/** What a replay is handed of the features. */
export const readModels = (claims: Claims): Replayed => ({
  models: MODELS,
  fold: shadowFold(SHADOW),
  projections: [trailIn(SHADOW)],
  claims,
});
