import type { DomainEvent } from '../events.js';
import { disabled, issued, person, registered, session } from '../examples.js';
import { builtInPermissions } from '../policy/permissions.js';
import { callerIn } from '../policy/standing.js';
import { after, EVERYTHING, given, holding, moment } from '../specification.js';
import type { State } from '../state.js';
import { createProject, describeProject } from './create-project.js';
import { deleteProject, removeRole } from './end-project.js';
import { type IssueRoleToken, issueRoleToken } from './issue-role-token.js';
import type { RoleRule } from './project.events.js';
import { projectEvent } from './project-event.js';
import { revokeRoleToken } from './revoke-role-token.js';
import { rolePowers } from './role-powers.js';
import { setRole, type SetRole } from './set-role.js';

const nothing: DomainEvent[] = [];
const GET: RoleRule = { resource: 'applications', action: 'get', object: 'shop/*', effect: 'allow' };
const SYNC: RoleRule = { ...GET, action: 'sync' };
const shop = projectEvent('ProjectCreated', { projectId: 'shop-id', name: 'shop' });
const role = (name: string, ...rules: RoleRule[]) =>
  projectEvent('ProjectRoleSet', { projectId: 'shop-id', role: name, rules, groups: [] });
const gone = (revokedTokens = 0) => projectEvent('ProjectDeleted', { projectId: 'shop-id', revokedTokens });

const AT = { expiresAt: '2026-01-01T21:00:00.000000Z' };
/** A token of a role of the project. */
const roleToken = (id: string, of = 'viewer', data: object = AT): DomainEvent =>
  ({
    ...issued(id, 'shop-id', { kind: 'project', scopes: null, groups: [], role: `proj:shop:${of}`, ...data }),
    stream: 'project-shop-id',
    claim: `digest of ${id} of shop-id`,
  }) as DomainEvent;
const ended = (tokenId: string, cause: string): DomainEvent =>
  ({
    type: 'TokenRevoked',
    schema: 1,
    stream: 'project-shop-id',
    subject: { type: 'token', id: tokenId },
    data: { tokenId, owner: 'shop-id', cause },
    personal: [],
  }) as DomainEvent;

const create = (state: State) => createProject(state, { projectId: 'other-id', name: 'shop', description: [] });
const issue =
  (wanted: Partial<IssueRoleToken> = {}, by = 'desk') =>
  (state: State, at: string) => {
    const plain = {
      tokenId: 't',
      projectId: 'shop-id',
      role: 'viewer',
      format: 'jwt',
      expiresIn: undefined,
    } as const;
    const rest = {
      audience: 'https://tokens.example',
      secretDigest: null,
      nameDigest: 'digest of t of shop-id',
      personal: [],
    };
    return issueRoleToken(
      state,
      { ...plain, ...rest, ...wanted },
      callerIn(state, { type: 'user', id: 'ada', tokenId: by }, at),
      at,
    );
  };
const revoke = (which: { id: string } | { issuedAt: number }) => (state: State, at: string) =>
  revokeRoleToken(state, { projectId: 'shop-id', role: 'viewer', which, cause: 'leaked', reason: () => [] }, at);

describe('a project', () => {
  it('has a name that no other has while it exists', () => {
    given()
      .when(create)
      .then(projectEvent('ProjectCreated', { projectId: 'other-id', name: 'shop' }));
    given(shop).when(create).thenRefused('name_taken', '/name');
    given(shop, gone())
      .when(create)
      .then(projectEvent('ProjectCreated', { projectId: 'other-id', name: 'shop' }));
  });

  it('is described, or not', () => {
    const sealed = [{ kid: 'shop-id', field: 'description', ct: 'of the shop' }] as const;
    const described = projectEvent('ProjectDescribed', { projectId: 'shop-id' }, sealed);
    given(shop)
      .when((state) => describeProject(state, 'shop-id', sealed))
      .then(described);
    given(shop, described)
      .when((state) => describeProject(state, 'shop-id', sealed))
      .then(...nothing);
    given(shop, described)
      .when((state) => describeProject(state, 'shop-id', []))
      .then(projectEvent('ProjectDescribed', { projectId: 'shop-id' }));
    given(shop, gone())
      .when((state) => describeProject(state, 'shop-id', sealed))
      .thenRefused('not_found');
  });

  it('that was deleted is changed by nothing any more', () => {
    for (const event of [gone(), role('viewer'), projectEvent('ProjectDescribed', { projectId: 'shop-id' })])
      expect(() => after(shop, gone(), event)).toThrow('deleted');
    expect(() => after(role('viewer'))).toThrow('never created');
  });
});

