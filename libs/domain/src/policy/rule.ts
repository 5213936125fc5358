import type { MatchMode } from './pattern.js';

/** Argo CD's `p` line. Its words are patterns; what is denied by one rule no other allows. */
export interface Rule {
  /** `user:<id>`, `role:<name>` or `group:<name>`. */
  readonly subject: string;
  readonly resource: string;
  readonly action: string;
  readonly object: string;
  readonly effect: 'allow' | 'deny';
}

/** Argo CD's `g` line: whoever is the subject has the role. */
export interface Binding {
  /** As in a rule. */
  readonly subject: string;
  /** `role:<name>`. */
  readonly role: string;
}

/** Who may do what, beside what the built-in roles allow. */
export interface PermissionRules {
  readonly matchMode: MatchMode;
  /** `role:<name>`: what everybody may do who may do anything here; null: nothing. */
  readonly defaultRole: string | null;
  readonly rules: readonly Rule[];
  readonly bindings: readonly Binding[];
  /** Digest of the file that a server has read at a start, the last that set rules: it is not read a second time. */
  readonly file: string | null;
}

export const NO_RULES: PermissionRules = { matchMode: 'glob', defaultRole: null, rules: [], bindings: [], file: null };

export const ruleKey = ({ subject, resource, action, object, effect }: Rule): string =>
  JSON.stringify([subject, resource, action, object, effect]);
export const bindingKey = ({ subject, role }: Binding): string => JSON.stringify([subject, role]);

/** Those of `before` that stay, of which there are many and few go. */
export const left = <Item>(before: readonly Item[], gone: readonly Item[], key: (item: Item) => string) =>
  gone.length === 0 ? before : without(before, gone, key);

/** Those of `all` that are not among `others`, each once. */
export function without<Item>(all: readonly Item[], others: readonly Item[], key: (item: Item) => string): Item[] {
  const known = new Set(others.map(key));
  return all.filter((item) => !known.has(key(item)) && known.add(key(item)));
}
