import type { DomainEvent, Recorded, State } from '@tokenledger/domain';
import type { ClientBase } from 'pg';
import { claimed } from './claims.js';
import type { Known, Replayed } from './read-model.js';

type Event = Recorded<DomainEvent>;

/** Some events on their way into the shadow. */
export interface Slice {
  /** With their claims. */
  readonly claiming: Promise<readonly Event[]>;
  readonly known: Known;
  /** Without what the slice in front of it is about to change. */
  readonly reading: Promise<State>;
}

const SYSTEM = { type: 'system', id: 'replay' } as const;

export function sliceOf(events: readonly Event[], db: ClientBase, { fold, claims }: Replayed): Slice {
  const known = knownTo(events);
  return {
    claiming: sent(claimed(events, claims)),
    known,
    reading: sent(fold.read(db, [{ actor: SYSTEM, reads: known }])),
  };
}

/** How it ended is asked when its turn comes. */
export function sent<T>(asked: Promise<T>): Promise<T> {
  asked.catch(() => undefined);
  return asked;
}

/** What these events fold into, and do not begin themselves. */
function knownTo(events: readonly Event[]): Known {
  const users = new Set<string>();
  const tokens = new Set<string>();
  for (const { data } of events) {
    if ('owner' in data) users.add(data.owner);
    else if ('userId' in data) users.add(data.userId);
    if ('tokenId' in data) tokens.add(data.tokenId);
    if ('replaces' in data && data.replaces !== undefined) tokens.add(data.replaces);
  }
  for (const { type, data } of events) {
    if (type === 'UserRegistered') users.delete(data.userId);
    if (type === 'TokenIssued') tokens.delete(data.tokenId);
  }
  return { users: [...users], tokens: [...tokens] };
}

/** What the slice in front has left is newer than what was read. Of keys and projects there are few: none is ever read. */
export function carryOn(from: State, to: State, { users, tokens }: Known): void {
  carryRows(from.keys, to.keys, [...from.keys.keys()]);
  carryRows(from.projects, to.projects, [...from.projects.keys()]);
  carryRows(from.projectNames, to.projectNames, [...from.projectNames.keys()]);
  to.permissions = from.permissions;
  carryRows(from.users, to.users, users);
  carryRows(from.tokens, to.tokens, tokens);
}

function carryRows<Row>(from: ReadonlyMap<string, Row>, to: Map<string, Row>, ids: readonly string[]): void {
  for (const id of ids) {
    const row = from.get(id);
    if (row) to.set(id, row);
  }
}
