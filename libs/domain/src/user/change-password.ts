import type { Sealed } from '../event.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import type { Token } from '../token.js';
import { everyLiveTokenOf } from './live-tokens.js';
import { existing } from './user.js';
import type { PasswordChanged, TokenRevoked } from './user.events.js';
import { tokenEvent, userEvent } from './user-event.js';

export interface ChangePassword {
  readonly userId: string;
  readonly passwordDigest: Sealed<'passwordDigest'>;
  /** The session that stays: the one the change was made in, if it was. */
  readonly keep: string | null;
  /** Access tokens end as well, not only the other sessions. */
  readonly revokeTokens: boolean;
}

/** `state` must hold all of the user's live tokens. */
export function changePassword(state: State, command: ChangePassword): Decision<PasswordChanged | TokenRevoked> {
  const { userId, passwordDigest, keep, revokeTokens } = command;
  const user = existing(state, userId);
  if (!user) return refuse('not_found', 'There is no such user.');
  if (user.kind === 'service') return refuse('invalid_request', 'A service account has no password.', '/password');
  const ends = ({ id, kind }: Token): boolean => (kind === 'session' ? id !== keep : revokeTokens);
  const ending = everyLiveTokenOf(state, user).filter(ends);
  return [
    userEvent('PasswordChanged', { userId }, [passwordDigest]),
    ...ending.map(({ id }) => tokenEvent('TokenRevoked', { tokenId: id, owner: userId, cause: 'password_changed' })),
  ];
}
