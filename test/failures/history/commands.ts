import type { StoredEvent } from '../../support/stored-events.js';
import type { ChangeKind } from './operation.js';

/** What one command wrote: one event that it was asked for, and those that came of it. */
export interface Command {
  readonly what: ChangeKind;
  readonly about: string | null;
  /** The account or token that there is since, or that the change was about. */
  readonly id: string;
  readonly by: string;
  readonly requestId: string;
  readonly first: number;
  readonly last: number;
}

/** The commands of those who signed in; what the server does by itself, and sign-ins, are nobody's operations. */
export function commandsIn(stored: readonly StoredEvent[]): Command[] {
  const last = new Map<string, number>();
  for (const { event, position } of stored) last.set(event.meta.correlationId, position);
  return stored.flatMap(({ event, position: first }) => {
    const { tokenId: by } = event.actor;
    const change = changeOf(event);
    if (!by || !change || event.meta.causationId !== null) return [];
    return { ...change, by, requestId: event.meta.requestId, first, last: last.get(event.id)! };
  });
}

function changeOf({ type, data }: StoredEvent['event']): Pick<Command, 'what' | 'about' | 'id'> | undefined {
  switch (type) {
    case 'UserRegistered':
      return { what: 'register', about: null, id: data.userId };
    case 'TokenIssued':
      if (data.replaces) return { what: 'rotate', about: data.replaces, id: data.tokenId };
      return { what: 'issue', about: data.owner, id: data.tokenId };
    case 'TokenRevoked':
      return { what: 'revoke', about: data.tokenId, id: data.tokenId };
    case 'UserDisabled':
      return { what: 'disable', about: data.userId, id: data.userId };
    case 'UserEnabled':
      return { what: 'enable', about: data.userId, id: data.userId };
    case 'UserDeleted':
      return { what: 'delete', about: data.userId, id: data.userId };
    default:
      return undefined;
  }
}
