import { glob } from './glob.js';
import { exactly, isApart, isEverything, isWithin, type Pattern } from './pattern.js';

/** What a route or a decision asks for. `object` says on what; `*` stands for all there is. */
export interface Permission {
  readonly resource: string;
  readonly action: string;
  readonly object: string;
}

/** Permissions that somebody has, or has not, by one rule. */
export interface Power {
  readonly resource: Pattern;
  readonly action: Pattern;
  readonly object: Pattern;
}

/** All, as a wanted object. */
export const ALL = '*';

/** As the object of a rule about accounts and what is theirs: whoever the rule is applied to. */
export const SELF = exactly('self');
const OF_ACCOUNTS = new Set(['*', 'users', 'tokens', 'sessions', 'passwords', 'accounts']);

const EVERYTHING = glob('*');

export const powerOf = (resource: Pattern, action: Pattern, object: Pattern): Power => ({
  resource,
  action,
  object: object.text === SELF.text && OF_ACCOUNTS.has(resource.text) ? SELF : object,
});

/** Reads `resource:action[:object]`, each a glob; without an object it speaks of all. */
export function parsePower(words: string): Power {
  const [resource = '', action = '', ...object] = words.split(':');
  return powerOf(glob(resource), glob(action), object.length === 0 ? EVERYTHING : glob(object.join(':')));
}

/** Reads `resource:action[:object]` as it stands. */
export function parsePermission(words: string): Permission {
  const [resource = '', action = '', ...object] = words.split(':');
  return { resource, action, object: object.length === 0 ? ALL : object.join(':') };
}

/** The power as it is for the account `id`. */
export const asHeldBy = (id: string, power: Power): Power =>
  power.object === SELF ? { ...power, object: exactly(id) } : power;

export const concerns = ({ resource, action }: Power, act: Pick<Permission, 'resource' | 'action'>): boolean =>
  action.has(act.action) && resource.has(act.resource);

const DIMENSIONS = ['resource', 'action', 'object'] as const;

/** What lies in all of these powers at once. */
export type Part = readonly Power[];

export const isPartWithin = (part: Part, whole: Power): boolean =>
  DIMENSIONS.every((dimension) => part.some((power) => isWithin(power[dimension], whole[dimension])));

/** Whether surely nothing is in all of them. */
export const isEmpty = (part: Part): boolean =>
  DIMENSIONS.some((dimension) =>
    part.some((one, n) => part.slice(n + 1).some((other) => isApart(one[dimension], other[dimension]))),
  );

export const speaksOfAll = ({ object }: Power): boolean => isEverything(object);
