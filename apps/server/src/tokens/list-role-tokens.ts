import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { roleSubject } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { POOL } from '../platform/pool.js';
import { ListTokens, type TokenFilter, type TokenPage } from './list-tokens.js';
import { idOfProject } from './id-of-project.js';

export class ListRoleTokens extends Query<TokenPage> {
  constructor(
    readonly project: string,
    readonly role: string,
    readonly page: Pick<TokenFilter, 'state' | 'limit' | 'cursor'>,
  ) {
    super();
  }
}

@QueryHandler(ListRoleTokens)
export class ListRoleTokensHandler implements IQueryHandler<ListRoleTokens> {
  constructor(
    private readonly queries: QueryBus,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  async execute({ project, role, page }: ListRoleTokens): Promise<TokenPage> {
    const owner = await idOfProject(this.pool, project);
    return this.queries.execute(new ListTokens({ ...page, owner, role: roleSubject(project, role) }));
  }
}
