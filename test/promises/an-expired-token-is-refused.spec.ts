import { setTimeout as sleep } from 'node:timers/promises';
import { type OneServer, startOneServer } from '../support/one-server.js';

let server: OneServer;
let admin: string;

beforeAll(async () => {
  server = await startOneServer();
  ({ admin } = server);
});

afterAll(() => server?.stop());

const stateOf = async (id: string): Promise<string> => {
  const { items } = (await server.api.get('/v1/tokens?state=all', admin)).body;
  return items.find((item: { id: string }) => item.id === id).state;
};

it.each(['jwt', 'opaque'])('from its last second on, as %s, and a minute later it is counted out', async (format) => {
  const { id, token } = (await server.api.post('/v1/tokens', admin, { name: format, format, expiresIn: '2s' })).body;
  expect((await server.api.get('/v1/me', token)).status).toBe(200);
  await sleep(2100);
  expect((await server.api.get('/v1/me', token)).status).toBe(401);
  expect(await server.api.introspect(admin, token)).toEqual({ active: false });
  expect(await stateOf(id)).toBe('expired');
  expect((await server.api.post(`/v1/tokens/${id}/revoke`, admin)).body.code).toBe('already_expired');
  expect(await countedOut(id)).toBe(true);
});

async function countedOut(id: string): Promise<boolean> {
  for (const end = Date.now() + 55_000; Date.now() < end; await sleep(500)) {
    const { items } = (await server.api.get('/v1/audit/events?limit=500', admin)).body;
    if (items.some(({ type, data }: any) => type === 'TokenExpired' && data.tokenId === id)) return true;
  }
  return false;
}

async function lifetimeOf(name: string, expiresIn?: unknown): Promise<unknown> {
  const { status, body } = await server.api.post('/v1/tokens', admin, { name, expiresIn });
  return status === 201 ? Math.round((Date.parse(body.expiresAt) - Date.parse(body.issuedAt)) / 1000) : body.code;
}

it('gets what the policy says where nothing else is asked for, and nothing beyond it', async () => {
  const hours = 3600;
  expect(await lifetimeOf('absent')).toBeCloseTo(12 * hours, -1);
  expect(await lifetimeOf('zero', 0)).toBeCloseTo(12 * hours, -1);
  expect(await lifetimeOf('text', '90d')).toBeCloseTo(90 * 24 * hours, -1);
  expect(await lifetimeOf('beyond', '91d')).toBe('lifetime_exceeds_policy');
  expect(await lifetimeOf('endless', 'never')).toBe('lifetime_exceeds_policy');
});
