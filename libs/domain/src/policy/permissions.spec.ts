import { permissionsChanged } from '../examples.js';
import { bound, recorded, regex, rule } from '../specification.js';
import { parsePermission } from './permission.js';
import { builtInPermissions, Permissions } from './permissions.js';
import { type Role, ROLES, VOCABULARY } from './role.js';
import { NO_RULES, type PermissionRules } from './rule.js';

interface Lines extends Partial<Pick<PermissionRules, 'matchMode' | 'defaultRole'>> {
  readonly p?: readonly string[];
  readonly g?: readonly string[];
}
const permissions = ({ p = [], g = [], ...others }: Lines) =>
  new Permissions({ ...NO_RULES, ...others, rules: p.map(rule), bindings: g.map(bound) }, 1n, regex);

interface Account {
  readonly roles?: readonly Role[];
  readonly groups?: readonly string[];
}
const may = (lines: Lines, words: string, { roles = [], groups = [] }: Account = {}) =>
  permissions(lines).powersOf({ id: 'ada', roles }, groups).may(parsePermission(words));

describe('a built-in role', () => {
  it.each([
    ['admin', 'users:delete:grace', true],
    ['admin', 'tokens:create:grace', true],
    ['admin', 'applications:sync:default/guestbook', true],
    ['auditor', 'audit:get', true],
    ['auditor', 'users:get:grace', true],
    ['auditor', 'tokens:introspect', true],
    ['auditor', 'tokens:create:ada', false],
    ['auditor', 'tokens:create:grace', false],
    ['auditor', 'tokens:revoke:grace', false],
    ['auditor', 'users:create', false],
    ['auditor', 'passwords:set:ada', true],
    ['auditor', 'passwords:set:grace', false],
    ['auditor', 'applications:get', false],
    ['readonly', 'users:get:grace', true],
    ['readonly', 'tokens:get', true],
    ['readonly', 'policy:get', true],
    ['readonly', 'applications:get:default/guestbook', true],
    ['readonly', 'logs:get', true],
    ['readonly', 'passwords:set:ada', true],
    ['readonly', 'passwords:set:grace', false],
    ['readonly', 'sessions:delete:ada', true],
    ['readonly', 'tokens:introspect', false],
    ['readonly', 'tokens:create:ada', false],
    ['readonly', 'users:create', false],
    ['readonly', 'policy:set', false],
    ['readonly', 'applications:sync', false],
    ['readonly', 'exec:create', false],
    ['readonly', 'audit:get', false],
    ['readonly', 'keys:get', false],
    ['readonly', 'metrics:get', false],
    ['user', 'users:get:ada', true],
    ['user', 'tokens:revoke:ada', true],
    ['user', 'tokens:revoke:grace', false],
    ['user', 'users:get:grace', false],
    ['user', 'tokens:introspect', false],
    ['user', 'audit:get', false],
    ['user', 'policy:get:limits', true],
    ['user', 'policy:get:permissions', false],
    ['user', 'applications:get', false],
  ] as const)('%s lets ada do %s: %s', (role, words, expected) => {
    expect(may({}, words, { roles: [role] })).toBe(expected);
  });

  it('is needed to do anything at all', () => {
    const { allow, deny } = permissions({}).grantsOf(['user:ada']);
    expect([allow, deny]).toEqual([[], []]);
    expect(may({}, 'policy:get')).toBe(false);
  });

  it.each(ROLES)('%s never speaks of somebody called self, nor of what there is not', (role) => {
    expect(may({}, 'users:get:self', { roles: [role] })).toBe(['admin', 'auditor', 'readonly'].includes(role));
    const words = permissions({})
      .grantsOf([`role:${role}`])
      .allow.map(({ resource, action }) => [resource, action]);
    const known = ['*', ...Object.keys(VOCABULARY), ...Object.values(VOCABULARY).flat()];
    expect(words.flat().filter(({ text }) => !known.includes(text))).toEqual([]);
  });

  it('counts beside others', () => {
    expect(may({}, 'tokens:create:ada', { roles: ['auditor', 'user'] })).toBe(true);
    expect(may({}, 'audit:get', { roles: ['auditor', 'user'] })).toBe(true);
  });

  it('is more, or less, where rules say so', () => {
    const lines = { p: ['role:user, audit:get', 'role:user, !policy:get'] };
    expect(may(lines, 'audit:get', { roles: ['user'] })).toBe(true);
    expect(may(lines, 'policy:get', { roles: ['user'] })).toBe(false);
    expect(may(lines, 'policy:get', { roles: ['auditor'] })).toBe(true);
    expect(may(lines, 'policy:get', { roles: ['auditor', 'user'] })).toBe(false);
  });

  it('that an administrator is, a prohibition of readonly hits as well', () => {
    expect(may({ p: ['role:readonly, !users:get'] }, 'users:get:ada', { roles: ['admin'] })).toBe(false);
  });
});

