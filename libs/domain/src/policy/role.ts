import { type Permission, type Power, parsePower } from './permission.js';

export const ROLES = ['admin', 'auditor', 'user'] as const;
export type Role = (typeof ROLES)[number];

const OWN = [
  'users:get:self',
  'tokens:create:self',
  'tokens:get:self',
  'tokens:revoke:self',
  'tokens:rotate:self',
  'passwords:set:self',
  'policy:get',
  'sessions:delete:self',
].map(parsePower);

const GRANTS: Readonly<Record<Role, readonly Power[]>> = {
  admin: [parsePower('*:*')],
  // Changes nothing but its password, not even tokens of its own: whoever needs them is a `user` as well.
  auditor: [
    'users:get',
    'tokens:get',
    'tokens:introspect',
    'audit:get',
    'audit:check',
    'policy:get',
    'keys:get',
    'metrics:get',
    'passwords:set:self',
    'sessions:delete:self',
  ].map(parsePower),
  user: OWN,
};

/** What these roles let the user `self` do. */
export const powersOf = (self: string, roles: readonly Role[]): readonly Power[] =>
  roles.flatMap((role) => GRANTS[role]).map((power) => (power.object === 'self' ? { ...power, object: self } : power));

/** Every resource and action that the routes know; scopes may use no other words. */
export const VOCABULARY: Readonly<Record<Permission['resource'], readonly string[]>> = {
  users: ['create', 'get', 'update', 'delete', 'hold', 'erase'],
  tokens: ['create', 'get', 'revoke', 'rotate', 'introspect'],
  sessions: ['delete'],
  passwords: ['set'],
  policy: ['get', 'set'],
  audit: ['get', 'check'],
  keys: ['get', 'rotate'],
  metrics: ['get'],
};
