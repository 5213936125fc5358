import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Pool } from 'pg';
import { z } from 'zod';
import { Public } from '../access/permission.decorator.js';
import { readHead } from '../event-log/head.js';
import { foundIn, KnownLog } from '../event-log/known-log.js';
import { Projections } from '../event-log/projections.js';
import { Operation } from '../http/operation.decorator.js';
import { KeyRing } from '../keys/key-ring.js';
import { POOL } from './pool.js';

const Part = z.enum(['up', 'down']);
type Part = z.output<typeof Part>;
const Live = z.object({ status: z.literal('up') }).meta({ id: 'Live', description: 'The process answers.' });
const Ready = z
  .object({ status: Part, parts: z.object({ database: Part, log: Part, projections: Part.or(z.literal('lagging')) }) })
  .meta({
    id: 'Ready',
    description: 'Every part that an answer needs. `lagging`: a view of the trail has stopped; all else goes on.',
  });

@Controller('health')
export class HealthController {
  private probing: Promise<z.output<typeof Ready>> | undefined;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly projections: Projections,
    private readonly known: KnownLog,
    private readonly ring: KeyRing,
  ) {}

  /** The process answers. Says nothing about what is behind it. */
  @Get('live')
  @Operation('getLive', 'Says whether the process answers.', { 200: Live })
  @Public()
  live() {
    return { status: 'up' };
  }

  /** Every part that an answer needs, by name. */
  @Get('ready')
  @Operation('getReady', 'Says whether database, log and projections answer.', { 200: Ready, 503: Ready })
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    // However many ask at once, the database is asked once.
    this.probing ??= this.probeAll().finally(() => (this.probing = undefined));
    const ready = await this.probing;
    void reply.status(ready.status === 'up' ? 200 : 503);
    return ready;
  }

  private async probeAll(): Promise<z.output<typeof Ready>> {
    const [database, log, projections, following] = await Promise.all([
      this.probe(() => this.pool.query('select 1')),
      this.probe(() => this.writableHead()),
      this.probe(() => this.pool.query(PROJECTIONS)),
      this.probe(() => this.noneStopped()),
    ]);
    const behind = projections === 'up' && following === 'down';
    const parts = { database, log, projections: behind ? ('lagging' as const) : projections };
    const status: Part = Object.values(parts).includes('down') ? 'down' : 'up';
    return { status, parts };
  }

  private async writableHead(): Promise<void> {
    const expected = this.known.expectation();
    expected(foundIn(await readHead(this.pool)));
    this.ring.refuseLacking(this.ring.known);
    const { rows } = await this.pool.query<{ writable: boolean }>(
      `select current_setting('transaction_read_only') = 'off' as writable from log.head`,
    );
    if (!rows[0]?.writable) throw new Error('the database is read-only');
  }

  private async noneStopped(): Promise<void> {
    if ((await this.projections.stopping()).length > 0) throw new Error('a projection has stopped');
  }

  private async probe(ask: () => Promise<unknown>): Promise<Part> {
    const late = new AbortController();
    const patience = sleep(PATIENCE_MS, 'down' as const, { signal: late.signal }).catch(() => 'down' as const);
    const answer = ask().then(
      () => 'up' as const,
      () => 'down' as const,
    );
    return Promise.race([answer, patience]).finally(() => late.abort());
  }
}

/** Whoever asks decides by the answer, so it must not be late. */
const PATIENCE_MS = 2000;

/** Those that are written in the transaction of the events: when they can be read, they are current. */
const PROJECTIONS = `select (select count(*) from (select from state.users limit 1) u),
  (select count(*) from (select from state.tokens limit 1) t), (select count(*) from state.policy)`;
