import {
  deleted,
  disabled,
  issued,
  permissionsChanged,
  person,
  registered,
  revoked,
  rolesChanged,
  sealed,
} from '../examples.js';
import type { Seen } from '../precondition.js';
import { isRefusal } from '../refusal.js';
import { after, bound, EVERYTHING, given, holding, regex, rule } from '../specification.js';
import type { State } from '../state.js';
import { deleteUser } from '../user/delete-user.js';
import { changePermissions, withoutUser } from './change-permissions.js';
import { builtInPermissions } from './permissions.js';
import { parsePower } from './permission.js';
import { Powers } from './powers.js';
import type { PermissionRules } from './rule.js';

interface Lines extends Partial<Pick<PermissionRules, 'matchMode' | 'defaultRole'>> {
  readonly p?: readonly string[];
  readonly g?: readonly string[];
}
const rulesOf = ({ p = [], g = [], matchMode = 'glob', defaultRole = null }: Lines): PermissionRules => ({
  matchMode,
  defaultRole,
  file: null,
  rules: p.map(rule),
  bindings: g.map(bound),
});
const changing =
  (lines: Lines, held: Powers | null = EVERYTHING, seen: Seen = 'any') =>
  (state: State) =>
    changePermissions(state, { wanted: rulesOf(lines), seen, reason: [] }, held);
/** The event that sets these where there are none. */
const set = ({ p = [], g = [], ...others }: Lines) =>
  permissionsChanged({ ...others, addedRules: p.map(rule), addedBindings: g.map(bound) });

/** An administrator, and whom rules name. */
const ada = [...person('ada', 'admin'), registered('bob'), registered('kay')];
const READ = 'role:made, users:get';
const LINES: Lines = { p: [READ, 'role:made, !users:get:ada'], g: ['user:bob, role:made', 'role:made, role:user'] };
/** A rule in either mode. */
const MODELESS = 'role:made, users:get:a';
const readingRegex = (lines: Lines) => builtInPermissions(regex).reading(rulesOf(lines));
const bob = (...words: readonly string[]) => holding('bob', [], ...words);
const many = (count: number): Lines => ({
  p: Array.from({ length: count }, (_, n) => `role:made, projects:get:${n}`),
  g: Array.from({ length: count / 2 }, (_, n) => `group:team-${n}, role:made`),
});
/** Everything but this. */
const butNot = (words: string) => new Powers('bob', { allow: [parsePower('*:*')], deny: [parsePower(words)] });
const was = given(...ada, set(LINES));

describe('rules', () => {
  it('are none in the beginning', () => {
    const { written, position } = after(...ada).permissions;
    expect([written, position]).toEqual([rulesOf({}), 0n]);
  });

  it('are set, and then are what they were set to, and since when', () => {
    given(...ada)
      .when(changing({ ...LINES, defaultRole: 'role:readonly' }))
      .then(set({ ...LINES, defaultRole: 'role:readonly' }));
    const { written, position } = after(...ada, set(LINES)).permissions;
    expect([written, position]).toEqual([rulesOf(LINES), 4n]);
  });

  it('are changed by what has come and what has gone', () => {
    was.when(changing({ p: [READ, 'role:made, tokens:get'], g: ['user:bob, role:made'] })).then(
      permissionsChanged({
        removedRules: [rule('role:made, !users:get:ada')],
        addedRules: [rule('role:made, tokens:get')],
        removedBindings: [bound('role:made, role:user')],
      }),
    );
  });

  it.each<Lines>([{ defaultRole: 'role:user' }, { matchMode: 'regex' }])(
    'are changed where no more than %j is another',
    (lines) => {
      const p = [MODELESS];
      given(...ada)
        .when((state) => changing({ p, ...lines })({ ...state, permissions: readingRegex({ p }) }))
        .then(permissionsChanged(lines));
    },
  );

  it('that are the same, in another order, or said twice, are no change', () => {
    const reversed = { p: LINES.p!.toReversed(), g: LINES.g!.toReversed() };
    const twice = { p: [...LINES.p!, READ], g: [...LINES.g!, ...LINES.g!] };
    for (const same of [LINES, reversed, twice]) expect(changing(same)(after(...ada, set(LINES)))).toEqual([]);
    expect(changing(LINES, bob())(after(...ada, set(LINES)))).toEqual([]);
  });

  it('are taken away', () => {
    const { rules: removedRules, bindings: removedBindings } = rulesOf(LINES);
    was.when(changing({})).then(permissionsChanged({ removedRules, removedBindings }));
  });

  it('are changed for a reason, which the first event says', () => {
    const reason = [sealed('ada', 'reason', 'an audit')];
    given(...ada)
      .when((state) => changePermissions(state, { wanted: rulesOf(LINES), seen: 'any', reason }, EVERYTHING))
      .then({ ...set(LINES), personal: reason });
  });

  it('are many events where there are many, and come to the same', () => {
    for (const [first, then, pieces] of [
      [many(0), many(120), 3],
      [many(120), many(20), 2],
      [{ p: ['role:made, projects:get'] }, many(102), 3],
    ] as const) {
      const history = [...ada, set(first)];
      const events = changing(then)(after(...history));
      if (isRefusal(events)) throw new Error(events.detail);
      const sizes = events.map(({ data }) =>
        [data.addedRules, data.removedRules, data.addedBindings].map((some) => some.length),
      );
      expect(Math.max(...sizes.flat())).toBe(50);
      expect(events).toHaveLength(pieces);
      expect(new Set(after(...history, ...events).permissions.written.rules)).toEqual(new Set(rulesOf(then).rules));
      expect(after(...history, ...events).permissions.written.bindings).toEqual(rulesOf(then).bindings);
    }
  });
});

