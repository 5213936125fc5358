import type { KeyEvent } from './keys/key.events.js';
import type { LogChecked, LogOpened, LogRecovered, StateReplaced } from './log/log.events.js';
import type { PermissionsChanged, PolicyChanged } from './policy/policy.events.js';
import type { ProjectEvent } from './project/project.events.js';
import type { UserEvent } from './user/user.events.js';

/** Every event there is. */
export type DomainEvent =
  | LogOpened
  | LogRecovered
  | LogChecked
  | StateReplaced
  | KeyEvent
  | PolicyChanged
  | PermissionsChanged
  | UserEvent
  | ProjectEvent;
export type EventType = DomainEvent['type'];

/** An object, so that a new event that is not named here does not compile. */
const TYPES: Readonly<Record<EventType, true>> = {
  LogOpened: true,
  LogRecovered: true,
  LogChecked: true,
  StateReplaced: true,
  KeyAdded: true,
  KeyActivated: true,
  KeyRetired: true,
  KeyDestroyed: true,
  PolicyChanged: true,
  PermissionsChanged: true,
  UserRegistered: true,
  UserDisabled: true,
  UserEnabled: true,
  RolesChanged: true,
  EmailChanged: true,
  PasswordChanged: true,
  UserDeleted: true,
  LegalHoldPlaced: true,
  LegalHoldReleased: true,
  UserErased: true,
  TokenIssued: true,
  TokenRevoked: true,
  TokenRotated: true,
  TokenExpired: true,
  TrailRead: true,
  ProjectCreated: true,
  ProjectDescribed: true,
  ProjectRoleSet: true,
  ProjectRoleRemoved: true,
  ProjectDeleted: true,
};

export const EVENT_TYPES = Object.keys(TYPES) as readonly EventType[];
