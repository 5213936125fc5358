import { policyChanged } from '../examples.js';
import type { Seen } from '../precondition.js';
import { after, given } from '../specification.js';
import type { State } from '../state.js';
import { changePolicy } from './change-policy.js';
import { INITIAL_POLICY, type TokenPolicy } from './token-policy.js';

const changing =
  (limits: Partial<TokenPolicy>, seen: Seen = 'any') =>
  (state: State) =>
    changePolicy(state, { ...INITIAL_POLICY, ...limits }, seen);
const DAY = 86_400;
const SHORT = { defaultLifetime: 60 };

describe('the policy', () => {
  it('gives 12 hours, at most 90 days, and an end to every token, until somebody changes it', () => {
    expect(after().policy).toEqual({
      defaultLifetime: DAY / 2,
      maximumLifetime: 90 * DAY,
      unlimitedAllowed: false,
      sessionLifetime: DAY / 2,
      liveTokenLimit: 10_000,
    });
  });

  it('is what it was changed to last, and knows since when', () => {
    const { policy, policyPosition } = after(policyChanged({ unlimitedAllowed: true }), policyChanged(SHORT));
    expect(policy).toEqual({ ...INITIAL_POLICY, ...SHORT });
    expect(policyPosition).toBe(1n);
  });

  it.each<Partial<TokenPolicy>>([
    { unlimitedAllowed: true },
    { defaultLifetime: 1, sessionLifetime: 1, maximumLifetime: 1, liveTokenLimit: 11 },
    { defaultLifetime: 90 * DAY, sessionLifetime: 90 * DAY },
    { maximumLifetime: 36_500 * DAY },
  ])('may be %j', (limits) => {
    given().when(changing(limits)).then(policyChanged(limits));
  });

  it.each<Partial<TokenPolicy>>([
    SHORT,
    { maximumLifetime: DAY },
    { unlimitedAllowed: true },
    { sessionLifetime: 60 },
    { liveTokenLimit: 50 },
  ])('is changed where no more than %j is another', (limits) => {
    given().when(changing(limits)).then(policyChanged(limits));
  });

  it('is not changed to what it is', () => {
    expect(changing(SHORT)(after(policyChanged(SHORT)))).toEqual([]);
  });

  it.each<[keyof TokenPolicy, Partial<TokenPolicy>]>([
    ['defaultLifetime', { defaultLifetime: 90 * DAY + 1 }],
    ['sessionLifetime', { sessionLifetime: 90 * DAY + 1 }],
    ['defaultLifetime', { defaultLifetime: 60, maximumLifetime: 59, sessionLifetime: 59 }],
    ['defaultLifetime', { defaultLifetime: 0 }],
    ['defaultLifetime', { defaultLifetime: 1.5 }],
    ['sessionLifetime', { sessionLifetime: -1 }],
    ['sessionLifetime', { sessionLifetime: Number.NaN }],
    ['liveTokenLimit', { liveTokenLimit: 0 }],
    ['liveTokenLimit', { liveTokenLimit: 10 }],
    ['liveTokenLimit', { liveTokenLimit: 10_001 }],
    ['liveTokenLimit', { liveTokenLimit: 11.5 }],
    ['maximumLifetime', { maximumLifetime: 90 * DAY + 0.5 }],
    ['maximumLifetime', { maximumLifetime: 36_500 * DAY + 1 }],
    ['maximumLifetime', { maximumLifetime: Number.POSITIVE_INFINITY }],
  ])('names %s in %j', (field, limits) => {
    given().when(changing(limits)).thenRefused('invalid_request', `/${field}`);
  });
});

describe('a change of the policy rests on what was seen', () => {
  const seen = given(policyChanged({ unlimitedAllowed: true }), policyChanged({}));

  it.each<[Seen]>([['any'], [[1n]], [[7n, 1n]]])('%p', (positions) => {
    seen.when(changing(SHORT, positions)).then(policyChanged(SHORT));
  });

  it.each<[Seen]>([[[0n]], [[2n]], [[]]])('and is refused for %p', (positions) => {
    seen.when(changing(SHORT, positions)).thenRefused('precondition_failed');
    seen.when(changing({}, positions)).thenRefused('precondition_failed');
  });
});
