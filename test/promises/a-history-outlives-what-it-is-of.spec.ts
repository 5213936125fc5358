import { type OneServer, startOneServer } from '../support/one-server.js';
import { storedEvents } from '../support/stored-events.js';

let server: OneServer;
let admin: string;

beforeAll(async () => {
  server = await startOneServer();
  ({ admin } = server);
});

afterAll(() => server?.stop());

const NOBODY = '0198c0de-0000-7000-8000-000000000000';

const historyOf = async (what: string, query = 'limit=500', token = admin) =>
  server.api.get(`/v1/${what}/history?${query}`, token);
const typesIn = ({ body }: any): string[] => body.items.map(({ type }: any) => type);
const positionsIn = ({ body }: any): number[] => body.items.map(({ position }: any) => Number(position));

async function somebodyWhoLeft(username: string) {
  const { id, session } = await server.api.person(admin, username);
  const { body: ended } = await server.api.post('/v1/tokens', session, { name: 'ended' });
  const { body: live } = await server.api.post('/v1/tokens', admin, { name: 'live', owner: id, reason: 'wanted' });
  await server.api.post(`/v1/tokens/${ended.id}/revoke`, session, { reason: 'no longer needed' });
  await server.api.delete(`/v1/users/${id}`, admin);
  return { id, ended: ended.id, live: live.id };
}

it('of a token: what was done with it, by whom and why', async () => {
  const { id, ended, live } = await somebodyWhoLeft('ada');
  const admins = (await server.api.get('/v1/me', admin)).body.id;
  const own = await historyOf(`tokens/${ended}`);
  expect(own.body.items).toMatchObject([
    { type: 'TokenIssued', actor: { id }, subject: { type: 'token', id: ended }, personal: { name: 'ended' } },
    { type: 'TokenRevoked', actor: { id }, data: { cause: 'requested' }, personal: { reason: 'no longer needed' } },
  ]);
  expect((await historyOf(`tokens/${live}`)).body.items).toMatchObject([
    { type: 'TokenIssued', actor: { id: admins }, personal: { name: 'live', reason: 'wanted' } },
    { type: 'TokenRevoked', actor: { id: admins }, data: { owner: id, cause: 'user_deleted' } },
  ]);
});

it('of an account that is gone: its whole life and that of all its tokens, and of nobody of the same name', async () => {
  const { id } = await somebodyWhoLeft('grace');
  const again = await server.api.person(admin, 'grace');
  const answer = await historyOf(`users/${id}`);
  const stream = (await storedEvents(server.database)).filter((event) => event.stream === `user-${id}`);
  expect(positionsIn(answer)).toEqual(stream.map(({ position }) => position));
  const alive = ['UserRegistered', 'PasswordChanged', 'TokenIssued', 'TokenIssued', 'TokenIssued', 'TokenRevoked'];
  expect(typesIn(answer)).toEqual([...alive, 'UserDeleted', 'TokenRevoked', 'TokenRevoked']);
  expect(answer.body.items[0].personal.username).toBe('grace');
  expect(typesIn(await historyOf(`users/${again.id}`))).toEqual(['UserRegistered', 'PasswordChanged', 'TokenIssued']);
});

it('in pages, from either end', async () => {
  const { id } = await somebodyWhoLeft('alan');
  const all = positionsIn(await historyOf(`users/${id.toUpperCase()}`));
  for (const order of ['asc', 'desc']) {
    const seen: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await historyOf(`users/${id}`, `order=${order}&limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...positionsIn(page));
      cursor = page.body.next;
    }
    expect(seen).toEqual(order === 'asc' ? all : all.toReversed());
  }
});

it('to have read it is in the trail, and in the history of the reader', async () => {
  const { id, ended } = await somebodyWhoLeft('barbara');
  const auditor = await server.api.person(admin, 'auditor', ['auditor']);
  for (const what of [`tokens/${ended}`, `users/${id}`]) await historyOf(what, 'limit=1', auditor.session);
  const { items } = (await historyOf(`users/${auditor.id}`)).body;
  expect(items.slice(3)).toMatchObject([
    { type: 'TrailRead', actor: { id: auditor.id }, data: { question: `/v1/tokens/${ended}/history` } },
    { type: 'TrailRead', actor: { id: auditor.id }, data: { question: `/v1/users/${id}/history` } },
  ]);
});

it('not to those who may not read the trail, not even the own; and that is not recorded', async () => {
  const { id, session } = await server.api.person(admin, 'curious');
  const { body: token } = await server.api.post('/v1/tokens', session, { name: 'own' });
  const before = (await storedEvents(server.database)).length;
  for (const what of [`users/${id}`, `tokens/${token.id}`])
    expect(await historyOf(what, '', session)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect(await storedEvents(server.database)).toHaveLength(before);
});

it('of what never was there is none, and a token is no account', async () => {
  const { id, ended } = await somebodyWhoLeft('edsger');
  const before = (await storedEvents(server.database)).length;
  for (const what of [`users/${NOBODY}`, `tokens/${NOBODY}`, `users/${ended}`, `tokens/${id}`])
    expect(await historyOf(what)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  expect(await storedEvents(server.database)).toHaveLength(before);
});
