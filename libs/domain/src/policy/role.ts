import type { Permission } from './permission.js';
import type { Binding, Rule } from './rule.js';

/** That an account can be given by itself; a policy may make more of them, and bind them. */
export const ROLES = ['admin', 'auditor', 'readonly', 'user'] as const;
export type Role = (typeof ROLES)[number];

/** Every resource and action that there is; routes, scopes and rules use no other words. */
export const VOCABULARY: Readonly<Record<Permission['resource'], readonly string[]>> = {
  users: ['create', 'get', 'update', 'delete', 'hold', 'erase'],
  tokens: ['create', 'get', 'revoke', 'rotate', 'introspect'],
  sessions: ['delete'],
  passwords: ['set'],
  policy: ['get', 'set'],
  audit: ['get', 'check'],
  keys: ['get', 'rotate'],
  metrics: ['get'],
  reports: ['get'],
  projects: ['create', 'get', 'update', 'delete'],
  // Argo CD's, for the services that go by what this server says.
  applications: ['create', 'get', 'update', 'delete', 'sync', 'override', 'action'],
  applicationsets: ['create', 'get', 'update', 'delete'],
  clusters: ['create', 'get', 'update', 'delete'],
  repositories: ['create', 'get', 'update', 'delete'],
  'write-repositories': ['create', 'get', 'update', 'delete'],
  certificates: ['create', 'get', 'update', 'delete'],
  accounts: ['get', 'update'],
  gpgkeys: ['create', 'get', 'delete'],
  logs: ['get'],
  exec: ['create'],
  extensions: ['invoke'],
};

/** What can be done to a resource; nothing to one that there is not. */
export const actionsOn = (resource: string): readonly string[] =>
  Object.hasOwn(VOCABULARY, resource) ? VOCABULARY[resource]! : [];

const ARGO_CDS = Object.keys(VOCABULARY).slice(Object.keys(VOCABULARY).indexOf('applications'));
/** The others hold secrets of their own, or what is personal. */
const READABLE = ['users', 'tokens', 'policy', 'projects', 'reports', ...ARGO_CDS].filter((resource) =>
  VOCABULARY[resource]!.includes('get'),
);

const GRANTS: Readonly<Record<Role, readonly string[]>> = {
  admin: ['*:*:*'],
  // Changes nothing but its password, not even tokens of its own: whoever needs them is a `user` as well.
  auditor: [
    'users:get:*',
    'tokens:get:*',
    'tokens:introspect:*',
    'audit:get:*',
    'audit:check:*',
    'policy:get:*',
    'keys:get:*',
    'metrics:get:*',
    'reports:get:*',
    'projects:get:*',
    'passwords:set:self',
    'sessions:delete:self',
  ],
  readonly: [...READABLE.map((resource) => `${resource}:get:*`), 'passwords:set:self', 'sessions:delete:self'],
  user: [
    'users:get:self',
    'tokens:create:self',
    'tokens:get:self',
    'tokens:revoke:self',
    'tokens:rotate:self',
    'passwords:set:self',
    'policy:get:limits',
    'sessions:delete:self',
  ],
};

const asRule = (role: string, grant: string): Rule => {
  const [resource = '', action = '', object = ''] = grant.split(':');
  return { subject: `role:${role}`, resource, action, object, effect: 'allow' };
};

/** Always there, whatever a policy says beside them. They are globs in either match mode. */
export const BUILT_IN: { readonly rules: readonly Rule[]; readonly bindings: readonly Binding[] } = {
  rules: Object.entries(GRANTS).flatMap(([role, grants]) => grants.map((grant) => asRule(role, grant))),
  bindings: [{ subject: 'role:admin', role: 'role:readonly' }],
};
