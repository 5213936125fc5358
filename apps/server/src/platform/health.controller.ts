import { Controller, Get, HttpCode, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { Public } from '../access/permission.decorator.js';
import { readHead } from '../event-log/head.js';
import { POOL } from '../http/pool.js';

type Part = 'up' | 'down';

@Controller('health')
export class HealthController {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** The process answers. Says nothing about what is behind it. */
  @Get('live')
  @Public()
  @HttpCode(200)
  live() {
    return { status: 'up' };
  }

  /** Every part that an answer needs, by name. */
  @Get('ready')
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const parts = {
      database: await this.probe(() => this.pool.query('select 1')),
      log: await this.probe(() => readHead(this.pool)),
      projections: await this.probe(() => this.pool.query(PROJECTIONS)),
    };
    const status: Part = Object.values(parts).every((part) => part === 'up') ? 'up' : 'down';
    void reply.status(status === 'up' ? 200 : 503);
    return { status, parts };
  }

  private async probe(ask: () => Promise<unknown>): Promise<Part> {
    try {
      await ask();
      return 'up';
    } catch {
      return 'down';
    }
  }
}

/** They are of the same transaction as the log: when they can be read, they are current. */
const PROJECTIONS = `select (select count(*) from (select from state.users limit 1) u),
  (select count(*) from (select from state.tokens limit 1) t), (select count(*) from state.policy)`;
