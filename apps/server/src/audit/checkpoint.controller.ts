import { Controller, Get, Header } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { z } from 'zod';
import { Public } from '../access/permission.decorator.js';
import { Operation } from '../http/operation.decorator.js';
import { Witnesses } from '../witnesses/witnesses.js';

const Checkpoint = z.string().meta({ description: 'A signed note (C2SP tlog-checkpoint).' });

@Controller('log')
export class CheckpointController {
  constructor(private readonly witnesses: Witnesses) {}

  /** The newest signed checkpoint, as C2SP tlog-tiles serves it. */
  @Get('checkpoint')
  @Operation('getCheckpoint', 'The newest signed checkpoint of the log.', { 200: Checkpoint })
  @ApiProduces('text/plain')
  @Public()
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('cache-control', 'no-cache')
  newest(): Promise<string> {
    return this.witnesses.newest();
  }
}
