import type { Schemas } from '@tokenledger/api-client';
import type { Connection } from '../connection.js';
import { eventLines } from '../commands/audit/event-lines.js';
import { UserNames } from '../user-names.js';
import { openCheckpoint } from '../verify/open-checkpoint.js';
import type { Account } from './accounts.js';
import { expect } from './expect.js';
import { step } from './tell.js';

/** What the log remembers of somebody who is gone, and what its signature covers. */
export async function showProof(admin: Connection, person: Account): Promise<void> {
  const last = await showHistory(admin, person);
  await step('The signed checkpoint covers all of it', async () => {
    const vkey = await verifierKey(admin);
    const note = await admin.ask((api) => api.GET('/log/checkpoint', { parseAs: 'text' }));
    const { origin, size, root } = openCheckpoint(note, [vkey]);
    expect('whether it covers the last event', size > BigInt(last), true);
    return {
      result: undefined,
      fact: 'its signature verifies',
      below: [`${origin}: ${size} events, root ${root.toString('base64')}`],
    };
  });
}

/** As the log names it: when it was opened, or when it was last recovered under another name. */
export async function verifierKey(admin: Connection): Promise<string> {
  const query = { type: 'LogOpened,LogRecovered', order: 'desc', limit: 1 } as const;
  const { items } = await admin.ask((api) => api.GET('/v1/audit/events', { params: { query } }));
  const data = items[0]!.data as { keys: { log: string } } | { verifierKey: string };
  return 'keys' in data ? data.keys.log : data.verifierKey;
}

const showHistory = (admin: Connection, { id, username }: Account): Promise<number> =>
  step(`The history of ${username}, from the log`, async () => {
    const events = await historyOf(admin, id);
    expect('what the log remembers', countsOf(events), {
      UserRegistered: 1,
      PasswordChanged: 1,
      TokenIssued: 4,
      UserDeleted: 1,
      TokenRevoked: 4,
    });
    const below = await eventLines(events, new UserNames(admin));
    return { result: Number(events.at(-1)!.position), fact: `${events.length} events`, below };
  });

async function historyOf(admin: Connection, id: string): Promise<readonly Schemas['TrailItem'][]> {
  const params = { path: { id }, query: { limit: 500 } };
  return (await admin.ask((api) => api.GET('/v1/users/{id}/history', { params }))).items;
}

/** How many there are of each type. */
function countsOf(events: readonly Schemas['TrailItem'][]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
