import { createHash } from 'node:crypto';
import {
  type Actor,
  type Caller,
  callerIn,
  changeUser,
  type ChangeUser,
  type Decision,
  deleteUser,
  type DomainEvent,
  heldIn,
  issueToken,
  type Permission,
  powerless,
  type RegisterUser,
  registerUser,
  revokeToken,
  revokeTokensOf,
  rotateToken,
  type Sealed,
  startSession,
  type State,
  userStream,
} from '@tokenledger/domain';
import type { Append } from '../../../apps/server/src/event-log/append.js';

/** What the handler of a route hands the log, but for who asks. Ids and ciphertexts are made before: any log gets the same. */
export interface Route extends Pick<Append, 'streams' | 'reads' | 'alongside'> {
  readonly permission: Permission | null;
  readonly decide: (state: State, at: string, actor: Actor) => Decision<DomainEvent>;
}

export const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const hex = (text: string): string => digest(text).toString('hex');

const sealed = <Field extends string>(kid: string, field: Field): Sealed<Field> => ({ kid, field, ct: `a ${field}` });

function permission(words: string, object: string): Permission {
  const [resource = '', action = ''] = words.split(':');
  return { resource, action, object };
}

/** Holds nothing. */
const NOBODY: Caller = {
  user: { id: '', roles: [] },
  token: { id: '', kind: 'access', scopes: [] },
  powers: powerless(''),
};

const registrant = (state: State, actor: Actor, at: string): Caller | null =>
  actor.type === 'system' ? null : (callerIn(state, actor, at) ?? NOBODY);

type Registered = Pick<RegisterUser, 'kind' | 'roles'> & { readonly id: string; readonly name: string };

/** A person has a password. By the system, it is the first user of a log. */
export function register({ id, kind, roles, name }: Registered): Route {
  const password = kind === 'person' ? { passwordDigest: sealed(id, 'passwordDigest') } : {};
  const nameDigest = hex(name);
  const command = { userId: id, kind, roles, nameDigest, personal: [sealed(id, 'username')], ...password };
  return {
    permission: permission('users:create', '*'),
    streams: [userStream(id)],
    reads: { userNames: [nameDigest] },
    decide: (state, at, actor) => registerUser(state, command, registrant(state, actor, at)),
    alongside: [
      { text: `insert into state.subject_keys (kid, wrapped, wrapped_by) values ($1, '', '')`, values: [id] },
    ],
  };
}

export function signIn(userId: string, tokenId: string): Route {
  const { ct: verifiedAgainst } = sealed(userId, 'passwordDigest');
  const command = { tokenId, userId, audience: 'a', verifiedAgainst };
  return {
    permission: null,
    streams: [userStream(userId)],
    reads: { users: [userId], policy: true },
    decide: (state, at) => startSession(state, command, at),
  };
}

interface Issued {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly scopes: readonly string[] | null;
}

export function issue({ id, owner, name, scopes }: Issued): Route {
  const nameDigest = hex(name);
  const opaque = { format: 'opaque', secretDigest: hex(id), expiresIn: undefined, audience: 'a' } as const;
  const command = { ...opaque, tokenId: id, owner, scopes, nameDigest, personal: [sealed(owner, 'name')] };
  return {
    permission: permission('tokens:create', owner),
    streams: [userStream(owner)],
    reads: { users: [owner], tokenNames: [nameDigest], policy: true },
    decide: (state, at, actor) => issueToken(state, command, heldIn(state, actor, at), at),
  };
}

interface Known {
  readonly id: string;
  readonly owner: string;
}

export function rotate({ id, owner }: Known, successor: string, graceSeconds: number): Route {
  const command = {
    tokenId: id,
    successor,
    graceSeconds,
    secretDigest: hex(successor),
    personal: [sealed(owner, 'name')],
  };
  return {
    permission: permission('tokens:rotate', owner),
    streams: [userStream(owner)],
    reads: { users: [owner], tokens: [id], policy: true },
    decide: (state, at, actor) => rotateToken(state, command, heldIn(state, actor, at), at),
  };
}

export const revoke = ({ id, owner }: Known): Route => ({
  permission: permission('tokens:revoke', owner),
  streams: [userStream(owner)],
  reads: { users: [owner], tokens: [id] },
  decide: (state, at) => revokeToken(state, { tokenId: id, cause: 'requested' }, at),
});

export const revokeAll = (owner: string): Route => ({
  permission: permission('tokens:revoke', owner),
  streams: [userStream(owner)],
  reads: { users: [owner], liveTokensOf: [owner] },
  decide: (state, at, actor) =>
    revokeTokensOf(state, owner, actor.type === 'user' ? actor.tokenId : null, { cause: 'requested' }, at),
});

export const remove = (userId: string): Route => ({
  permission: permission('users:delete', userId),
  streams: [userStream(userId)],
  reads: { users: [userId], liveTokensOf: [userId], administrators: true },
  decide: (state) => deleteUser(state, userId),
});

export const change = (userId: string, wanted: Pick<ChangeUser, 'enabled' | 'roles'>): Route => ({
  permission: permission('users:update', userId),
  streams: [userStream(userId)],
  reads: { users: [userId], administrators: true },
  decide: (state, at, actor) =>
    changeUser(state, { ...wanted, userId, seen: 'any', email: undefined }, heldIn(state, actor, at)),
});
