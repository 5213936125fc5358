import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { proveConsistency } from '@tokenledger/merkle/consistency';
import { Subtrees } from '@tokenledger/merkle/subtrees';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Public } from '../access/permission.decorator.js';
import { readHead } from '../event-log/head.js';
import { proveEvent } from '../event-log/prove-event.js';
import { tilesOf } from '../event-log/read-tile.js';
import { Refused } from '../event-log/refused.js';
import { position } from '../http/fields.js';
import { Operation } from '../http/operation.decorator.js';
import { POOL } from '../platform/pool.js';

const Proof = z
  .string()
  .meta({ description: 'A C2SP tlog-proof: the place of the event in the tree, and a checkpoint.' });

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

/** Hashes and signatures: who may see the tree may have them, and that is everybody. */
@Controller('v1/audit')
export class ProofsController {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  @Get('events/:position/proof')
  @Operation('proveEvent', 'Proves that an event is in the log.', { 200: Proof })
  @ApiProduces('text/plain')
  @Public()
  async event(
    @Param('position', { schema: position }) at: bigint,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const proof = await proveEvent(this.pool, at);
    if (proof === undefined)
      throw new Refused({ refused: 'not_found', detail: 'The log has no such event, or not yet.' });
    void reply.type('text/plain; charset=utf-8');
    return proof;
  }

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
