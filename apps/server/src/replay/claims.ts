import { type DomainEvent, type Recorded, sealedField } from '@tokenledger/domain';
import type { Cipher, Opener } from '../keys/cipher.js';
import type { Names } from '../keys/names.js';

type Event = Recorded<DomainEvent>;

/**
 * The events with the claims that they made. A claim is not in the log: it is derived again from the sealed name; of
 * whoever has been erased there is none any more.
 */
export async function withClaims(events: readonly Event[], cipher: Cipher, names: Names): Promise<readonly Event[]> {
  const sealed = events.map(nameIn);
  const openers = await openersOf(new Set(sealed.flatMap((name) => name?.kid ?? [])), cipher);
  return events.map((event, i) => {
    const name = sealed[i];
    const open = name && openers.get(name.kid);
    return open ? { ...event, claim: claimOf(event, open(name, event.subject), names) } : event;
  });
}

async function openersOf(kids: ReadonlySet<string>, cipher: Cipher): Promise<ReadonlyMap<string, Opener | undefined>> {
  await cipher.prepare([...kids]);
  const openers = [...kids].map(async (kid) => [kid, await cipher.opener(kid)] as const);
  return new Map(await Promise.all(openers));
}

function nameIn({ type, personal }: Event) {
  if (type === 'UserRegistered') return sealedField(personal, 'username');
  return type === 'TokenIssued' ? sealedField(personal, 'name') : null;
}

const claimOf = ({ data }: Event, name: string, names: Names): string =>
  'owner' in data ? names.ofToken(data.owner, name) : names.ofUser(name);