it('ten thousand rules are there at once when the log is read', () => {
  const events = changing({ p: many(10_000).p! })(after(...ada));
  if (isRefusal(events)) throw new Error(events.detail);
  const begun = performance.now();
  expect(after(...ada, ...events).permissions.written.rules).toHaveLength(10_000);
  expect(performance.now() - begun).toBeLessThan(1000);
});

describe('a change of the rules rests on what was seen', () => {
  const seen = given(...ada, set(LINES), permissionsChanged({ defaultRole: 'role:made' }));

  it.each<[Seen]>([['any'], [[5n]], [[9n, 5n]]])('%p', (positions) => {
    seen.when(changing(LINES, EVERYTHING, positions)).then(permissionsChanged({}));
  });

  it.each<[Seen]>([[[4n]], [[6n]], [[]]])('and is refused for %p', (positions) => {
    seen.when(changing(LINES, EVERYTHING, positions)).thenRefused('precondition_failed');
    seen
      .when(changing({ ...LINES, defaultRole: 'role:made' }, EVERYTHING, positions))
      .thenRefused('precondition_failed');
  });

  it('even that there were none', () => {
    given(...ada)
      .when(changing(LINES, EVERYTHING, [0n]))
      .then(set(LINES));
  });
});

describe('nobody reaches beyond what they hold', () => {
  it.each<[string, Lines, Lines, Powers, boolean]>([
    ['a rule', {}, { p: [READ] }, bob('users:get'), true],
    ['a rule', {}, { p: [READ] }, bob('users:get:bob'), false],
    ['a rule', {}, { p: [READ] }, bob('users:get').under(['policy:*']), false],
    ['a rule about oneself', {}, { p: ['role:made, users:get:self'] }, bob('users:get'), true],
    ['a rule about oneself', {}, { p: ['role:made, users:get:self'] }, bob('users:get:self'), false],
    ['a rule about oneself', {}, { p: ['role:made, users:get:self'] }, butNot('users:get:kay'), false],
    ['a rule', {}, { p: [READ] }, butNot('users:get:kay'), false],
    ['a rule', {}, { p: [READ] }, butNot('users:delete'), true],
    ['no prohibition any more', { p: ['role:made, !users:get'] }, {}, butNot('users:get'), false],
    ['a prohibition', {}, { p: ['role:made, !users:get'] }, bob('users:get'), true],
    ['a prohibition', {}, { p: ['role:made, !users:get'] }, bob('tokens:get'), false],
    ['no prohibition any more', { p: ['role:made, !users:get'] }, {}, bob('users:get'), true],
    ['no prohibition any more', { p: ['role:made, !users:get'] }, {}, bob('tokens:*'), false],
    ['no rule any more', { p: [READ] }, {}, bob('tokens:*'), false],
    ['a role', {}, { g: ['user:kay, role:auditor'] }, holding('bob', ['admin']), true],
    ['a role', {}, { g: ['user:kay, role:auditor'] }, holding('bob', ['readonly']), false],
    [
      'a role of roles',
      { g: ['role:a, role:admin'] },
      { g: ['role:a, role:admin', 'user:kay, role:a'] },
      bob('users:*'),
      false,
    ],
    ['a role of rules', { p: [READ] }, { p: [READ], g: ['user:kay, role:made'] }, bob('users:get'), true],
    ['a role of rules', { p: [READ] }, { p: [READ], g: ['user:kay, role:made'] }, bob('tokens:get'), false],
    ['a role and its rules', {}, { p: [READ], g: ['user:kay, role:made'] }, bob('users:get'), true],
    ['a role that is nothing', {}, { g: ['user:kay, role:nothing'] }, bob(), true],
    ['no role any more', { p: [READ], g: ['user:kay, role:made'] }, { p: [READ] }, bob('tokens:get'), false],
    [
      'no role of prohibitions any more',
      { p: ['role:made, !users:get'], g: ['user:kay, role:made'] },
      { p: ['role:made, !users:get'] },
      bob('tokens:get'),
      false,
    ],
    ['a default role', {}, { defaultRole: 'role:readonly' }, holding('bob', ['admin']), true],
    ['a default role', {}, { defaultRole: 'role:readonly' }, bob('policy:*'), false],
    ['another default role', { defaultRole: 'role:readonly' }, {}, bob('policy:*'), false],
    ['another mode', { p: [MODELESS] }, { p: [MODELESS], matchMode: 'regex' }, bob('*:*'), true],
    ['another mode', { p: [MODELESS] }, { p: [MODELESS], matchMode: 'regex' }, bob('users:get'), false],
    ['another mode, back', { p: [MODELESS], matchMode: 'regex' }, { p: [MODELESS] }, bob('users:get'), false],
    ['another mode of no rules', {}, { matchMode: 'regex' }, bob(), true],
  ])('by %s: %j, then %j', (_, before, then, held, good) => {
    const state = { ...after(...ada), permissions: readingRegex(before) };
    const decision = changing(then, held)(state);
    expect(isRefusal(decision) ? [decision.refused, decision.pointer] : good).toEqual(
      good ? true : ['wider_than_held', '/policy'],
    );
    // The server itself gives what it likes.
    expect(isRefusal(changing(then, null)(state))).toBe(false);
  });
});

