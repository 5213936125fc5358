import * as fc from 'fast-check';
import { EVERYTHING, holding } from '../specification.js';
import { parsePermission, parsePower, type Permission } from './permission.js';
import { powerless, Powers } from './powers.js';

interface Words {
  readonly self?: string;
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
  /** Each narrows those before it. */
  readonly scopes?: readonly (readonly string[])[];
}

function powers({ self = 'ada', allow = [], deny = [], scopes = [] }: Words): Powers {
  const all = new Powers(self, { allow: allow.map(parsePower), deny: deny.map(parsePower) });
  return scopes.reduce((left, some) => left.under(some), all);
}

const wanted = (words: string) => parsePermission(words);

describe('what somebody may do', () => {
  it.each<[Words, string, boolean]>([
    [{}, 'users:get:ada', false],
    [{ deny: ['users:get'] }, 'users:get:ada', false],
    [{ allow: ['users:get:self'] }, 'users:get:ada', true],
    [{ allow: ['users:get:ada'] }, 'users:get:ada', true],
    [{ allow: ['users:get:a*', 'users:get:g*'] }, 'users:get:grace', true],
    [{ allow: ['*:*'], deny: ['users:delete'] }, 'users:delete:ada', false],
    [{ allow: ['*:*'], deny: ['users:delete'] }, 'users:get:ada', true],
    [{ allow: ['*:*', 'users:get:ada'], deny: ['*:*:ada'] }, 'users:get:ada', false],
    [{ allow: ['*:*'], deny: ['users:get:self'] }, 'users:get:ada', false],
    [{ allow: ['*:*'], deny: ['users:get:self'] }, 'users:get:grace', true],
    [{ allow: ['*:*'], scopes: [['users:get']] }, 'users:get:ada', true],
    [{ allow: ['*:*'], scopes: [['users:get']] }, 'users:delete:ada', false],
    [{ allow: ['*:*'], scopes: [['users:get:self']] }, 'users:get:ada', true],
    [{ allow: ['*:*'], scopes: [['users:get:self']] }, 'users:get:grace', false],
    [{ allow: ['users:get:self'], scopes: [['*:*']] }, 'users:get:grace', false],
    [{ allow: ['*:*'], scopes: [[]] }, 'users:get:ada', false],
    [{ allow: ['*:*'], scopes: [['users:*'], ['*:get']] }, 'users:get:ada', true],
    [{ allow: ['*:*'], scopes: [['users:*'], ['*:get']] }, 'tokens:get:ada', false],
    [{ allow: ['*:*'], scopes: [['users:*'], ['*:get']] }, 'users:delete:ada', false],
    [{ allow: ['*:*'], scopes: [['*:*']], deny: ['users:get'] }, 'users:get:ada', false],
  ])('%j: %s %s', (words, permission, allowed) => {
    expect(powers(words).may(wanted(permission))).toBe(allowed);
  });

  it.each<[Words, boolean]>([
    [{ allow: ['users:get'] }, true],
    [{ allow: ['users:get:ada'] }, false],
    [{ allow: ['users:get:self'] }, false],
    [{ allow: ['users:get:a*', 'users:get:?*'] }, false],
    [{ allow: ['users:get'], deny: ['users:get:grace'] }, false],
    [{ allow: ['users:get'], deny: ['users:get:self'] }, false],
    [{ allow: ['users:get'], deny: ['*:*:nobody'] }, false],
    [{ allow: ['users:get'], deny: ['users:delete', 'tokens:get'] }, true],
    [{ allow: ['users:get'], scopes: [['users:get']] }, true],
    [{ allow: ['users:get'], scopes: [['users:get:ada']] }, false],
  ])('%j: to all there is: %s', (words, allowed) => {
    expect(powers(words).may(wanted('users:get'))).toBe(allowed);
    expect(powers(words).may(wanted('users:get:*'))).toBe(allowed);
  });

  it.each<[Words, boolean]>([
    [{}, false],
    [{ allow: ['users:get'] }, true],
    [{ allow: ['users:get:grace'] }, true],
    [{ allow: ['users:delete', 'tokens:get'] }, false],
    [{ allow: ['*:*'], scopes: [['users:get:self']] }, true],
    [{ allow: ['*:*'], scopes: [['users:delete']] }, false],
    [{ allow: ['*:*'], scopes: [['*:*'], []] }, false],
  ])('%j: to something there may be: %s', (words, allowed) => {
    expect(powers(words).maySomewhere(wanted('users:get'))).toBe(allowed);
  });

  it('is nothing for somebody of no standing', () => {
    expect(powerless('ada').may(wanted('users:get:ada'))).toBe(false);
    expect(powerless('ada').maySomewhere(wanted('users:get'))).toBe(false);
  });
});

