import { concurrently } from '../support/concurrently.js';
import { type OneServer, startOneServer } from '../support/one-server.js';
import { startServer, type TestServer } from '../support/server.js';
import { times } from '../support/times.js';

let server: OneServer;
let admin: string;
let fresh: TestServer | undefined;

beforeAll(async () => {
  server = await startOneServer();
  ({ admin } = server);
});

afterAll(async () => {
  await fresh?.stop();
  await server?.stop();
});

const register = async (username: string, more: object = {}): Promise<string> =>
  (await server.api.post('/v1/users', admin, { username, kind: 'person', ...more })).body.id;
const page = async (query: string) => (await server.api.get(`/v1/users?${query}`, admin)).body;

/** Every page of it, in order. */
async function all(query: string, meanwhile?: () => Promise<unknown>): Promise<any[]> {
  const items: any[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { items: some, next } = await page(`${query}${cursor && `&cursor=${cursor}`}`);
    items.push(...some);
    cursor = next;
    await meanwhile?.();
  }
  return items;
}

const called = (items: readonly { username: string }[]): string[] => items.map(({ username }) => username);

it('by a part of name or address, in any case', async () => {
  await register('Lapwing', { email: 'Vanellus@Marsh.example' });
  await register('curlew', { email: 'numenius@fen.example' });
  await register('dunlin');
  expect(called(await all('q=APWIN'))).toEqual(['Lapwing']);
  expect(called(await all('q=marsh'))).toEqual(['Lapwing']);
  expect(called(await all('q=.EXAMPLE'))).toEqual(['curlew', 'Lapwing']);
  expect(called(await all('q=l'))).toEqual(['dunlin', 'curlew', 'Lapwing']);
  expect(await all('q=erased')).toEqual([]);
  expect(await all('q=%25')).toEqual([]);
});

it('by status, kind and role; the deleted ones only when asked for', async () => {
  const robot = await register('robot', { kind: 'service', roles: ['auditor'] });
  const blocked = await register('blocked', { roles: [] });
  const gone = await register('gone');
  const headers = { 'if-match': '*' };
  await server.api.ask('PATCH', `/v1/users/${blocked}`, { token: admin, headers, body: { enabled: false } });
  await server.api.delete(`/v1/users/${gone}`, admin);
  const ids = async (query: string) => (await all(query)).map(({ id }) => id);
  expect(await ids('kind=service')).toEqual([robot]);
  expect(await ids('role=auditor')).toEqual([robot]);
  expect(called(await all('role=admin'))).toEqual(['admin']);
  expect(await ids('status=disabled')).toEqual([blocked]);
  expect(await ids('status=deleted')).toEqual([gone]);
  expect(await ids('q=gone&status=all')).toEqual([gone]);
  const [existing, active, every] = [await ids(''), await ids('status=active'), await ids('status=all')];
  expect([existing.includes(gone), existing.includes(blocked), active.includes(blocked)]).toEqual([false, true, false]);
  expect(every).toHaveLength(existing.length + 1);
  expect(every).toEqual(every.toSorted((a, b) => (a < b ? 1 : -1)));
});

it('each once, while others come, and with the position that the page reflects', async () => {
  for (const n of times(7)) await register(`before${n}`);
  let came = 0;
  const listed = called(await all('limit=3&q=before', () => register(`before-later${++came}`)));
  expect(listed).toEqual(
    times(7)
      .map((n) => `before${n}`)
      .toReversed(),
  );
  const size = Number((await server.api.get('/log/checkpoint')).body.split('\n')[1]);
  expect(Number((await page('limit=1')).position)).toBe(size - 1);
});

it('one page of each size ends exactly where the accounts do', async () => {
  const names = called(await all('limit=500'));
  for (const limit of [1, 2, names.length - 1, names.length, names.length + 1])
    expect(called(await all(`limit=${limit}`))).toEqual(names);
  expect((await page(`limit=${names.length}`)).next).toBeNull();
});

it('as an erased person no more', async () => {
  const id = await register('phalarope');
  await server.database.query('update state.subject_keys set wrapped = null, destroyed_at = now() where kid = $1', [
    id,
  ]);
  const { database, keysFile } = server;
  const { api } = (fresh = await startServer({ databaseUrl: database.url, env: { KEYS_FILE: keysFile } }));
  const asked = async (query: string) => (await api.get(`/v1/users?${query}`, admin)).body.items;
  expect(await asked('q=phalarope')).toEqual([]);
  expect(await asked('q=erased')).toEqual([]);
  expect(await asked('limit=1')).toMatchObject([{ id, username: '[erased]' }]);
});

it('by those who may see everybody, and by nobody else', async () => {
  const { id, session } = await server.api.person(admin, 'ada');
  expect((await server.api.get('/v1/users', session)).status).toBe(403);
  const narrow = await server.api.post('/v1/tokens', admin, { name: 'narrow', scopes: [`users:get:${id}`] });
  expect((await server.api.get('/v1/users', narrow.body.token)).status).toBe(403);
  expect((await server.api.get(`/v1/users/${id}`, narrow.body.token)).status).toBe(200);
  const { session: auditor } = await server.api.person(admin, 'auditor', ['auditor']);
  expect((await server.api.get('/v1/users?q=ada', auditor)).body.items).toMatchObject([{ id }]);
});

it('among a thousand, in pages that may be empty, while others are served', async () => {
  const needle = await register('ptarmigan');
  await concurrently(32, times(1010), (n) => register(`many${n}`));
  const first = await page('q=PTARMIGAN');
  expect(first).toMatchObject({ items: [], next: expect.any(String) });
  const found = all('q=PTARMIGAN');
  expect((await server.api.get('/v1/me', admin)).status).toBe(200);
  expect(await found).toMatchObject([{ id: needle }]);
  expect(await all('q=many&limit=500')).toHaveLength(1010);
});
