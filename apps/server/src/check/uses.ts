import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Pool } from 'pg';
import { sourceOf } from '../access/source-of.js';
import { rowsAsJson } from '../event-log/rows-as-json.js';
import { Cipher } from '../keys/cipher.js';
import { Names } from '../keys/names.js';
import { POOL } from '../platform/pool.js';
import type { Verdict } from './check.js';
import { minuteOf, type Place, type RefusedUse, type Use, UseBatch } from './use-batch.js';

const FLUSH_MS = 1000;
const HOUR_MS = 3_600_000;

/**
 * Remembers when tokens were last used, and how often dead ones were tried. It is no event and nobody waits for it: a
 * crash forgets the last second, and after a lost answer a second may count twice.
 */
@Injectable()
export class Uses implements OnModuleDestroy {
  private readonly logger = new Logger(Uses.name);
  private batch = new UseBatch();
  private flushing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private readonly forgetting = setInterval(() => void this.forgetOld(), HOUR_MS).unref();

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly cipher: Cipher,
    private readonly names: Names,
  ) {}

  /** What was shown at a door and what was thought of it. Of a text that is no token, nothing is kept. */
  note({ good, token, at }: Verdict, { ip, userAgent }: Place): void {
    if (!token || !at) return;
    if (good) this.batch.addUse({ token: token.id, owner: token.owner, at, ip, userAgent, uses: 1 });
    else this.batch.addRefused({ token: token.id, at, source: sourceOf(ip), uses: 1 });
    this.timer ??= this.soon();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.forgetting);
    clearTimeout(this.timer);
    await this.flush();
    clearTimeout(this.timer);
  }

  private soon = (): NodeJS.Timeout => setTimeout(() => void this.flush(), FLUSH_MS).unref();

  private flush(): Promise<void> {
    this.flushing = this.flushAfter(this.flushing);
    return this.flushing;
  }

  private async flushAfter(earlier: Promise<void>): Promise<void> {
    await earlier;
    const batch = this.batch;
    this.batch = new UseBatch();
    this.timer = undefined;
    if (!batch.isEmpty) await this.write(batch).catch((error: unknown) => this.putBack(batch, error));
  }

  private putBack(batch: UseBatch, error: unknown): void {
    this.logger.warn(`uses of tokens wait: ${String(error)}`);
    this.batch.addAll(batch);
    this.timer ??= this.soon();
  }

  private async write(batch: UseBatch): Promise<void> {
    const uses = batch.uses();
    await this.cipher.prepare(uses.map(({ owner }) => owner));
    const used = await Promise.all(uses.map((use) => this.sealed(use)));
    const refused = batch.refusedUses().map((use) => this.digested(use));
    await this.pool.query({ name: 'write-uses', text: WRITE, values: [rowsAsJson(used), rowsAsJson(refused)] });
  }

  private async sealed({ token, owner, at, ip, userAgent, uses }: Use) {
    const seal = await this.cipher.sealer(owner);
    const under = (field: string, text: string | undefined) =>
      text ? seal({ type: 'token', id: token }, field, text) : null;
    return { token, uses, at, ip: under('ip', ip), userAgent: under('userAgent', userAgent) };
  }

  private digested({ token, source, at, uses }: RefusedUse) {
    return { token, source: this.names.ofAttempt(['refused use', source]), minute: minuteOf(at), uses, at };
  }

  private async forgetOld(): Promise<void> {
    const text = `delete from aside.refused_use where minute < now() - interval '30 days'`;
    await this.pool.query(text).catch((error: unknown) => this.logger.warn(`old uses wait: ${String(error)}`));
  }
}

/** Of two servers the later use counts. Rows in one order: servers that write the same ones wait for each other once. */
const WRITE = `
  with used as (
    insert into aside.token_use as u (token, uses, used_at, ip, user_agent)
    select token, uses, at, ip, "userAgent"
    from jsonb_to_recordset($1) as r (token uuid, uses bigint, at text, ip jsonb, "userAgent" jsonb)
    order by token
    on conflict (token) do update set
      uses = u.uses + excluded.uses,
      used_at = greatest(u.used_at, excluded.used_at),
      ip = case when excluded.used_at >= u.used_at then excluded.ip else u.ip end,
      user_agent = case when excluded.used_at >= u.used_at then excluded.user_agent else u.user_agent end
  )
  insert into aside.refused_use as u (token, source, minute, uses, refused_at)
  select token, decode(source, 'hex'), minute, uses, at
  from jsonb_to_recordset($2) as r (token uuid, source text, minute timestamptz, uses bigint, at text)
  order by token, source, minute
  on conflict (token, source, minute) do update set
    uses = u.uses + excluded.uses,
    refused_at = greatest(u.refused_at, excluded.refused_at)`;
