import { Controller, Get, Inject, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Permission, Public } from '../access/permission.decorator.js';
import { Operation } from '../http/operation.decorator.js';
import { shownInstant } from '../http/shown.js';
import { POOL } from '../platform/pool.js';
import { storedIntegrity } from './integrity.table.js';
import { SelfCheck } from './self-check.js';

const Integrity = z
  .object({
    status: z.enum(['up', 'down', 'unknown']),
    size: z.string().nullable().meta({ description: 'How many events were looked at.' }),
    checkedAt: shownInstant.nullable(),
    position: z.string().nullable().meta({ description: 'Of the event that says what was found.' }),
  })
  .meta({
    id: 'Integrity',
    description: 'Whether everything was what the log says when it was last looked at. `unknown`: not yet.',
  });
type Integrity = z.output<typeof Integrity>;
const Begun = z.object({ status: z.literal('looking') }).meta({ id: 'CheckBegun', description: 'It is under way.' });

const UNKNOWN: Integrity = { status: 'unknown', size: null, checkedAt: null, position: null };

@Controller()
export class IntegrityController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly selfCheck: SelfCheck,
  ) {}

  @Get('health/integrity')
  @Operation('getIntegrity', 'Says what the last look at everything has come to.', { 200: Integrity, 503: Integrity })
  @Public()
  async integrity(@Res({ passthrough: true }) reply: FastifyReply): Promise<Integrity> {
    const last = await storedIntegrity(this.pool);
    if (!last) return UNKNOWN;
    const { intact, ...when } = last;
    void reply.status(intact ? 200 : 503);
    return { status: intact ? 'up' : 'down', ...when };
  }

  @Post('v1/audit/checks')
  @Operation('checkLog', 'Looks at every stored byte, the tree and every table; the result is an event.', {
    202: Begun,
  })
  @Permission('audit:check', () => '*')
  check(): z.output<typeof Begun> {
    this.selfCheck.ask();
    return { status: 'looking' };
  }
}
