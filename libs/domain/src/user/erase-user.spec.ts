import { deleted, digest, erased, held, issued, person, registered, released, revoked, sealed } from '../examples.js';
import { after, given, moment } from '../specification.js';
import { eraseUser } from './erase-user.js';
import { placeLegalHold } from './place-legal-hold.js';
import { releaseLegalHold } from './release-legal-hold.js';
import { withoutErased } from './without-erased.js';

const erasure = (state: Parameters<typeof eraseUser>[0]) => eraseUser(state, 'ada');
const gone = [...person('ada', 'user'), deleted('ada')];

describe('an erasure', () => {
  it('forgets who a deleted account was', () => {
    given(...gone)
      .when(erasure)
      .then(erased('ada'));
    expect(after(...gone, erased('ada')).users.get('ada')).toMatchObject({
      status: 'deleted',
      erasedAt: moment(3),
      position: 3n,
    });
  });

  it('comes after the deletion, for it takes no access away', () => {
    given(...person('ada', 'user'))
      .when(erasure)
      .thenRefused('not_deleted');
  });

  it('happens once, and only to somebody who was there', () => {
    given(...gone, erased('ada'))
      .when(erasure)
      .thenRefused('already_erased');
    given().when(erasure).thenRefused('not_found');
  });

  it('is refused as long as a legal hold keeps the account, whenever that was placed', () => {
    given(...person('ada', 'user'), held('ada'), deleted('ada'))
      .when(erasure)
      .thenRefused('under_legal_hold');
    given(...gone, held('ada'))
      .when(erasure)
      .thenRefused('under_legal_hold');
    given(...gone, held('ada'), released('ada'))
      .when(erasure)
      .then(erased('ada'));
  });

  it('that rests on what was seen is refused once it has changed', () => {
    given(...gone, held('ada'), released('ada'))
      .when((state) => eraseUser(state, 'ada', [2n]))
      .thenRefused('precondition_failed');
    given(...gone)
      .when((state) => eraseUser(state, 'ada', [2n]))
      .then(erased('ada'));
  });

  it('leaves no digest of what the tokens were called, and those of others alone', () => {
    const tokens = [issued('key', 'ada'), issued('hers', 'grace')];
    const { tokens: left, tokenNames } = after(
      registered('ada'),
      registered('grace'),
      ...tokens,
      deleted('ada', 1),
      revoked('key', 'ada', 'user_deleted'),
      erased('ada'),
    );
    expect(left.get('key')).toMatchObject({ nameDigest: null, status: 'revoked', cause: 'user_deleted' });
    expect([...tokenNames]).toEqual([[digest('hers of grace'), 'hers']]);
  });

  it.each([erased('ada'), held('ada'), released('ada'), deleted('ada'), issued('late', 'ada')])(
    'is the last thing that happens to an account: $type',
    (event) => {
      expect(() => after(...gone, erased('ada'), event)).toThrow('a user who was erased');
    },
  );

  it('leaves nothing to write about whoever was erased, though it was sealed before', () => {
    const state = after(...gone, erased('ada'), registered('grace'));
    const [hers, another, unknown] = [
      sealed('ada', 'ip', '192.0.2.1'),
      sealed('grace', 'ip', '192.0.2.2'),
      sealed('nobody', 'ip', '192.0.2.3'),
    ];
    expect(withoutErased(state, [hers, another, unknown])).toEqual([{ ...hers, ct: '' }, another, unknown]);
  });
});

describe('a legal hold', () => {
  const reason = [sealed('ada', 'reason', 'a case')];
  const placing = (state: Parameters<typeof placeLegalHold>[0]) => placeLegalHold(state, 'ada', reason);
  const releasing = (state: Parameters<typeof releaseLegalHold>[0]) => releaseLegalHold(state, 'ada', reason);

  it('is placed on an account that exists and on one that was deleted, once', () => {
    given(...person('ada', 'user'))
      .when(placing)
      .then(held('ada'));
    given(...gone)
      .when(placing)
      .then(held('ada'));
    given(...gone, held('ada'))
      .when(placing)
      .thenRefused('under_legal_hold');
    given().when(placing).thenRefused('not_found');
  });

  it('comes too late for somebody erased', () => {
    given(...gone, erased('ada'))
      .when(placing)
      .thenRefused('already_erased');
  });

  it('is released where there is one', () => {
    given(...gone, held('ada'))
      .when(releasing)
      .then({ ...released('ada'), personal: reason });
    given(...gone)
      .when(releasing)
      .thenRefused('not_under_legal_hold');
    given().when(releasing).thenRefused('not_found');
  });

  it('says since when', () => {
    const { users } = after(...gone, held('ada'), released('ada'), held('ada'));
    expect(users.get('ada')).toMatchObject({ heldAt: moment(5), position: 5n, status: 'deleted' });
  });
});
