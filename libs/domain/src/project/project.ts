import { type Recorded, type Sealed, sealedField } from '../event.js';
import type { Instant } from '../instant.js';
import type { State } from '../state.js';
import type { TokenEvent } from '../user/user.events.js';
import type { ProjectCreated, ProjectEvent, RoleRule } from './project.events.js';

/** Tokens that belong to no person: those of its roles. Once `deleted` it stays deleted. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly status: 'active' | 'deleted';
  readonly description: Sealed | null;
  readonly roles: readonly ProjectRole[];
  /** Tokens of its roles that are neither revoked nor counted out as expired. */
  readonly liveTokens: number;
  readonly createdAt: Instant;
  readonly deletedAt: Instant | null;
  /** Position of the last event of the project's own life. */
  readonly position: bigint;
}

export interface ProjectRole {
  readonly name: string;
  readonly description: Sealed | null;
  readonly rules: readonly RoleRule[];
  readonly groups: readonly string[];
}

export const projectStream = (id: string): string => `project-${id}`;
export const isOfProject = ({ stream }: { readonly stream: string }): boolean => stream.startsWith('project-');

/** Whom a role's tokens speak for, as Argo CD's clients read it. */
export const roleSubject = (project: string, role: string): string => `proj:${project}:${role}`;

/** The project if it still exists. */
export function existingProject({ projects }: State, id: string): Project | undefined {
  const project = projects.get(id);
  return project?.status === 'deleted' ? undefined : project;
}

export const roleOf = ({ roles }: Project, name: string): ProjectRole | undefined =>
  roles.find((role) => role.name === name);

/** The fold of one project's stream. */
export function evolveProject(before: Project | undefined, event: Recorded<ProjectEvent | TokenEvent>): Project {
  if (event.type === 'ProjectCreated') return created(event);
  const { position, recordedAt } = event;
  const project = changeable(before, event);
  switch (event.type) {
    case 'ProjectDescribed':
      return { ...project, position, description: sealedField(event.personal, 'description') };
    case 'ProjectRoleSet':
      return { ...project, position, roles: withRole(project, event) };
    case 'ProjectRoleRemoved':
      return { ...project, position, roles: project.roles.filter(({ name }) => name !== event.data.role) };
    case 'ProjectDeleted':
      return { ...project, position, status: 'deleted', deletedAt: recordedAt };
    case 'TokenIssued':
      return { ...project, liveTokens: project.liveTokens + 1 };
    case 'TokenRevoked':
    case 'TokenExpired':
      return { ...project, liveTokens: project.liveTokens - 1 };
    case 'TokenRotated':
      return project;
  }
}

/** A deleted project's tokens still end, in the commit of the deletion. */
function changeable(project: Project | undefined, { type, subject, position }: Recorded<ProjectEvent | TokenEvent>) {
  if (project === undefined) throw new Error(`${type} at ${position} is about a project that was never created`);
  if (project.status === 'active' || subject.type === 'token') return project;
  throw new Error(`${type} at ${position} is about a project that was deleted`);
}

function withRole({ roles }: Project, event: Recorded<Extract<ProjectEvent, { type: 'ProjectRoleSet' }>>) {
  const { role: name, rules, groups } = event.data;
  const role = { name, description: sealedField(event.personal, 'description'), rules, groups };
  return [...roles.filter((other) => other.name !== name), role].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const created = ({ data, personal, recordedAt, position }: Recorded<ProjectCreated>): Project => ({
  id: data.projectId,
  name: data.name,
  status: 'active',
  description: sealedField(personal, 'description'),
  roles: [],
  liveTokens: 0,
  createdAt: recordedAt,
  deletedAt: null,
  position,
});
