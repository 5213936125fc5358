import { concerns, type Permission, type Power } from './permission.js';

type Act = Pick<Permission, 'resource' | 'action'>;
type ByWords = ReadonlyMap<string, readonly Power[]>;

/** So many are gone through sooner than they are put in order. */
const FEW = 16;
const ORDERED = new WeakMap<readonly Power[], ByWords>();

/** Whether one of the powers speaks of the act and is what is looked for. Of a thousand rules a few dozen are looked at. */
export function anyPower(powers: readonly Power[], act: Act, is: (power: Power) => boolean): boolean {
  // Objects differ most; but a regular expression is not asked in vain.
  const looksGood = (power: Power) =>
    power.object.mode === 'glob' ? is(power) && concerns(power, act) : concerns(power, act) && is(power);
  if (powers.length <= FEW) return powers.some(looksGood);
  const byWords = ORDERED.get(powers) ?? ordered(powers);
  return keysOf(act).some((key) => byWords.get(key)?.some(looksGood) === true);
}

function ordered(powers: readonly Power[]): ByWords {
  const byWords = new Map<string, Power[]>();
  for (const power of powers) {
    const key = keyOf(power.resource.only, power.action.only);
    const those = byWords.get(key) ?? [];
    those.push(power);
    byWords.set(key, those);
  }
  ORDERED.set(powers, byWords);
  return byWords;
}

/** A word that may be several is none. */
const keyOf = (resource = '', action = ''): string => `${resource}\n${action}`;
const keysOf = ({ resource, action }: Act) => [keyOf(resource, action), keyOf(resource), keyOf('', action), keyOf()];
