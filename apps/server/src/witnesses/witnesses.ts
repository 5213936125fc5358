import { setTimeout as sleep } from 'node:timers/promises';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Pool } from 'pg';
import { readHead } from '../event-log/head.js';
import { tilesOf } from '../event-log/read-tile.js';
import { askWitness, type KnownWitness, type Signed } from './ask-witness.js';

const INTERVAL_MS = 1000;
/** A log that is silent is seen to be so: cosignatures have a time. */
const AT_LEAST_MS = 3_000_000;
/** Beyond that the newest checkpoint counts for more than who has seen an older one. */
const FRESH_MS = 10_000;

interface Cosigned extends Signed {
  readonly lines: string;
  readonly at: number;
}

/** Shows every checkpoint to others, at most one a second, and keeps what they say to it. */
export class Witnesses implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopped = new AbortController();
  private readonly seen = new Map<string, bigint>();
  private asking: Promise<void> = Promise.resolve();
  private readonly complaints = new Map<string, string>();
  private last: Cosigned | undefined;
  /** How far the largest checkpoint goes that was shown: whoever has it must not be shown a smaller one. */
  private shown = 0n;

  constructor(
    private readonly witnesses: readonly KnownWitness[],
    private readonly pool: Pool,
    private readonly onTrouble: (error: unknown) => void,
  ) {}

  onApplicationBootstrap(): void {
    if (this.witnesses.length > 0) this.asking = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped.abort();
    await this.asking;
  }

  /** The newest checkpoint; with cosignatures, where the newest of those is no more than seconds old. */
  async newest(): Promise<string> {
    const { checkpoint, frontier } = await readHead(this.pool);
    const { last } = this;
    const isCosigned = last !== undefined && this.mayShow(last, checkpoint);
    const size = isCosigned ? last.size : frontier.size;
    if (size > this.shown) this.shown = size;
    return isCosigned ? last.note + last.lines : checkpoint;
  }

  private mayShow({ note, size, lines, at }: Cosigned, newest: string): boolean {
    if (lines === '' || size < this.shown) return false;
    return note === newest || Date.now() - at < FRESH_MS;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    const pause = () => sleep(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    for (; !signal.aborted; await pause()) await this.look().catch(this.onTrouble);
  }

  private async look(): Promise<void> {
    const { checkpoint: note, frontier } = await readHead(this.pool);
    const { last } = this;
    const isCosigned = last?.note === note && last.lines !== '';
    if (isCosigned && Date.now() - last.at < AT_LEAST_MS) return;
    const signed = { note, size: frontier.size };
    const lines = await Promise.all(this.witnesses.map((witness) => this.ask(witness, signed)));
    this.last = { ...signed, lines: lines.join(''), at: Date.now() };
  }

  /** Empty where it does not cosign now. One that is further than this server is asked again about what comes next. */
  private async ask(witness: KnownWitness, signed: Signed): Promise<string> {
    try {
      for (let attempt = 0; attempt < 2; attempt++) {
        const old = this.seen.get(witness.vkey) ?? 0n;
        if (old > signed.size) return '';
        const answered = await askWitness(witness, signed, old, tilesOf(this.pool));
        this.seen.set(witness.vkey, 'last' in answered ? answered.last : signed.size);
        if (!('line' in answered)) continue;
        this.complaints.delete(witness.vkey);
        return answered.line;
      }
    } catch (error) {
      this.complain(witness, error);
    }
    return '';
  }

  /** Told once, however often it is asked in vain. */
  private complain({ vkey }: KnownWitness, error: unknown): void {
    if (this.complaints.get(vkey) !== String(error)) this.onTrouble(error);
    this.complaints.set(vkey, String(error));
  }
}
