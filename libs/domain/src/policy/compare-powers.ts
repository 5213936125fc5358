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

/** What these powers allow and the others do not: by a rule that only these have, or a prohibition that only the others have. */
function beyond(these: Powers, others: Powers): readonly string[] {
  const allowed = these.grants.allow.filter((power) => !others.allowsAllOf(power) && !these.deniesAllOf(power));
  const free = others.grants.deny.filter((power) => !these.deniesAllOf(power) && these.allowsSomeOf(power));
  return [...new Set([...allowed, ...free].map(wordsOf))].toSorted();
}

const wordsOf = ({ resource, action, object }: Power): string =>
  [resource, action, object].map(({ text }) => text).join(':');
