import type { Recorded } from './event.js';
import type { DomainEvent } from './events.js';
import type { Instant } from './instant.js';
import type { Decision, RefusalCode } from './refusal.js';
import type { Pattern } from './policy/pattern.js';
import { parsePermission, parsePower } from './policy/permission.js';
import { builtInPermissions } from './policy/permissions.js';
import { Powers } from './policy/powers.js';
import type { Role } from './policy/role.js';
import type { Binding, Rule } from './policy/rule.js';
import { emptyState, evolve, type State } from './state.js';

type Decide = (state: State, at: Instant) => Decision<DomainEvent>;

/** The moment of the event at `position`: each comes a microsecond after the one before it. */
export const moment = (position: number): Instant => `2026-01-01T09:00:00.${String(position).padStart(6, '0')}Z`;

export const recorded = <Event extends DomainEvent>(event: Event, position: number): Recorded<Event> => ({
  ...event,
  id: `event-${position}`,
  position: BigInt(position),
  recordedAt: moment(position),
  actor: { type: 'user', id: 'somebody', tokenId: 'session' },
  meta: { correlationId: `event-${position}`, causationId: null, requestId: 'request' },
});

/** What is true once `history` has happened. */
export function after(...history: readonly DomainEvent[]): State {
  const state = emptyState();
  for (const [position, event] of history.entries()) evolve(state, recorded(event, position));
  return state;
}

/** `given(history).when(decision).then(events)`; the decision is made right after the history, or `at` a moment. */
export function given(...history: readonly DomainEvent[]) {
  const decidedAt = (at: Instant) => ({ when: (decide: Decide) => comesTo(decide(after(...history), at)) });
  return { ...decidedAt(moment(history.length)), at: decidedAt };
}

const comesTo = (decision: Decision<DomainEvent>) => ({
  // oxlint-disable-next-line unicorn/no-thenable -- the third word of the sentence; nobody awaits it
  then: (...expected: readonly DomainEvent[]) => expect(decision).toEqual(expected),
  /** Without a pointer, the refusal must have none. */
  thenRefused: (refused: RefusalCode, pointer?: string) =>
    expect(decision).toEqual({ refused, detail: expect.stringMatching(/^[A-Z].*\.$/), pointer }),
});

/** What these built-in roles let the account `self` do, and these words beside them. */
export function holding(self: string, roles: readonly Role[], ...words: readonly string[]): Powers {
  const { allow } = builtInPermissions().grantsOf(roles.map((role) => `role:${role}`));
  return new Powers(self, { allow: [...allow, ...words.map(parsePower)], deny: [] });
}

export const EVERYTHING = holding('', [], '*:*');

/** `subject, resource:action:object`, with a `!` before what is denied. */
export function rule(line: string): Rule {
  const [subject = '', words = ''] = line.split(', ');
  const { resource, action, object } = parsePermission(words.replace('!', ''));
  return { subject, resource, action, object, effect: words.startsWith('!') ? 'deny' : 'allow' };
}

/** `subject, role:name`. */
export function bound(line: string): Binding {
  const [subject = '', role = ''] = line.split(', ');
  return { subject, role };
}

/** A regular expression as JavaScript reads it: near enough to what the server reads, and nothing is known of it beforehand. */
export function regex(text: string): Pattern {
  const compiled = new RegExp(text, 'u');
  const has = (word: string) => compiled.test(word);
  return { text, mode: 'regex', has, only: undefined, prefix: '', isPrefix: text === '' };
}

const IN_JAVASCRIPT: Readonly<Record<string, string>> = {
  '*': '.*',
  '?': '.',
  '{': '(?:',
  '}': ')',
  ',': '|',
  '.': '\\.',
};

/** What a glob says, in the words of JavaScript: right at a glance, and slow. Without escapes, and without braces in sets. */
export function plainly(glob: string): RegExp {
  const read = glob.replaceAll(/\[!?[^\]]+\]|[*?{},.]/g, (found) => IN_JAVASCRIPT[found] ?? found.replace('[!', '[^'));
  return new RegExp(`^${read}$`, 'su');
}
