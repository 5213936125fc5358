import type { Sealed } from '../event.js';
import { refuseUnseen, type Seen } from '../precondition.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import type { RevocationCause, Token } from '../token.js';
import { everyLiveTokenOf } from '../user/live-tokens.js';
import type { TokenRevoked } from '../user/user.events.js';
import { tokenEvent } from '../user/user-event.js';
import type { ProjectDeleted, ProjectRoleRemoved } from './project.events.js';
import { existingProject, roleOf, roleSubject } from './project.js';
import { projectEvent } from './project-event.js';

/** Ends the project and, in the same commit, each token of its roles. `state` must hold all of its live tokens. */
export function deleteProject(
  state: State,
  projectId: string,
  seen: Seen,
  reason: readonly Sealed<'reason'>[] = [],
): Decision<ProjectDeleted | TokenRevoked> {
  const project = existingProject(state, projectId);
  if (!project) return refuse('not_found', 'There is no such project.');
  const unseen = refuseUnseen(project.position, seen);
  if (unseen) return unseen;
  const tokens = everyLiveTokenOf(state, project);
  const deleted = projectEvent('ProjectDeleted', { projectId, revokedTokens: tokens.length }, reason);
  return [deleted, ...revoked(tokens, 'project_deleted')];
}

/** Ends a role and, in the same commit, each of its tokens. `state` must hold all of the project's live tokens. */
export function removeRole(
  state: State,
  projectId: string,
  role: string,
  seen: Seen,
): Decision<ProjectRoleRemoved | TokenRevoked> {
  const project = existingProject(state, projectId);
  if (!project) return refuse('not_found', 'There is no such project.');
  const unseen = refuseUnseen(project.position, seen);
  if (unseen) return unseen;
  if (!roleOf(project, role)) return refuse('not_found', 'The project has no such role.');
  const subject = roleSubject(project.name, role);
  const tokens = everyLiveTokenOf(state, project).filter((token) => token.role === subject);
  const removed = projectEvent('ProjectRoleRemoved', { projectId, role, revokedTokens: tokens.length });
  return [removed, ...revoked(tokens, 'role_removed')];
}

const revoked = (tokens: readonly Token[], cause: RevocationCause): readonly TokenRevoked[] =>
  tokens.map((token) => tokenEvent('TokenRevoked', token, { cause }));
