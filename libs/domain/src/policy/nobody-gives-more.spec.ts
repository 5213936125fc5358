import * as fc from 'fast-check';
import type { DomainEvent } from '../events.js';
import { permissionsChanged, person } from '../examples.js';
import { type Decision, isRefusal } from '../refusal.js';
import { after, moment, recorded } from '../specification.js';
import { evolve, type State } from '../state.js';
import { changeRoles } from '../user/change-roles.js';
import { issueToken } from '../user/issue-token.js';
import { changePermissions } from './change-permissions.js';
import type { Permission } from './permission.js';
import type { Powers } from './powers.js';
import { ROLES } from './role.js';
import { bindingKey, ruleKey } from './rule.js';

const USERS = ['ada', 'bob', 'kay'];
const MADE = ['role:a', 'role:b'];
const EVERY_WANTED: readonly Permission[] = ['users', 'policy'].flatMap((resource) =>
  ['get', 'set'].flatMap((action) => USERS.map((object) => ({ resource, action, object }))),
);

const words = {
  resource: fc.constantFrom('users', 'policy', '*', '{users,policy}'),
  action: fc.constantFrom('get', 'set', '*', '?et'),
  object: fc.constantFrom(...USERS, '*', '*', 'self', '{ada,bob}', '?a?'),
};
const subject = fc.constantFrom(...MADE, 'role:user', 'user:bob', 'user:kay');
const rules = fc.record({ ...words, subject, effect: fc.constantFrom('allow', 'allow', 'deny') } as const);
const bindings = fc.record({ subject, role: fc.constantFrom(...MADE, 'role:admin', 'role:readonly', 'role:user') });
const scope = fc.record(words).map(({ resource, action, object }) => `${resource}:${action}:${object}`);
const scopes = fc.option(fc.array(scope, { maxLength: 3 }), { freq: 2 });
const user = fc.constantFrom(...USERS);
const roles = fc.subarray([...ROLES]);

interface Attempt {
  readonly decide: (state: State, held: Powers, fresh: string) => Decision<DomainEvent>;
  /** What whoever gets something may do by it, once it has been decided. */
  readonly given: (state: State) => Powers[];
}
const ofAll = ({ permissions, users }: State): Powers[] => USERS.map((id) => permissions.powersOf(users.get(id)!));

const issuing = fc.record({ owner: user, scopes }).map(
  ({ owner, scopes: some }): Attempt => ({
    decide: (state, held, tokenId) => {
      const command = { tokenId, owner, scopes: some, format: 'jwt', expiresIn: 1, audience: 'a' } as const;
      return issueToken(state, { ...command, secretDigest: null, nameDigest: tokenId, personal: [] }, held, moment(0));
    },
    given: ({ permissions, users }) => [permissions.powersOf(users.get(owner)!).under(some)],
  }),
);
const changingRoles = fc.record({ whose: user, roles }).map(
  ({ whose, roles: some }): Attempt => ({
    decide: (state, held) => changeRoles(state, whose, some, held),
    given: ofAll,
  }),
);
/** Some lines are added to those that there are, and one of each kind may be taken away. */
const changingRules = fc
  .record({
    added: fc.array(rules, { maxLength: 2 }),
    bound: fc.array(bindings, { maxLength: 1 }),
    gone: fc.nat({ max: 6 }),
    role: fc.constantFrom(undefined, undefined, undefined, null, ...MADE),
  })
  .map(
    ({ added, bound, gone, role }): Attempt => ({
      decide: (state, held) => {
        const { written } = state.permissions;
        const wanted = {
          ...written,
          defaultRole: role === undefined ? written.defaultRole : role,
          rules: [...written.rules.filter((_, n) => n !== gone), ...added],
          bindings: [...written.bindings.filter((_, n) => n !== gone), ...bound],
        };
        return changePermissions(state, { wanted, seen: 'any', reason: [] }, held);
      },
      given: ofAll,
    }),
  );
const steps = fc.record({ by: user, under: scopes, attempt: fc.oneof(issuing, changingRoles, changingRules) });

/** So that others than administrators have something to give, and prohibitions to take away. */
const beginnings = fc
  .record({
    addedRules: fc.uniqueArray(rules, { minLength: 4, maxLength: 8, selector: ruleKey }),
    addedBindings: fc.uniqueArray(bindings, { maxLength: 3, selector: bindingKey }),
  })
  .map((lines) => permissionsChanged(lines));

const allowedBy = (some: readonly Powers[]): ReadonlySet<Permission>[] =>
  some.map((powers) => new Set(EVERY_WANTED.filter((permission) => powers.may(permission))));

it('whatever somebody decides, nobody may do by it what neither of them could before', () => {
  const counts = { decided: 0, given: 0 };
  fc.assert(
    fc.property(
      roles,
      roles,
      beginnings,
      fc.array(steps, { minLength: 5, maxLength: 15 }),
      (ofBob, ofKay, beginning, history) => {
        const start = [
          person('ada', 'admin'),
          person('root', 'admin'),
          person('bob', ...ofBob),
          person('kay', ...ofKay),
        ];
        const state = after(...start.flat(), beginning);
        for (const [n, { by, under, attempt }] of history.entries()) {
          const held = state.permissions.powersOf(state.users.get(by)!).under(under);
          // What somebody has anyway, a change gives nobody; a token is given all that it may do.
          const [own] = allowedBy([held]);
          const before = allowedBy(attempt.given(state));
          const decision = attempt.decide(state, held, `token-${n}`);
          if (isRefusal(decision)) continue;
          const isToken = decision.some(({ type }) => type === 'TokenIssued');
          for (const event of decision) evolve(state, recorded(event, 100 * (n + 1)));
          const fresh = allowedBy(attempt.given(state)).flatMap((now, whose) =>
            [...now].filter((permission) => isToken || !before[whose]!.has(permission)),
          );
          counts.decided++;
          counts.given += Math.sign(fresh.length);
          expect(fresh.filter((permission) => !own!.has(permission))).toEqual([]);
        }
      },
    ),
    { numRuns: 1000 },
  );
  // Otherwise nothing would have been shown.
  expect(Math.min(counts.decided, counts.given)).toBeGreaterThan(200);
});
