import { type DomainEvent, type Recorded, type Sealed, type Subject, sealedField } from '@tokenledger/domain';
import type { Cipher, Opener } from '../keys/cipher.js';
import type { Names } from '../keys/names.js';

type Event = Recorded<DomainEvent>;

/** The name that an event has claimed. */
export interface SealedName {
  readonly sealed: Sealed;
  readonly subject: Subject;
  /** Of a token; null where it is the name of an account. */
  readonly owner: string | null;
}

/**
 * A claim is not in the log: it is derived again from the sealed name. Of whoever has been erased there is none any more,
 * as there is none where there is no name.
 */
export type Claims = (names: readonly (SealedName | null)[]) => Promise<readonly (string | null)[]>;

export const claimsBy =
  (cipher: Cipher, digests: Names): Claims =>
  async (names) => {
    const openers = await openersOf(kidsIn(names), cipher);
    return names.map((name) => {
      const open = name && openers.get(name.sealed.kid);
      return open ? claimOf(name, open(name.sealed, name.subject), digests) : null;
    });
  };

export const kidsIn = (names: readonly (SealedName | null)[]): readonly string[] => [
  ...new Set(names.flatMap((name) => name?.sealed.kid ?? [])),
];

async function openersOf(kids: readonly string[], cipher: Cipher): Promise<ReadonlyMap<string, Opener | undefined>> {
  await cipher.prepare(kids);
  return new Map(await Promise.all(kids.map(async (kid) => [kid, await cipher.opener(kid)] as const)));
}

const claimOf = ({ owner }: SealedName, name: string, digests: Names): string =>
  owner === null ? digests.ofUser(name) : digests.ofToken(owner, name);

/** Each event gets its claim itself: a copy would have a shape of its own, and all that reads it would be slower. */
export async function claimed(events: readonly Event[], claims: Claims): Promise<readonly Event[]> {
  const found = await claims(events.map(nameIn));
  for (const [i, claim] of found.entries()) {
    const event: { claim?: string } = events[i]!;
    if (claim) event.claim = claim;
  }
  return events;
}

function nameIn({ type, data, personal, subject }: Event): SealedName | null {
  const field = type === 'UserRegistered' ? 'username' : type === 'TokenIssued' ? 'name' : undefined;
  const sealed = field === undefined ? null : sealedField(personal, field);
  return sealed && { sealed, subject, owner: 'owner' in data ? data.owner : null };
}
