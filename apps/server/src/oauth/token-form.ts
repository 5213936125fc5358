import { z } from 'zod';

const MISSING = 'The parameter token is missing.';

/** Names that are not known are ignored (RFC 6749 section 3.2), and so is the hint: a token says itself what it is. */
export const tokenForm = z.looseObject({
  token: z.string(MISSING).min(1, MISSING),
  token_type_hint: z.string().optional().meta({ description: 'Ignored, whatever it says.' }),
});
export type TokenForm = z.output<typeof tokenForm>;