describe('somebody can take a change back', () => {
  const [eve, root] = [person('eve', 'admin'), person('root', 'admin')];

  it.each<[string, Lines]>([
    ['keeps all of them', { p: ['role:admin, !users:delete'] }],
    ['keeps the only one', { p: ['user:ada, !policy:set'] }],
    ['keeps the only one by a role', { p: ['role:made, !users:*:bob'], g: ['user:ada, role:made'] }],
    ['keeps everybody', { p: ['role:made, !policy:*'], defaultRole: 'role:made' }],
    ['keeps readers, as administrators are', { p: ['role:readonly, !users:get'] }],
  ])('so none is made that %s from it', (_, lines) => {
    given(...ada, rolesChanged('kay', 'auditor'), ...eve, disabled('eve'))
      .when(changing(lines))
      .thenRefused('last_administrator', '/policy');
    given(...ada)
      .when(changing(lines, null))
      .thenRefused('last_administrator', '/policy');
  });

  it('so one may be made that keeps some of them', () => {
    for (const p of [['user:ada, !policy:set'], ['user:ada, !*:*'], ['user:ada, !*:*', 'user:eve, !*:*']])
      given(...ada, ...eve, ...root)
        .when(changing({ p }))
        .then(set({ p }));
    given(...ada, ...eve)
      .when(changing({ p: ['user:ada, !users:delete', 'user:eve, !users:create'] }))
      .thenRefused('last_administrator', '/policy');
  });

  it('and whoever is left is not the last to go', () => {
    given(...ada, ...eve, set({ p: ['user:ada, !policy:set'] }))
      .when((state) => deleteUser(state, 'eve'))
      .thenRefused('last_administrator');
  });

  it('is not asked of what leaves every administrator what they are', () => {
    given(...ada)
      .when(changing({ p: ['user:bob, !*:*'] }))
      .then(set({ p: ['user:bob, !*:*'] }));
  });
});

describe('what the rules say of an account', () => {
  const others = {
    p: ['role:made, users:get:bob', 'user:bob, users:get'],
    g: ['user:bob, role:made', 'role:made, role:user'],
  };
  const hers = {
    p: ['user:kay, users:get', 'role:made, !users:get:kay', 'user:kay, users:get:kay'],
    g: ['user:kay, role:made'],
  };
  const both = set({ p: [...hers.p, ...others.p], g: [...hers.g, ...others.g], defaultRole: 'role:made' });
  const gone = permissionsChanged({
    defaultRole: 'role:made',
    removedRules: hers.p.map(rule),
    removedBindings: hers.g.map(bound),
  });

  it('is what has its id as subject or object', () => {
    expect(withoutUser(after(both).permissions, 'kay')).toEqual([gone]);
    expect(after(both, gone).permissions.written).toEqual(rulesOf({ ...others, defaultRole: 'role:made' }));
  });

  it('is nothing where none names it, whatever it is called', () => {
    for (const id of ['eve', 'made', 'role:made', 'us', 'user:kay'])
      expect(withoutUser(after(both).permissions, id)).toEqual([]);
  });

  it('goes with it, in the same decision', () => {
    const all = [deleted('kay', 1), revoked('key', 'kay', 'user_deleted'), gone];
    given(...ada, registered('kay'), issued('key', 'kay'), both)
      .when((state) => deleteUser(state, 'kay'))
      .then(...all);
    given(...ada, registered('kay'), set(others))
      .when((state) => deleteUser(state, 'kay'))
      .then(deleted('kay'));
  });
});
