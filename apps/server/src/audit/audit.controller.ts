import { Controller, Get, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { Permission } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { limit, position } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import { ReadTrail, TrailPage } from './read-trail.js';

const page = z.strictObject({ after: position.default(-1n), limit });

@Controller('v1/audit/events')
export class AuditController {
  constructor(private readonly commands: CommandBus) {}

  @Get()
  @Operation('readTrail', 'Reads the audit trail, oldest first; to have read it is in it.', { 200: TrailPage })
  @Permission('audit:get', () => '*')
  read(@CalledBy() by: CallerContext, @Query({ schema: page }) { after, limit: most }: z.output<typeof page>) {
    return this.commands.execute(new ReadTrail(by, after, most));
  }
}
