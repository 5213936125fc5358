import { z } from 'zod';

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 };
const LARGEST = 100 * 365 * UNITS.d;

const MEANT = 'This is whole seconds, or text such as "12h" or "90d", or "never".';

/** A lifetime: seconds, or text such as "12h", "30m", "90d"; "never" where the policy allows it. */
export const duration = z.union(
  [
    z.number().int(MEANT).min(0, MEANT).max(LARGEST, MEANT),
    z.literal('never'),
    z
      .string()
      .regex(/^\d{1,9}[smhd]$/)
      .transform((text) => Number.parseInt(text, 10) * UNITS[text.at(-1) as keyof typeof UNITS])
      .refine((seconds) => seconds <= LARGEST, MEANT),
  ],
  MEANT,
);
