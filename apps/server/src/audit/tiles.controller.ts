import { Controller, createParamDecorator, type ExecutionContext, Get, Inject, Param, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiParam, ApiProduces } from '@nestjs/swagger';
import { parseTilePath, type Tile } from '@tokenledger/merkle/tile';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Permission, Public } from '../access/permission.decorator.js';
import { CalledBy, type CallerContext } from '../access/request-context.js';
import { tilesOf } from '../event-log/read-tile.js';
import { Refused } from '../event-log/refused.js';
import { Operation } from '../http/operation.decorator.js';
import { POOL } from '../platform/pool.js';
import { ReadEntries } from './read-entries.js';

const Bytes = z.string().meta({ contentEncoding: 'binary' });
const Hashes = Bytes.meta({ description: 'The hashes of the tile, 32 bytes each.' });
const Entries = Bytes.meta({ description: 'The entries of the tile, each behind its length as a 16-bit number.' });
const InPath = ApiParam({
  name: 'path',
  description: 'The index in groups of three digits, and of a part its width: x001/234, 007.p/12.',
  schema: { type: 'string' },
});

/** What the wildcard of a route stands for; `path` is what the document calls it. */
const Rest = createParamDecorator(
  (_: unknown, host: ExecutionContext): string =>
    host.switchToHttp().getRequest<{ params: Record<string, string> }>().params['*'] ?? '',
);

/** The tree and what is in it, as C2SP tlog-tiles serves them. A tile that is there never changes. */
@Controller('log/tile')
export class TilesController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly commands: CommandBus,
  ) {}

  @Get('entries/*')
  @Operation('getEntries', 'Entries of the log (C2SP tlog-tiles); to have read them is in the trail.', { 200: Entries })
  @InPath
  @ApiProduces('application/octet-stream')
  @Permission('audit:get', () => '*')
  async entries(
    @CalledBy() by: CallerContext,
    @Rest() where: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const bundle = await this.commands.execute(new ReadEntries(by, tileOf(`entries/${where}`)));
    return answered(reply, 'private', bundle);
  }

  @Get(':level/*')
  @Operation('getTile', 'Hashes of the tree (C2SP tlog-tiles).', { 200: Hashes })
  @InPath
  @ApiProduces('application/octet-stream')
  @Public()
  async hashes(
    @Param('level') level: string,
    @Rest() where: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const tile = tileOf(`${level}/${where}`);
    const hashes = await tilesOf(this.pool)(tile);
    if (hashes.length < tile.width) throw missing();
    return answered(reply, 'public', Buffer.concat(hashes));
  }
}

const missing = () => new Refused({ refused: 'not_found', detail: 'The log has no such tile, or not yet.' });

function tileOf(path: string): Tile {
  const tile = parseTilePath(path);
  if (!tile) throw missing();
  return tile;
}

/** Only what is there is kept: a tile that is missing may come. */
function answered(reply: FastifyReply, whose: 'public' | 'private', bytes: Buffer): Buffer {
  void reply.type('application/octet-stream').header('cache-control', `${whose}, max-age=31536000, immutable`);
  return bytes;
}
