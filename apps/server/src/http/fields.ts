import { z } from 'zod';

/** Characters are code points, as in JSON Schema, whatever they take in memory. */
const length = (value: string): number => Array.from(value).length;

/** Free text: what cannot be stored exactly as it was given is refused here, before anything else looks at it. */
export const text = (longest: number) =>
  z
    .string()
    .min(1, 'This must not be empty.')
    .refine((value) => length(value) <= longest, `This is longer than ${longest} characters.`)
    .refine((value) => !value.includes('\0'), 'The character U+0000 is not allowed.')
    .refine((value) => !/\p{Surrogate}/u.test(value), 'This is not well-formed Unicode.')
    .meta({ wire: { maxLength: longest } });

/** A password to be set. */
export const newPassword = text(200)
  .refine((value) => length(value) >= 12, 'A password has at least 12 characters.')
  .meta({ wire: { minLength: 12, maxLength: 200 } });

export const id = z.uuid('This is not an id.').toLowerCase();

/** The service that a token is meant for. */
export const audience = z
  .string('An audience is missing.')
  .regex(/^[!-~]{1,255}$/, 'An audience is 1 to 255 printable ASCII characters.');

/** How many items a page has; query parameters are text. */
export const limit = z
  .string()
  .regex(/^([1-9]\d?|[1-4]\d\d|500)$/, 'A limit is a whole number from 1 to 500.')
  .default('50')
  .transform(Number)
  .meta({ wire: { type: 'integer', minimum: 1, maximum: 500, default: 50 }, description: 'Most items of a page.' });

/** A position in the log, or -1 for before the first: decimal text of up to 18 digits. */
export const position = z
  .string()
  .regex(/^(-1|0|[1-9]\d{0,17})$/, 'This is not a position.')
  .transform((digits) => BigInt(digits));
