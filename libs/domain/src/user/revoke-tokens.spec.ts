import { deleted, disabled, expired, issued, registered, revoked, sealed, session } from '../examples.js';
import type { DomainEvent } from '../events.js';
import { after, given } from '../specification.js';
import type { State } from '../state.js';
import { revokeTokens, revokeTokensOf } from './revoke-tokens.js';

const NOON = '2026-01-01T12:00:00.000000Z';
const nothing: DomainEvent[] = [];

const history = [
  registered('ada'),
  registered('grace'),
  issued('one', 'ada', { expiresAt: NOON }),
  issued('two', 'ada'),
  session('desk', 'ada'),
  issued('other', 'grace'),
];

const reasonFor = ({ owner }: { owner: string }) => (owner === 'ada' ? [sealed('ada', 'reason', 'lost')] : []);
const revoke =
  (...ids: string[]) =>
  (state: State, at: string) =>
    revokeTokens(state, ids, { cause: 'leaked' }, at);
const revokeOf = (owner: string, keep: string | null) => (state: State, at: string) =>
  revokeTokensOf(state, owner, keep, { cause: 'emergency' }, at);

describe('revoking some tokens', () => {
  it('ends each of them, whoever owns it', () => {
    given(...history)
      .when(revoke('other', 'desk'))
      .then(revoked('other', 'grace', 'leaked'), revoked('desk', 'ada', 'leaked'));
  });

  it('ends each once, and none that has ended', () => {
    given(...history, revoked('two', 'ada'), expired('one', 'ada', NOON))
      .when(revoke('one', 'two', 'other', 'other'))
      .then(revoked('other', 'grace', 'leaked'));
    given(...history)
      .at(NOON)
      .when(revoke('one'))
      .then(...nothing);
  });

  it('ends nothing where one is unknown', () => {
    given(...history)
      .when(revoke('one', 'none', 'two'))
      .thenRefused('not_found', '/ids/1');
    given(...history)
      .when(revoke('none', 'two'))
      .thenRefused('not_found', '/ids/0');
  });

  it('says why for each', () => {
    given(...history)
      .when((state, at) => revokeTokens(state, ['two', 'other'], { cause: 'leaked', reasonFor }, at))
      .then(
        { ...revoked('two', 'ada', 'leaked'), personal: [sealed('ada', 'reason', 'lost')] },
        revoked('other', 'grace', 'leaked'),
      );
  });
});

describe('revoking everything of an owner', () => {
  it('ends tokens and sessions, but the session that asks', () => {
    given(...history)
      .when(revokeOf('ada', 'desk'))
      .then(revoked('one', 'ada', 'emergency'), revoked('two', 'ada', 'emergency'));
    given(...history)
      .when(revokeOf('grace', 'desk'))
      .then(revoked('other', 'grace', 'emergency'));
  });

  it('ends nothing whose time is over', () => {
    given(...history)
      .at(NOON)
      .when(revokeOf('ada', null))
      .then(revoked('two', 'ada', 'emergency'), revoked('desk', 'ada', 'emergency'));
  });

  it('is possible while the owner is disabled', () => {
    given(...history, disabled('grace'))
      .when(revokeOf('grace', null))
      .then(revoked('other', 'grace', 'emergency'));
  });

  it('is nothing to do to somebody deleted or unknown', () => {
    given(registered('ada'), deleted('ada')).when(revokeOf('ada', null)).thenRefused('not_found', '/owner');
    given().when(revokeOf('ada', null)).thenRefused('not_found', '/owner');
  });

  it('is not decided by somebody who sees only some of them', () => {
    const state = after(...history);
    state.tokens.delete('two');
    expect(() => revokeTokensOf(state, 'ada', null, { cause: 'emergency' }, NOON)).toThrow('2 of 3 tokens');
  });
});
