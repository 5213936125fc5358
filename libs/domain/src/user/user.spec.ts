import {
  deleted,
  disabled,
  emailChanged,
  enabled,
  passwordChanged,
  person,
  rolesChanged,
  sealed,
} from '../examples.js';
import type { DomainEvent } from '../events.js';
import { after, EVERYTHING, given, holding, moment, recorded } from '../specification.js';
import { changeRoles } from './change-roles.js';
import { disableUser } from './disable-user.js';
import { enableUser } from './enable-user.js';
import { readTrail } from './read-trail.js';
import { evolveUser } from './user.js';

const nothing: DomainEvent[] = [];

describe('an account', () => {
  const ada = person('ada', 'user');
  const unknown = () => given(...ada, deleted('ada'));

  it('is disabled, and enabled again, with everything it had', () => {
    given(...ada)
      .when((state) => disableUser(state, 'ada'))
      .then(disabled('ada'));
    given(...ada, disabled('ada'))
      .when((state) => enableUser(state, 'ada', EVERYTHING))
      .then(enabled('ada'));
    expect(after(...ada, disabled('ada'), enabled('ada')).users.get('ada')).toEqual({
      ...after(...ada).users.get('ada'),
      position: 3n,
    });
  });

  it('is neither disabled nor enabled twice', () => {
    given(...ada, disabled('ada'))
      .when((state) => disableUser(state, 'ada'))
      .then(...nothing);
    given(...ada)
      .when((state) => enableUser(state, 'ada', holding('', [])))
      .then(...nothing);
  });

  it('is enabled only by somebody who holds what it may do', () => {
    given(...ada, disabled('ada'))
      .when((state) => enableUser(state, 'ada', holding('ada', ['auditor'])))
      .thenRefused('wider_than_held', '/enabled');
  });

  it('has the roles it was given last', () => {
    given(...ada)
      .when((state) => changeRoles(state, 'ada', ['auditor', 'user'], EVERYTHING))
      .then(rolesChanged('ada', 'auditor', 'user'));
    expect(after(...ada, rolesChanged('ada', 'auditor')).users.get('ada')?.roles).toEqual(['auditor']);
  });

  it('gets no role from somebody who holds less', () => {
    given(...ada)
      .when((state) => changeRoles(state, 'ada', ['admin'], holding('ada', ['user'])))
      .thenRefused('wider_than_held', '/roles');
  });

  it('loses no role to somebody who holds less', () => {
    given(...person('ada', 'admin'), ...person('grace', 'admin'))
      .when((state) => changeRoles(state, 'ada', ['user'], holding('ada', ['user'])))
      .thenRefused('wider_than_held', '/roles');
  });

  it('keeps the roles it has, whoever asks and in whatever order', () => {
    given(...person('ada', 'user', 'auditor'))
      .when((state) => changeRoles(state, 'ada', ['auditor', 'user'], holding('', [])))
      .then(...nothing);
  });

  it('does not exist any more once it is deleted', () => {
    unknown()
      .when((state) => disableUser(state, 'ada'))
      .thenRefused('not_found');
    unknown()
      .when((state) => enableUser(state, 'ada', EVERYTHING))
      .thenRefused('not_found');
    unknown()
      .when((state) => changeRoles(state, 'ada', [], EVERYTHING))
      .thenRefused('not_found');
    given()
      .when((state) => disableUser(state, 'ada'))
      .thenRefused('not_found');
  });

  it.each([
    enabled('ada'),
    disabled('ada'),
    rolesChanged('ada', 'admin'),
    emailChanged('ada', null),
    passwordChanged('ada', 'new'),
    deleted('ada'),
  ])('never changes again after its deletion: $type', (event) => {
    expect(() => after(...ada, deleted('ada'), event)).toThrow('a user who was deleted');
  });

  it('does not change by asking the trail', () => {
    const [read] = readTrail({ userId: 'ada', question: 'GET /v1/audit', sought: [] });
    const before = after(...ada).users.get('ada')!;
    expect(read).toMatchObject({ type: 'TrailRead', stream: 'user-ada', subject: { type: 'user', id: 'ada' } });
    expect(evolveUser(before, recorded(read!, 9))).toEqual(before);
  });

  it('knows its password by the field, not by the place among personal data', () => {
    const event = passwordChanged('ada', 'new');
    const personal = [sealed('ada', 'ip', '192.0.2.1'), ...event.personal] as typeof event.personal;
    const changed = evolveUser(after(...ada).users.get('ada'), recorded({ ...event, personal }, 9));
    expect(changed.passwordDigest).toEqual(sealed('ada', 'passwordDigest', 'new'));
  });

  it('remembers when it came and went', () => {
    const user = after(...ada, deleted('ada')).users.get('ada');
    expect(user).toMatchObject({ status: 'deleted', registeredAt: moment(0), deletedAt: moment(2), position: 2n });
    expect(user).toMatchObject({ nameDigest: null, passwordDigest: null });
  });
});