describe('an account', () => {
  it.each<[Lines, string, boolean]>([
    [{ p: ['user:ada, audit:get'] }, 'audit:get', true],
    [{ p: ['user:grace, audit:get'] }, 'audit:get', false],
    [{ p: ['user:*, audit:get'] }, 'audit:get', false],
    [{ p: ['ada, audit:get'] }, 'audit:get', false],
    [{ p: ['user:ada, audit:get', 'user:ada, !audit:*'] }, 'audit:get', false],
    [{ g: ['user:ada, role:auditor'] }, 'audit:get', true],
    [{ g: ['user:grace, role:auditor'] }, 'audit:get', false],
    [{ g: ['user:ada, role:user'] }, 'tokens:get:ada', true],
    [{ g: ['user:ada, role:user'] }, 'tokens:get:grace', false],
    [{ g: ['user:ada, role:made'], p: ['role:made, audit:get'] }, 'audit:get', true],
    [{ g: ['user:ada, role:made'] }, 'audit:get', false],
    [{ g: ['user:ada, role:a', 'role:a, role:b', 'role:b, role:c'], p: ['role:c, audit:get'] }, 'audit:get', true],
    [{ g: ['user:ada, role:a', 'role:b, role:a'], p: ['role:b, audit:get'] }, 'audit:get', false],
    [{ g: ['user:ada, role:a', 'role:a, role:b', 'role:b, role:a'], p: ['role:b, audit:get'] }, 'audit:get', true],
    [{ g: ['user:ada, role:a', 'role:a, role:a'], p: ['role:a, audit:get'] }, 'audit:get', true],
    [{ g: ['user:ada, role:auditor', 'user:ada, role:not'], p: ['role:not, !audit:get'] }, 'audit:get', false],
  ])('%j: %s %s', (lines, words, expected) => {
    expect(may(lines, words)).toBe(expected);
  });

  it('of the same roles as another is still itself', () => {
    const all = permissions({ g: ['role:user, role:made'], p: ['role:made, users:update:self'] });
    const powersOf = (id: string) => all.powersOf({ id, roles: ['user'] });
    for (const id of ['ada', 'grace', 'ada'])
      for (const other of ['ada', 'grace'])
        expect(powersOf(id).may({ resource: 'users', action: 'update', object: other })).toBe(id === other);
  });
});

describe('the default role', () => {
  const lines = { defaultRole: 'role:readonly' };

  it('is that of everybody, whatever else they are', () => {
    for (const roles of [[], ['user'], ['auditor']] as const)
      expect(may(lines, 'users:get:grace', { roles })).toBe(true);
    expect(may({}, 'users:get:grace')).toBe(false);
  });

  it('may be made of others, may prohibit, or may be none that there is', () => {
    expect(may({ defaultRole: 'role:all', g: ['role:all, role:auditor'] }, 'audit:get')).toBe(true);
    expect(may({ ...lines, p: ['role:readonly, !audit:get'] }, 'audit:get', { roles: ['auditor'] })).toBe(false);
    expect(may({ defaultRole: 'role:nothing' }, 'audit:get')).toBe(false);
  });
});

