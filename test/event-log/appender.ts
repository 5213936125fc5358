import { createHash, randomUUID } from 'node:crypto';
import { registerUser, userStream } from '@tokenledger/domain';
import type { Append, Appended } from '../../apps/server/src/event-log/append.js';
import { EventLog } from '../../apps/server/src/event-log/event-log.js';
import { Remembered } from '../../apps/server/src/event-log/remembered.js';
import type { LogParts } from '../../apps/server/src/event-log/transaction.js';
import { fold } from '../../apps/server/src/fold.js';
import { logSigners } from '../../apps/server/src/keys/log-signer.js';
import type { TestLedger } from '../support/ledger.js';
import { times } from '../support/times.js';

export const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
export const newIds = (count: number): string[] => times(count).map(() => randomUUID());

export const BY_THE_SERVER = { actor: { type: 'system', id: 'test' }, permission: null, requestId: 'test' } as const;

/** The registration of a service account. */
export function registration(userId: string, more: Partial<Append> = {}, name: string = userId): Append {
  const nameDigest = digest(name).toString('hex');
  const command = { userId, kind: 'service', roles: [], nameDigest, personal: [] } as const;
  return {
    ...BY_THE_SERVER,
    streams: [userStream(userId)],
    reads: { userNames: [nameDigest] },
    decide: (state) => registerUser(state, command, null),
    ...more,
  };
}

export const idempotent = (key: string, body = 'the same') => ({
  idempotency: { key: digest(key), body: digest(body) },
});

export type Settled = PromiseSettledResult<Appended>;

/** Appended in one turn of the event loop, hence in one batch. */
export const appendAll = (log: EventLog, commands: readonly Append[]): Promise<Settled[]> =>
  Promise.allSettled(commands.map((command) => log.append(command)));

/** Another appender of the same log: what another server would be. */
export function appender({ login, ring, origin, known }: TestLedger, parts: Partial<LogParts> = {}): EventLog {
  const nobody = { onTrouble: () => undefined, onOutcome: () => undefined, onCommit: () => undefined };
  const remembered = new Remembered();
  return new EventLog(login, {
    origin,
    signersOf: logSigners(ring, origin),
    known,
    remembered,
    fold,
    ...nobody,
    ...parts,
  });
}

export const refusal = (refused: string) => expect.objectContaining({ refusal: expect.objectContaining({ refused }) });
