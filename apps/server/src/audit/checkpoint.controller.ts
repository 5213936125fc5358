import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Public } from '../access/permission.decorator.js';
import { readHead } from '../event-log/head.js';
import { Operation } from '../http/operation.decorator.js';
import { POOL } from '../platform/pool.js';

const Checkpoint = z.string().meta({ description: 'A signed note (C2SP tlog-checkpoint).' });

@Controller('log')
export class CheckpointController {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** The newest signed checkpoint, as C2SP tlog-tiles serves it. */
  @Get('checkpoint')
  @Operation('getCheckpoint', 'The newest signed checkpoint of the log.', { 200: Checkpoint })
  @ApiProduces('text/plain')
  @Public()
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'no-cache')
  async newest(): Promise<string> {
    return (await readHead(this.pool)).checkpoint;
  }
}
