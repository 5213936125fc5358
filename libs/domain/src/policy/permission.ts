/** What a route or a decision asks for. `object` is the id of the user concerned; `*` stands for all of them. */
export interface Permission {
  readonly resource: string;
  readonly action: string;
  readonly object: string;
}

/** What somebody holds: a permission in which `*` matches anything. */
export type Power = Permission;

/** Reads `resource:action[:object]`; without an object it speaks of all. */
export function parsePower(words: string): Power {
  const [resource = '*', action = '*', object = '*'] = words.split(':');
  return { resource, action, object };
}

const matches = (pattern: string, word: string): boolean => pattern === '*' || pattern === word;

/** `*` as the wanted object means "all of them": only a power over all covers it. */
export const allows = (power: Power, wanted: Permission): boolean =>
  matches(power.resource, wanted.resource) &&
  matches(power.action, wanted.action) &&
  matches(power.object, wanted.object);

const meet = (a: string, b: string): string | undefined => (matches(a, b) ? b : matches(b, a) ? a : undefined);

function intersection(a: Power, b: Power): Power | undefined {
  const resource = meet(a.resource, b.resource);
  const action = meet(a.action, b.action);
  const object = meet(a.object, b.object);
  return resource && action && object ? { resource, action, object } : undefined;
}

/** What is left of `powers` under `scopes`: scopes only ever narrow. */
export function narrow(powers: readonly Power[], scopes: readonly string[] | null): readonly Power[] {
  if (scopes === null) return powers;
  const limits = scopes.map(parsePower);
  return powers.flatMap((power) => limits.flatMap((limit) => intersection(power, limit) ?? []));
}

/** True when nothing in `granted` reaches beyond `held`. */
export const covers = (held: readonly Power[], granted: readonly Power[]): boolean =>
  granted.every((grant) => held.some((power) => allows(power, grant)));
