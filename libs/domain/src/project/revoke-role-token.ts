import type { Sealed } from '../event.js';
import { epochSeconds, type Instant } from '../instant.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { isLive, type RevocationCause, type Token } from '../token.js';
import { everyLiveTokenOf } from '../user/live-tokens.js';
import type { TokenRevoked } from '../user/user.events.js';
import { tokenEvent } from '../user/user-event.js';
import { existingProject, roleOf, roleSubject } from './project.js';

export interface RevokeRoleToken {
  readonly projectId: string;
  readonly role: string;
  /** By its id, or by the second of its issue, in seconds since 1970. */
  readonly which: { readonly id: string } | { readonly issuedAt: number };
  readonly cause: RevocationCause;
  readonly reason: (tokenId: string) => readonly Sealed<'reason'>[];
}

/** Ends one token of a role. Of two that were issued in that second none is guessed. `state` must hold all of the project's. */
export function revokeRoleToken(state: State, command: RevokeRoleToken, at: Instant): Decision<TokenRevoked> {
  const { projectId, role, which, cause, reason } = command;
  const project = existingProject(state, projectId);
  if (!project || !roleOf(project, role)) return refuse('not_found', 'There is no such role of such a project.');
  const subject = roleSubject(project.name, role);
  const meant = ({ id, issuedAt }: Token) =>
    'id' in which ? id === which.id : epochSeconds(issuedAt) === which.issuedAt;
  const found = everyLiveTokenOf(state, project).filter(
    (token) => token.role === subject && isLive(token, at) && meant(token),
  );
  const [token, ...others] = found;
  if (!token) return refuse('not_found', 'The role has no such live token.');
  if (others.length > 0)
    return refuse(
      'ambiguous',
      `These were issued in that second: ${found.map(({ id }) => id).join(', ')}. Name one by its id.`,
    );
  return [tokenEvent('TokenRevoked', token, { cause }, reason(token.id))];
}
