import type { Role } from '@tokenledger/domain';
import * as fc from 'fast-check';
import type { Model } from './model.js';
import type { Account, Token } from './standing.js';
import { type Request, Step } from './step.js';

/** Which of those there are by then, counted from the last; often the last ones: a thing has a history of its own. */
export const which = fc.oneof(fc.nat(1), fc.nat(20));
/** Who asks: half of all times the first administrator (0). Whoever is only ever refused makes no history. */
export const by = fc.oneof(
  fc.constant(0),
  which.map((token) => token + 1),
);
export const roles: fc.Arbitrary<readonly Role[]> = fc.constantFrom<(readonly Role[])[]>(
  ['admin'],
  ['user'],
  ['auditor'],
  [],
  ['user', 'auditor'],
);

export const chosen = <Thing>(things: readonly Thing[], choice: number): Thing | undefined =>
  things.at(-1 - (choice % things.length));
export const caller = ({ root, tokens }: Model, choice: number): Token =>
  choice === 0 ? root : (chosen(tokens, choice - 1) ?? root);

/** A kind of step: a certain one, and any. */
export interface Steps<Choice extends object> {
  readonly of: (choice: Choice) => Step<Choice>;
  readonly any: fc.Arbitrary<Step<Choice>>;
}

export function step<Choice extends object>(
  name: string,
  choices: { [Key in keyof Choice]: fc.Arbitrary<Choice[Key]> },
  requestOf: (model: Model, choice: Choice) => Request | undefined,
): Steps<Choice> {
  const of = (choice: Choice) => new Step(name, choice, requestOf);
  return { of, any: fc.record(choices).map((choice) => of(choice as Choice)) };
}

export const asking = ({ secret }: Token, body?: object, headers = {}) => ({ token: secret, body, headers });

/** For stories. */
export const called = ({ username, roles: has, status }: Account): string =>
  `${username.slice(username.indexOf('.') + 1)} (${[...has, status].join(', ')})`;
export const shown = ({ kind, name, scope, status, owner }: Token): string =>
  `the ${[status, kind, name, scope && `for ${scope}`].filter(Boolean).join(' ')} of ${called(owner)}`;
