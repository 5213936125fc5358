import { eventLine } from './event-line.js';

const event = {
  id: 'e',
  meta: { correlationId: 'e', causationId: null, requestId: 'r' },
  position: '7',
  type: 'TokenRevoked',
  recordedAt: '2026-01-31T09:00:00.250000Z',
  actor: { type: 'user' as const, id: 'u1', tokenId: null },
  subject: { type: 'token', id: 't1' },
  data: { tokenId: 't1', owner: 'u1', cause: 'leaked' },
  personal: { reason: 'in a\nlog', ip: '192.0.2.1', userAgent: 'curl' },
};
const nameOf = (id: string): string => (id === 'u1' ? 'developer' : id);

it('an event is one line: when, what, by whom, about what, and why', () => {
  expect(eventLine(event, nameOf)).toBe(
    '     7  2026-01-31 09:00:00Z  TokenRevoked        developer → t1  reason: in a\\u{a}log, cause: leaked',
  );
});

it('an actor that is no user is told apart from one', () => {
  const line = eventLine({ ...event, actor: { type: 'holder', id: 'u1' }, personal: {}, data: {} }, nameOf);
  expect(line).toMatch(/ holder u1 → t1$/);
});
