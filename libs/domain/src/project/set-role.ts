import type { Sealed } from '../event.js';
import type { Powers } from '../policy/powers.js';
import { refuseUnseen, type Seen } from '../precondition.js';
import { type Decision, refuse } from '../refusal.js';
import type { State } from '../state.js';
import type { ProjectRoleSet, RoleRule } from './project.events.js';
import { existingProject, roleOf } from './project.js';
import { projectEvent } from './project-event.js';
import { rolePowers } from './role-powers.js';
import { refuseRules } from './role-rules.js';

export interface SetRole {
  readonly projectId: string;
  readonly role: string;
  readonly rules: readonly RoleRule[];
  readonly groups: readonly string[];
  readonly description: readonly Sealed<'description'>[];
  readonly seen: Seen;
}

const MOST_ROLES = 100;

/**
 * Makes a role, or makes it another: its tokens follow at the next check. `held`: what the one who sets it may do. Nobody
 * gives what they do not hold; and to leave a prohibition out is to give.
 */
export function setRole(state: State, command: SetRole, held: Powers): Decision<ProjectRoleSet> {
  const { projectId, role, rules, groups, description, seen } = command;
  const project = existingProject(state, projectId);
  if (!project) return refuse('not_found', 'There is no such project.');
  const unseen = refuseUnseen(project.position, seen) ?? refuseRules(project.name, rules);
  if (unseen) return unseen;
  const before = roleOf(project, role);
  if (!before && project.roles.length >= MOST_ROLES)
    return refuse('invalid_request', `A project has at most ${MOST_ROLES} roles.`, '#role');
  if (before && same(before, command)) return [];
  if (!held.covers(rolePowers(project.name, rules)))
    return refuse('wider_than_held', 'The role would reach beyond what your credential may do.', '/rules');
  return [projectEvent('ProjectRoleSet', { projectId, role, rules, groups }, description)];
}

type Told = Pick<SetRole, 'rules' | 'groups'>;
const words = ({ rules, groups }: Told): string =>
  JSON.stringify([rules.map(({ resource, action, object, effect }) => [resource, action, object, effect]), groups]);
const same = (before: Told & { readonly description: Sealed | null }, wanted: SetRole): boolean =>
  before.description?.ct === wanted.description[0]?.ct && words(before) === words(wanted);
