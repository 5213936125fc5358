import type { Recorded } from '../event.js';
import type { Instant } from '../instant.js';
import type { LogOpened } from '../log/log.events.js';
import type { KeyEvent, TokenJwk } from './key.events.js';

/** What a key is for: signing checkpoints, signing tokens, wrapping the keys of persons. */
export const KEY_USES = ['log', 'token', 'wrapping'] as const;
export type KeyUse = (typeof KEY_USES)[number];

/** In this order, and never back. */
export type KeyStatus = 'next' | 'current' | 'previous' | 'retired' | 'destroyed';

/** A moment of the log. */
export interface At {
  readonly position: bigint;
  readonly at: Instant;
}

/** What the log says of a key. The key itself is in no event and in no table. */
export interface Key {
  readonly id: string;
  readonly use: KeyUse;
  readonly status: KeyStatus;
  /** Of a token key that came after the first one: its public half. */
  readonly jwk: TokenJwk | null;
  readonly added: At;
  readonly activated: At | null;
  /** When another one took its place. */
  readonly superseded: At | null;
  readonly retired: At | null;
  readonly destroyed: At | null;
  /** Of its last event. */
  readonly position: bigint;
}

export type KnownKeys = Map<string, Key>;

/** What decisions about keys go by. */
export interface Keyed {
  readonly keys: KnownKeys;
}

/** A key of the log is known by what its verifier key ends in: that is the same under each name of the log. */
export const logKeyIn = (verifierKey: string): string => verifierKey.split('+').slice(2).join('+');

/** Whether something is made with it, or has been and still counts. Whoever lacks such a key cannot serve. */
export const isInUse = ({ status }: Key): boolean => status === 'current' || status === 'previous';

export const keysOf = (keys: KnownKeys, use: KeyUse): readonly Key[] =>
  [...keys.values()].filter((key) => key.use === use);

/** Those that are in use, the newest first. */
export const keysInUse = (keys: KnownKeys, use: KeyUse): readonly Key[] =>
  keysOf(keys, use)
    .filter(isInUse)
    .toSorted((a, b) => Number(b.activated!.position - a.activated!.position));

/** Undefined before the log is opened. */
export const currentKey = (keys: KnownKeys, use: KeyUse): Key | undefined =>
  keysOf(keys, use).find(({ status }) => status === 'current');

export const keyWith = (keys: KnownKeys, use: KeyUse, status: KeyStatus): Key | undefined =>
  keysOf(keys, use).find((key) => key.status === status);

/** Folds one event into `keys`, in place. */
export function evolveKeys(keys: KnownKeys, event: Recorded<KeyEvent | LogOpened>): void {
  const at = { position: event.position, at: event.recordedAt };
  if (event.type === 'LogOpened') return open(keys, event.data.keys, at);
  const { use, key: id } = event.data;
  if (event.type === 'KeyAdded') return void keys.set(id, added({ id, use, jwk: event.data.jwk ?? null }, at));
  const before = keys.get(id)!;
  if (event.type === 'KeyActivated') {
    const previous = keys.get(event.data.previous)!;
    keys.set(previous.id, { ...previous, status: 'previous', superseded: at, position: event.position });
    keys.set(id, { ...before, status: 'current', activated: at, position: event.position });
  } else if (event.type === 'KeyRetired') {
    keys.set(id, { ...before, status: 'retired', retired: at, position: event.position });
  } else {
    keys.set(id, { ...before, status: 'destroyed', destroyed: at, position: event.position });
  }
}

/** A log begins with one key of each use, and they are in use at once. */
function open(keys: KnownKeys, { log, token, wrapping }: LogOpened['data']['keys'], at: At): void {
  const first = { log: logKeyIn(log), token, wrapping };
  for (const use of KEY_USES) {
    const key = added({ id: first[use], use, jwk: null }, at);
    keys.set(key.id, { ...key, status: 'current', activated: at });
  }
}

const added = (key: Pick<Key, 'id' | 'use' | 'jwk'>, at: At): Key => ({
  ...key,
  status: 'next',
  added: at,
  activated: null,
  superseded: null,
  retired: null,
  destroyed: null,
  position: at.position,
});
