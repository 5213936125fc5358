import { RULES } from './check-history.js';
import { Past } from './past.js';

const unknown = { outcome: 'unknown', requestIds: [], unanswered: true } as const;
const refused = { outcome: 'refused', requestIds: ['refused'] } as const;
const during = (second: number) => ({ invoked: second + 0.1, completed: second + 0.4 });

describe('nothing is found where everything is as it should be', () => {
  it.each<[string, Past]>([
    ['a token that is good', new Past().saw('good').saw('good', { position: 1 })],
    ['a token that was revoked', new Past().saw('good').revoked().saw('refused').saw('refused', { position: 2 })],
    ['a token that was rotated', new Past().rotated().saw('refused').saw('good', { id: 'successor' })],
    ['an account that was deleted', new Past().deleted().saw('refused').saw('deleted', { of: 'account', id: 'user' })],
    ['an account that was disabled for a while', new Past().disabled().saw('refused').enabled().saw('good')],
    [
      'either answer, while the revocation is under way',
      new Past().revoked().saw('good', during(3)).saw('refused', during(3)),
    ],
    ['a revocation that nobody has heard of', new Past().change('revoke', 'token', unknown).saw('good')],
    [
      'one that came late',
      new Past()
        .change('revoke', 'token', unknown)
        .saw('good')
        .store('TokenRevoked', { tokenId: 'token' }, 'lost')
        .saw('refused'),
    ],
    [
      'one that a repetition acknowledged',
      new Past()
        .store('TokenRevoked', { tokenId: 'token' }, 'lost')
        .change('revoke', 'token', { requestIds: ['again'], unanswered: true, told: { position: 2, id: 'token' } }),
    ],
    [
      'a disabling that a repetition acknowledged',
      new Past()
        .store('UserDisabled', { userId: 'user' }, 'lost')
        .change('disable', 'user', { requestIds: ['again'], unanswered: true }),
    ],
    ['what was refused, and did nothing', new Past().change('revoke', 'token', refused).saw('good')],
    ['a misspelled token that was refused', new Past().saw('refused', { misspelled: true })],
    [
      'of two alike without an answer, one was done',
      new Past()
        .change('disable', 'user', unknown)
        .change('disable', 'user', unknown)
        .store('UserDisabled', { userId: 'user' }, 'lost'),
    ],
    [
      'of two alike, what was seen between them was done by the first',
      new Past()
        .change('disable', 'user', unknown)
        .store('UserDisabled', { userId: 'user' }, 'lost')
        .saw('refused', { position: 2 })
        .store('UserDisabled', { userId: 'user' }, 'lost, too')
        .change('disable', 'user', { requestIds: ['again'], unanswered: true }),
    ],
  ])('%s', (_, past) => {
    expect(past.violated).toEqual([]);
  });
});

