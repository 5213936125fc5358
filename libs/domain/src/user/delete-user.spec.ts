import {
  deleted,
  digest,
  disabled,
  expired,
  issued,
  person,
  registered,
  revoked,
  sealed,
  session,
} from '../examples.js';
import { after, given } from '../specification.js';
import { deleteUser } from './delete-user.js';
import { registerUser } from './register-user.js';

const NOON = '2026-01-01T12:00:00.000000Z';
const deletion = (state: Parameters<typeof deleteUser>[0]) => deleteUser(state, 'ada');
const ended = (tokenId: string) => revoked(tokenId, 'ada', 'user_deleted');
const theEndOf = (...tokenIds: readonly string[]) => [deleted('ada', tokenIds.length), ...tokenIds.map(ended)];

describe('a deletion', () => {
  it('ends the account and, right behind it, each live token and session', () => {
    given(...person('ada'), issued('key', 'ada'), session('desk', 'ada'), issued('cron', 'ada'))
      .when(deletion)
      .then(...theEndOf('key', 'desk', 'cron'));
  });

  it('ends them in the order of their issue, in whatever order their rows come', () => {
    given(registered('ada'), issued('key', 'ada'), session('desk', 'ada'), issued('cron', 'ada'))
      .when((state) => deletion({ ...state, tokens: new Map([...state.tokens].toReversed()) }))
      .then(...theEndOf('key', 'desk', 'cron'));
  });

  it('ends ten thousand tokens at once', () => {
    const ids = Array.from({ length: 10_000 }, (_, n) => `key-${n}`);
    given(registered('ada'), ...ids.map((id) => issued(id, 'ada')))
      .when(deletion)
      .then(...theEndOf(...ids));
  });

  it('leaves tokens alone that have ended, and those of others', () => {
    const own = [issued('old', 'ada'), issued('late', 'ada', { expiresAt: NOON }), issued('key', 'ada')];
    given(registered('ada'), registered('grace'), ...own, issued('hers', 'grace'))
      .when(deletion)
      .then(...theEndOf('old', 'late', 'key'));
    given(registered('ada'), registered('grace'), ...own, revoked('old', 'ada'), expired('late', 'ada', NOON))
      .when(deletion)
      .then(...theEndOf('key'));
  });

  it('is possible while the account is disabled', () => {
    given(registered('ada'), disabled('ada')).when(deletion).then(deleted('ada'));
  });

  it('says why, where somebody said so', () => {
    const reason = [sealed('ada', 'reason', 'left')];
    given(registered('ada'))
      .when((state) => deleteUser(state, 'ada', 'any', reason))
      .then({ ...deleted('ada'), personal: reason });
  });

  it('happens once, and only to somebody who exists', () => {
    given(registered('ada'), deleted('ada')).when(deletion).thenRefused('not_found');
    given().when(deletion).thenRefused('not_found');
  });

  it('is not decided on some of the tokens', () => {
    const state = after(registered('ada'), issued('key', 'ada'), issued('unseen', 'ada'));
    state.tokens.delete('unseen');
    expect(() => deletion(state)).toThrow('1 of 2 tokens');
  });
});

describe('the name of a deleted user', () => {
  const history = [
    ...person('ada', 'admin'),
    ...person('grace', 'admin'),
    issued('key', 'ada'),
    deleted('ada', 1),
    ended('key'),
  ];
  const again = registered('newcomer', { name: 'ada', roles: [] });

  it('is free for somebody else', () => {
    const { userId, kind, roles } = again.data;
    given(...history)
      .when((state) =>
        registerUser(state, { userId, kind, roles, nameDigest: digest('ada'), personal: again.personal }, null),
      )
      .then(again);
  });

  it('brings a new account no tokens, no roles, no password', () => {
    const { users, tokens, userNames } = after(...history, again);
    expect(userNames.get(digest('ada'))).toBe('newcomer');
    expect(users.get('newcomer')).toMatchObject({ status: 'active', roles: [], liveTokens: 0, passwordDigest: null });
    expect([...tokens.values()].filter(({ owner }) => owner === 'newcomer')).toEqual([]);
    expect(users.get('ada')).toMatchObject({ status: 'deleted', liveTokens: 0 });
  });
});

it('a deletion that rests on what was seen is refused once it has changed', () => {
  given(registered('ada'), disabled('ada'))
    .when((state) => deleteUser(state, 'ada', [0n]))
    .thenRefused('precondition_failed');
  given(registered('ada'), disabled('ada'))
    .when((state) => deleteUser(state, 'ada', [1n]))
    .then(deleted('ada'));
});
