import { regex } from '../specification.js';
import { glob } from './glob.js';
import { parsePermission } from './permission.js';
import { builtInPermissions } from './permissions.js';
import { namesIn, type Reading, readRules } from './read-rules.js';
import { NO_RULES } from './rule.js';

const ACCOUNTS: Readonly<Record<string, string>> = {
  ada: 'id-1',
  grace: 'id-2',
  admin: 'id-3',
  'o"brien, pat': 'id-4',
};
const reading: Reading = {
  pattern: glob,
  accountOf: (name) => (Object.hasOwn(ACCOUNTS, name) ? ACCOUNTS[name] : undefined),
};
const read = (text: string, others: Partial<Reading> = {}) => readRules(text, { ...reading, ...others });
const rule = (subject: string, resource: string, action: string, object: string, effect = 'allow') => ({
  subject,
  resource,
  action,
  object,
  effect,
});

/** What Argo CD begins with, and what its handbook shows. */
const ARGO_CD = `
# Built-in policy which defines two roles: role:readonly and role:admin,
# and additionally assigns the admin user to the role:admin role.
p, role:readonly, applications, get, */*, allow
p, role:readonly, applicationsets, get, */*, allow
p, role:readonly, certificates, get, *, allow
p, role:readonly, clusters, get, *, allow
p, role:readonly, repositories, get, *, allow
p, role:readonly, write-repositories, get, *, allow
p, role:readonly, projects, get, *, allow
p, role:readonly, accounts, get, *, allow
p, role:readonly, gpgkeys, get, *, allow
p, role:readonly, logs, get, */*, allow

p, role:admin, applications, create, */*, allow
p, role:admin, applications, update, */*, allow
p, role:admin, applications, update/*, */*, allow
p, role:admin, applications, delete, */*, allow
p, role:admin, applications, delete/*, */*, allow
p, role:admin, applications, sync, */*, allow
p, role:admin, applications, override, */*, allow
p, role:admin, applications, action/*, */*, allow
p, role:admin, applicationsets, create, */*, allow
p, role:admin, certificates, update, *, allow
p, role:admin, clusters, delete, *, allow
p, role:admin, repositories, create, *, allow
p, role:admin, write-repositories, update, *, allow
p, role:admin, projects, create, *, allow
p, role:admin, accounts, update, *, allow
p, role:admin, gpgkeys, delete, *, allow
p, role:admin, exec, create, */*, allow
p, role:staging, applications, action/apps/Deployment/restart, staging/*, allow
p, role:staging, applications, *, "{staging,dev-?}/*", allow
p, role:staging, applications, delete, staging/db-*, deny
p, role:staging, extensions, invoke, httpbin, allow
p, ada, clusters, get, "https://kubernetes.*.local", allow

g, role:admin, role:readonly
g, admin, role:admin
g, my-org:team-alpha, role:staging
g, "CN=ops,OU=people", role:staging
`;

describe('Argo CD’s own policy', () => {
  const { rules, bindings, faults, warnings } = read(ARGO_CD);

  it('is read as it stands', () => {
    expect(faults).toEqual([]);
    expect(rules).toHaveLength(32);
    expect(rules[0]).toEqual(rule('role:readonly', 'applications', 'get', '*/*'));
    expect(rules.at(-1)).toEqual(rule('user:id-1', 'clusters', 'get', 'https://kubernetes.*.local'));
    expect(bindings).toEqual([
      { subject: 'role:admin', role: 'role:readonly' },
      { subject: 'user:id-3', role: 'role:admin' },
      { subject: 'group:my-org:team-alpha', role: 'role:staging' },
      { subject: 'group:CN=ops,OU=people', role: 'role:staging' },
    ]);
    expect(warnings.map(({ line }) => line)).toEqual([40, 41]);
  });

  it.each([
    ['applications:sync:staging/web', true],
    ['applications:action/apps/Deployment/restart:staging/web', true],
    ['applications:get:dev-1/web', true],
    ['applications:get:dev-11/web', false],
    ['applications:delete:staging/web', true],
    ['applications:delete:staging/db-1', false],
    ['applications:get:production/web', false],
    ['extensions:invoke:httpbin', true],
  ])('lets one of a bound group do %s: %s', (words, allowed) => {
    const permissions = builtInPermissions().reading({ ...NO_RULES, rules, bindings });
    const powers = permissions.powersOf({ id: 'id-9', roles: [] }, ['my-org:team-alpha']);
    expect(powers.may(parsePermission(words))).toBe(allowed);
  });
});

