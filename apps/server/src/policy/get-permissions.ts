import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { NO_RULES } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { storedPermissions } from '../check/permissions.table.js';
import { POOL } from '../platform/pool.js';
import { AccountNames } from './account-names.js';
import { type ShownPermissions, showRules } from './shown-permissions.js';

export class GetPermissions extends Query<ShownPermissions> {}

@QueryHandler(GetPermissions)
export class GetPermissionsHandler implements IQueryHandler<GetPermissions> {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly accounts: AccountNames,
  ) {}

  async execute(): Promise<ShownPermissions> {
    const stored = await storedPermissions(this.pool);
    const { matchMode, defaultRole, ...rules } = stored?.written ?? NO_RULES;
    const policy = await showRules({ matchMode, defaultRole, ...rules }, this.accounts);
    return { policy, matchMode, defaultRole, position: String(stored?.position ?? 0) };
  }
}
