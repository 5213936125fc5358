import { digest, passwordChanged, policyChanged, registered, sealed } from '../examples.js';
import { given } from '../specification.js';
import type { RegisterUser } from '../user/register-user.js';
import { openLog } from './open-log.js';

const data = { origin: 'tokens.example', keys: { log: 'l', token: 't', wrapping: 'w', digest: 'd' } };
const ada: RegisterUser = {
  userId: 'ada',
  kind: 'person',
  roles: ['admin'],
  nameDigest: digest('ada'),
  personal: [sealed('ada', 'username', 'ada')],
  passwordDigest: sealed('ada', 'passwordDigest', 'secret'),
};
const opened = {
  type: 'LogOpened',
  schema: 1,
  stream: 'log',
  subject: { type: 'log', id: 'tokens.example' },
  data,
  personal: [],
} as const;
const beginning = [
  opened,
  policyChanged({}),
  registered('ada', { roles: ['admin'] }),
  passwordChanged('ada', 'secret'),
];

describe('a log', () => {
  it('begins with its name and keys, the policy, and an administrator who can sign in', () => {
    given()
      .when((state) => openLog(state, data, ada))
      .then(...beginning);
  });

  const { passwordDigest: _, ...withoutPassword } = ada;
  it.each([
    ['a service', { ...withoutPassword, kind: 'service' }],
    ['somebody who is no administrator', { ...ada, roles: ['user'] }],
    ['somebody without a password', withoutPassword],
  ] as const)('does not begin with %s', (_who, first) => {
    given()
      .when((state) => openLog(state, data, first))
      .thenRefused('invalid_request');
  });
});