describe('a role', () => {
  const set =
    (wanted: Partial<SetRole>, held = EVERYTHING) =>
    (state: State) =>
      setRole(
        state,
        { projectId: 'shop-id', role: 'viewer', rules: [GET], groups: [], description: [], seen: 'any', ...wanted },
        held,
      );

  it('is made, and made another; the same again is no event', () => {
    given(shop).when(set({})).then(role('viewer', GET));
    given(shop, role('viewer', GET))
      .when(set({}))
      .then(...nothing);
    given(shop, role('viewer', GET))
      .when(set({ rules: [GET, SYNC] }))
      .then(role('viewer', GET, SYNC));
    given(shop, gone()).when(set({})).thenRefused('not_found');
    given(shop, role('viewer', GET))
      .when(set({ seen: [0n], rules: [] }))
      .thenRefused('precondition_failed');
  });

  it.each([
    [{ ...GET, resource: 'users' }],
    [{ ...GET, resource: 'constructor' }],
    [{ ...GET, action: 'fly' }],
    [{ ...GET, action: 'get/more' }],
    [{ ...GET, object: '*' }],
    [{ ...GET, object: 'shop' }],
    [{ ...GET, object: 'shop*/x' }],
    [{ ...GET, object: '{shop/a,b/c}' }],
    [{ ...GET, object: 'shop/[' }],
  ])('does not speak of %j', (bad) => {
    given(shop)
      .when(set({ rules: [GET, bad] }))
      .thenRefused('invalid_request', '/rules/1');
  });

  it.each([
    { ...GET, action: '*' },
    { ...GET, action: 'action/apps/*' },
    { ...GET, object: 'shop/{a,b}' },
  ])('may speak of %j', (good) => {
    given(shop)
      .when(set({ rules: [good] }))
      .then(role('viewer', good));
  });

  it('is given by nobody who holds less; what it is denied it needs not be held', () => {
    const held = holding('ada', [], 'projects:*:shop', 'applications:get:shop/*');
    given(shop).when(set({}, held)).then(role('viewer', GET));
    given(shop)
      .when(set({ rules: [GET, SYNC] }, held))
      .thenRefused('wider_than_held', '/rules');
    const denied = { ...SYNC, effect: 'deny' } as const;
    given(shop)
      .when(set({ rules: [GET, denied] }, held))
      .then(role('viewer', GET, denied));
    given(shop)
      .when(set({}, holding('ada', [], 'applications:get:shop/*')))
      .thenRefused('wider_than_held', '/rules');
  });

  it('may what its rules allow and none denies, see its project, and nothing else', () => {
    const powers = rolePowers('shop', [GET, { ...GET, object: 'shop/secret', effect: 'deny' }]);
    const may = (words: string) => {
      const [resource = '', action = '', object = ''] = words.split(':');
      return powers.may({ resource, action, object });
    };
    expect(['applications:get:shop/web', 'projects:get:shop'].map(may)).toEqual([true, true]);
    for (const words of [
      'applications:get:shop/secret',
      'applications:sync:shop/web',
      'applications:get:shopping/web',
      'projects:get:shopping',
      'projects:update:shop',
      'applications:get:*',
    ])
      expect([words, may(words)]).toEqual([words, false]);
  });
});