describe('it is seen that', () => {
  it.each<[string, Words]>([
    ['somebody powerless', {}],
    ['everything', { allow: ['*:*'] }],
    ['everything of oneself', { allow: ['*:*:self'] }],
    ['everything but', { allow: ['*:*'], deny: ['users:delete'] }],
    ['some of everything', { allow: ['*:*'], scopes: [['users:get:ada', 'tokens:*']] }],
    ['some of some', { allow: ['users:*', 'tokens:get:self'], deny: ['*:delete:{ada,grace}'], scopes: [['users:*']] }],
  ])('%s covers itself, what scopes leave of it, and nothing', (_, words) => {
    const some = powers(words);
    for (const less of [some, some.under(['*:*']), some.under(['users:get']), some.under([]), powers({})])
      expect(some.covers(less)).toBe(true);
  });

  it('an administrator covers everybody', () => {
    for (const roles of [['admin'], ['auditor'], ['readonly'], ['user'], ['user', 'auditor']] as const)
      expect(holding('ada', ['admin']).covers(holding('grace', roles))).toBe(true);
    expect(EVERYTHING.covers(powers({ allow: ['a*:[b]:{c,d}'], deny: ['x:y'] }))).toBe(true);
  });

  it.each<[Words, Words]>([
    [{ allow: ['users:*'] }, { allow: ['users:get', 'users:delete:ada'] }],
    [{ allow: ['*:get', '*:delete'] }, { allow: ['users:get', 'tokens:delete'] }],
    [{ allow: ['users:get:self'] }, { allow: ['users:get:ada'] }],
    [{ allow: ['users:get:ada'] }, { allow: ['users:get:self'] }],
    [{ allow: ['users:get:grace'] }, { self: 'grace', allow: ['users:get:self'] }],
    [{ allow: ['users:get'] }, { allow: ['*:*'], scopes: [['users:get']] }],
    [{ allow: ['users:get:ada'] }, { allow: ['users:*'], scopes: [['*:get'], ['*:*:ada']] }],
    [{ allow: ['users:get'], scopes: [['users:*']] }, { allow: ['users:get:ada'] }],
    // What nothing is left of is covered by anybody.
    [{}, { allow: ['users:get'], scopes: [['tokens:get']] }],
    [{}, { allow: ['users:get:self'], scopes: [['users:get:grace']] }],
    // A prohibition of the holder's that the other one has too, or that has nothing to do with it.
    [
      { allow: ['*:*'], deny: ['users:delete'] },
      { allow: ['*:*'], deny: ['users:delete'] },
    ],
    [
      { allow: ['*:*'], deny: ['users:delete:ada'] },
      { allow: ['*:*'], deny: ['users:*'] },
    ],
    [{ allow: ['*:*'], deny: ['users:delete'] }, { allow: ['users:get', 'tokens:*'] }],
    [
      { allow: ['*:*'], deny: ['users:*:self'] },
      { self: 'grace', allow: ['users:*:self'] },
    ],
    [
      { allow: ['*:*'], deny: ['users:*'] },
      { allow: ['*:*'], scopes: [['tokens:*']] },
    ],
    [
      { allow: ['users:*'], deny: ['*:delete'] },
      { allow: ['users:*'], deny: ['users:delete'] },
    ],
    [{ allow: ['users:get'] }, { allow: ['users:get'], deny: ['users:get:ada'] }],
  ])('%j covers %j', (held, granted) => {
    expect(powers(held).covers(powers(granted))).toBe(true);
  });

  it.each<[Words, Words]>([
    [{}, { allow: ['users:get'] }],
    [{ allow: ['users:get:ada'] }, { allow: ['users:get'] }],
    [{ allow: ['users:get:self'] }, { self: 'grace', allow: ['users:get:self'] }],
    [{ allow: ['users:get'] }, { allow: ['users:*'] }],
    [{ allow: ['*:*'], scopes: [['users:get']] }, { allow: ['users:*'] }],
    [{ allow: ['*:*'], deny: ['users:delete'] }, { allow: ['*:*'] }],
    [
      { allow: ['*:*'], deny: ['users:delete'] },
      { allow: ['users:*'], deny: ['users:delete:ada'] },
    ],
    [
      { allow: ['*:*'], deny: ['*:*:self'] },
      { self: 'grace', allow: ['*:*'], deny: ['*:*:self'] },
    ],
    [
      { allow: ['*:*'], scopes: [['users:get'], ['*:*']] },
      { allow: ['*:*'], scopes: [['users:get', 'tokens:get']] },
    ],
  ])('%j does not cover %j', (held, granted) => {
    expect(powers(held).covers(powers(granted))).toBe(false);
  });
});

const ACCOUNTS = ['ada', 'bob', 'x/1', 'x/2'];
const RESOURCES = ['users', 'logs'];
const ACTIONS = ['get', 'set'];
const EVERY_WANTED: readonly Permission[] = RESOURCES.flatMap((resource) =>
  ACTIONS.flatMap((action) => [...ACCOUNTS, '*'].map((object) => ({ resource, action, object }))),
);

