import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';
import { storedEvents } from '../support/stored-events.js';

let servers: TwoServers;
let server: TwoServers['one'];
let admin: string;

beforeAll(async () => {
  servers = await startTwoServers();
  ({ one: server, admin } = servers);
});

afterAll(() => servers?.stop());

const page = async (query: string, token = admin) => (await server.api.get(`/v1/audit/events?${query}`, token)).body;
const readsBy = (items: any[], id: string) =>
  items.filter(({ type, actor }: any) => type === 'TrailRead' && actor.id === id);

it('is recorded before the first row is sent', async () => {
  const { items, position } = await page('limit=500');
  expect(items.at(-1)).toMatchObject({ type: 'TrailRead', position, data: { question: '/v1/audit/events' } });
});

it('does not feed itself: all the pages of a minute are one event', async () => {
  const { id, session } = await server.api.person(admin, 'auditor', ['auditor']);
  const seen: any[] = [];
  for (let cursor: string | null = '-1'; cursor !== null; ) {
    const { items, next }: { items: any[]; next: string | null } = await page(`cursor=${cursor}&limit=2`, session);
    seen.push(...items);
    cursor = next;
  }
  expect(seen.map(({ position }) => Number(position))).toEqual(seen.map((_, i) => i));
  // Two, should the minute have changed in between.
  expect(readsBy(seen, id).length).toBeLessThanOrEqual(2);
  expect(readsBy(seen, id).length).toBeGreaterThan(0);
});

it('decrypts what is personal, and shows no password digest', async () => {
  const { id } = await server.api.person(admin, 'Grace');
  const { items } = await page('limit=500');
  const about = items.filter(({ subject }: any) => subject.id === id);
  expect(about.map(({ type, personal }: any) => [type, Object.keys(personal)])).toEqual([
    ['UserRegistered', ['username', 'ip', 'userAgent']],
    ['PasswordChanged', []],
  ]);
  expect(about[0].personal.username).toBe('Grace');
});

it('is refused to those who may not, and then it is not recorded', async () => {
  const { id, session } = await server.api.person(admin, 'curious');
  expect((await server.api.get('/v1/audit/events', session)).status).toBe(403);
  expect(readsBy((await page('limit=500')).items, id)).toEqual([]);
});

it('ends where the log ends, and begins after the position given', async () => {
  const { position } = await page('limit=500');
  expect(await page(`cursor=${position}`)).toEqual({ items: [], next: null, position });
  expect((await page('cursor=0&limit=1')).items).toMatchObject([{ position: '1' }]);
});

const questionsOf = async (id: string): Promise<string[]> =>
  (await storedEvents(servers.database))
    .filter(({ event }) => event.type === 'TrailRead' && event.actor.id === id)
    .map(({ event }) => event.data.question);

it('of two readers on two servers, many times at once, it is one event each', async () => {
  const readers = [
    await server.api.person(admin, 'first-reader', ['auditor']),
    await server.api.person(admin, 'second-reader', ['auditor']),
  ];
  const ask = ({ session }: { session: string }, { api }: typeof server) =>
    api.get('/v1/audit/events?type=UserRegistered&limit=1', session);
  const asked = readers.flatMap((reader) =>
    [servers.one, servers.two].flatMap((on) => times(8).map(() => ask(reader, on))),
  );
  for (const { status, body } of await Promise.all(asked)) {
    expect(status).toBe(200);
    expect(body.items).toMatchObject([{ type: 'UserRegistered' }]);
  }
  for (const { id } of readers) {
    const questions = await questionsOf(id);
    expect(new Set(questions)).toEqual(new Set(['/v1/audit/events?type=UserRegistered']));
    // Two, should the minute have changed in between.
    expect(questions.length).toBeLessThanOrEqual(2);
  }
});

it('the question is the filters, however they are spelled, and without the page', async () => {
  const { id, session } = await server.api.person(admin, 'thorough', ['auditor']);
  const asked = [
    `subject=${id}&from=2026-01-31&type=UserDeleted,TokenIssued&limit=5`,
    `type=TokenIssued,UserDeleted,TokenIssued&from=2026-01-31T01:00:00%2B01:00&subject=${id.toUpperCase()}`,
    `type=TokenIssued,UserDeleted&order=desc&subject=${id}&from=2026-01-31T00:00:00.000Z&cursor=3`,
  ];
  for (const query of asked) await page(query, session);
  await page('actor=system&to=2026-02-01', session);
  expect([...new Set(await questionsOf(id))]).toEqual([
    `/v1/audit/events?type=TokenIssued,UserDeleted&subject=${id}&from=2026-01-31T00:00:00.000000Z`,
    '/v1/audit/events?actor=system&to=2026-02-01T00:00:00.000000Z',
  ]);
});
