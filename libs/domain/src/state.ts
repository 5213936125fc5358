import type { Recorded } from './event.js';
import type { DomainEvent } from './events.js';
import { evolveKeys, type KnownKeys } from './keys/key.js';
import { builtInPermissions, type Permissions } from './policy/permissions.js';
import { INITIAL_POLICY, type TokenPolicy } from './policy/token-policy.js';
import { evolveProject, isOfProject, type Project } from './project/project.js';
import { evolveToken, succeeded, type Token } from './token.js';
import { evolveUser, type User } from './user/user.js';

/**
 * The rows a decision may read: the whole fold in a spec, the rows that were asked for in the server. Only the fold
 * below changes it.
 */
export interface State {
  readonly users: Map<string, User>;
  readonly tokens: Map<string, Token>;
  readonly projects: Map<string, Project>;
  /** Digest of a name in use → the user who has it. */
  readonly userNames: Map<string, string>;
  /** Name of a project that there is → the project. */
  readonly projectNames: Map<string, string>;
  /** Digest of owner and name, ever used → the token that has it. */
  readonly tokenNames: Map<string, string>;
  /** What the log says of its keys: all of them, with every decision. */
  readonly keys: KnownKeys;
  /** Who may do what: with every decision. */
  permissions: Permissions;
  policy: TokenPolicy;
  /** Of the event that set it. */
  policyPosition: bigint;
  /** Whether all was as it should be when the server last looked at everything; true as long as it has not. */
  intact: boolean;
}

/** Which rows a decision needs. The actor's own are always there. */
export interface Reads {
  readonly users?: readonly string[];
  readonly tokens?: readonly string[];
  readonly projects?: readonly string[];
  readonly projectNames?: readonly string[];
  /** Owners all of whose live tokens are needed. */
  readonly liveTokensOf?: readonly string[];
  readonly userNames?: readonly string[];
  readonly tokenNames?: readonly string[];
  /** Every account that is an administrator. */
  readonly administrators?: boolean;
  readonly policy?: boolean;
}

export const emptyState = (): State => ({
  users: new Map(),
  tokens: new Map(),
  projects: new Map(),
  userNames: new Map(),
  projectNames: new Map(),
  tokenNames: new Map(),
  keys: new Map(),
  permissions: builtInPermissions(),
  policy: INITIAL_POLICY,
  policyPosition: -1n,
  intact: true,
});

/** Folds one recorded event into `state`, in place: a deletion folds ten thousand of them under the lock. */
export function evolve(state: State, event: Recorded<DomainEvent>): void {
  switch (event.type) {
    case 'LogOpened':
    case 'KeyAdded':
    case 'KeyActivated':
    case 'KeyRetired':
    case 'KeyDestroyed':
      evolveKeys(state.keys, event);
      return;
    case 'LogRecovered':
    case 'StateReplaced':
      return;
    case 'LogChecked':
      state.intact = event.data.ok;
      return;
    case 'PolicyChanged':
      state.policy = event.data;
      state.policyPosition = event.position;
      return;
    case 'PermissionsChanged':
      state.permissions = state.permissions.changed(event);
      return;
    case 'TokenIssued':
    case 'TokenRevoked':
    case 'TokenRotated':
    case 'TokenExpired':
      foldToken(state, event);
      if (isOfProject(event)) foldProject(state, event.data.owner, event);
      else foldUser(state, event.data.owner, event);
      return;
    case 'UserRegistered':
    case 'UserDisabled':
    case 'UserEnabled':
    case 'RolesChanged':
    case 'EmailChanged':
    case 'PasswordChanged':
    case 'UserDeleted':
    case 'LegalHoldPlaced':
    case 'LegalHoldReleased':
    case 'TrailRead':
      foldUser(state, event.data.userId, event);
      return;
    case 'ProjectCreated':
    case 'ProjectDescribed':
    case 'ProjectRoleSet':
    case 'ProjectRoleRemoved':
    case 'ProjectDeleted':
      foldProject(state, event.data.projectId, event);
      return;
    case 'UserErased':
      foldUser(state, event.data.userId, event);
      forgetNames(state, event.data.userId);
  }
}

/** A digest of a name outlives no erasure: whoever holds the key of digests could try names against it. */
function forgetNames(state: State, owner: string): void {
  for (const token of state.tokens.values())
    if (token.owner === owner && token.nameDigest !== null) {
      state.tokens.set(token.id, { ...token, nameDigest: null });
      state.tokenNames.delete(token.nameDigest);
    }
}

function foldToken(state: State, event: Parameters<typeof evolveToken>[1]): void {
  const { tokenId } = event.data;
  state.tokens.set(tokenId, evolveToken(state.tokens.get(tokenId), event));
  if (event.type === 'TokenIssued' && event.data.replaces !== undefined)
    state.tokens.set(event.data.replaces, succeeded(state.tokens.get(event.data.replaces), event));
  if (event.claim !== undefined) state.tokenNames.set(event.claim, tokenId);
}

function foldUser(state: State, userId: string, event: Parameters<typeof evolveUser>[1]): void {
  const before = state.users.get(userId);
  state.users.set(userId, evolveUser(before, event));
  if (event.type === 'UserRegistered' && event.claim !== undefined) state.userNames.set(event.claim, userId);
  if (event.type === 'UserDeleted' && before?.nameDigest) state.userNames.delete(before.nameDigest);
}

function foldProject(state: State, projectId: string, event: Parameters<typeof evolveProject>[1]): void {
  const project = evolveProject(state.projects.get(projectId), event);
  state.projects.set(projectId, project);
  if (event.type === 'ProjectCreated') state.projectNames.set(project.name, projectId);
  if (event.type === 'ProjectDeleted') state.projectNames.delete(project.name);
}
