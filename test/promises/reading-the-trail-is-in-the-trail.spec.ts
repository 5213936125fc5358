import { type OneServer, startOneServer } from '../support/one-server.js';

let server: OneServer;
let admin: string;

beforeAll(async () => {
  server = await startOneServer();
  ({ admin } = server);
});

afterAll(() => server?.stop());

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
