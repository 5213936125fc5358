import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  couldUnwrap,
  currentKey,
  isRefusal,
  type Key,
  KEY_STREAM,
  KEY_USES,
  keyWith,
  type RefusalCode,
  secondsLater,
} from '@tokenledger/domain';
import type { Pool } from 'pg';
import { EventLog } from '../event-log/event-log.js';
import { Refused } from '../event-log/refused.js';
import { lacksKey, readKeys } from '../keys/key-file.js';
import { KeyRing } from '../keys/key-ring.js';
import { heldIds } from '../keys/keys.js';
import { newId as newServerId } from '../platform/new-id.js';
import { POOL } from '../platform/pool.js';
import { KEY_SETTINGS, type KeySettings } from '../keys/key-settings.js';
import { KeySteps } from './key-steps.js';
import { holdsTooMuch, letGo } from './let-go.js';
import { RotateKeys, SYSTEM } from './rotate-keys.js';
import { announce, leave } from './servers.js';
import { wrapAnew } from './wrap-anew.js';

const INTERVAL_MS = 1000;
const LAST_ERASURE = 'select max(position) as position from state.users where erased_at is not null';

/**
 * Leads every key through its life, one event after the other: on each server, and whoever comes first does it. Each step is
 * decided by what the log and the files say at that moment, so whoever dies between two of them leaves nothing to mend.
 */
@Injectable()
export class KeyRotation implements OnApplicationBootstrap, OnModuleDestroy {
  /** Of this server, for as long as it runs. */
  readonly serverId = newServerId();
  private readonly logger = new Logger(KeyRotation.name);
  private readonly stopped = new AbortController();
  private turning: Promise<void> = Promise.resolve();
  private complaint = '';

  constructor(
    private readonly log: EventLog,
    private readonly ring: KeyRing,
    private readonly steps: KeySteps,
    private readonly commands: CommandBus,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(KEY_SETTINGS) private readonly settings: KeySettings,
  ) {}

  /** Seen by the others before any door opens; only then does it look whether it holds what is in use. */
  async onApplicationBootstrap(): Promise<void> {
    await this.announce();
    await this.ring.ask();
    const [lacking] = this.ring.lacking(this.ring.known);
    if (lacking) throw lacksKey(this.settings.source, lacking);
    this.turning = this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped.abort();
    await this.turning;
    await leave(this.pool, this.serverId).catch(() => undefined);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    const pause = () => sleep(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    for (; !signal.aborted; await pause())
      await this.look().then(
        () => (this.complaint = ''),
        (error: unknown) => this.complain(error),
      );
  }

  private async look(): Promise<void> {
    await this.hear();
    await this.announce();
    for (const { id } of this.ring.known.values()) await this.goOn(id);
    if (holdsTooMuch(this.ring)) await letGo(this.ring, this.settings.source);
    await this.beginDue();
  }

  /**
   * The file, then the log, and only then is anything held or let go: a key leaves the file after the log has said that it is over,
   * so whatever is let go here is known here to be over.
   */
  private async hear(): Promise<void> {
    const keys = await readKeys(this.settings.source);
    await this.ring.ask();
    if (keys) this.ring.hold(keys);
  }

  private async announce(): Promise<void> {
    await announce(this.pool, this.serverId, heldIds(this.ring.held));
  }

  /** As far as it goes now. */
  private async goOn(id: string): Promise<void> {
    const { log, ring, steps } = this;
    for (let key = ring.known.get(id); key; key = ring.known.get(id)) {
      await this.wrapAnew(key);
      const step = await steps.after(key);
      if (!step || isRefusal(step({ keys: ring.known }, ring.knownAt))) return;
      await log
        .append({ ...SYSTEM, permission: null, streams: [KEY_STREAM], reads: {}, decide: step })
        .catch(hearing('not_yet'));
      await ring.ask();
    }
  }

  private async wrapAnew({ id, use, status }: Key): Promise<void> {
    if (use !== 'wrapping' || status !== 'previous') return;
    await wrapAnew(this.pool, this.ring, id, currentKey(this.ring.known, use)!.id);
  }

  /** Of servers that begin at once, one does. */
  private async beginDue(): Promise<void> {
    const { known } = this.ring;
    for (const use of KEY_USES) {
      const due = this.isOld(currentKey(known, use)!) || (use === 'wrapping' && (await this.hasWrappedErased()));
      if (due && !keyWith(known, use, 'next'))
        await this.commands.execute(new RotateKeys('system', use)).catch(hearing('rotation_pending'));
    }
  }

  private isOld({ activated }: Key): boolean {
    const { rotateAfterSeconds } = this.settings;
    return rotateAfterSeconds > 0 && secondsLater(activated!.at, rotateAfterSeconds) <= this.ring.knownAt;
  }

  /** An erasure is complete with the key that had wrapped the person's. */
  private async hasWrappedErased(): Promise<boolean> {
    const { rows } = await this.pool.query<{ position: string | null }>({ name: 'last-erasure', text: LAST_ERASURE });
    const position = rows[0]?.position ?? null;
    return (
      position !== null && couldUnwrap(this.ring.known, BigInt(position)).some(({ status }) => status === 'current')
    );
  }

  /** Once, however often it comes. */
  private complain(error: unknown): void {
    if (this.complaint !== String(error)) this.logger.warn(`the keys wait: ${String(error)}`);
    this.complaint = String(error);
  }
}

/** Of servers that take a step at once, one does; what the others hear then is no trouble. */
const hearing =
  (expected: RefusalCode) =>
  (error: unknown): void => {
    if (!(error instanceof Refused) || error.refusal.refused !== expected) throw error;
  };
