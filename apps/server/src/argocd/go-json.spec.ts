import { create } from '@bufbuild/protobuf';
import { AccountSchema, AccountsListSchema } from './gen/account_pb.js';
import { goJson } from './go-json.js';

const account = create(AccountSchema, {
  name: 'a<b>&"é',
  enabled: true,
  capabilities: ['login'],
  tokens: [
    { id: 'one', issuedAt: 1_700_000_000n, expiresAt: 0n },
    { id: '', issuedAt: 1n, expiresAt: 2n },
  ],
});

it('a message is what Go writes', () => {
  expect(goJson(AccountSchema, account)).toBe(
    '{"name":"a\\u003cb\\u003e\\u0026\\"é","enabled":true,"capabilities":["login"],' +
      '"tokens":[{"id":"one","issuedAt":1700000000},{"issuedAt":1,"expiresAt":2}]}',
  );
});

it('what is zero is left out, and an empty message is an empty object', () => {
  expect(goJson(AccountSchema, create(AccountSchema, { name: 'off' }))).toBe('{"name":"off"}');
  expect(goJson(AccountsListSchema, create(AccountsListSchema))).toBe('{}');
});
