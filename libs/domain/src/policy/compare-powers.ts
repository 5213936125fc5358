import type { Power } from './permission.js';
import type { Powers } from './powers.js';

/** What a change of the rules comes to for somebody, as `resource:action:object`. */
export interface Gain {
  readonly gains: readonly string[];
  readonly loses: readonly string[];
}

export const comparePowers = (before: Powers, after: Powers): Gain => ({
  gains: beyond(after, before),
  loses: beyond(before, after),
});

/**
 * What these powers allow and the others do not: by a rule that only these have, or a prohibition that only the others
 * have. Rules that both have are not looked at: of a thousand, most are the same before and after.
 */
function beyond(these: Powers, others: Powers): readonly string[] {
  const allowed = added(these.grants.allow, others.grants.allow).filter(
    (power) => !others.allowsAllOf(power) && !these.deniesAllOf(power),
  );
  const free = added(others.grants.deny, these.grants.deny).filter(
    (power) => !these.deniesAllOf(power) && these.allowsSomeOf(power),
  );
  return [...new Set([...allowed, ...free].map(wordsOf))].toSorted();
}

function added(powers: readonly Power[], others: readonly Power[]): readonly Power[] {
  const known = new Set(others.map(identity));
  return powers.filter((power) => !known.has(identity(power)));
}

/** The same words are something else where they are read otherwise. */
function wordsOf({ resource, action, object }: Power): string {
  const patterns = [resource, action, object];
  const read = patterns.some(({ mode }) => mode === 'regex') ? ' (regular expressions)' : '';
  return patterns.map(({ text }) => text).join(':') + read;
}
const identity = ({ resource, action, object }: Power): string =>
  JSON.stringify([resource, action, object].map(({ mode, text }) => [mode, text]));
