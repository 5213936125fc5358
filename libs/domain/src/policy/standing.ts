import type { Actor } from '../event.js';
import type { Instant } from '../instant.js';
import { type Refusal, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { isLive, type Token } from '../token.js';
import type { User } from '../user/user.js';
import type { Permission } from './permission.js';
import { powerless, type Powers } from './powers.js';

/** A credential in good standing and the account behind it. */
export interface Caller {
  readonly user: Pick<User, 'id' | 'roles'>;
  readonly token: Pick<Token, 'id' | 'kind' | 'scopes'>;
  /** What the account may do, under the scopes of the token. */
  readonly powers: Powers;
}

type Act = Pick<Permission, 'resource' | 'action'>;

/** Only somebody who signed in makes or ends credentials, or what signs them: an access token that leaks must not outlive itself. */
const SIGNED_IN_ONLY = new Set(['tokens:create', 'tokens:rotate', 'tokens:revoke', 'passwords:set', 'keys:rotate']);
const needsSession = ({ resource, action }: Act): boolean => SIGNED_IN_ONLY.has(`${resource}:${action}`);

export function permits({ token, powers }: Caller, wanted: Permission): boolean {
  return !(needsSession(wanted) && token.kind !== 'session') && powers.may(wanted);
}

/** Whether there may be an object on which the caller may do this: the last word is that of whoever knows it. */
export function permitsSomewhere({ token, powers }: Caller, act: Act): boolean {
  return !(needsSession(act) && token.kind !== 'session') && powers.maySomewhere(act);
}

/** The answer where `permits` says no: what would do. */
export function lacking({ resource, action }: Act): Refusal {
  const needs = `${resource}:${action}`;
  const credential = needsSession({ resource, action }) ? 'a session with the permission' : 'the permission';
  return { refused: 'forbidden', detail: `This needs ${credential} ${needs}.`, needs };
}

/** Who acts without a credential of their own: the server, the holder of the very token, whoever gives a password. */
const bringsNoCredential = (actor: Actor): boolean => actor.type !== 'user' || actor.tokenId === null;

/** The actor as the log's state has it at this moment, or undefined when nothing stands behind it any more. */
export function callerIn(state: State, actor: Actor, at: Instant): Caller | undefined {
  if (actor.type !== 'user' || actor.tokenId === null) return undefined;
  const user = state.users.get(actor.id);
  const token = state.tokens.get(actor.tokenId);
  if (user?.status !== 'active' || token === undefined) return undefined;
  if (token.owner !== user.id || !isLive(token, at)) return undefined;
  return { user, token, powers: state.permissions.powersOf(user).under(token.scopes) };
}

/** What the actor may do at this moment: nothing, once nobody in good standing is behind it. */
export const heldIn = (state: State, actor: Actor, at: Instant): Powers =>
  callerIn(state, actor, at)?.powers ?? powerless(actor.id);

/**
 * Judged under the log's lock: an actor who lost account, credential or permission a moment ago is refused here.
 * `wanted` is null for those who bring no credential: their decisions judge what they do bring.
 */
export function judge(state: State, actor: Actor, wanted: Permission | null, at: Instant): Refusal | undefined {
  if (wanted === null && bringsNoCredential(actor)) return undefined;
  const caller = callerIn(state, actor, at);
  if (caller === undefined) return refuse('invalid_token', 'The credential is not good any more.');
  if (wanted !== null && permits(caller, wanted)) return undefined;
  if (wanted === null) return refuse('forbidden', 'This is not done with a credential.');
  return lacking(wanted);
}
