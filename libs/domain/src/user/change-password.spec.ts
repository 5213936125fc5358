import { deleted, issued, passwordChanged, person, registered, revoked, sealed, session } from '../examples.js';
import { after, given } from '../specification.js';
import type { State } from '../state.js';
import { changePassword } from './change-password.js';

const passwordDigest = sealed('ada', 'passwordDigest', 'new');
const change =
  (keep: string, revokeTokens: boolean, verifiedAgainst: string | null = 'sealed secret of ada') =>
  (state: State) =>
    changePassword(state, { userId: 'ada', passwordDigest, keep, revokeTokens, verifiedAgainst });
const isSession = (id: string): boolean => ['desk', 'phone'].includes(id);
const changed = (...ended: readonly string[]) => [
  passwordChanged('ada', 'new', {
    sessions: ended.filter(isSession).length,
    tokens: ended.filter((id) => !isSession(id)).length,
  }),
  ...ended.map((tokenId) => revoked(tokenId, 'ada', 'password_changed')),
];

describe('a new password', () => {
  const tokens = [session('desk', 'ada'), session('phone', 'ada'), issued('key', 'ada'), issued('cron', 'ada')];
  const others = [...person('grace'), session('hers', 'grace'), issued('her key', 'grace')];
  const history = [...person('ada'), ...tokens, ...others];

  it.each([
    ['every session but the one it was set in', 'desk', false, ['phone']],
    ['every token and every other session', 'phone', true, ['desk', 'key', 'cron']],
    ['every token, even the one it was set with', 'key', true, ['desk', 'phone', 'key', 'cron']],
  ])('ends %s', (_, keep, revokeTokens, ending) => {
    given(...history)
      .when(change(keep, revokeTokens))
      .then(...changed(...ending));
  });

  it('ends nothing that has ended before', () => {
    given(...history, revoked('desk', 'ada'), revoked('key', 'ada'))
      .when(change('desk', true))
      .then(...changed('phone', 'cron'));
  });

  it('is the one that counts from now on', () => {
    const user = after(...person('ada'), passwordChanged('ada', 'new')).users.get('ada');
    expect(user?.passwordDigest).toEqual(sealed('ada', 'passwordDigest', 'new'));
  });

  it('needs the current one, as it is at this moment', () => {
    given(...history)
      .when(change('desk', false, null))
      .thenRefused('wrong_password', '/current');
    given(...history, passwordChanged('ada', 'meanwhile'))
      .when(change('desk', false))
      .thenRefused('wrong_password', '/current');
    given(registered('ada'))
      .when(change('desk', false, null))
      .thenRefused('wrong_password', '/current');
  });

  it('is never that of somebody who does not exist', () => {
    given().when(change('desk', false)).thenRefused('not_found');
    given(registered('ada'), deleted('ada')).when(change('desk', false)).thenRefused('not_found');
  });

  it('is not decided on some of the sessions', () => {
    const state = after(...history);
    state.tokens.delete('phone');
    expect(() => change('desk', false)(state)).toThrow('3 of 4 tokens');
  });
});
