import { deleted, disabled, emailChanged, enabled, person, registered, rolesChanged, sealed } from '../examples.js';
import type { DomainEvent } from '../events.js';
import type { Role } from '../policy/role.js';
import { after, EVERYTHING, given, holding, recorded } from '../specification.js';
import type { State } from '../state.js';
import { type ChangeUser, changeUser } from './change-user.js';
import { evolveUser } from './user.js';

const nothing: DomainEvent[] = [];
const ADDRESS = sealed('ada', 'email', 'ada@marsh.example');
const change =
  (wanted: Partial<ChangeUser>, held = EVERYTHING) =>
  (state: State) =>
    changeUser(
      state,
      { userId: 'ada', seen: 'any', enabled: undefined, roles: undefined, email: undefined, ...wanted },
      held,
    );
const ada = person('ada', 'user');

describe('a change of an account', () => {
  it('is all that was asked, together', () => {
    const together = [rolesChanged('ada', 'auditor'), disabled('ada'), emailChanged('ada', ADDRESS)];
    given(...ada)
      .when(change({ enabled: false, roles: ['auditor'], email: ADDRESS }))
      .then(...together);
  });

  it('is nothing where one part is refused', () => {
    given(...person('ada', 'admin'))
      .when(change({ email: ADDRESS, enabled: false }))
      .thenRefused('last_administrator', '/enabled');
  });

  it('is only what is another than before', () => {
    given(...ada, emailChanged('ada', ADDRESS))
      .when(change({ enabled: true, roles: ['user'], email: ADDRESS }))
      .then(...nothing);
    given(...ada, disabled('ada'))
      .when(change({ enabled: true, roles: ['user'], email: null }))
      .then(enabled('ada'));
  });

  it('leaves what was not asked for', () => {
    given(...ada, emailChanged('ada', ADDRESS), disabled('ada'))
      .when(change({ roles: ['auditor'] }))
      .then(rolesChanged('ada', 'auditor'));
    given(...ada, emailChanged('ada', ADDRESS))
      .when(change({ enabled: false }))
      .then(disabled('ada'));
  });

  it.each<[Role[]]>([[['user']], [['user', 'admin']], [['admin', 'user', 'auditor']]])(
    'may be to the roles %j',
    (roles) => {
      given(...person('ada', 'user', 'auditor'))
        .when(change({ roles }))
        .then(rolesChanged('ada', ...roles));
    },
  );

  it('rests on what was seen: the last change of the account itself', () => {
    given(...ada)
      .when(change({ seen: [0n], enabled: false }))
      .thenRefused('precondition_failed');
    given(...ada)
      .when(change({ seen: [], enabled: true }))
      .thenRefused('precondition_failed');
    given(...ada)
      .when(change({ seen: [9n, 1n], enabled: false }))
      .then(disabled('ada'));
  });

  it('is not of somebody who does not exist', () => {
    given()
      .when(change({ enabled: false }))
      .thenRefused('not_found');
    given(...ada, deleted('ada'))
      .when(change({ seen: [2n] }))
      .thenRefused('not_found');
  });
});

const addresses = ({ users }: State) => users.get('ada')?.personal.filter(({ field }) => field === 'email');

it('an account is called what it was registered as, wherever that was done', () => {
  const event = registered('ada');
  const personal = [...event.personal, sealed('ada', 'ip', '192.0.2.1')] as typeof event.personal;
  expect(evolveUser(undefined, recorded({ ...event, personal }, 3))?.personal).toEqual(event.personal);
});

describe('an e-mail address', () => {
  it('is the one given last, or none', () => {
    const other = sealed('ada', 'email', 'ada@fen.example');
    expect(addresses(after(...ada, emailChanged('ada', ADDRESS), emailChanged('ada', other)))).toEqual([other]);
    expect(addresses(after(...ada, emailChanged('ada', ADDRESS), emailChanged('ada', null)))).toEqual([]);
  });

  it('leaves the user name, and takes nothing of where somebody was', () => {
    const event = emailChanged('ada', ADDRESS);
    const personal = [...event.personal, sealed('ada', 'ip', '192.0.2.1')] as typeof event.personal;
    const user = evolveUser(after(registered('ada')).users.get('ada'), recorded({ ...event, personal }, 9));
    expect(user).toMatchObject({ personal: [sealed('ada', 'username', 'ada'), ADDRESS], position: 9n });
  });

  it('of somebody who may do more is not changed, nor removed', () => {
    const held = holding('ada', ['user', 'auditor'], 'users:update');
    for (const email of [sealed('ada', 'email', 'ada@fen.example'), null])
      given(...person('ada', 'admin'), emailChanged('ada', ADDRESS))
        .when(change({ email }, held))
        .thenRefused('wider_than_held', '/email');
  });
});
