import { claimsOf } from './claims.js';

const TOKEN = {
  id: 't',
  role: null,
  owner: 'o',
  audience: 'https://service.test',
  scopes: null,
  issuedAt: '2026-01-01T12:00:00.999999Z',
  expiresAt: null,
};
const ISSUER = 'https://tokens.test';
const NOON = Date.UTC(2026, 0, 1, 12) / 1000;

it('a token says what the log says of it, and is good from the second in which it was issued', () => {
  expect(claimsOf(TOKEN, ['admin', 'user'], ISSUER)).toStrictEqual({
    iss: ISSUER,
    sub: 'o',
    aud: 'https://service.test',
    client_id: 'tokenledger',
    jti: 't',
    iat: NOON,
    nbf: NOON,
    groups: ['admin', 'user'],
  });
});

it('its end and its scopes are there where it has any', () => {
  const narrowed = { ...TOKEN, expiresAt: '2026-01-01T12:01:00.000000Z', scopes: ['tokens:get', 'users:get'] };
  expect(claimsOf(narrowed, [], ISSUER)).toMatchObject({ exp: NOON + 60, scope: 'tokens:get users:get', groups: [] });
  expect(claimsOf({ ...TOKEN, scopes: [] }, [], ISSUER)).toMatchObject({ scope: '' });
});
