import { z } from 'zod';
import { limit, position } from '../http/fields.js';

/** Which page of the trail. */
export const paging = {
  order: z
    .enum(['asc', 'desc'])
    .default('asc')
    .meta({ description: 'Oldest first, or newest first; the cursor goes on in the same direction.' }),
  limit,
  cursor: position.optional().meta({ description: 'The `next` of the page before.' }),
};
