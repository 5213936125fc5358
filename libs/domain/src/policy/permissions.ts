import { glob } from './glob.js';
import type { Pattern } from './pattern.js';
import type { PermissionsChanged } from './policy.events.js';
import { type Power, powerOf } from './permission.js';
import { type Grants, Powers } from './powers.js';
import { BUILT_IN, type Role } from './role.js';
import { type Binding, bindingKey, left, NO_RULES, type PermissionRules, type Rule, ruleKey } from './rule.js';

/** Reads a regular expression. Handed in: a pattern that somebody else has written must not make the server stand still. */
export type Regex = (text: string) => Pattern;

const powerIn = ({ resource, action, object }: Rule, read: Regex): Power =>
  powerOf(read(resource), read(action), read(object));

/** Who may do what, ready to be asked. It never changes; a change makes another one. */
export class Permissions {
  private index: Index | undefined;
  /** What was asked for before: most accounts have the same few roles. */
  private readonly known = new Map<string, Grants>();

  constructor(
    readonly written: PermissionRules,
    /** Of the event that set them; 0, where the log begins, while none has. */
    readonly position: bigint,
    private readonly regex: Regex,
  ) {}

  /** Made when it is first asked for: of the pieces of a large change only the last one is. */
  private get indexed(): Index {
    return (this.index ??= this.indexOf(this.written));
  }

  private indexOf({ rules, bindings }: PermissionRules): Index {
    const written = rules.map((rule) => [rule, this.powerBy(rule)] as const);
    return {
      rules: grantsBy([...BUILT_IN_POWERS, ...written]),
      roles: rolesBy([...BUILT_IN.bindings, ...bindings]),
    };
  }

  /** What an account may do, in these groups. */
  powersOf(
    { id, roles }: { readonly id: string; readonly roles: readonly Role[] },
    groups: readonly string[] = [],
  ): Powers {
    // As in Argo CD, a group counts once it is bound to a role; a rule of its own alone gives it nothing.
    const bound = groups.map((group) => `group:${group}`).filter((group) => this.indexed.roles.has(group));
    return new Powers(id, this.grantsOf([`user:${id}`, ...roles.map((role) => `role:${role}`), ...bound]));
  }

  /** What the rules come to for these subjects together, and all the roles that they have. */
  grantsOf(subjects: readonly string[]): Grants {
    // Of somebody whom no rule names, only the roles count: so few answers are remembered for any number of accounts.
    const { rules, roles } = this.indexed;
    const named = subjects.filter((subject) => rules.has(subject) || roles.has(subject));
    const key = JSON.stringify(named.toSorted());
    const known = this.known.get(key) ?? this.gathered(named);
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(key, known);
    return known;
  }

  changed({ data, position }: { readonly data: PermissionsChanged['data']; readonly position: bigint }): Permissions {
    return new Permissions(applied(this.written, data), position, this.regex);
  }

  /** @throws SyntaxError for what cannot be read. */
  powerBy(rule: Rule): Power {
    return powerIn(rule, this.written.matchMode === 'regex' ? this.regex : glob);
  }

  /** The same reader, for other rules. */
  reading(written: PermissionRules): Permissions {
    return new Permissions(written, this.position, this.regex);
  }

  private gathered(subjects: readonly string[]): Grants {
    const { defaultRole } = this.written;
    const { rules, roles } = this.indexed;
    const reached = new Set(defaultRole === null ? subjects : [...subjects, defaultRole]);
    // A set goes on with what is added while it is gone through; so roles of roles of roles are found, and circles end.
    for (const subject of reached) for (const role of roles.get(subject) ?? []) reached.add(role);
    const grants = [...reached].flatMap((subject) => rules.get(subject) ?? []);
    return { allow: grants.flatMap(({ allow }) => allow), deny: grants.flatMap(({ deny }) => deny) };
  }
}

const MOST_KNOWN = 1000;

interface Index {
  readonly rules: ReadonlyMap<string, Grants>;
  readonly roles: ReadonlyMap<string, readonly string[]>;
}

/** They are globs, in either match mode. */
const BUILT_IN_POWERS = BUILT_IN.rules.map((rule) => [rule, powerIn(rule, glob)] as const);

function grantsBy(powers: readonly (readonly [Rule, Power])[]): ReadonlyMap<string, Grants> {
  const grants = new Map<string, { allow: Power[]; deny: Power[] }>();
  for (const [{ subject, effect }, power] of powers) {
    const of = grants.get(subject) ?? { allow: [], deny: [] };
    of[effect].push(power);
    grants.set(subject, of);
  }
  return grants;
}

function rolesBy(bindings: readonly Binding[]): ReadonlyMap<string, readonly string[]> {
  const roles = new Map<string, string[]>();
  for (const { subject, role } of bindings) roles.set(subject, [...(roles.get(subject) ?? []), role]);
  return roles;
}

function applied(before: PermissionRules, data: PermissionsChanged['data']): PermissionRules {
  const { matchMode, defaultRole, file, removedRules, addedRules, removedBindings, addedBindings } = data;
  return {
    matchMode,
    defaultRole,
    file,
    rules: [...left(before.rules, removedRules, ruleKey), ...addedRules],
    bindings: [...left(before.bindings, removedBindings, bindingKey), ...addedBindings],
  };
}

const noRegex: Regex = (text) => {
  throw new SyntaxError(`no regular expressions are read here: ${text}`);
};

/** Where no rule has been set: what the built-in roles allow. */
export const builtInPermissions = (regex: Regex = noRegex): Permissions => new Permissions(NO_RULES, 0n, regex);
