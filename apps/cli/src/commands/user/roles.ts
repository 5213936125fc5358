import type { Schemas } from '@tokenledger/api-client';

export type Role = Schemas['User']['roles'][number];

export const ROLES: readonly Role[] = ['admin', 'auditor', 'user'];
