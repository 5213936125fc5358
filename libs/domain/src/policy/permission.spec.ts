import { glob } from './glob.js';
import { asHeldBy, parsePermission, parsePower, powerOf, SELF, speaksOfAll } from './permission.js';
import { Powers } from './powers.js';

const may = (power: string, wanted: string) =>
  new Powers('ada', { allow: [parsePower(power)], deny: [] }).may(parsePermission(wanted));

describe('words', () => {
  it.each([
    ['users:get', { resource: 'users', action: 'get', object: '*' }],
    ['users:get:ada', { resource: 'users', action: 'get', object: 'ada' }],
    ['applications:get:default/a:b', { resource: 'applications', action: 'get', object: 'default/a:b' }],
    ['users:get:', { resource: 'users', action: 'get', object: '' }],
    ['users', { resource: 'users', action: '', object: '*' }],
  ])('%j are wanted as they stand', (words, permission) => {
    expect(parsePermission(words)).toEqual(permission);
  });

  it.each<[power: string, wanted: string, allowed: boolean]>([
    ['users:get', 'users:get', true],
    ['users:get', 'users:get:ada', true],
    ['users:get:*', 'users:get', true],
    ['users:get:ada', 'users:get:ada', true],
    ['users:get:ada', 'users:get', false],
    ['users:get:ada', 'users:get:grace', false],
    ['users:get', 'users:delete', false],
    ['users:get', 'tokens:get', false],
    ['users:*', 'users:delete:ada', true],
    ['*:get', 'tokens:get', true],
    ['*:*', 'keys:rotate', true],
    ['applications:*:default/*', 'applications:sync:default/guestbook', true],
    ['applications:*:default/*', 'applications:sync:other/guestbook', false],
    ['applications:*:default/*', 'applications:sync', false],
    ['applications:action/*:*', 'applications:action/apps/Deployment/restart:default/a', true],
    ['applications:action/*:*', 'applications:action', false],
    ['applications:get:a:b', 'applications:get:a:b', true],
    ['user?:get', 'users:get', true],
    // Many of them are not all there is, though none is named.
    ['users:get:{*,a}', 'users:get', false],
    ['users:get:?*', 'users:get', false],
  ])('%j let ada do %s: %s', (power, wanted, allowed) => {
    expect(may(power, wanted)).toBe(allowed);
  });

  it('that no glob is made of are refused', () => {
    expect(() => parsePower('users:get:[a')).toThrow(SyntaxError);
  });
});

describe('self', () => {
  it.each<[power: string, wanted: string, allowed: boolean]>([
    ['users:get:self', 'users:get:ada', true],
    ['users:get:self', 'users:get:grace', false],
    ['users:get:self', 'users:get:self', false],
    ['users:get:self', 'users:get', false],
    ['accounts:update:self', 'accounts:update:ada', true],
    ['*:get:self', 'tokens:get:ada', true],
    ['projects:get:self', 'projects:get:ada', false],
    ['projects:get:self', 'projects:get:self', true],
    ['applications:get:self', 'applications:get:self', true],
  ])('in %s lets ada do %s: %s', (power, wanted, allowed) => {
    expect(may(power, wanted)).toBe(allowed);
  });

  it('is an account only where accounts are spoken of', () => {
    expect(parsePower('users:get:self').object).toBe(SELF);
    expect(parsePower('projects:get:self').object).not.toBe(SELF);
    expect(asHeldBy('ada', parsePower('users:get:self')).object.text).toBe('ada');
    expect(asHeldBy('ada', parsePower('projects:get:self')).object.text).toBe('self');
  });

  it('is the account itself, whatever is written in its id', () => {
    expect(asHeldBy('a*[', powerOf(glob('users'), glob('get'), SELF)).object.only).toBe('a*[');
  });

  it('is not all', () => {
    expect(speaksOfAll(parsePower('users:get:self'))).toBe(false);
    expect(speaksOfAll(parsePower('users:get'))).toBe(true);
  });
});
