import type { EventOf } from '../event.js';

/** What a role of a project may do: an Argo CD rule whose subject is the role. */
export interface RoleRule {
  readonly resource: string;
  readonly action: string;
  readonly object: string;
  readonly effect: 'allow' | 'deny';
}

/** A project exists from now on, and no other has its name. */
export type ProjectCreated = EventOf<'ProjectCreated', { projectId: string; name: string }, 'description'>;

/** The project is described so from now on, or not at all if the event holds no description. */
export type ProjectDescribed = EventOf<'ProjectDescribed', { projectId: string }, 'description'>;

/** The project has this role from now on, or the role is this from now on: its tokens do what it may do. */
export type ProjectRoleSet = EventOf<
  'ProjectRoleSet',
  {
    projectId: string;
    role: string;
    rules: readonly RoleRule[];
    /** Of an identity provider: whose members are in the role. */
    groups: readonly string[];
  },
  'description'
>;

/** The role is gone. The same commit holds a TokenRevoked for each of its tokens that was live. */
export type ProjectRoleRemoved = EventOf<
  'ProjectRoleRemoved',
  { projectId: string; role: string; revokedTokens: number }
>;

/** The project is gone for ever. The same commit holds a TokenRevoked for each of its tokens that was live. */
export type ProjectDeleted = EventOf<'ProjectDeleted', { projectId: string; revokedTokens: number }, 'reason'>;

export type ProjectEvent = ProjectCreated | ProjectDescribed | ProjectRoleSet | ProjectRoleRemoved | ProjectDeleted;
