import * as fc from 'fast-check';
import { allows, covers, narrow, parsePower, type Permission, type Power } from './permission.js';

const word = (...words: string[]) => fc.constantFrom('*', ...words);
const power: fc.Arbitrary<Power> = fc.record({
  resource: word('users', 'tokens'),
  action: word('get', 'create'),
  object: word('ada', 'grace'),
});
const powers = fc.array(power, { maxLength: 5 });
/** Also what no power can name, and what stands for all. */
const wanted: fc.Arbitrary<Permission> = fc.record({
  resource: word('users', 'tokens', 'audit'),
  action: word('get', 'create', 'revoke'),
  object: word('ada', 'grace', 'alan'),
});
const scopes = fc.array(
  power.map(({ resource, action, object }) => `${resource}:${action}:${object}`),
  { maxLength: 5 },
);
const allowed = (held: readonly Power[], permission: Permission) => held.some((one) => allows(one, permission));

describe('a power', () => {
  it.each([
    ['users:get:ada', { resource: 'users', action: 'get', object: 'ada' }],
    ['users:get', { resource: 'users', action: 'get', object: '*' }],
    ['users', { resource: 'users', action: '*', object: '*' }],
    ['*:*', { resource: '*', action: '*', object: '*' }],
  ])('is read from %s', (words, read) => {
    expect(parsePower(words)).toEqual(read);
  });

  it.each([
    ['*:*', 'users:get:ada', true],
    ['users:get', 'users:get:ada', true],
    ['users:get', 'users:get:*', true],
    ['users:get:ada', 'users:get:ada', true],
    ['users:get:ada', 'users:get:grace', false],
    ['users:get:ada', 'users:get:*', false],
    ['users:get', 'users:delete:ada', false],
    ['users:get', 'tokens:get:ada', false],
    ['users:*', 'users:delete:ada', true],
    ['*:get', 'tokens:get:ada', true],
    ['*:get', 'tokens:create:ada', false],
  ])('%s over %s: %s', (held, permission, expected) => {
    expect(allows(parsePower(held), parsePower(permission))).toBe(expected);
  });
});

describe('narrowing', () => {
  it('leaves what both the power and the scope name', () => {
    const held = ['users:get:ada', 'tokens:*'].map(parsePower);
    const left = narrow(held, ['*:get', 'tokens:create:ada', 'audit:get']);
    expect(left).toEqual(['users:get:ada', 'tokens:get', 'tokens:create:ada'].map(parsePower));
  });

  it('leaves everything without scopes, and nothing under an empty list of them', () => {
    fc.assert(
      fc.property(powers, (held) => {
        expect(narrow(held, null)).toEqual(held);
        expect(narrow(held, [])).toEqual([]);
      }),
    );
  });

  it('allows what the powers and one of the scopes allow: never more, never less', () => {
    fc.assert(
      fc.property(powers, scopes, wanted, (held, limits, permission) => {
        const both = allowed(held, permission) && allowed(limits.map(parsePower), permission);
        expect(allowed(narrow(held, limits), permission)).toBe(both);
      }),
      { numRuns: 2000 },
    );
  });

  it('is covered by what it narrowed', () => {
    fc.assert(fc.property(powers, scopes, (held, limits) => covers(held, narrow(held, limits))));
  });
});

describe('covering', () => {
  it.each([
    [['*:*'], ['users:get'], true],
    [['users:get:ada'], ['users:get:ada'], true],
    [['users:get:ada'], ['users:get'], false],
    [['users:get'], ['users:*'], false],
    [['users:get'], ['users:get', 'audit:get'], false],
    [[], ['users:get'], false],
    [[], [], true],
  ])('%j of %j: %s', (held, granted, expected) => {
    expect(covers(held.map(parsePower), granted.map(parsePower))).toBe(expected);
  });

  it('means that whatever the grant allows is held', () => {
    fc.assert(
      fc.property(powers, powers, wanted, (held, granted, permission) => {
        fc.pre(covers(held, granted) && allowed(granted, permission));
        expect(allowed(held, permission)).toBe(true);
      }),
    );
  });
});
