import type { Sealed } from '../event.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import type { Token } from '../token.js';
import { everyLiveTokenOf } from './live-tokens.js';
import type { User } from './user.js';
import type { PasswordChanged, TokenRevoked } from './user.events.js';
import { tokenEvent, userEvent } from './user-event.js';

export interface SetPassword {
  readonly userId: string;
  readonly passwordDigest: Sealed<'passwordDigest'>;
  /** Access tokens end as well, not only sessions. */
  readonly revokeTokens: boolean;
}

/** What whoever knew the old password may hold ends with it, but the session `keep`. */
export function setPassword(
  state: State,
  user: User,
  { userId, passwordDigest, revokeTokens }: SetPassword,
  keep: string | null,
): Decision<PasswordChanged | TokenRevoked> {
  if (user.kind === 'service') return refuse('invalid_request', 'A service account has no password.', '/password');
  const ends = ({ id, kind }: Token): boolean => (kind === 'session' ? id !== keep : revokeTokens);
  const ending = everyLiveTokenOf(state, user).filter(ends);
  const endedSessions = ending.filter(({ kind }) => kind === 'session').length;
  const endedTokens = ending.length - endedSessions;
  return [
    userEvent('PasswordChanged', { userId, endedSessions, endedTokens }, [passwordDigest]),
    ...ending.map((token) => tokenEvent('TokenRevoked', token, { cause: 'password_changed' })),
  ];
}
