import type { Sealed } from '../event.js';
import { refuseUnseen, type Seen } from '../precondition.js';
import { type Decision, type Refusal, refuse } from '../refusal.js';
import type { State } from '../state.js';
import { administrators, existing } from '../user/user.js';
import { glob } from './glob.js';
import { type Power, SELF } from './permission.js';
import type { Permissions } from './permissions.js';
import { Powers } from './powers.js';
import type { PermissionsChanged } from './policy.events.js';
import { type Binding, bindingKey, type PermissionRules, type Rule, ruleKey, without } from './rule.js';

export interface ChangePermissions {
  readonly wanted: PermissionRules;
  readonly seen: Seen;
  readonly reason: readonly Sealed<'reason'>[];
}

export const PERMISSIONS_STREAM = 'permissions';

/**
 * All of the rules. `held`: what the one who changes them may do; null for the server itself, which reads a file at its
 * start. `state` must hold every administrator, and the accounts that are named. The same rules again are no event.
 */
export function changePermissions(
  state: State,
  { wanted, seen, reason }: ChangePermissions,
  held: Powers | null,
): Decision<PermissionsChanged> {
  const { permissions } = state;
  const unseen = refuseUnseen(permissions.position, seen);
  if (unseen) return unseen;
  const change = differenceOf(permissions.written, wanted);
  if (!change) return [];
  const after = permissions.reading(wanted);
  const touched = touchedBy(change, permissions, after);
  const refusal = refuseUnknown(state, change) ?? refuseWider(held, touched) ?? refuseLockOut(state, after);
  return refusal ?? inPieces(change).map((data, n) => permissionsEvent(data, n === 0 ? reason : []));
}

type Change = PermissionsChanged['data'];

/** Undefined where they are the same, in whatever order. */
function differenceOf(before: PermissionRules, wanted: PermissionRules): Change | undefined {
  const { matchMode, defaultRole, file, rules, bindings } = wanted;
  const lines = {
    removedRules: without(before.rules, rules, ruleKey),
    addedRules: without(rules, before.rules, ruleKey),
    removedBindings: without(before.bindings, bindings, bindingKey),
    addedBindings: without(bindings, before.bindings, bindingKey),
  };
  const same = Object.values(lines).every(({ length }) => length === 0);
  const asBefore = matchMode === before.matchMode && defaultRole === before.defaultRole && file === before.file;
  return same && asBefore ? undefined : { matchMode, defaultRole, file, ...lines };
}

/**
 * Whatever somebody may do afterwards and could not before, or the other way round, is in one of these: it is spoken of by
 * a rule that has come or gone, or one of a role that somebody was given, or lost, or everybody has.
 */
function touchedBy(change: Change, before: Permissions, after: Permissions): readonly Power[] {
  const otherwiseRead = before.written.matchMode !== after.written.matchMode;
  return [
    ...powersIn(before, otherwiseRead ? before.written.rules : change.removedRules, change.removedBindings),
    ...powersIn(after, otherwiseRead ? after.written.rules : change.addedRules, change.addedBindings),
  ];
}

function powersIn(permissions: Permissions, rules: readonly Rule[], bindings: readonly Binding[]): readonly Power[] {
  const { allow, deny } = permissions.grantsOf(bindings.map(({ role }) => role));
  return [...rules.map((rule) => permissions.powerBy(rule)), ...allow, ...deny].map(ofAnybody);
}

const ofAnybody = (power: Power): Power => (power.object === SELF ? { ...power, object: glob('*') } : power);

const holds = (held: Powers, touched: readonly Power[]): boolean =>
  held.covers(new Powers('', { allow: touched, deny: [] }));

/** The accounts that rules name, by their ids. */
export const accountsIn = ({ rules, bindings }: Pick<PermissionRules, 'rules' | 'bindings'>): readonly string[] => [
  ...new Set(
    [...rules, ...bindings].flatMap(({ subject }) =>
      subject.startsWith('user:') ? subject.slice('user:'.length) : [],
    ),
  ),
];

/** A name was found a moment ago; whose it was may have been deleted since. */
function refuseUnknown(state: State, { addedRules, addedBindings }: Change): Refusal | undefined {
  const named = accountsIn({ rules: addedRules, bindings: addedBindings });
  if (named.every((id) => existing(state, id))) return undefined;
  return refuse('precondition_failed', 'An account that is named has been deleted meanwhile.', '/policy');
}

/** Nobody gives what they do not hold, and to take a prohibition away is to give. */
const refuseWider = (held: Powers | null, touched: readonly Power[]): Refusal | undefined =>
  held === null || holds(held, touched)
    ? undefined
    : refuse('wider_than_held', 'The change reaches beyond what your credential may do.', '/policy');

/** Somebody must be able to take the change back: an administrator who is denied nothing. */
const refuseLockOut = (state: State, after: Permissions): Refusal | undefined =>
  administrators({ ...state, permissions: after }).length > 0
    ? undefined
    : refuse('last_administrator', 'No administrator could take this back.', '/policy');

/** An entry of the log has an end; so many lines of the greatest length are within it. */
const LINES = 50;

/** The first says the mode and the default role, as do all the others; each some of the lines. */
function inPieces(change: Change): readonly Change[] {
  const { removedRules, addedRules, removedBindings, addedBindings } = change;
  const longest = Math.max(...[removedRules, addedRules, removedBindings, addedBindings].map(({ length }) => length));
  const pieces = Array.from({ length: Math.max(1, Math.ceil(longest / LINES)) }, (_, n) => n * LINES);
  return pieces.map((from) => ({
    ...change,
    removedRules: removedRules.slice(from, from + LINES),
    addedRules: addedRules.slice(from, from + LINES),
    removedBindings: removedBindings.slice(from, from + LINES),
    addedBindings: addedBindings.slice(from, from + LINES),
  }));
}

export const permissionsEvent = (data: Change, reason: readonly Sealed<'reason'>[] = []): PermissionsChanged => ({
  type: 'PermissionsChanged',
  schema: 1,
  stream: PERMISSIONS_STREAM,
  subject: { type: 'policy', id: 'permissions' },
  data,
  personal: reason,
});

/** Without the lines that name an account; no event where none does. */
export function withoutUser(permissions: Permissions, userId: string): readonly PermissionsChanged[] {
  const { written } = permissions;
  const account = `user:${userId}`;
  const change = differenceOf(written, {
    ...written,
    rules: written.rules.filter(({ subject, object }) => subject !== account && object !== userId),
    bindings: written.bindings.filter(({ subject }) => subject !== account),
  });
  return change ? inPieces(change).map((data) => permissionsEvent(data)) : [];
}
