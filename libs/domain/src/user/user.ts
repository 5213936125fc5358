import { type Recorded, type Sealed, sealedField } from '../event.js';
import type { Instant } from '../instant.js';
import { parsePower } from '../policy/permission.js';
import type { Role } from '../policy/role.js';
import type { State } from '../state.js';
import type { UserEvent } from './user.events.js';

/** A person or service account. Once `deleted` it stays deleted; once erased, nothing happens to it any more. */
export interface User {
  readonly id: string;
  readonly kind: 'person' | 'service';
  readonly status: 'active' | 'disabled' | 'deleted';
  readonly roles: readonly Role[];
  /** null once deleted: the name is free again. */
  readonly nameDigest: string | null;
  readonly personal: readonly Sealed[];
  /** Sealed argon2id digest; null for whoever cannot sign in. */
  readonly passwordDigest: Sealed | null;
  /** Tokens and sessions that are neither revoked nor counted out as expired. */
  readonly liveTokens: number;
  readonly registeredAt: Instant;
  readonly deletedAt: Instant | null;
  /** Since when a legal hold keeps what is known of it. */
  readonly heldAt: Instant | null;
  readonly erasedAt: Instant | null;
  /** Position of the last event of the user's own life. */
  readonly position: bigint;
}

export const userStream = (id: string): string => `user-${id}`;

/** The user if the account still exists. */
export function existing(state: State, id: string): User | undefined {
  const user = state.users.get(id);
  return user?.status === 'deleted' ? undefined : user;
}

const EVERYTHING = parsePower('*:*');

/** Who can sign in as an administrator, and is denied nothing. `state` must hold every administrator. */
export function administrators({ users, permissions }: Pick<State, 'users' | 'permissions'>): readonly User[] {
  const administers = (user: User): boolean =>
    user.status === 'active' &&
    user.passwordDigest !== null &&
    user.roles.includes('admin') &&
    permissions.powersOf(user).allowsAllOf(EVERYTHING);
  return [...users.values()].filter(administers);
}

/** Whether `user` is the only one left of them. */
export function isLastAdministrator(state: State, user: User): boolean {
  const [first, ...others] = administrators(state);
  return others.length === 0 && first?.id === user.id;
}

/** The fold of one user's stream. */
export function evolveUser(before: User | undefined, event: Recorded<UserEvent>): User {
  if (event.type === 'UserRegistered') return registered(event);
  const user = changeable(before, event);
  const { position } = event;
  switch (event.type) {
    case 'UserDisabled':
      return { ...user, position, status: 'disabled' };
    case 'UserEnabled':
      return { ...user, position, status: 'active' };
    case 'RolesChanged':
      return { ...user, position, roles: event.data.roles };
    case 'EmailChanged':
      return { ...user, position, personal: withEmail(user.personal, event.personal) };
    case 'PasswordChanged':
      return { ...user, position, passwordDigest: sealedField(event.personal, 'passwordDigest') };
    case 'UserDeleted':
      return {
        ...user,
        position,
        status: 'deleted',
        nameDigest: null,
        passwordDigest: null,
        deletedAt: event.recordedAt,
      };
    case 'LegalHoldPlaced':
      return { ...user, position, heldAt: event.recordedAt };
    case 'LegalHoldReleased':
      return { ...user, position, heldAt: null };
    case 'UserErased':
      return { ...user, position, erasedAt: event.recordedAt };
    case 'TokenIssued':
      return { ...user, liveTokens: user.liveTokens + 1 };
    case 'TokenRevoked':
    case 'TokenExpired':
      return { ...user, liveTokens: user.liveTokens - 1 };
    case 'TokenRotated':
    case 'TrailRead':
      return user;
  }
}

/** What still happens to an account that is gone: whether it is remembered. */
const ABOUT_MEMORY = new Set<UserEvent['type']>(['LegalHoldPlaced', 'LegalHoldReleased', 'UserErased']);

/** A deleted user's tokens still end, in the commit of the deletion; then it is remembered, or erased. */
function changeable(user: User | undefined, { type, subject, position }: Recorded<UserEvent>): User {
  if (user === undefined) throw new Error(`${type} at ${position} is about a user who was never registered`);
  if (user.erasedAt !== null) throw new Error(`${type} at ${position} is about a user who was erased`);
  if (user.status !== 'deleted' || subject.type === 'token' || ABOUT_MEMORY.has(type)) return user;
  throw new Error(`${type} at ${position} is about a user who was deleted`);
}

const isEmail = ({ field }: Sealed): boolean => field === 'email';

/** Without an address in the event there is none any more. */
const withEmail = (before: readonly Sealed[], told: readonly Sealed[]): readonly Sealed[] => [
  ...before.filter((sealed) => !isEmail(sealed)),
  ...told.filter(isEmail),
];

/** Where the actor was belongs to the event, not to the person. */
const ABOUT_USER = new Set<string>(['username', 'email']);

function registered(event: Recorded<Extract<UserEvent, { type: 'UserRegistered' }>>): User {
  return {
    id: event.data.userId,
    kind: event.data.kind,
    status: 'active',
    roles: event.data.roles,
    nameDigest: event.claim ?? null,
    personal: event.personal.filter(({ field }) => ABOUT_USER.has(field)),
    passwordDigest: null,
    liveTokens: 0,
    registeredAt: event.recordedAt,
    deletedAt: null,
    heldAt: null,
    erasedAt: null,
    position: event.position,
  };
}