describe('a group', () => {
  const groups = ['team'];

  it('counts once it is bound to a role, and then what is said of it counts as well', () => {
    const p = ['group:team, audit:get'];
    expect(may({ p }, 'audit:get', { groups })).toBe(false);
    expect(may({ p, g: ['group:team, role:made'] }, 'audit:get', { groups })).toBe(true);
    expect(may({ p, g: ['group:team, role:made'] }, 'audit:get')).toBe(false);
    expect(may({ p: ['role:made, audit:get'], g: ['group:team, role:made'] }, 'audit:get', { groups })).toBe(true);
    expect(may({ g: ['group:other, role:auditor'] }, 'audit:get', { groups })).toBe(false);
  });

  it('is no account, no role and no other group, whatever it is called', () => {
    for (const name of ['ada', 'user:ada', 'role:auditor', 'team\nrole:auditor', 'constructor', '__proto__'])
      expect(may({ g: ['user:ada, role:user', 'group:team, role:user'] }, 'audit:get', { groups: [name] })).toBe(false);
    const lines = { g: ['group:a\nrole:auditor, role:user', 'group:a, role:user'], p: ['role:auditor, audit:get'] };
    const asked = permissions(lines);
    const asking = (roles: readonly Role[], ...names: string[]) =>
      asked.powersOf({ id: 'grace', roles }, names).may(parsePermission('audit:get'));
    expect([asking(['auditor'], 'a'), asking([], 'a\nrole:auditor')]).toEqual([true, false]);
  });
});

describe('rules in regular expressions', () => {
  const matchMode = 'regex' as const;

  it.each<[string, string, boolean]>([
    ['user:ada, users:get:^a', 'users:get:ada', true],
    ['user:ada, users:get:^a', 'users:get:grace', false],
    ['user:ada, users:get:ad', 'users:get:ada', true],
    ['user:ada, us:^(get|set)$:.*', 'users:get:ada', true],
    ['user:ada, users:get:self', 'users:get:ada', true],
    ['user:ada, users:get:self', 'users:get:grace', false],
    ['user:ada, users:get:self', 'users:get:self', false],
  ])('%s: %s %s', (line, words, expected) => {
    expect(may({ matchMode, p: [line] }, words)).toBe(expected);
  });

  it('leave the built-in ones globs', () => {
    expect(may({ matchMode }, 'users:delete:grace', { roles: ['admin'] })).toBe(true);
    expect(may({ matchMode }, 'users:get:ada', { roles: ['user'] })).toBe(true);
    expect(may({ matchMode }, 'users:got:ada', { roles: ['user'] })).toBe(false);
    expect(may({ matchMode }, 'passwords:set:grace', { roles: ['user'] })).toBe(false);
  });

  it('are read by nobody to whom no reader was given', () => {
    const none = builtInPermissions().reading({ ...NO_RULES, matchMode, rules: [rule('user:ada, users:get:a')] });
    expect(() => none.powersOf({ id: 'ada', roles: [] })).toThrow(SyntaxError);
    expect(
      builtInPermissions()
        .powersOf({ id: 'ada', roles: ['user'] })
        .may(parsePermission('users:get:ada')),
    ).toBe(true);
  });
});

it('rules are read once, and not before somebody asks', () => {
  let read = 0;
  const counting = (text: string) => {
    read++;
    return regex(text);
  };
  const rules = [rule('user:ada, users:get:^a'), rule('user:grace, users:get:^g')];
  const all = new Permissions({ ...NO_RULES, matchMode: 'regex', rules }, 1n, counting);
  expect(read).toBe(0);
  for (const id of ['ada', 'grace', 'ada', 'alan']) all.powersOf({ id, roles: [] }, ['team']);
  expect(read).toBe(6);
});

describe('a change', () => {
  const before = permissions({ p: ['user:ada, users:get', 'user:ada, tokens:get'], g: ['user:ada, role:user'] });
  const changed = (data: Parameters<typeof permissionsChanged>[0]) =>
    before.changed(recorded(permissionsChanged(data), 7));

  it('takes lines away and adds others; the rest stays', () => {
    const { written, position } = changed({
      removedRules: [rule('user:ada, users:get')],
      addedRules: [rule('user:ada, !users:get')],
      removedBindings: [bound('user:ada, role:user')],
      addedBindings: [bound('user:ada, role:auditor')],
      defaultRole: 'role:readonly',
      matchMode: 'regex',
    });
    expect(written).toEqual({
      matchMode: 'regex',
      defaultRole: 'role:readonly',
      file: null,
      rules: [rule('user:ada, tokens:get'), rule('user:ada, !users:get')],
      bindings: [bound('user:ada, role:auditor')],
    });
    expect(position).toBe(7n);
  });

  it('leaves those as they are that it was made from', () => {
    const grants = before.grantsOf(['user:ada']);
    expect(changed({ removedRules: before.written.rules }).grantsOf(['user:ada'])).not.toEqual(grants);
    expect(before.grantsOf(['user:ada'])).toBe(grants);
    expect(before.written.rules).toHaveLength(2);
  });
});
