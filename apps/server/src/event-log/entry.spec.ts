import { decodeEntry } from './entry.js';

const ENTRY = {
  v: 1,
  id: '019c0000-0000-7000-8000-000000000000',
  position: '17',
  stream: 'user-ada',
  type: 'UserEnabled',
  schema: 1,
  recordedAt: '2026-01-31T09:00:00.250000Z',
  actor: { type: 'system', id: 'system' },
  subject: { type: 'user', id: 'ada' },
  data: { userId: 'ada' },
  personal: [],
};

it('an entry of today is read', () => {
  const { v: _, ...event } = ENTRY;
  expect(decodeEntry(JSON.stringify(ENTRY))).toEqual({ ...event, position: 17n });
});

it.each([
  [{ type: 'UserTeleported' }, 'the event at 17, UserTeleported of schema 1 in an entry of version 1'],
  [{ schema: 1000 }, 'the event at 17, UserEnabled of schema 1000 in an entry of version 1'],
  [{ v: 2 }, 'the event at 17, UserEnabled of schema 1 in an entry of version 2'],
])('one of a newer server is not: %j', (newer, what) => {
  const message = `this server cannot read ${what}: it was written by a newer server; update this one`;
  expect(() => decodeEntry(JSON.stringify({ ...ENTRY, ...newer }))).toThrow(message);
});