describe('a line', () => {
  it('that says nothing counts all the same', () => {
    const { rules, faults } = read('# a\r\n\r\n  \t \n   # p, x\np, role:x, users, get, *, allow\r\nx');
    expect(rules).toEqual([rule('role:x', 'users', 'get', '*')]);
    expect(faults).toEqual([{ line: 6, detail: 'A line begins with p, or g, or #.' }]);
  });

  it('that is said twice is one', () => {
    const { rules, bindings } = read(
      'p,role:x,users,get,*,allow\n"p", role:x ,users,"get",*,allow\np,role:x,users,get,*,deny\ng,ada,role:x\ng, ada, role:x',
    );
    expect(rules.map(({ effect }) => effect)).toEqual(['allow', 'deny']);
    expect(bindings).toEqual([{ subject: 'user:id-1', role: 'role:x' }]);
  });

  it('of nothing is none', () => {
    expect(read('')).toEqual({ rules: [], bindings: [], faults: [], warnings: [] });
  });

  it('may begin a file that says how its bytes are ordered', () => {
    expect(read('\uFEFFp, role:x, users, get, *, allow').faults).toEqual([]);
    expect(read('\uFEFF# p').faults).toEqual([]);
  });

  it('has a name in quotes, if it is such a name', () => {
    const { rules, bindings } = read('g, "o""brien, pat", role:user\np, role:x, users, get, "o""brien, pat", allow');
    expect(bindings).toEqual([{ subject: 'user:id-4', role: 'role:user' }]);
    expect(rules).toEqual([rule('role:x', 'users', 'get', 'id-4')]);
  });
});

const broken = () => {
  throw new Error('the reader is away');
};
const WORDS = 'A rule is: p, subject, resource, action, object, allow or deny.';
const BINDING = 'A binding is: g, a user, group or role, and role:<name>.';
const START = 'A line begins with p, or g, or #.';
const QUOTE = 'A quote stands where none can be read.';
const MISSING = 'A word is missing between two commas.';
const LINE = 'A line is longer than 2000 characters.';
const CHARACTER = 'A line holds a character that cannot be shown.';
const ROLE = 'The name of a role has 1 to 123 characters.';

