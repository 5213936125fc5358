import { z } from 'zod';
import type { Appended } from '../event-log/append.js';
import { firstOf } from '../event-log/first-of.js';
import { shownPosition } from '../http/shown.js';

export const ChangedPassword = z
  .object({
    endedSessions: z.int().meta({ description: 'Sessions that ended with the old password.' }),
    endedTokens: z.int().meta({ description: 'Access tokens that ended with it.' }),
    position: shownPosition,
  })
  .meta({ id: 'ChangedPassword', description: 'From now on the account signs in with the new password alone.' });
export type ChangedPassword = z.output<typeof ChangedPassword>;

export function changedPassword(appended: Appended): ChangedPassword {
  const { data, position } = firstOf(appended, 'PasswordChanged');
  const { endedSessions, endedTokens } = data;
  return { endedSessions, endedTokens, position: String(position) };
}
