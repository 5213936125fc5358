import { EVENT_TYPES } from './events.js';
import { enabled } from './examples.js';
import { recorded } from './specification.js';
import { FORMAT, inNewestSchema, type Stored, type Upcasters } from './versions.js';

/** An event of schema 1, whose successors are made up: `enabledBy` has come with schema 2, `why` with schema 3. */
const first: Stored = recorded(enabled('ada'), 7);
const second = { ...first, schema: 2, data: { ...first.data, enabledBy: 'somebody' } };
const third = { ...second, schema: 3, data: { ...second.data, why: null } };
const upcasters: Upcasters = {
  UserEnabled: [({ data, actor }) => ({ ...data, enabledBy: actor.id }), ({ data }) => ({ ...data, why: null })],
};

it('an event is read in the newest schema, by one step after the other from the one it was written in', () => {
  const written = [first, second, third];
  expect(written.map((event) => inNewestSchema(event, upcasters))).toEqual([third, third, third]);
  expect(first.data).toEqual({ userId: 'ada' });
});

it('an event in the schema of today is read as it stands', () => {
  expect(inNewestSchema(first)).toBe(first);
});

it('what is not known is not read: neither a type, nor a schema', () => {
  const schemas = [0, -1, 4, 1.5, Number.NaN, '1' as unknown as number, undefined as unknown as number];
  const types = ['UserTeleported', 'toString', '', undefined as unknown as string];
  for (const schema of schemas) expect(inNewestSchema({ ...first, schema }, upcasters)).toBeUndefined();
  for (const type of types) expect(inNewestSchema({ ...first, type }, upcasters)).toBeUndefined();
});

it('a type or a schema more is a format more', () => {
  expect(FORMAT).toBeGreaterThanOrEqual(EVENT_TYPES.length);
});
