import type { Actor } from '../event.js';
import type { DomainEvent } from '../events.js';
import {
  deleted,
  disabled,
  enabled,
  expired,
  issued,
  person,
  registered,
  revoked,
  rolesChanged,
  session,
} from '../examples.js';
import { after, moment } from '../specification.js';
import { parsePermission } from './permission.js';
import { callerIn, heldIn, judge, lacking, permits, permitsSomewhere } from './standing.js';

const NOW = moment(20);
const THEN = '2026-01-01T12:00:00.000000Z';
const by = (tokenId: string | null, id = 'ada'): Actor => ({ type: 'user', id, tokenId });
const SWEEP: Actor = { type: 'system', id: 'sweep' };
const judged = (history: DomainEvent[], actor: Actor, words: string | null, at = NOW) =>
  judge(after(...history), actor, words === null ? null : parsePermission(words), at)?.refused;

const ADMIN = [...person('ada', 'admin'), session('desk', 'ada', { expiresAt: THEN })];
const USER = [...person('ada', 'user'), session('desk', 'ada')];
const holdsReading = (actor: Actor, at: string) =>
  heldIn(after(...ADMIN), actor, at).maySomewhere(parsePermission('users:get'));

describe('a credential', () => {
  it.each([
    ['is good while account and session are', ADMIN, by('desk'), NOW, undefined],
    ['is good until its last microsecond', ADMIN, by('desk'), '2026-01-01T11:59:59.999999Z', undefined],
    ['is dead at its end', ADMIN, by('desk'), THEN, 'invalid_token'],
    ['is dead once counted out', [...ADMIN, expired('desk', 'ada', THEN)], by('desk'), NOW, 'invalid_token'],
    ['is dead once revoked', [...ADMIN, revoked('desk', 'ada')], by('desk'), NOW, 'invalid_token'],
    ['is dead while the account is disabled', [...ADMIN, disabled('ada')], by('desk'), NOW, 'invalid_token'],
    ['is good again when it is enabled', [...ADMIN, disabled('ada'), enabled('ada')], by('desk'), NOW, undefined],
    ['is dead with the account, even unrevoked', [...ADMIN, deleted('ada', 1)], by('desk'), NOW, 'invalid_token'],
    ['is nobody else’s', [...ADMIN, ...person('grace', 'admin')], by('desk', 'grace'), NOW, 'invalid_token'],
    ['is one that was issued', ADMIN, by('made up'), NOW, 'invalid_token'],
    ['belongs to somebody who exists', [], by('desk'), NOW, 'invalid_token'],
  ] as const)('%s', (_, history, actor, at, refused) => {
    expect(judged([...history], actor, 'users:get', at)).toBe(refused);
  });

  it('gives what the roles of this moment give', () => {
    expect(judged([...ADMIN, rolesChanged('ada', 'user')], by('desk'), 'users:delete:grace')).toBe('forbidden');
    expect(judged([...USER, rolesChanged('ada', 'admin')], by('desk'), 'users:delete:grace')).toBeUndefined();
  });

  it('holds nothing once it is dead', () => {
    expect(holdsReading(by('desk'), NOW)).toBe(true);
    expect(holdsReading(by('desk'), THEN)).toBe(false);
    expect(holdsReading(SWEEP, NOW)).toBe(false);
  });
});

describe('a refusal', () => {
  it('names the permission that is missing', () => {
    expect(judge(after(...USER), by('desk'), parsePermission('users:delete:grace'), NOW)).toEqual({
      refused: 'forbidden',
      detail: 'This needs the permission users:delete.',
      needs: 'users:delete',
    });
  });

  it('says where nothing but a session would do', () => {
    expect(lacking(parsePermission('tokens:create')).detail).toBe(
      'This needs a session with the permission tokens:create.',
    );
  });
});

describe('an access token', () => {
  const KEY = [...ADMIN, issued('key', 'ada')];

  it.each(['tokens:create:ada', 'tokens:revoke:ada', 'tokens:create:*'])('does not do %s', (words) => {
    expect(judged(KEY, by('key'), words)).toBe('forbidden');
    expect(judged(KEY, by('desk'), words)).toBeUndefined();
    const caller = callerIn(after(...KEY), by('key'), NOW)!;
    expect(permitsSomewhere(caller, parsePermission(words))).toBe(false);
  });

  it.each(['tokens:get', 'tokens:introspect', 'users:delete:grace'])('may do %s', (words) => {
    expect(judged(KEY, by('key'), words)).toBeUndefined();
  });

  it('does what its scopes name and nothing else', () => {
    const scoped = [...ADMIN, issued('key', 'ada', { scopes: ['users:get:grace', 'audit:get'] })];
    expect(judged(scoped, by('key'), 'users:get:grace')).toBeUndefined();
    expect(judged(scoped, by('key'), 'audit:get')).toBeUndefined();
    expect(judged(scoped, by('key'), 'users:get:alan')).toBe('forbidden');
    expect(judged(scoped, by('key'), 'users:get')).toBe('forbidden');
  });

  it('gains nothing from a scope that its owner does not hold', () => {
    const scoped = [...USER, issued('key', 'ada', { scopes: ['*:*'] })];
    expect(judged(scoped, by('key'), 'users:get:ada')).toBeUndefined();
    expect(judged(scoped, by('key'), 'users:get:grace')).toBe('forbidden');
  });
});

describe('a caller', () => {
  const caller = callerIn(after(...USER), by('desk'), NOW)!;

  it('is permitted somewhere what is permitted on one object', () => {
    const wanted = parsePermission('users:get');
    expect(permits(caller, { ...wanted, object: 'ada' })).toBe(true);
    expect(permits(caller, wanted)).toBe(false);
    expect(permitsSomewhere(caller, wanted)).toBe(true);
    expect(permitsSomewhere(caller, parsePermission('users:delete'))).toBe(false);
  });

  it('who signed in is permitted somewhere what an access token never is, and an access token the rest', () => {
    const state = after(...ADMIN, issued('key', 'ada'));
    const [desk, key] = ['desk', 'key'].map((token) => callerIn(state, by(token), NOW)!);
    expect(permitsSomewhere(desk!, parsePermission('tokens:create'))).toBe(true);
    expect(permitsSomewhere(key!, parsePermission('users:get'))).toBe(true);
  });

  it('with a credential does nothing that is done without one', () => {
    expect(judged(USER, by('desk'), null)).toBe('forbidden');
  });
});

describe('somebody without a credential', () => {
  it('may sign in, and nothing else', () => {
    expect(judged(USER, by(null), null)).toBeUndefined();
    expect(judged(USER, by(null), 'users:get:ada')).toBe('invalid_token');
  });

  it('may be the server itself, which asks for no permission', () => {
    expect(judged([], SWEEP, null)).toBeUndefined();
    expect(judged([registered('ada')], SWEEP, 'users:get')).toBe('invalid_token');
  });
});