const triples = fc
  .tuple(
    fc.constantFrom(...RESOURCES, '*', '{users,logs}', '[!l]*'),
    fc.constantFrom(...ACTIONS, '*', '?et'),
    fc.constantFrom(...ACCOUNTS, '*', '*', 'self', 'x/*', '{ada,x/*}', '?/2', 'a*'),
  )
  .map((three) => three.join(':'));
const some = (maxLength: number) => fc.array(triples, { maxLength });
const records = fc.record({
  self: fc.constantFrom('ada', 'bob'),
  allow: some(4),
  deny: fc.oneof(fc.constant([]), some(2)),
  scopes: fc.array(some(3), { maxLength: 2 }),
});
const anyPowers = records.map((record) => ({ record, powers: powers(record) }));
/** Those of two who have much in common: of others hardly one covers the other. */
const related = fc
  .tuple(records, records, fc.subarray(['self', 'allow', 'deny', 'scopes'] as const))
  .map(([one, other, shared]) => [
    powers(one),
    powers({ ...other, ...Object.fromEntries(shared.map((field) => [field, one[field]])) }),
  ]);

describe('of any powers', () => {
  it('those under scopes are what both allow', () => {
    fc.assert(
      fc.property(anyPowers, some(3), ({ record, powers: all }, scopes) => {
        const scope = powers({ self: record.self, allow: scopes });
        const both = EVERY_WANTED.filter((one) => all.may(one) && scope.may(one));
        expect(EVERY_WANTED.filter((one) => all.under(scopes).may(one))).toEqual(both);
        expect(all.under(null)).toBe(all);
      }),
      { numRuns: 1000 },
    );
  });

  it('what some allow is what one rule allows and no rule denies', () => {
    fc.assert(
      fc.property(anyPowers, ({ record: { self, allow, deny }, powers: all }) => {
        const by = (rules: readonly string[], permission: Permission) =>
          rules.some((rule) => powers({ self, allow: [rule] }).may(permission));
        const allowed = EVERY_WANTED.filter(({ object }) => object !== '*').filter((one) => all.may(one));
        expect(allowed.filter((one) => !by(allow, one) || by(deny, one))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('what is allowed of all there is, is allowed of each', () => {
    fc.assert(
      fc.property(anyPowers, ({ powers: all }) => {
        const allowed = EVERY_WANTED.filter(({ object }) => object === '*').filter((one) => all.may(one));
        const each = allowed.flatMap((one) => ACCOUNTS.map((object) => ({ ...one, object })));
        expect(each.filter((one) => !all.may(one))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('whatever is allowed somewhere may be allowed somewhere', () => {
    fc.assert(
      fc.property(anyPowers, ({ powers: all }) => {
        expect(EVERY_WANTED.filter((one) => all.may(one) && !all.maySomewhere(one))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('those that are covered allow nothing that those that cover them do not', () => {
    let covered = 0;
    fc.assert(
      fc.property(related, ([held, granted]) => {
        if (!held!.covers(granted!)) return;
        const allowed = EVERY_WANTED.filter((permission) => granted!.may(permission));
        covered += Math.sign(allowed.length);
        expect(allowed.filter((permission) => !held!.may(permission))).toEqual([]);
      }),
      { numRuns: 5000 },
    );
    // Without these, it would have been shown of nothing.
    expect(covered).toBeGreaterThan(300);
  });
});

describe('of thousands of rules', () => {
  const MANY = 2000;
  const allow = Array.from({ length: MANY }, (_, n) => `applications:get:project-${n}/*`);
  const deny = Array.from({ length: MANY }, (_, n) => `applications:*:project-${n}/secret-*`);
  const many = powers({ allow: [...allow, 'users:*:self', '*:get:shared/*', '*:sync:self'], deny });

  it.each([
    ['applications:get:project-1999/web', true],
    ['applications:get:project-1999/secret-web', false],
    ['applications:get:shared/web', true],
    ['clusters:get:shared/web', true],
    ['applications:sync:project-1/web', false],
    ['applications:sync:ada', true],
    ['users:delete:ada', true],
    ['users:delete:grace', false],
    ['applications:get', false],
  ])('each counts, however it speaks: %s %s', (words, allowed) => {
    expect(many.may(wanted(words))).toBe(allowed);
  });

  it('few are looked at', () => {
    let looked = 0;
    const counted = allow.map(parsePower).map((power, n) => ({
      ...power,
      resource: parsePower(`resource-${n % 100}:get`).resource,
      object: {
        ...power.object,
        has: (word: string) => {
          looked++;
          return power.object.has(word);
        },
      },
    }));
    expect(new Powers('ada', { allow: counted, deny: [] }).may(wanted('resource-7:get:nothing'))).toBe(false);
    expect(looked).toBe(MANY / 100);
  });

  it('whoever has them gives a token of them without making others wait', () => {
    const begun = performance.now();
    expect(many.covers(many)).toBe(true);
    expect(many.covers(many.under(['applications:get', 'users:get:self']))).toBe(true);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
