import type { Sealed } from '../event.js';
import { type Instant, secondsLater } from '../instant.js';
import type { Caller } from '../policy/standing.js';
import { PLACES_FOR_SESSIONS } from '../policy/token-policy.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import type { TokenFormat } from '../token.js';
import { lifetimeOf, refuseIssuing } from '../user/issue-token.js';
import type { TokenIssued } from '../user/user.events.js';
import { tokenEvent } from '../user/user-event.js';
import { existingProject, roleOf, roleSubject } from './project.js';
import { rolePowers } from './role-powers.js';

export interface IssueRoleToken {
  readonly tokenId: string;
  readonly projectId: string;
  readonly role: string;
  readonly format: TokenFormat;
  /** Whole seconds; 0 or absent: what the policy gives by default. */
  readonly expiresIn: number | 'never' | undefined;
  readonly audience: string;
  readonly secretDigest: string | null;
  readonly nameDigest: string;
  readonly personal: readonly Sealed<'name' | 'description'>[];
}

/** A token of a role: nobody's, and no wider than whoever issues it. `by` is undefined once they hold nothing any more. */
export function issueRoleToken(
  state: State,
  command: IssueRoleToken,
  by: Caller | undefined,
  at: Instant,
): Decision<TokenIssued> {
  const { tokenId, projectId, role, format, expiresIn, audience, secretDigest, nameDigest, personal } = command;
  const project = existingProject(state, projectId);
  const told = project && roleOf(project, role);
  if (!project || !told) return refuse('not_found', 'There is no such role of such a project.');
  if (by?.token.kind !== 'session') return refuse('forbidden', 'Only somebody who signed in issues tokens.');
  const limit = state.policy.liveTokenLimit - PLACES_FOR_SESSIONS;
  const refusal = refuseIssuing(state);
  if (refusal) return refusal;
  if (project.liveTokens >= limit)
    return refuse('token_limit_reached', `The project has ${limit} live tokens, the limit.`);
  if (!by.powers.covers(rolePowers(project.name, told.rules)))
    return refuse('wider_than_held', 'The role reaches beyond what your credential may do.', '#role');
  if (state.tokenNames.has(nameDigest))
    return refuse('name_taken', 'The project has, or once had, a token of this name.', '/name');
  const lifetime = lifetimeOf(state, expiresIn);
  if (typeof lifetime === 'object' && lifetime !== null) return lifetime;
  const expiresAt = lifetime === null ? null : secondsLater(at, lifetime);
  const token = { id: tokenId, owner: projectId, kind: 'project' } as const;
  const plain = { kind: 'project', scopes: null, groups: [], role: roleSubject(project.name, role) } as const;
  const data = { ...plain, format, expiresAt, audience, secretDigest };
  return [{ ...tokenEvent('TokenIssued', token, data, personal), claim: nameDigest }];
}
