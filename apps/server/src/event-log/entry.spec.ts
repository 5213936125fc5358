import type { DomainEvent, Recorded } from '@tokenledger/domain';
import canonicalize from 'canonicalize';
import { decodeEntry, encodeEntry, type Envelope } from './entry.js';

const EVENT: Recorded<DomainEvent> = {
  type: 'UserRegistered',
  schema: 1,
  stream: 'user-u',
  subject: { type: 'user', id: 'u' },
  data: { userId: 'u', kind: 'person', roles: ['user'] },
  personal: [{ kid: 'u', field: 'username', ct: 'sealed' }],
  id: 'e',
  position: 9_007_199_254_740_993n,
  recordedAt: '2026-01-01T12:00:00.000001Z',
  actor: { type: 'user', id: 'somebody', tokenId: null },
  meta: { correlationId: 'c', causationId: 'b', requestId: 'r' },
};
const ENVELOPE: Envelope = { log: 'a.test/log', version: 7n };

const text = (event: Recorded<DomainEvent> = EVENT) => encodeEntry(event, ENVELOPE).toString();

it('an entry is the canonical JSON of all that the log says', () => {
  const { log, version } = ENVELOPE;
  const position = String(EVENT.position);
  expect(text()).toBe(canonicalize({ ...EVENT, log, position, v: 1, version: String(version) }));
});

it('an event that no other has brought about says so', () => {
  expect(JSON.parse(text({ ...EVENT, meta: { ...EVENT.meta, causationId: null } })).meta.causationId).toBeNull();
});

it('the digest of a name is not in it', () => {
  expect(text({ ...EVENT, claim: 'digest' } as Recorded<DomainEvent>)).toBe(text());
});

it('each says who its own actor is, in whatever order they come', () => {
  const other: Recorded<DomainEvent> = { ...EVENT, actor: { type: 'system', id: 'sweep' } };
  const actors = [EVENT, other, other, EVENT].map((event) => JSON.parse(text(event)).actor);
  expect(actors).toEqual([EVENT.actor, other.actor, other.actor, EVENT.actor]);
});

it('the event can be read from its entry', () => {
  expect(decodeEntry(text())).toEqual(EVENT);
});

it.each([
  [{ type: 'UserTeleported' }, 'the event at 9007199254740993, UserTeleported of schema 1 in an entry of version 1'],
  [{ schema: 1000 }, 'the event at 9007199254740993, UserRegistered of schema 1000 in an entry of version 1'],
  [{ v: 2 }, 'the event at 9007199254740993, UserRegistered of schema 1 in an entry of version 2'],
])('one of a newer server is not: %j', (newer, what) => {
  const message = `this server cannot read ${what}: it was written by a newer server; update this one`;
  expect(() => decodeEntry(JSON.stringify({ ...JSON.parse(text()), ...newer }))).toThrow(message);
});
