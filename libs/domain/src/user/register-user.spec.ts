import { digest, disabled, passwordChanged, registered, sealed } from '../examples.js';
import type { Role } from '../policy/role.js';
import type { Caller } from '../policy/standing.js';
import { given, holding } from '../specification.js';
import { type RegisterUser, registerUser } from './register-user.js';

const caller = (roles: Role[], kind: 'session' | 'access' = 'session'): Caller => ({
  user: { id: 'grace', roles },
  token: { id: 'credential', kind, scopes: null },
  powers: holding('grace', roles),
});
const asked = (userId: string, command: Partial<RegisterUser> = {}): RegisterUser => ({
  userId,
  kind: 'person',
  roles: ['user'],
  nameDigest: digest(userId),
  personal: [sealed(userId, 'username', userId)],
  ...command,
});
const register =
  (command: RegisterUser, by: Caller | null = caller(['admin'])) =>
  (state: Parameters<typeof registerUser>[0]) =>
    registerUser(state, command, by);

describe('registering', () => {
  it('makes an account, with a password if one is given', () => {
    const passwordDigest = sealed('ada', 'passwordDigest', 'secret');
    given()
      .when(register(asked('ada')))
      .then(registered('ada'));
    given()
      .when(register(asked('ada', { passwordDigest })))
      .then(registered('ada'), passwordChanged('ada', 'secret'));
  });

  it('gives a service account no password', () => {
    const passwordDigest = sealed('robot', 'passwordDigest', 'secret');
    given()
      .when(register(asked('robot', { kind: 'service' })))
      .then(registered('robot', { kind: 'service' }));
    given()
      .when(register(asked('robot', { kind: 'service', passwordDigest })))
      .thenRefused('invalid_request', '/password');
  });

  it('refuses a name that an active or disabled account has', () => {
    const namesake = register(asked('other', { nameDigest: digest('ada') }));
    given(registered('ada')).when(namesake).thenRefused('name_taken', '/username');
    given(registered('ada'), disabled('ada')).when(namesake).thenRefused('name_taken', '/username');
  });

  it('knows names by their digest alone', () => {
    const sameText = asked('other', { personal: [sealed('other', 'username', 'ada')] });
    given(registered('ada'))
      .when(register(sameText))
      .then({ ...registered('other'), personal: sameText.personal });
  });

  it.each<[Role[], Role[]]>([
    [['user'], ['user']],
    [['user'], ['auditor']],
    [['auditor'], ['admin']],
    [[], ['user']],
  ])('by somebody who is %j gives nobody the roles %j', (own, roles) => {
    given()
      .when(register(asked('ada', { roles }), caller(own)))
      .thenRefused('wider_than_held', '/roles');
  });

  it('gives nobody a way to sign in by a credential that is no session', () => {
    const passwordDigest = sealed('ada', 'passwordDigest', 'secret');
    given()
      .when(register(asked('ada', { passwordDigest }), caller(['admin'], 'access')))
      .thenRefused('wider_than_held', '/password');
    given()
      .when(register(asked('ada'), caller(['admin'], 'access')))
      .then(registered('ada'));
  });

  it('gives roles freely where the server itself registers', () => {
    given()
      .when(register(asked('ada', { roles: ['admin'] }), null))
      .then(registered('ada', { roles: ['admin'] }));
  });
});
