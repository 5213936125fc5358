import type { Instant } from '../instant.js';
import type { State } from '../state.js';
import { isLive } from '../token.js';
import type { TokenExpired } from './user.events.js';
import { tokenEvent } from './user-event.js';

/** Counts out those of `tokenIds` whose time is over. Another server may have swept some of them a moment ago. */
export function expireTokens(state: State, tokenIds: readonly string[], at: Instant): readonly TokenExpired[] {
  return [...new Set(tokenIds)].flatMap((id) => {
    const token = state.tokens.get(id);
    if (token?.status !== 'live' || token.expiresAt === null || isLive(token, at)) return [];
    return [tokenEvent('TokenExpired', token, { expiresAt: token.expiresAt })];
  });
}
