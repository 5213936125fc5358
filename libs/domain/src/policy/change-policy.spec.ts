import { policyChanged } from '../examples.js';
import { after, given } from '../specification.js';
import { changePolicy } from './change-policy.js';
import { INITIAL_POLICY, type TokenPolicy } from './token-policy.js';

const changed = (limits: Partial<TokenPolicy>) => () => changePolicy({ ...INITIAL_POLICY, ...limits });
const DAY = 86_400;

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

  it('is what it was changed to last', () => {
    const history = [policyChanged({ unlimitedAllowed: true }), policyChanged({ defaultLifetime: 60 })];
    expect(after(...history).policy).toEqual({ ...INITIAL_POLICY, defaultLifetime: 60 });
  });

  it.each<Partial<TokenPolicy>>([
    {},
    { unlimitedAllowed: true },
    { defaultLifetime: 1, sessionLifetime: 1, maximumLifetime: 1, liveTokenLimit: 11 },
    { defaultLifetime: 90 * DAY, sessionLifetime: 90 * DAY },
    { maximumLifetime: 36_500 * DAY },
  ])('may be %j', (limits) => {
    given().when(changed(limits)).then(policyChanged(limits));
  });

  it.each<Partial<TokenPolicy>>([
    { defaultLifetime: 90 * DAY + 1 },
    { sessionLifetime: 90 * DAY + 1 },
    { defaultLifetime: 0 },
    { sessionLifetime: -1 },
    { liveTokenLimit: 0 },
    { liveTokenLimit: 10 },
    { liveTokenLimit: 10_001 },
    { liveTokenLimit: 2.5 },
    { defaultLifetime: 1.5 },
    { sessionLifetime: Number.NaN },
    { maximumLifetime: 90 * DAY + 0.5 },
    { maximumLifetime: 36_500 * DAY + 1 },
    { maximumLifetime: Number.POSITIVE_INFINITY },
  ])('is never %j', (limits) => {
    given().when(changed(limits)).thenRefused('invalid_request');
  });
});
