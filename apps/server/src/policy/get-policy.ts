import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Pool } from 'pg';
import { POOL } from '../platform/pool.js';
import { storedPolicy } from './policy.table.js';
import type { Policy } from './shown-policy.js';

export class GetPolicy extends Query<Policy> {}

@QueryHandler(GetPolicy)
export class GetPolicyHandler implements IQueryHandler<GetPolicy> {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async execute(): Promise<Policy> {
    const { policy, position } = (await storedPolicy(this.pool))!;
    return { ...policy, position };
  }
}
