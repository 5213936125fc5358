import { z } from 'zod';

/** A C2SP tlog-proof, as an answer carries it. */
export const receipt = z.string().meta({
  description: 'A proof (C2SP tlog-proof) that the log says so; `npx tokenledger verify` checks it without a server.',
});
