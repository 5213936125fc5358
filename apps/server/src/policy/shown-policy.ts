import { z } from 'zod';
import { shownPosition } from '../http/shown.js';

const seconds = z.int();

/** The limits that tokens are issued under. */
export const Policy = z
  .object({
    defaultLifetime: seconds.meta({ description: 'Seconds: of an access token whose issuer asks for nothing else.' }),
    maximumLifetime: seconds.meta({ description: 'Seconds: of any token.' }),
    unlimitedAllowed: z.boolean().meta({ description: 'Whether an access token may have no end at all.' }),
    sessionLifetime: seconds.meta({ description: 'Seconds.' }),
    liveTokenLimit: z.int().meta({ description: 'Live tokens that an owner may have, sessions included.' }),
    position: shownPosition.meta({ description: 'Of the change that set it. The ETag is the same.' }),
  })
  .meta({ id: 'Policy', etag: true, description: 'The limits that tokens are issued under.' });
export type Policy = z.output<typeof Policy>;
