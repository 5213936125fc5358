import { allows, parsePower } from './permission.js';
import { powersOf, ROLES } from './role.js';

const may = (self: string, roles: Parameters<typeof powersOf>[1], words: string) =>
  powersOf(self, roles).some((power) => allows(power, parsePower(words)));

describe('a role', () => {
  it.each([
    ['admin', 'users:delete:grace', true],
    ['admin', 'tokens:create:grace', true],
    ['auditor', 'audit:get', true],
    ['auditor', 'users:get:grace', true],
    ['auditor', 'tokens:introspect', true],
    ['auditor', 'tokens:create:ada', false],
    ['auditor', 'tokens:create:grace', false],
    ['auditor', 'tokens:revoke:grace', false],
    ['auditor', 'users:create', false],
    ['user', 'users:get:ada', true],
    ['user', 'tokens:revoke:ada', true],
    ['user', 'tokens:revoke:grace', false],
    ['user', 'users:get:grace', false],
    ['user', 'tokens:introspect', false],
    ['user', 'audit:get', false],
  ] as const)('%s lets ada do %s: %s', (role, words, expected) => {
    expect(may('ada', [role], words)).toBe(expected);
  });

  it('is needed to do anything at all', () => {
    expect(powersOf('ada', [])).toEqual([]);
  });

  it.each(ROLES)('%s never speaks of somebody called self', (role) => {
    expect(powersOf('ada', [role]).map(({ object }) => object)).not.toContain('self');
  });
});
