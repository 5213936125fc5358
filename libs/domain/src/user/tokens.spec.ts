import {
  deleted,
  disabled,
  enabled,
  expired,
  issued,
  passwordChanged,
  person,
  policyChanged,
  registered,
  revoked,
  sealed,
  session,
} from '../examples.js';
import type { DomainEvent } from '../events.js';
import { PLACES_FOR_SESSIONS } from '../policy/token-policy.js';
import { given } from '../specification.js';
import type { State } from '../state.js';
import { expireTokens } from './expire-tokens.js';
import { revokeToken } from './revoke-token.js';
import { startSession } from './start-session.js';

const NINE = '2026-01-01T09:00:00.999999Z';
const NOON = '2026-01-01T12:00:00.000000Z';
const BEFORE_NOON = '2026-01-01T11:59:59.999999Z';

const signIn =
  (secret = 'secret of ada') =>
  (state: State, at: string) => {
    const verifiedAgainst = sealed('ada', 'passwordDigest', secret).ct;
    const command = { tokenId: 'desk', userId: 'ada', audience: 'https://tokens.example', verifiedAgainst };
    return startSession(state, command, at);
  };
const revoke = (state: State, at: string) => revokeToken(state, { tokenId: 'key', cause: 'leaked' }, at);
const sweep =
  (...ids: string[]) =>
  (state: State, at: string) =>
    expireTokens(state, ids, at);
const nothing: DomainEvent[] = [];

describe('signing in', () => {
  it('starts a session of twelve hours that may do what its owner may', () => {
    given(...person('ada', 'admin'))
      .at(NINE)
      .when(signIn())
      .then(session('desk', 'ada', { expiresAt: '2026-01-01T21:00:00.000000Z', scopes: null, groups: ['admin'] }));
  });

  it.each<[string, DomainEvent[]]>([
    ['is unknown', []],
    ['has no password', [registered('ada')]],
    ['is a service', [registered('ada', { kind: 'service' })]],
    ['was disabled', [...person('ada'), disabled('ada')]],
    ['was deleted', [...person('ada'), deleted('ada')]],
    ['has changed the password meanwhile', [...person('ada'), passwordChanged('ada', 'new')]],
  ])('fails as with a wrong password where the account %s', (_, history) => {
    given(...history)
      .when(signIn())
      .thenRefused('wrong_credentials');
  });

  it('is possible again once the account is enabled', () => {
    given(...person('ada', 'user'), disabled('ada'), enabled('ada'))
      .at(NINE)
      .when(signIn())
      .then(session('desk', 'ada', { expiresAt: '2026-01-01T21:00:00.000000Z' }));
  });

  it('counts against the limit of live tokens', () => {
    given(policyChanged({ liveTokenLimit: 1 }), ...person('ada'), issued('key', 'ada'))
      .when(signIn())
      .thenRefused('token_limit_reached');
  });

  it('has places of its own, which access tokens cannot take', () => {
    const limit = policyChanged({ liveTokenLimit: 1 + PLACES_FOR_SESSIONS });
    given(limit, ...person('ada', 'user'), issued('key', 'ada'))
      .at(NINE)
      .when(signIn())
      .then(session('desk', 'ada', { expiresAt: '2026-01-01T21:00:00.000000Z' }));
  });

  it('says nothing of the limit to a wrong password', () => {
    given(policyChanged({ liveTokenLimit: 1 }), ...person('ada'), issued('key', 'ada'))
      .when(signIn('guessed'))
      .thenRefused('wrong_credentials');
  });
});

describe('revoking', () => {
  const history = [registered('ada'), issued('key', 'ada', { expiresAt: NOON })];

  it('ends a token for the cause given, until its last microsecond', () => {
    given(...history)
      .at(BEFORE_NOON)
      .when(revoke)
      .then(revoked('key', 'ada', 'leaked'));
  });

  it('says why, where somebody said so', () => {
    const reason = [sealed('ada', 'reason', 'lost')];
    given(...history)
      .when((state, at) => revokeToken(state, { tokenId: 'key', cause: 'requested', reason }, at))
      .then({ ...revoked('key', 'ada', 'requested'), personal: reason });
  });

  it('is possible while the owner is disabled', () => {
    given(...history, disabled('ada'))
      .when(revoke)
      .then(revoked('key', 'ada', 'leaked'));
  });

  it.each([
    ['twice', [revoked('key', 'ada')], BEFORE_NOON, 'already_revoked'],
    ['twice, even after its end', [revoked('key', 'ada')], NOON, 'already_revoked'],
    ['at its end, though no sweep has come', [], NOON, 'already_expired'],
    ['once it is counted out', [expired('key', 'ada', NOON)], NOON, 'already_expired'],
  ] as const)('does not end a token %s', (_, since, at, refused) => {
    given(...history, ...since)
      .at(at)
      .when(revoke)
      .thenRefused(refused);
  });

  it('ends no token that does not exist', () => {
    given(registered('ada')).when(revoke).thenRefused('not_found');
  });
});

describe('the sweep', () => {
  const history = [
    registered('ada'),
    issued('due', 'ada', { expiresAt: NOON }),
    issued('later', 'ada', { expiresAt: '2026-01-01T12:00:01.000000Z' }),
    issued('endless', 'ada'),
    issued('revoked', 'ada', { expiresAt: NOON }),
    revoked('revoked', 'ada'),
    issued('swept', 'ada', { expiresAt: NOON }),
    expired('swept', 'ada', NOON),
    session('desk', 'ada', { expiresAt: NOON }),
  ];

  it('counts out tokens and sessions at their end', () => {
    given(...history)
      .at(NOON)
      .when(sweep('due', 'desk'))
      .then(expired('due', 'ada', NOON), expired('desk', 'ada', NOON));
  });

  it.each(['later', 'endless', 'revoked', 'swept', 'unknown'])('ignores a token that is %s', (id) => {
    given(...history)
      .at(NOON)
      .when(sweep(id))
      .then(...nothing);
  });

  it('counts no token out before its end, and none twice', () => {
    given(...history)
      .at(BEFORE_NOON)
      .when(sweep('due'))
      .then(...nothing);
    given(...history)
      .at(NOON)
      .when(sweep('due', 'due'))
      .then(expired('due', 'ada', NOON));
  });
});
