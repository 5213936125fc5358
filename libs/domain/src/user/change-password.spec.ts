import { deleted, issued, passwordChanged, person, registered, revoked, sealed, session } from '../examples.js';
import { after, given } from '../specification.js';
import type { State } from '../state.js';
import { changePassword } from './change-password.js';

const change =
  (keep: string | null, revokeTokens: boolean, userId = 'ada') =>
  (state: State) =>
    changePassword(state, { userId, passwordDigest: sealed(userId, 'passwordDigest', 'new'), keep, revokeTokens });
const changed = (...ended: readonly string[]) => [
  passwordChanged('ada', 'new'),
  ...ended.map((tokenId) => revoked(tokenId, 'ada', 'password_changed')),
];

describe('a new password', () => {
  const tokens = [session('desk', 'ada'), session('phone', 'ada'), issued('key', 'ada'), issued('cron', 'ada')];
  const others = [...person('grace'), session('hers', 'grace'), issued('her key', 'grace')];
  const history = [...person('ada'), ...tokens, ...others];

  it.each([
    ['every session', null, false, ['desk', 'phone']],
    ['every session but the one it was set in', 'desk', false, ['phone']],
    ['every session and token', null, true, ['desk', 'phone', 'key', 'cron']],
    ['every token and every other session', 'phone', true, ['desk', 'key', 'cron']],
    ['every token, even the one it was set with', 'key', true, ['desk', 'phone', 'key', 'cron']],
  ])('ends %s', (_, keep, revokeTokens, ending) => {
    given(...history)
      .when(change(keep, revokeTokens))
      .then(...changed(...ending));
  });

  it('ends nothing that has ended before', () => {
    given(...history, revoked('desk', 'ada'), revoked('key', 'ada'))
      .when(change(null, true))
      .then(...changed('phone', 'cron'));
  });

  it('is the one that counts from now on', () => {
    const user = after(...person('ada'), passwordChanged('ada', 'new')).users.get('ada');
    expect(user?.passwordDigest).toEqual(sealed('ada', 'passwordDigest', 'new'));
  });

  it('is never that of a service account', () => {
    given(registered('ada', { kind: 'service' }))
      .when(change(null, false))
      .thenRefused('invalid_request', '/password');
  });

  it('is never that of somebody who does not exist', () => {
    given().when(change(null, false)).thenRefused('not_found');
    given(registered('ada'), deleted('ada')).when(change(null, false)).thenRefused('not_found');
  });

  it('is not decided on some of the sessions', () => {
    const state = after(...history);
    state.tokens.delete('phone');
    expect(() => change('desk', false)(state)).toThrow('3 of 4 tokens');
  });
});
