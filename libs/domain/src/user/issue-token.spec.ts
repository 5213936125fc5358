import {
  deleted,
  digest,
  disabled,
  expired,
  issued,
  person,
  policyChanged,
  registered,
  revoked,
  session,
} from '../examples.js';
import type { DomainEvent } from '../events.js';
import type { Role } from '../policy/role.js';
import { PLACES_FOR_SESSIONS } from '../policy/token-policy.js';
import { EVERYTHING, given, holding } from '../specification.js';
import { type IssueToken, issueToken } from './issue-token.js';

const NINE = '2026-01-01T09:00:00.999999Z';
const MONTHS = 90 * 86_400;
const issue =
  (command: Partial<IssueToken> = {}, held = holding('ada', ['user'])) =>
  (state: Parameters<typeof issueToken>[0], at: string) =>
    issueToken(
      state,
      {
        tokenId: 'key',
        owner: 'ada',
        format: 'jwt',
        expiresIn: 'never',
        scopes: null,
        audience: 'https://tokens.example',
        secretDigest: null,
        nameDigest: digest('key of ada'),
        personal: [],
        ...command,
      },
      held,
      at,
    );
const endless = policyChanged({ unlimitedAllowed: true });
const ada = registered('ada');

describe('the end of a token', () => {
  it.each<[IssueToken['expiresIn'], string]>([
    [undefined, '2026-01-01T21:00:00.000000Z'],
    [0, '2026-01-01T21:00:00.000000Z'],
    [1, '2026-01-01T09:00:01.000000Z'],
    [3600, '2026-01-01T10:00:00.000000Z'],
    [MONTHS, '2026-04-01T09:00:00.000000Z'],
  ])('after %p seconds is %s, a whole second', (expiresIn, expiresAt) => {
    given(ada)
      .at(NINE)
      .when(issue({ expiresIn }))
      .then(issued('key', 'ada', { expiresAt }));
  });

  it.each<IssueToken['expiresIn']>([MONTHS + 1, 'never'])('is not after %p', (expiresIn) => {
    given(ada).at(NINE).when(issue({ expiresIn })).thenRefused('lifetime_exceeds_policy', '/expiresIn');
  });

  it.each([-1, 0.5, 3600.5, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])(
    'is not after %p seconds',
    (expiresIn) => {
      given(ada).at(NINE).when(issue({ expiresIn })).thenRefused('invalid_request', '/expiresIn');
    },
  );

  it('never comes where the policy allows that', () => {
    given(endless, ada)
      .when(issue({ expiresIn: 'never' }))
      .then(issued('key', 'ada', { expiresAt: null }));
  });

  it('is what the policy of this moment says', () => {
    given(policyChanged({ defaultLifetime: 60, maximumLifetime: 60 }), ada)
      .at(NINE)
      .when(issue({ expiresIn: undefined }))
      .then(issued('key', 'ada', { expiresAt: '2026-01-01T09:01:00.000000Z' }));
  });
});

describe('the name of a token', () => {
  it.each<[string, DomainEvent[]]>([
    ['is live', []],
    ['was revoked', [revoked('first', 'ada')]],
    ['has expired', [expired('first', 'ada', NINE)]],
  ])('stays taken when the token that has it %s', (_, since) => {
    const first = issued('first', 'ada', { claim: digest('ci') });
    given(endless, ada, first, ...since)
      .when(issue({ nameDigest: digest('ci') }))
      .thenRefused('name_taken', '/name');
  });
});

describe('the limit of live tokens', () => {
  const limit = policyChanged({ unlimitedAllowed: true, liveTokenLimit: 2 + PLACES_FOR_SESSIONS });
  const full = [limit, ada, session('desk', 'ada'), issued('first', 'ada')];

  it('counts tokens and sessions', () => {
    given(limit, ada, session('desk', 'ada')).when(issue()).then(issued('key', 'ada'));
    given(...full)
      .when(issue())
      .thenRefused('token_limit_reached');
  });

  it('counts no token that was revoked or counted out', () => {
    given(...full, revoked('desk', 'ada'))
      .when(issue())
      .then(issued('key', 'ada'));
    given(...full, expired('first', 'ada', NINE))
      .when(issue())
      .then(issued('key', 'ada'));
  });

  it('counts no token of somebody else', () => {
    given(limit, ada, registered('grace'), issued('a', 'grace'), issued('b', 'grace'))
      .when(issue())
      .then(issued('key', 'ada'));
  });
});

describe('a token', () => {
  it.each<[Role[], Role[], string[] | null, boolean]>([
    [['user'], ['user'], null, true],
    [['user'], ['user'], ['*:*'], true],
    [['admin'], ['admin'], null, true],
    [['admin'], ['user'], null, false],
    [['admin'], ['user'], ['*:*'], false],
    [['admin'], ['user'], ['users:get:ada'], true],
    [['admin'], ['user'], ['users:get'], false],
    [['auditor'], ['user'], ['audit:get'], false],
    [['user'], [], ['users:get'], false],
    [['user'], [], ['audit:get'], true],
  ])('for somebody who is %j, from what %j gives ada, with scopes %j: %s', (roles, own, scopes, good) => {
    const decision = given(endless, ...person('ada', ...roles)).when(issue({ scopes }, holding('ada', own)));
    if (good) decision.then(issued('key', 'ada', { scopes, groups: roles }));
    else decision.thenRefused('wider_than_held', '/scopes');
  });

  it('for somebody else gives no more than its issuer holds', () => {
    given(endless, ada).when(issue({}, EVERYTHING)).then(issued('key', 'ada'));
    given(endless, ada)
      .when(issue({}, holding('grace', ['auditor'])))
      .thenRefused('wider_than_held', '/scopes');
  });

  it('goes to nobody who is disabled, deleted or unknown', () => {
    given(endless, ada, disabled('ada')).when(issue()).thenRefused('owner_disabled');
    given(endless, ada, deleted('ada')).when(issue()).thenRefused('not_found', '/owner');
    given(endless).when(issue()).thenRefused('not_found', '/owner');
  });

  it('that is opaque is known by the digest of its secret', () => {
    const opaque = { format: 'opaque', secretDigest: 'ab'.repeat(32) } as const;
    given(endless, ada)
      .when(issue(opaque))
      .then(issued('key', 'ada', opaque));
  });
});
