import { type DomainEvent, emptyState, evolve, type Recorded, sealedField, type State } from '@tokenledger/domain';
import { readEvents } from '../../apps/server/src/event-log/read-events.js';
import { Cipher } from '../../apps/server/src/keys/cipher.js';
import { Names } from '../../apps/server/src/keys/names.js';
import { SubjectKeys } from '../../apps/server/src/keys/subject-keys.js';
import { readTokens } from '../../apps/server/src/tokens/tokens.table.js';
import { readUsers } from '../../apps/server/src/users/users.table.js';
import type { TestDatabase } from './database.js';
import { openTestLedger } from './ledger.js';

interface Log {
  readonly database: TestDatabase;
  readonly keysFile: string;
}

/** What the log comes to from its first event on, and what the rows of the read models say. */
export async function replayed({ database, keysFile }: Log): Promise<{ replay: State; rows: State }> {
  const ledger = await openTestLedger(database, keysFile);
  const { keys, openedAs, pool } = ledger;
  const cipher = new Cipher(openedAs, new SubjectKeys(keys, pool));
  const names = new Names(keys);
  const replay = emptyState();
  for (const event of await readEvents(pool, -1n, 1_000_000)) evolve(replay, await claiming(event, cipher, names));
  const rows = emptyState();
  const all = { users: [...replay.users.keys()], tokens: [...replay.tokens.keys()], liveTokensOf: [], tokenNames: [] };
  const client = await pool.connect();
  await readUsers(client, rows, { ...all, userNames: [], administrators: true });
  await readTokens(client, rows, all);
  client.release();
  await ledger.close();
  return { replay, rows };
}

/** The claim of a name is not in the log: it is derived from the sealed name. */
async function claiming(event: Recorded<DomainEvent>, cipher: Cipher, names: Names): Promise<Recorded<DomainEvent>> {
  const open = async (field: string) => {
    const sealed = sealedField(event.personal, field);
    return sealed && cipher.open(sealed, event.subject);
  };
  if (event.type === 'UserRegistered') return { ...event, claim: names.ofUser((await open('username'))!) };
  const name = event.type === 'TokenIssued' ? await open('name') : null;
  return event.type === 'TokenIssued' && name !== null
    ? { ...event, claim: names.ofToken(event.data.owner, name) }
    : event;
}
