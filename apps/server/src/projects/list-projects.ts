import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Caller, permits } from '@tokenledger/domain';
import type { Pool } from 'pg';
import { Cipher } from '../keys/cipher.js';
import { POOL } from '../platform/pool.js';
import { PROJECT_COLUMNS, type ProjectRow, toProject } from './projects.table.js';
import { type ProjectPage, showProject } from './shown-project.js';

/** Those that the caller may see, by name. The cursor is the last name looked at. */
export class ListProjects extends Query<ProjectPage> {
  constructor(
    readonly caller: Caller,
    readonly limit: number,
    readonly cursor: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ListProjects)
export class ListProjectsHandler implements IQueryHandler<ListProjects> {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly cipher: Cipher,
  ) {}

  /** A page may hold less than it could, where the caller may not see what it was looked for in. */
  async execute({ caller, limit, cursor }: ListProjects): Promise<ProjectPage> {
    const { rows } = await this.pool.query<ProjectRow & { readonly last: string }>({
      name: 'list-projects',
      text: `select ${PROJECT_COLUMNS}, (select size - 1 from log.head) as last from state.projects
             where status <> 'deleted' and name > $1 order by name limit $2`,
      values: [cursor ?? '', limit + 1],
    });
    const page = rows.slice(0, limit).map(({ last: _last, ...row }) => toProject(row));
    const seen = page.filter(({ name }) => permits(caller, { resource: 'projects', action: 'get', object: name }));
    const items = await Promise.all(seen.map((project) => showProject(project, this.cipher)));
    return { items, next: rows.length > limit ? page.at(-1)!.name : null, position: await this.position() };
  }

  private async position(): Promise<string> {
    const { rows } = await this.pool.query<{ last: string }>('select size - 1 as last from log.head');
    return rows[0]!.last;
  }
}
