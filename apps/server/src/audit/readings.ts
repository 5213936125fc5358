import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { readHistory, readTrail, type Subject, userStream } from '@tokenledger/domain';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';

export interface Reading {
  /** The route and its filters, without the page: what the trail will say that was asked. */
  readonly words: string;
  /** Whose history it is, where it is one's. */
  readonly of?: Subject;
}

/** Says in the log who reads it. */
@Injectable()
export class Readings {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
  ) {}

  /**
   * One event a reader, question and minute: else the pages of a long trail would make it longer. Durable when it
   * resolves.
   */
  async record(by: CallerContext, { words, of }: Reading): Promise<void> {
    const { id: userId } = by.caller.user;
    const minute = Math.floor(Date.now() / 60_000);
    const once = createHash('sha256')
      .update(JSON.stringify(['trail', userId, words, minute]))
      .digest();
    const reader = { userId, question: words };
    await this.log.append({
      ...(await this.provenance.ofCaller(by, { type: 'user', id: userId })),
      permission: { resource: 'audit', action: 'get', object: '*' },
      streams: [userStream(userId)],
      reads: of ? { users: [of.id], tokens: [of.id] } : {},
      decide: (state) => (of ? readHistory(state, of, reader) : readTrail(userId, words)),
      idempotency: { key: once, body: once },
    });
  }
}
