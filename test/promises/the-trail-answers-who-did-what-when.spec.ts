import { EVENT_TYPES } from '@tokenledger/domain';
import * as fc from 'fast-check';
import { type StoredEvent, storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

let servers: TwoServers;
let admin: string;
/** Those of the past below: what the filters are about. */
let history: StoredEvent[];

beforeAll(async () => {
  servers = await startTwoServers();
  ({ admin } = servers);
  await makeHistory();
  history = await storedEvents(servers.database);
});

afterAll(() => servers?.stop());

async function makeHistory(): Promise<void> {
  const { api } = servers.one;
  const people = [await api.person(admin, 'ada', ['admin']), await api.person(admin, 'grace')];
  for (const round of times(3))
    for (const { id, session } of people) {
      const { body: own } = await api.post('/v1/tokens', session, { name: `own ${round}` });
      const { body: given } = await api.post('/v1/tokens', admin, { name: `given ${round}`, owner: id });
      await api.post(`/v1/tokens/${round === 0 ? own.id : given.id}/revoke`, session);
    }
  await api.delete('/v1/sessions/current', people[0]!.session);
  await api.delete(`/v1/users/${people[1]!.id}`, admin);
}

interface Filter {
  readonly type?: readonly string[];
  readonly actor?: string;
  readonly subject?: string;
  readonly command?: number;
  readonly requestId?: string;
  readonly from?: bigint;
  readonly to?: bigint;
}

const microseconds = (instant: string): bigint =>
  BigInt(Date.parse(instant.slice(0, 19) + 'Z')) * 1000n + BigInt(instant.slice(20, 26));

const digits = (n: number): string => String(n).padStart(2, '0');

/** The same moment, as it looks `offset` minutes from Greenwich. */
function spelled(at: bigint, offset: number): string {
  const local = new Date(Number(at / 1_000_000n) * 1000 + offset * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(offset);
  const zone = offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}:${digits(size % 60)}`;
  return `${local}.${String(at % 1_000_000n).padStart(6, '0')}${zone}`;
}

const matches =
  ({ type, actor, subject, command, requestId, from, to }: Filter) =>
  ({ event }: StoredEvent): boolean => {
    const at = microseconds(event.recordedAt);
    return (
      (type === undefined || type.includes(event.type)) &&
      (actor === undefined || (event.actor.type === 'user' ? event.actor.id : event.actor.type) === actor) &&
      (subject === undefined || event.subject.id === subject) &&
      (command === undefined || event.meta.correlationId === history[command]!.event.meta.correlationId) &&
      (requestId === undefined || event.meta.requestId === requestId) &&
      (from === undefined || at >= from) &&
      (to === undefined || at < to)
    );
  };

function queryOf({ from, to, ...rest }: Filter, offset: number): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) query.set(name, String(value));
  if (from !== undefined) query.set('from', spelled(from, offset));
  if (to !== undefined) query.set('to', spelled(to, -offset));
  return query;
}

const shown = ({ event }: StoredEvent) => {
  const { position, id, type, recordedAt, actor, subject, meta, data } = event;
  return expect.objectContaining({ position, id, type, recordedAt, actor, subject, meta, data });
};

interface Asked {
  readonly filter: Filter;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  readonly offset: number;
}

/** Every page of the answer is what sifting the whole log by hand gives. */
async function expectSifted({ filter, order, limit, offset }: Asked): Promise<void> {
  const query = queryOf(filter, offset);
  query.set('order', order);
  query.set('limit', String(limit));
  for (let cursor: string | null = null; ; ) {
    const { status, body } = await servers.two.api.get(`/v1/audit/events?${query}`, admin);
    expect(status).toBe(200);
    const counted = (await storedEvents(servers.database)).filter(({ position }) => position <= Number(body.position));
    const found = (order === 'asc' ? counted : counted.toReversed()).filter(matches(filter));
    const rest = found.filter(({ position }) => {
      if (cursor === null) return true;
      return order === 'asc' ? position > Number(cursor) : position < Number(cursor);
    });
    expect(body.items).toEqual(rest.slice(0, limit).map(shown));
    expect(body.next).toBe(rest.length > limit ? String(rest[limit - 1]!.position) : null);
    if (body.next === null) return;
    query.set('cursor', (cursor = body.next));
  }
}

const optional = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined, freq: 2 });
const rarely = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: undefined, freq: 1 });
const someEvent = fc.nat().map((n) => history[n % history.length]!.event);
const without = (object: object) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/** Around the moments that count: at an event, a microsecond beside it, and far away. */
const someMoment = fc
  .tuple(fc.nat(), fc.constantFrom(-1n, 0n, 1n, 86_400_000_000n, -86_400_000_000n))
  .map(([n, beside]) => microseconds(history[n % history.length]!.event.recordedAt) + beside);

const someFilter: fc.Arbitrary<Filter> = fc
  .record({
    type: optional(fc.uniqueArray(fc.constantFrom<string>(...EVENT_TYPES), { minLength: 1, maxLength: 4 })),
    actor: optional(
      fc.oneof(
        fc.constantFrom('system', 'holder'),
        fc.nat().map((n) => history[n % history.length]!.event.actor.id),
      ),
    ).filter((actor) => actor !== 'first-start'),
    subject: optional(fc.nat().map((n) => history[(n % (history.length - 2)) + 2]!.event.subject.id)),
    command: rarely(fc.nat().map((n) => n % history.length)),
    requestId: rarely(someEvent.map(({ meta }) => meta.requestId)),
    from: optional(someMoment),
    to: optional(someMoment),
  })
  .map((filter): Filter => without(filter))
  .filter(({ from, to }) => from === undefined || to === undefined || from <= to);

it('whatever is asked, as sifting the whole log by hand does', async () => {
  const asked = fc.record({
    filter: someFilter,
    order: fc.constantFrom('asc', 'desc'),
    limit: fc.constantFrom(1, 2, 3, 10, 500),
    offset: fc.constantFrom(0, 60, 330, 14 * 60, -90),
  });
  await fc.assert(fc.asyncProperty(asked, expectSifted), { numRuns: 80 });
});

it('right after the change, on the other server', async () => {
  const { one, two } = servers;
  for (const round of times(20)) {
    const { id } = (await one.api.post('/v1/tokens', admin, { name: `seen at once ${round}` })).body;
    const { items } = (await two.api.get(`/v1/audit/events?subject=${id}&type=TokenIssued`, admin)).body;
    expect(items).toMatchObject([{ type: 'TokenIssued', subject: { type: 'token', id } }]);
  }
});

it('about what happened last', async () => {
  const { id } = (await servers.one.api.post('/v1/tokens', admin, { name: 'the last thing' })).body;
  const { items } = (await servers.one.api.get('/v1/audit/events?order=desc&limit=3', admin)).body;
  expect(items.map(({ position }: any) => Number(position))).toEqual(
    times(3).map((back) => Number(items[0].position) - back),
  );
  expect(items.map(({ subject }: any) => subject.id)).toContain(id);
});

it.each(['asc', 'desc'])('and keeps its pages while others write: %s', async (order) => {
  const { api } = servers.one;
  const before = (await storedEvents(servers.database)).filter(matches({ type: ['TokenIssued'] }));
  const seen: number[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: string = `type=TokenIssued&order=${order}&limit=4${cursor && `&cursor=${cursor}`}`;
    const { items, next } = (await api.get(`/v1/audit/events?${page}`, admin)).body;
    seen.push(...items.map(({ position }: any) => Number(position)));
    if (next !== null) await api.post('/v1/tokens', admin, { name: `meanwhile ${order} ${next}` });
    cursor = seen.length > 2 * before.length ? null : next;
  }
  const known = before.map(({ position }) => position);
  expect(seen.filter((position) => known.includes(position))).toEqual(order === 'asc' ? known : known.toReversed());
  expect(new Set(seen).size).toBe(seen.length);
});

const DAY = /^\d{4}-\d\d-\d\d/;

it('by the day, in UTC, the first day included and the last not', async () => {
  const { api } = servers.one;
  const today = DAY.exec(history[0]!.event.recordedAt)![0];
  const dayAfter = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  const first = async (query: string) => (await api.get(`/v1/audit/events?limit=1&${query}`, admin)).body.items;
  expect(await first(`from=${today}`)).toMatchObject([{ position: '0' }]);
  expect(await first(`from=${dayAfter(-1)}&to=${dayAfter(2)}`)).toMatchObject([{ position: '0' }]);
  expect(await first(`to=${today}`)).toEqual([]);
  expect(await first(`from=${dayAfter(2)}`)).toEqual([]);
  expect(await first(`from=${today}&to=${today}`)).toEqual([]);
  expect(await first('from=0001-01-01&to=9999-12-31T23:59:59.9999999-23:59')).toMatchObject([{ position: '0' }]);
});

it('to the nanosecond, though it counts in microseconds', async () => {
  const [opened] = history;
  const at = opened!.event.recordedAt.slice(0, -1);
  const { api } = servers.one;
  const first = async (query: string) => (await api.get(`/v1/audit/events?limit=1&${query}`, admin)).body.items;
  expect(await first(`from=${at}000Z`)).toMatchObject([{ position: '0' }]);
  expect(await first(`from=${at}001Z`)).toMatchObject([{ position: '1' }]);
  expect(await first(`to=${at}000Z`)).toEqual([]);
  expect(await first(`to=${at}001Z`)).toMatchObject([{ position: '0' }]);
});
