import { Injectable } from '@nestjs/common';
import { readHistory, readTrail, type Sealed, type Subject, userStream } from '@tokenledger/domain';
import { Provenance } from '../access/provenance.js';
import type { CallerContext } from '../access/request-context.js';
import { EventLog } from '../event-log/event-log.js';
import { Cipher } from '../keys/cipher.js';
import { Repetitions } from '../keys/repetitions.js';
import type { Network } from './network.js';

export interface Reading {
  /** The route and its filters, without the page: what the trail will say that was asked. */
  readonly words: string;
  /** The address that is asked for: not among the words. */
  readonly place?: Network | undefined;
  /** Whose history it is, where it is one's. */
  readonly of?: Subject;
}

/** Says in the log who reads it. */
@Injectable()
export class Readings {
  constructor(
    private readonly log: EventLog,
    private readonly provenance: Provenance,
    private readonly cipher: Cipher,
    private readonly repetitions: Repetitions,
  ) {}

  /**
   * One event a reader, question and minute: else the pages of a long trail would make it longer. Durable when it
   * resolves.
   */
  async record(by: CallerContext, { words, place, of }: Reading): Promise<void> {
    const { id: userId } = by.caller.user;
    const minute = Math.floor(Date.now() / 60_000);
    const asked = ['trail', userId, words, place?.words, minute];
    const once = this.repetitions.digest(Buffer.from(JSON.stringify(asked)));
    const self = { type: 'user', id: userId } as const;
    const reader = { userId, question: words, sought: place ? [await this.sealed(place, self)] : [] };
    await this.log.append({
      ...(await this.provenance.ofCaller(by, self)),
      permission: { resource: 'audit', action: 'get', object: '*' },
      streams: [userStream(userId)],
      reads: of ? { users: [of.id], tokens: [of.id] } : {},
      decide: (state) => (of ? readHistory(state, of, reader) : readTrail(reader)),
      idempotency: { key: once, body: once },
    });
  }

  private async sealed({ words }: Network, reader: Subject): Promise<Sealed<'sought'>> {
    return this.cipher.seal(await this.provenance.today(), reader, 'sought', words);
  }
}