describe('a token of a role', () => {
  const history = [...person('ada', 'admin'), session('desk', 'ada'), issued('key', 'ada'), shop, role('viewer', GET)];
  it('is the role’s, stands in the stream of the project, and counts there', () => {
    given(...history)
      .when(issue())
      .then(roleToken('t'));
    const { projects, users, tokens } = after(...history, roleToken('t'));
    expect([projects.get('shop-id')!.liveTokens, users.get('ada')!.liveTokens]).toEqual([1, 2]);
    expect(tokens.get('t')).toMatchObject({ owner: 'shop-id', role: 'proj:shop:viewer', kind: 'project' });
  });

  it('is issued by somebody who signed in, and holds what the role may do', () => {
    given(...history)
      .when(issue({}, 'key'))
      .thenRefused('forbidden');
    given(...history, disabled('ada'))
      .when(issue())
      .thenRefused('forbidden');
    given(...person('ada', 'user'), session('desk', 'ada'), shop, role('viewer', GET))
      .when(issue())
      .thenRefused('wider_than_held', '#role');
  });

  it.each([
    [{ role: 'other' }, 'not_found', undefined],
    [{ projectId: 'other' }, 'not_found', undefined],
    [{ expiresIn: 'never' }, 'lifetime_exceeds_policy', '/expiresIn'],
    [{ expiresIn: 1.5 }, 'invalid_request', '/expiresIn'],
  ] as const)('is refused with %j', (wanted, refused, pointer) => {
    given(...history)
      .when(issue(wanted))
      .thenRefused(refused, pointer);
  });

  it('has a name that no other token of the project ever had', () => {
    given(...history, roleToken('t'), ended('t', 'requested'))
      .when(issue())
      .thenRefused('name_taken', '/name');
  });

  it('ends with the role, and with the project, in the same decision; those of other roles do not end with the role', () => {
    const all = [...history, role('other', GET), roleToken('a'), roleToken('b', 'other'), roleToken('c')];
    given(...all)
      .when((state) => removeRole(state, 'shop-id', 'viewer', 'any'))
      .then(
        projectEvent('ProjectRoleRemoved', { projectId: 'shop-id', role: 'viewer', revokedTokens: 2 }),
        ...['a', 'c'].map((id) => ended(id, 'role_removed')),
      );
    given(...all)
      .when((state) => deleteProject(state, 'shop-id', 'any'))
      .then(gone(3), ...['a', 'b', 'c'].map((id) => ended(id, 'project_deleted')));
    given(...all)
      .when((state) => removeRole(state, 'shop-id', 'none', 'any'))
      .thenRefused('not_found');
    given(...all)
      .when((state) => deleteProject(state, 'shop-id', []))
      .thenRefused('precondition_failed');
  });

  it('is revoked by its id, or by the second of its issue where no other was issued in it', () => {
    const issuedAt = Date.parse(moment(0)) / 1000;
    const second = Math.floor(issuedAt);
    given(...history, roleToken('a'))
      .when(revoke({ id: 'a' }))
      .then(ended('a', 'leaked'));
    given(...history, roleToken('a'))
      .when(revoke({ issuedAt: second }))
      .then(ended('a', 'leaked'));
    given(...history, roleToken('a'))
      .when(revoke({ issuedAt: second + 1 }))
      .thenRefused('not_found');
    given(...history, roleToken('a'), roleToken('b'))
      .when(revoke({ issuedAt: second }))
      .thenRefused('ambiguous');
    given(...history, roleToken('a'), roleToken('b'), ended('a', 'leaked'))
      .when(revoke({ issuedAt: second }))
      .then(ended('b', 'leaked'));
    given(...history, role('other', GET), roleToken('b', 'other'))
      .when(revoke({ id: 'b' }))
      .thenRefused('not_found');
    given(...history, roleToken('a'))
      .at('2026-01-01T21:00:00.000000Z')
      .when(revoke({ id: 'a' }))
      .thenRefused('not_found');
  });
});

it('rules about accounts say nothing of a role, and the default role is not one of its roles', () => {
  const rules = [{ subject: 'role:any', resource: '*', action: '*', object: '*', effect: 'allow' }] as const;
  const { written } = builtInPermissions().reading({
    matchMode: 'glob',
    defaultRole: 'role:any',
    rules,
    bindings: [],
    file: null,
  });
  expect(written.defaultRole).toBe('role:any');
  expect(rolePowers('shop', []).may({ resource: 'users', action: 'get', object: 'ada' })).toBe(false);
  expect(after(registered('ada')).projects.size).toBe(0);
});
