import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { isInUse, isRefusal, type Key } from '@tokenledger/domain';
import { formatVkey } from '@tokenledger/merkle/verifier-key';
import type { Pool } from 'pg';
import { readHead } from '../event-log/head.js';
import { KeyRing } from '../keys/key-ring.js';
import { POOL } from '../platform/pool.js';
import { KeyRotation } from './key-rotation.js';
import { KeySteps } from './key-steps.js';
import { LOG_NAME } from './log-name.js';
import { liveServers, type LiveServer } from './servers.js';
import type { ShownKey, ShownKeys } from './shown-keys.js';

export class GetKeys extends Query<ShownKeys> {}

@QueryHandler(GetKeys)
export class GetKeysHandler implements IQueryHandler<GetKeys> {
  constructor(
    private readonly ring: KeyRing,
    private readonly steps: KeySteps,
    private readonly rotation: KeyRotation,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(LOG_NAME) private readonly origin: string,
  ) {}

  async execute(): Promise<ShownKeys> {
    const { size } = (await readHead(this.pool)).frontier;
    await this.ring.ask();
    const keys = [...this.ring.known.values()].toSorted((a, b) => Number(a.added.position - b.added.position));
    const items: ShownKey[] = [];
    for (const key of keys) items.push(await this.shown(key));
    const servers = (await liveServers(this.pool)).map((server) => this.shownServer(server, keys));
    return { items, servers, position: String(size - 1n) };
  }

  private async shown(key: Key): Promise<ShownKey> {
    const { id, use, status, added, activated, superseded, retired, destroyed, position } = key;
    return {
      id,
      use,
      status,
      verifierKey: use === 'log' ? formatVkey(this.origin, Buffer.from(id, 'base64').subarray(1)) : null,
      addedAt: added.at,
      activatedAt: activated?.at ?? null,
      supersededAt: superseded?.at ?? null,
      retiredAt: retired?.at ?? null,
      destroyedAt: destroyed?.at ?? null,
      waitsFor: await this.waitsFor(key),
      position: String(position),
    };
  }

  private async waitsFor(key: Key): Promise<string | null> {
    const outcome = (await this.steps.after(key))?.({ keys: this.ring.known }, this.ring.knownAt);
    return outcome && isRefusal(outcome) ? outcome.detail : null;
  }

  private shownServer({ id, seenAt, keys: held }: LiveServer, keys: readonly Key[]): ShownKeys['servers'][number] {
    const counts = keys.filter((key) => isInUse(key) || key.status === 'next');
    const lacks = counts.filter((key) => !held.includes(key.id)).map((key) => key.id);
    return { id, seenAt: seenAt.toISOString(), answers: id === this.rotation.serverId, lacks };
  }
}
