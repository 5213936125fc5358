import type { DomainEvent } from '../events.js';
import { deleted, disabled, person, registered, rolesChanged } from '../examples.js';
import { EVERYTHING, given } from '../specification.js';
import type { State } from '../state.js';
import { changeRoles } from './change-roles.js';
import { deleteUser } from './delete-user.js';
import { disableUser } from './disable-user.js';

const endings = {
  deleted: { decide: (state: State) => deleteUser(state, 'ada'), event: deleted('ada') },
  disabled: { decide: (state: State) => disableUser(state, 'ada'), event: disabled('ada') },
  demoted: {
    decide: (state: State) => changeRoles(state, 'ada', ['user'], EVERYTHING),
    event: rolesChanged('ada', 'user'),
  },
};
const ada = person('ada', 'admin');

describe.each(Object.entries(endings))(
  'the last administrator who can sign in is not %s',
  (name, { decide, event }) => {
    const pointer = { deleted: undefined, disabled: '/enabled', demoted: '/roles' }[name];

    it.each<[string, DomainEvent[]]>([
      ['nobody', []],
      ['somebody who is no administrator', person('grace', 'user', 'auditor')],
      ['a service account', [registered('robot', { kind: 'service', roles: ['admin'] })]],
      ['an administrator without a password', [registered('grace', { roles: ['admin'] })]],
      ['a disabled administrator', [...person('grace', 'admin'), disabled('grace')]],
      ['a deleted administrator', [...person('grace', 'admin'), deleted('grace')]],
      ['a former administrator', [...person('grace', 'admin'), rolesChanged('grace', 'user')]],
    ])('while the only other one is %s', (_, others) => {
      given(...ada, ...others)
        .when(decide)
        .thenRefused('last_administrator', pointer);
    });

    it('but may be while another one can sign in', () => {
      given(...ada, ...person('grace', 'admin', 'auditor'))
        .when(decide)
        .then(event);
    });
  },
);

describe('the last administrator', () => {
  it('may take other roles besides', () => {
    given(...ada)
      .when((state) => changeRoles(state, 'ada', ['admin', 'auditor'], EVERYTHING))
      .then(rolesChanged('ada', 'admin', 'auditor'));
  });

  it('does not keep anybody else', () => {
    given(...ada, ...person('grace', 'user'))
      .when((state) => deleteUser(state, 'grace'))
      .then(deleted('grace'));
  });

  it('does not keep an administrator who could not sign in anyway', () => {
    given(...ada, ...person('grace', 'admin'), disabled('grace'))
      .when((state) => deleteUser(state, 'grace'))
      .then(deleted('grace'));
  });
});