const PLANTED: [keyof typeof RULES, string, Past][] = [
  ['gap', 'a position is left out', new Past().store('PolicyChanged', {}, 'other').bent({ position: 3 })],
  ['gap', 'two events have one position', new Past().deleted().bent({ position: 2 })],
  ['time', 'an event is older than the one before it', new Past().revoked().bent({ asOldAs: 0 })],
  ['time', 'two events are of one time', new Past().revoked().bent({ asOldAs: 1 })],
  ['lost', 'an acknowledged revocation is not there', new Past().change('revoke', 'token')],
  ['lost', 'an acknowledged registration is not there', new Past().change('register', null)],
  ['lost', 'one event stands for two acknowledgements', new Past().revoked().change('revoke', 'token')],
  [
    'lost',
    'a repetition was acknowledged, and nothing was done',
    new Past().change('disable', 'user', { requestIds: ['again'], unanswered: true }),
  ],
  ['misplaced', 'it stands elsewhere than was said', new Past().store('PolicyChanged', {}, 'other').revoked()],
  [
    'misplaced',
    'it is about another token than was said',
    new Past().store('TokenRevoked', { tokenId: 'other' }, 'revoke token').change('revoke', 'token'),
  ],
  [
    'misplaced',
    'it is by somebody else',
    new Past().store('TokenRevoked', { tokenId: 'token' }, 'revoke token').change('revoke', 'token', { by: 'another' }),
  ],
  [
    'doubled',
    'a repetition did it again',
    new Past()
      .store('UserDisabled', { userId: 'user' }, 'first')
      .store('UserDisabled', { userId: 'user' }, 'again')
      .change('disable', 'user', { requestIds: ['first', 'again'] }),
  ],
  [
    'unasked',
    'it was done twice, and once nobody heard of it',
    new Past().store('UserDisabled', { userId: 'user' }, 'lost').disabled(),
  ],
  [
    'unasked',
    'one attempt without an answer was done twice',
    new Past()
      .change('disable', 'user', unknown)
      .store('UserDisabled', { userId: 'user' }, 'lost')
      .store('UserDisabled', { userId: 'user' }, 'lost'),
  ],
  [
    'unasked',
    'it was done before it was asked for',
    new Past()
      .store('UserDisabled', { userId: 'user' }, 'lost')
      .store('UserRegistered', { userId: 'other' }, 'register null')
      .change('register', null)
      .change('disable', 'user', unknown),
  ],
  ['unasked', 'nobody ever asked for it', new Past().store('UserDeleted', { userId: 'user' }, 'whose?')],
  [
    'done',
    'what was refused was done all the same',
    new Past().store('TokenRevoked', { tokenId: 'token' }, 'refused').change('revoke', 'token', refused),
  ],
  [
    'order',
    'the later one stands first',
    new Past()
      .store('UserDisabled', { userId: 'user' }, 'disable user')
      .store('UserRegistered', { userId: 'other' }, 'register null')
      .change('register', null)
      .change('disable', 'user'),
  ],
  ['stale', 'a token is good after its revocation', new Past().revoked().saw('good')],
  ['stale', 'a token is good after the deletion of its owner', new Past().deleted().saw('good')],
  ['stale', 'a token is good after its rotation', new Past().rotated().saw('good')],
  ['stale', 'a token is good while its owner is disabled', new Past().disabled().saw('good').enabled()],
  ['stale', 'a token is refused after its owner was enabled again', new Past().disabled().enabled().saw('refused')],
  [
    'stale',
    'a token is good after a revocation that only others could see',
    new Past()
      .change('revoke', 'token', unknown)
      .store('TokenRevoked', { tokenId: 'token' }, 'lost')
      .store('UserRegistered', { userId: 'other' }, 'register null')
      .change('register', null)
      .saw('good'),
  ],
  [
    'stale',
    'a token is good before its issue',
    new Past()
      .store('TokenIssued', { tokenId: 'early', owner: 'user' }, 'issue user')
      .saw('good', { id: 'early' })
      .change('issue', 'user'),
  ],
  ['stale', 'a token that never was is good', new Past().saw('good', { id: 'never' })],
  ['stale', 'a token is refused after its issue', new Past().saw('refused')],
  ['stale', 'an answer is as of before what was acknowledged', new Past().revoked().saw('good', { position: 1 })],
  ['stale', 'an answer is as of what nobody had asked for', new Past().saw('refused', { position: 2 }).revoked()],
  [
    'stale',
    'an account looks active after its deletion',
    new Past().deleted().saw('active', { of: 'account', id: 'user' }),
  ],
  [
    'stale',
    'an account looks enabled while it is disabled',
    new Past().disabled().saw('active', { of: 'account', id: 'user' }),
  ],
  ['stale', 'a token looks active after its revocation', new Past().revoked().saw('active', { of: 'token' })],
  ['stale', 'a token cannot be found after its issue', new Past().saw('absent', { of: 'token' })],
  ['misspelled', 'a good token is good in another spelling', new Past().saw('good', { misspelled: true })],
];

describe('what is planted is found, and nothing else', () => {
  it.each(PLANTED)('%s: %s', (rule, _, past) => {
    expect(past.violated).toEqual([rule]);
  });

  it('for every rule there is', () => {
    expect(new Set(PLANTED.map(([rule]) => rule))).toEqual(new Set(Object.keys(RULES)));
  });
});
