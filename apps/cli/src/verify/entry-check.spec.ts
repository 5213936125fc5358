import canonicalize from 'canonicalize';
import { BadLog } from './bad-log.js';
import { EntryCheck } from './entry-check.js';

const NOON = '2026-01-01T12:00:00.000000Z';
const LATER = '2026-01-01T12:00:00.000001Z';

const opening = (more: object = {}) => {
  const data = { origin: 'log.example' };
  return { v: 1, log: 'log.example', position: '0', type: 'LogOpened', recordedAt: NOON, data, ...more };
};
const entry = (position: number, more: object = {}) => {
  return { v: 1, log: 'log.example', position: String(position), type: 'Any', recordedAt: NOON, data: {}, ...more };
};
const bytes = (value: unknown): Buffer => Buffer.from(canonicalize(value)!);

/** What is wrong with the last of these entries; the others have to be good. */
function complaint(...entries: readonly (object | Buffer)[]): string | undefined {
  const check = new EntryCheck();
  const all = entries.map((one) => (Buffer.isBuffer(one) ? one : bytes(one)));
  for (const good of all.slice(0, -1)) check.next(good);
  try {
    check.next(all.at(-1)!);
    return undefined;
  } catch (error) {
    return error instanceof BadLog ? error.message : `not told: ${String(error)}`;
  }
}

it('takes what goes on from what was before', () => {
  expect(
    complaint(opening(), entry(1), entry(2, { recordedAt: LATER }), entry(3, { recordedAt: LATER })),
  ).toBeUndefined();
});

it('takes a new name from a recovery on, and no other before it or after', () => {
  const recovery = entry(1, { type: 'LogRecovered', log: 'new.example', data: { origin: 'new.example' } });
  expect(complaint(opening(), recovery, entry(2, { log: 'new.example' }))).toBeUndefined();
  expect(complaint(opening(), recovery, entry(2))).toBe('position 2: the entry is of the log log.example');
  expect(complaint(opening(), entry(1, { log: 'new.example' }))).toBe(
    'position 1: the entry is of the log new.example',
  );
});

it.each([
  ['another version', { v: 2 }, 'of a version'],
  ['a place that is not its own', { position: '2' }, 'says that it stands at 2'],
  ['a place in another form', { position: 1 }, 'says that it stands at 1'],
  ['no time', { recordedAt: undefined }, 'has no time'],
  ['a time of another form', { recordedAt: '2026-01-01T12:00:00Z' }, 'has no time'],
  ['an earlier time', { recordedAt: '2026-01-01T11:59:59.999999Z' }, 'is older'],
])('finds %s', (_, more, why) => {
  expect(complaint(opening(), entry(1, more))).toMatch(new RegExp(`^position 1: .*${why}`));
});

it.each([
  ['nothing', Buffer.of()],
  ['no UTF-8', Buffer.of(0x22, 0xff, 0x22)],
  ['no JSON', Buffer.from('{')],
  ['a number', Buffer.from('1')],
  ['null', Buffer.from('null')],
  ['a list', Buffer.from('[]')],
  ['white space', Buffer.from(`${canonicalize(entry(1))} `)],
  ['a name twice', Buffer.from(canonicalize(entry(1))!.replace('"v":1', '"v":1,"v":1'))],
  ['names in another order', Buffer.from(JSON.stringify(entry(1)))],
  ['what is nested without end', Buffer.from(`${'['.repeat(32_000)}${']'.repeat(32_000)}`)],
])('finds %s', (_, hostile) => {
  expect(complaint(opening(), hostile)).toMatch(/^position 1: the entry is/);
});

it.each([undefined, null, 'text', {}])('finds an opening that names no log: %j', (data) => {
  expect(complaint(opening({ data }))).toBe('position 0: the log does not begin with its opening');
});

it('finds a log without an opening', () => {
  expect(complaint(entry(0))).toBe('position 0: the log does not begin with its opening');
});
