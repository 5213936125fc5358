import { type Enforcer, newEnforcer, newModelFromString } from 'casbin';
import * as fc from 'fast-check';
import { plainly } from '../specification.js';
import { builtInPermissions } from './permissions.js';
import { BUILT_IN, ROLES } from './role.js';
import { bindingKey, type PermissionRules, type Rule, ruleKey, without } from './rule.js';

/** Argo CD's model, as its documentation has it; what is matched by what is said below, in other words than ours. */
const MODEL = `
[request_definition]
r = sub, res, act, obj
[policy_definition]
p = sub, res, act, obj, eft
[role_definition]
g = _, _
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = g(r.sub, p.sub) && plainly(r.res, p.res) && plainly(r.act, p.act) && object(r.obj, p.obj, p.res, r.sub)
`;
const ACCOUNT_RESOURCES = new Set(['*', 'users', 'tokens', 'sessions', 'passwords', 'accounts']);
const READ = new Map<string, RegExp>();
function isIn(word: string, pattern: string): boolean {
  const read = READ.get(pattern) ?? plainly(pattern);
  READ.set(pattern, read);
  return read.test(word);
}

async function enforcerOf(rules: readonly Rule[], bindings: readonly (readonly [string, string])[]): Promise<Enforcer> {
  const enforcer = await newEnforcer(newModelFromString(MODEL));
  await enforcer.addFunction('plainly', isIn);
  await enforcer.addFunction('object', (word: string, pattern: string, resource: string, subject: string) =>
    pattern === 'self' && ACCOUNT_RESOURCES.has(resource) ? subject === `user:${word}` : isIn(word, pattern),
  );
  await enforcer.addPolicies(rules.map((rule) => [rule.subject, rule.resource, rule.action, rule.object, rule.effect]));
  await enforcer.addGroupingPolicies(bindings.map((binding) => [...binding]));
  return enforcer;
}

const IDS = ['ada', 'bob'];
const MADE = ['role:a', 'role:b', 'role:c'];
const BUILT = ROLES.map((role) => `role:${role}`);
const GROUPS = ['dev', 'ops'];
const SUBJECTS = [...IDS.map((id) => `user:${id}`), ...GROUPS.map((group) => `group:${group}`), ...MADE, ...BUILT];
const OBJECTS = ['ada', 'bob', 'self', 'x/1', 'x/2', 'y/1'];

const rules = fc.record({
  subject: fc.constantFrom(...SUBJECTS),
  resource: fc.constantFrom('users', 'tokens', 'applications', '*', '{users,tokens}', '[!u]*'),
  action: fc.constantFrom('get', 'delete', 'action/a/restart', '*', 'action/*', '?e*', '{get,delete}'),
  object: fc.constantFrom(...OBJECTS, '*', '*', 'x/*', '*/1', '?/[12]', '[!xy]*', '{ada,x/{1,2}}'),
  effect: fc.constantFrom('allow', 'allow', 'deny'),
} as const);
const bindings = fc.record({
  subject: fc.constantFrom(...SUBJECTS),
  role: fc.constantFrom(...MADE, ...MADE, ...BUILT),
});
const policies: fc.Arbitrary<PermissionRules> = fc.record({
  matchMode: fc.constant('glob'),
  defaultRole: fc.constantFrom(null, null, ...MADE, 'role:readonly'),
  rules: fc.array(rules, { maxLength: 12 }).map((some) => without(some, [], ruleKey)),
  file: fc.constant(null),
  bindings: fc.array(bindings, { maxLength: 8 }).map((some) => without(some, [], bindingKey)),
} as const);
const accounts = fc.record({
  id: fc.constantFrom(...IDS),
  roles: fc.subarray([...ROLES], { maxLength: 2 }),
  groups: fc.subarray(GROUPS),
});
const requests = fc.record({
  resource: fc.constantFrom('users', 'tokens', 'applications', 'projects'),
  action: fc.constantFrom('get', 'delete', 'action/a/restart'),
  object: fc.constantFrom(...OBJECTS),
});

it('casbin decides as we do, whatever the rules', async () => {
  const counts = { true: 0, false: 0 };
  await fc.assert(
    fc.asyncProperty(
      policies,
      accounts,
      fc.array(requests, { minLength: 20, maxLength: 20 }),
      async (policy, account, asked) => {
        const { id, roles, groups } = account;
        const bound = groups.map((group) => `group:${group}`);
        const own = [
          ...roles.map((role) => `role:${role}`),
          ...bound.filter((group) => policy.bindings.some(({ subject }) => subject === group)),
          ...(policy.defaultRole === null ? [] : [policy.defaultRole]),
        ];
        const named = [...BUILT_IN.bindings, ...policy.bindings].map(({ subject, role }) => [subject, role] as const);
        const enforcer = await enforcerOf(
          without([...BUILT_IN.rules, ...policy.rules], [], ruleKey),
          without([...named, ...own.map((role) => [`user:${id}`, role] as const)], [], String),
        );
        const powers = builtInPermissions().reading(policy).powersOf({ id, roles }, groups);
        const theirs = asked.map(({ resource, action, object }) =>
          enforcer.enforceSync(`user:${id}`, resource, action, object),
        );
        for (const allowed of theirs) counts[`${allowed}`]++;
        expect(asked.map((permission) => powers.may(permission))).toEqual(theirs);
      },
    ),
    { numRuns: 400 },
  );
  // Each answer is heard often enough to mean something.
  expect(Math.min(counts.true, counts.false)).toBeGreaterThan(1000);
});
