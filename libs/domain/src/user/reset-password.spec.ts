import {
  deleted,
  disabled,
  issued,
  passwordChanged,
  person,
  registered,
  revoked,
  sealed,
  session,
} from '../examples.js';
import { EVERYTHING, given, holding } from '../specification.js';
import type { State } from '../state.js';
import { resetPassword } from './reset-password.js';

const passwordDigest = sealed('ada', 'passwordDigest', 'new');
const reset =
  (revokeTokens = false, { by = 'grace', held = EVERYTHING } = {}) =>
  (state: State) =>
    resetPassword(state, { userId: 'ada', passwordDigest, revokeTokens, by }, held);
const ended = (tokenId: string) => revoked(tokenId, 'ada', 'password_changed');

describe("a reset of somebody's password", () => {
  const history = [...person('ada'), session('desk', 'ada'), issued('key', 'ada'), session('phone', 'ada')];

  it('ends every session', () => {
    given(...history)
      .when(reset())
      .then(passwordChanged('ada', 'new', { sessions: 2 }), ...['desk', 'phone'].map(ended));
  });

  it('ends every token as well, where that is asked', () => {
    given(...history)
      .when(reset(true))
      .then(passwordChanged('ada', 'new', { sessions: 2, tokens: 1 }), ...['desk', 'key', 'phone'].map(ended));
  });

  it('gives somebody a password who had none, even while disabled', () => {
    given(registered('ada'), disabled('ada')).when(reset()).then(passwordChanged('ada', 'new'));
  });

  it('is not for oneself', () => {
    given(...history)
      .when(reset(false, { by: 'ada' }))
      .thenRefused('forbidden');
  });

  it('is not for somebody who may do more', () => {
    given(...person('ada', 'admin'))
      .when(reset(false, { held: holding('grace', ['auditor', 'user'], 'passwords:set') }))
      .thenRefused('wider_than_held', '/password');
  });

  it('is not for a service account', () => {
    given(registered('ada', { kind: 'service' }))
      .when(reset())
      .thenRefused('invalid_request', '/password');
  });

  it('is not for somebody who does not exist', () => {
    given().when(reset()).thenRefused('not_found');
    given(registered('ada'), deleted('ada')).when(reset()).thenRefused('not_found');
  });
});
