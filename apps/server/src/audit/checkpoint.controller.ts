import { Controller, Get, Header, Inject } from '@nestjs/common';
import type { Pool } from 'pg';
import { Public } from '../access/permission.decorator.js';
import { readHead } from '../event-log/head.js';
import { POOL } from '../platform/pool.js';

@Controller('log')
export class CheckpointController {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** The newest signed checkpoint, as C2SP tlog-tiles serves it. */
  @Get('checkpoint')
  @Public()
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'no-cache')
  async newest(): Promise<string> {
    return (await readHead(this.pool)).checkpoint;
  }
}
