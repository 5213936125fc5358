import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Pool } from 'pg';
import { Cipher } from '../keys/cipher.js';
import { POOL } from '../platform/pool.js';
import { findProject } from './find-project.js';
import { type ShownProject, showProject } from './shown-project.js';

export class GetProject extends Query<ShownProject> {
  constructor(readonly name: string) {
    super();
  }
}

@QueryHandler(GetProject)
export class GetProjectHandler implements IQueryHandler<GetProject> {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly cipher: Cipher,
  ) {}

  async execute({ name }: GetProject): Promise<ShownProject> {
    return showProject(await findProject(this.pool, name), this.cipher);
  }
}
