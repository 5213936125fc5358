import { z } from 'zod';

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 };
const LARGEST = 100 * 365 * UNITS.d;

const span = [
  z.number().int().min(0).max(LARGEST),
  z
    .string()
    .regex(/^\d{1,9}[smhd]$/)
    .transform((text) => Number.parseInt(text, 10) * UNITS[text.at(-1) as keyof typeof UNITS])
    .refine((seconds) => seconds <= LARGEST),
] as const;

/** A span of time: seconds, or text such as "12h", "30m", "90d". */
export const duration = z.union(span, 'This is whole seconds, or text such as "12h" or "90d".');

/** A span of time, or "never" where the policy allows it. */
export const lifetime = z.union(
  [...span, z.literal('never')],
  'This is whole seconds, or text such as "12h" or "90d", or "never".',
);