describe('it is a fault, and nothing else is said of it, that a line is', () => {
  it.each<[string, string]>([
    ['x, a, b', START],
    ['P, role:x, users, get, *, allow', START],
    ['p2, role:x, users, get, *, allow', START],
    ['role:x users get', START],
    [', role:x, users, get, *, allow', START],
    ['//', START],
    ['p', WORDS],
    ['p, role:x, users, get, *', WORDS],
    ['p, nobody, users, get, *', WORDS],
    ['p, role:x, users, get, *, allow, more', WORDS],
    ['p, role:x, users, get, *, Allow', 'A rule ends with allow or deny.'],
    ['p, role:x, users, get, *, permit', 'A rule ends with allow or deny.'],
    ['p, role:x, users, get, *, allow # why', 'A rule ends with allow or deny.'],
    ['p, nobody, users, get, *, allowed', 'A rule ends with allow or deny.'],
    ['g', BINDING],
    ['g, ada', BINDING],
    ['g, ada, admin', BINDING],
    ['g, nobody, admin', BINDING],
    ['g, ada, role:a, role:b', BINDING],
    ['g, nobody, role:', ROLE],
    [`g, nobody, role:${'x'.repeat(124)}`, ROLE],
    ['g, role:, role:x', ROLE],
    [`p, role:${'x'.repeat(124)}, users, get, *, allow`, ROLE],
    ['p, role:x, , get, *, allow', MISSING],
    ['p, role:x, users, get, "", allow', MISSING],
    ['p, role:x, users, get, *, allow,', MISSING],
    ['g, , role:x', MISSING],
    ['p, "role:x, users, get, *, allow', QUOTE],
    ['p, role:"x", users, get, *, allow', QUOTE],
    ['p, proj:default:ci, applications, get, *, allow', 'What a role of a project may do is said in the project.'],
    ['g, proj:default:ci, role:x', 'What a role of a project may do is said in the project.'],
    ['p, role:x, user, get, *, allow', 'There is no resource user.'],
    ['p, role:x, Users, get, *, deny', 'There is no resource Users.'],
    ['p, role:x, users2, get, *, deny', 'There is no resource users2.'],
    ['p, role:x, üsers, get, *, deny', 'There is no resource üsers.'],
    ['p, role:x, users/a, get, *, deny', 'There is no resource users/a.'],
    ['p, nobody, user, get, nobody, allow', 'There is no resource user.'],
    ['p, role:x, users, read, *, allow', 'There is no action read on users.'],
    ['p, role:x, users, Get, *, allow', 'There is no action Get on users.'],
    ['p, role:x, users, sync, *, allow', 'There is no action sync on users.'],
    ['p, role:x, *, read, *, allow', 'There is no action read on *.'],
    ['p, role:x, applications, actoin/*, */*, deny', 'There is no action actoin/* on applications.'],
    ['p, role:x, applications, sync/*, */*, deny', 'There is no action sync/* on applications.'],
    ['p, role:x, logs, action/*, */*, deny', 'There is no action action/* on logs.'],
    ['p, role:x, "{users", get, *, allow', 'The resource cannot be read: a { without its }.'],
    ['p, role:x, users, [, *, allow', 'The action cannot be read: ] is missing.'],
    ['p, role:x, users, get, a}, allow', 'The object cannot be read: a } without its {.'],
    [`p, role:x, users, get, ${'x'.repeat(257)}, allow`, 'A word is longer than 256 characters.'],
    [`g, ${'x'.repeat(257)}, role:x`, 'A word is longer than 256 characters.'],
    [`# ${'x'.repeat(2000)}`, LINE],
    [`p, ${'x'.repeat(2000)}`, LINE],
    [' '.repeat(2001), LINE],
    ['p, role:x, users, get, a\0, allow', CHARACTER],
    ['p, role:x, users, get, a\u007F, allow', CHARACTER],
    ['p, role:x, users, get, a\uD83D, allow', CHARACTER],
    ['p, role:x, users, get, *, allow\rp, role:x, users, get, *, allow', CHARACTER],
  ])('%j: %s', (line, detail) => {
    expect(read(`# one\n${line}\n`)).toEqual({ rules: [], bindings: [], faults: [{ line: 2, detail }], warnings: [] });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'])('about %s', (word) => {
    const faults = [
      { line: 1, detail: `There is no resource ${word}.` },
      { line: 2, detail: `There is no action ${word} on users.` },
      { line: 3, detail: `There is no action ${word} on *.` },
    ];
    const lines = [
      `p, role:x, ${word}, get, *, allow`,
      `p, role:x, users, ${word}, *, allow`,
      `p, role:x, *, ${word}, *, deny`,
    ];
    expect(read(lines.join('\n')).faults).toEqual(faults);
  });

  it('unreadable, while the others are still looked at', () => {
    const { rules, faults } = read('x\np, role:x, users, get, *, allow\ny\n');
    expect(faults.map(({ line }) => line)).toEqual([1, 3]);
    expect(rules).toHaveLength(1);
  });

  it('of just the greatest length, or of the longest words, is none', () => {
    expect(read(`#${'x'.repeat(1999)}`).faults).toEqual([]);
    expect(read(`p, group:${'x'.repeat(250)}, users, get, ${'😀'.repeat(256)}, allow`).faults).toEqual([]);
    expect(read(`g, ada, role:${'x'.repeat(123)}`).faults).toEqual([]);
  });

  it.each<[string, string]>([
    ['blanks', ' '.repeat(100_000)],
    ['a long line', `p, ${'x'.repeat(1_000_000)}`],
    ['many bad lines', `p,${' '.repeat(1900)}x"\n`.repeat(100)],
  ])('of %s, at once', (_, text) => {
    const begun = performance.now();
    expect(read(text).faults).not.toEqual([]);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it('no regular expression, where they are read', () => {
    const { faults, rules } = read('p, role:x, users, get, ^a(b, deny\np, role:x, ^us, (get|read), ^a.*}, deny', {
      pattern: regex,
    });
    expect(faults.map(({ line }) => line)).toEqual([1, 2]);
    expect(faults[0]!.detail).toMatch(/^The object cannot be read: .*\.$/);
    expect(rules).toEqual([]);
  });

  it('broken by anything else than what is written, is no fault of the line', () => {
    expect(() => read('p, role:x, users, get, *, allow', { pattern: broken })).toThrow('the reader is away');
  });
});

describe('a name', () => {
  it.each<[string, string]>([
    ['ada', 'user:id-1'],
    ['group:ada', 'group:ada'],
    ['role:ada', 'role:ada'],
    ['group:', 'group:'],
  ])('%s is %s', (word, subject) => {
    const { rules, bindings, warnings } = read(`p, ${word}, users, get, *, allow\ng, ${word}, role:x`);
    expect([rules[0]!.subject, bindings[0]!.subject, warnings]).toEqual([subject, subject, []]);
  });

  it.each(['team', 'Ada', 'user:id-1', 'my-org:team'])(
    '%s is that of a group, and somebody should look again',
    (word) => {
      const { rules, bindings, warnings } = read(`p, ${word}, users, get, *, allow\ng, ${word}, role:x`);
      expect([rules[0]!.subject, bindings[0]!.subject]).toEqual([`group:${word}`, `group:${word}`]);
      const detail = 'No account has this name: it is taken for a group, and stands in the log as it is.';
      expect(warnings).toEqual([1, 2].map((line) => ({ line, detail })));
    },
  );

  it.each(['users', 'tokens', 'sessions', 'passwords', 'accounts'])(
    'as an object among %s becomes an id',
    (resource) => {
      const action = { users: 'get', tokens: 'get', sessions: 'delete', passwords: 'set', accounts: 'get' }[resource];
      const objects = ['ada', '*', 'self', 'id-1', 'a*'];
      const { rules, warnings } = read(
        objects.map((word) => `p, role:x, ${resource}, ${action}, ${word}, deny`).join('\n'),
      );
      expect(rules.map(({ object }) => object)).toEqual(['id-1', '*', 'self', 'id-1', 'a*'].slice(0, 3).concat('a*'));
      const detail = 'No account has this name; it is compared with the ids of accounts.';
      expect(warnings).toEqual([4, 5].map((line) => ({ line, detail })));
    },
  );

  it('as an object among anything else stays what it is', () => {
    const { rules, warnings } = read('p, role:x, projects, get, ada, allow\np, role:x, applications, get, ada, allow');
    expect(rules.map(({ object }) => object)).toEqual(['ada', 'ada']);
    expect(warnings).toEqual([]);
  });

  it('is asked for wherever it may be that of an account, in either mode', () => {
    const text = [
      'p, ada, users, get, grace, allow',
      'p, role:x, users, get, self, allow',
      'p, role:x, users, get, *, allow',
      'p, group:y, applications, get, alan, allow',
      'g, edsger, role:x',
      // No glob, and yet a rule.
      'p, barbara, users, get, ^a{2, allow',
      'p, kurt, applications, (get}|sync), .*, deny',
      'x, nobody',
    ].join('\n');
    expect(namesIn(text)).toEqual(['ada', 'grace', 'edsger', 'barbara', '^a{2', 'kurt']);
  });
});
