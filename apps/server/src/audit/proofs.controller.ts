import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiProduces } from '@nestjs/swagger';
import { proveConsistency } from '@tokenledger/merkle/consistency';
import { Subtrees } from '@tokenledger/merkle/subtrees';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Permission, Public } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { readHead } from '../event-log/head.js';
import { tilesOf } from '../event-log/read-tile.js';
import { Refused } from '../event-log/refused.js';
import { position } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import { POOL } from '../platform/pool.js';
import { ProveEvent } from './prove-event.js';

const Proof = z
  .string()
  .meta({ description: 'A C2SP tlog-proof: the event, its place in the tree, and a checkpoint.' });

const Consistency = z
  .object({
    from: z.string().meta({ description: 'The size of the earlier tree.' }),
    to: z.string().meta({ description: 'The size of the later tree.' }),
    hashes: z.array(z.string()).meta({ description: 'RFC 9162 section 2.1.4, base64.' }),
  })
  .meta({ id: 'Consistency', description: 'That the later tree has grown from the earlier one.' });

const size = position.refine((value) => value >= 0n, 'This is not a size.');
const sizes = z
  .strictObject({ from: size, to: size.optional() })
  .refine(({ from, to }) => to === undefined || from <= to, { path: ['from'], message: 'This is more than `to`.' });

@Controller('v1/audit')
export class ProofsController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly commands: CommandBus,
  ) {}

  @Get('events/:position/proof')
  @Operation('proveEvent', 'Proves that an event is in the log; to have read it is in the trail.', { 200: Proof })
  @ApiProduces('text/plain')
  @Permission('audit:get', () => '*')
  async event(
    @CalledBy() by: CallerContext,
    @Param('position', { schema: position }) at: bigint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const proof = await this.commands.execute(new ProveEvent(by, at));
    void reply.type('text/plain; charset=utf-8');
    return proof;
  }

  /** Hashes alone: who may see the tree may have them, and that is everybody. */
  @Get('consistency')
  @Operation('proveConsistency', 'Proves that the log has only grown, from one size to another or to now.', {
    200: Consistency,
  })
  @Public()
  async consistency(
    @Query({ schema: sizes }) { from, to }: z.output<typeof sizes>,
  ): Promise<z.output<typeof Consistency>> {
    const { frontier } = await readHead(this.pool);
    const later = to ?? frontier.size;
    if (later > frontier.size || from > later)
      throw new Refused({ refused: 'not_found', detail: `The log has ${frontier.size} events.` });
    const hashes = await proveConsistency(from, later, new Subtrees(later, tilesOf(this.pool)));
    return { from: String(from), to: String(later), hashes: hashes.map((hash) => hash.toString('base64')) };
  }
}
