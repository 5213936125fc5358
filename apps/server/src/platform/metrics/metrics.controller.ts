import { Controller, Get, Header } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { z } from 'zod';
import { Permission } from '../../access/permission.decorator.js';
import { Operation } from '../../http/operation.decorator.js';
import { CONTENT_TYPE, Metrics } from './metrics.js';

const Text = z.string().meta({ description: 'Prometheus text format 0.0.4.' });

@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Operation('getMetrics', 'What this server counts, for Prometheus.', { 200: Text })
  @ApiProduces('text/plain')
  @Permission('metrics:get', () => '*')
  @Header('content-type', CONTENT_TYPE)
  read(): Promise<string> {
    return this.metrics.text();
  }
}
