import {
  digest,
  disabled,
  expired,
  issued,
  policyChanged,
  registered,
  revoked,
  rolesChanged,
  rotated,
  sealed,
  session,
} from '../examples.js';
import type { DomainEvent } from '../events.js';
import { PLACES_FOR_SESSIONS } from '../policy/token-policy.js';
import { EVERYTHING, given, holding } from '../specification.js';
import type { State } from '../state.js';
import { LONGEST_GRACE, type RotateToken, rotateToken } from './rotate-token.js';

const NOON = '2026-01-01T12:00:00.000000Z';
const BEFORE_NOON = '2026-01-01T11:59:59.999999Z';
const TEN = '2026-01-01T10:00:00.000000Z';

const rotate =
  (command: Partial<RotateToken> = {}, held = holding('ada', ['user'])) =>
  (state: State, at: string) => {
    const plain = { tokenId: 'old', successor: 'new', secretDigest: null, personal: [], graceSeconds: 0 };
    return rotateToken(state, { ...plain, ...command }, held, at);
  };
/** The successor, of the same name. */
const successor = (data: Parameters<typeof issued>[2] = {}) =>
  issued('new', 'ada', { claim: digest('old of ada'), replaces: 'old', ...data });

/** Three hours, until noon. */
const history = [registered('ada'), issued('old', 'ada', { expiresAt: NOON })];

describe('a rotation', () => {
  it('ends the old token in the same commit, and the new one lives as long as the old one did', () => {
    given(...history)
      .at(TEN)
      .when(rotate())
      .then(successor({ expiresAt: '2026-01-01T13:00:00.000000Z' }), revoked('old', 'ada', 'rotated'));
  });

  it('lets the old token live on for the grace', () => {
    given(...history)
      .at(TEN)
      .when(rotate({ graceSeconds: 60 }))
      .then(
        successor({ expiresAt: '2026-01-01T13:00:00.000000Z' }),
        rotated('old', 'ada', 'new', '2026-01-01T10:01:00.000000Z'),
      );
  });

  it('never lets the old token live longer than it would have', () => {
    given(...history)
      .at(TEN)
      .when(rotate({ graceSeconds: LONGEST_GRACE }))
      .then(successor({ expiresAt: '2026-01-01T13:00:00.000000Z' }), rotated('old', 'ada', 'new', NOON));
  });

  it('keeps format, scopes, audience, name and description', () => {
    const kept = { format: 'opaque', scopes: ['audit:get'], audience: 'https://ci.example' } as const;
    const personal = [sealed('ada', 'name', 'ci'), sealed('ada', 'description', 'builds')];
    given(registered('ada'), issued('old', 'ada', { ...kept, secretDigest: 'aa', expiresAt: NOON }))
      .at(TEN)
      .when(rotate({ secretDigest: 'bb', personal }))
      .then(
        { ...successor({ ...kept, secretDigest: 'bb', expiresAt: '2026-01-01T13:00:00.000000Z' }), personal },
        revoked('old', 'ada', 'rotated'),
      );
  });

  it('states the roles that the owner has now', () => {
    given(...history, rolesChanged('ada', 'user', 'auditor'))
      .at(TEN)
      .when(rotate({}, EVERYTHING))
      .then(
        successor({ expiresAt: '2026-01-01T13:00:00.000000Z', groups: ['user', 'auditor'] }),
        revoked('old', 'ada', 'rotated'),
      );
  });

  it.each([-1, 0.5, Number.NaN, LONGEST_GRACE + 1])('has no grace of %p seconds', (graceSeconds) => {
    given(...history)
      .when(rotate({ graceSeconds }))
      .thenRefused('invalid_request', '/graceSeconds');
  });
});

describe('the life of a successor', () => {
  it.each([
    ['is cut to what the policy gives now', NOON, { maximumLifetime: 60 }, '2026-01-01T10:01:00.000000Z'],
    ['has no end where the old one had none and may have none', null, { unlimitedAllowed: true }, null],
    ['ends where a life without end is over', null, { maximumLifetime: 60 }, '2026-01-01T10:01:00.000000Z'],
  ])('%s', (_, before, limits, expiresAt) => {
    given(registered('ada'), issued('old', 'ada', { expiresAt: before }), policyChanged(limits))
      .at(TEN)
      .when(rotate())
      .then(successor({ expiresAt }), revoked('old', 'ada', 'rotated'));
  });
});

describe('a token', () => {
  it.each<[string, DomainEvent[], string]>([
    ['was revoked', [revoked('old', 'ada')], 'already_revoked'],
    ['was counted out', [expired('old', 'ada', NOON)], 'already_expired'],
    ['was rotated', [successor(), revoked('old', 'ada', 'rotated')], 'already_rotated'],
    ['was rotated and is still good', [successor(), rotated('old', 'ada', 'new', NOON)], 'already_rotated'],
    ['is of somebody disabled', [disabled('ada')], 'owner_disabled'],
  ])('that %s is not rotated', (_, since, refused) => {
    given(...history, ...since)
      .at(BEFORE_NOON)
      .when(rotate({ successor: 'newer' }))
      .thenRefused(refused as 'already_revoked');
  });

  it('is not rotated at its end, though no sweep has come', () => {
    given(...history)
      .at(NOON)
      .when(rotate())
      .thenRefused('already_expired');
  });

  it('is not rotated if it is a session, or nothing at all', () => {
    given(registered('ada'), session('old', 'ada')).when(rotate()).thenRefused('invalid_request', '#id');
    given(registered('ada')).when(rotate()).thenRefused('not_found');
  });

  it('is not rotated by somebody who holds less than it gives', () => {
    given(...history)
      .when(rotate({}, holding('grace', ['user'])))
      .thenRefused('wider_than_held');
    given(...history, rolesChanged('ada', 'admin'))
      .when(rotate())
      .thenRefused('wider_than_held');
  });

  it('takes its place when there is no other, and no further one', () => {
    const full = [policyChanged({ liveTokenLimit: 1 + PLACES_FOR_SESSIONS }), ...history];
    given(...full)
      .at(TEN)
      .when(rotate())
      .then(successor({ expiresAt: '2026-01-01T13:00:00.000000Z' }), revoked('old', 'ada', 'rotated'));
    given(...full)
      .at(TEN)
      .when(rotate({ graceSeconds: 1 }))
      .thenRefused('token_limit_reached');
  });
});
