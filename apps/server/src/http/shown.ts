import { z } from 'zod';

// What answers are made of.

/** A position in the log is decimal text, for it outgrows a JSON number. */
export const shownPosition = z
  .string()
  .regex(/^\d+$/)
  .meta({ examples: ['42'] });

/** A moment of the log, with six digits of a second. */
export const shownInstant = z
  .string()
  .meta({ wire: { format: 'date-time' }, examples: ['2026-01-31T09:00:00.250000Z'] });

/** An id of ours. */
export const shownId = z
  .string()
  .meta({ wire: { format: 'uuid' }, examples: ['019c0de0-0000-7000-8000-000000000000'] });

/** Every list: items, the cursor of the next page (null at the end) and the last position taken into account. */
export const pageOf = <Item extends z.ZodType>(name: string, item: Item) =>
  z
    .object({
      items: z.array(item),
      next: z.string().nullable().meta({ description: 'The cursor of the next page; null at the end.' }),
      position: shownPosition.meta({ description: 'The last position of the log that the page takes into account.' }),
    })
    .meta({ id: name });
