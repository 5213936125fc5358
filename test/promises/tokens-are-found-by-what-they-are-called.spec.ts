import { type OneServer, startOneServer } from '../support/one-server.js';
import { seededTokens } from '../support/seeded-tokens.js';

const NOBODY = '0198c0de-0000-7000-8000-000000000000';

let server: OneServer;
let admin: string;
let robot: string;

beforeAll(async () => {
  server = await startOneServer();
  ({ admin } = server);
  robot = (await server.api.post('/v1/users', admin, { username: 'Nightly.Robot', kind: 'service' })).body.id;
});

afterAll(() => server?.stop());

const issue = async (name: string, more: object = {}, token = admin): Promise<any> =>
  (await server.api.post('/v1/tokens', token, { name, ...more })).body;
const page = async (query: Record<string, string>, token = admin): Promise<any> =>
  (await server.api.get(`/v1/tokens?${new URLSearchParams(query).toString()}`, token)).body;
const found = async (query: Record<string, string>, token = admin): Promise<string[]> =>
  (await page(query, token)).items.map(({ id }: { id: string }) => id);
const get = (id: string, token = admin) => server.api.get(`/v1/tokens/${id}`, token);

it('by a part of the name, the description or the owner’s user name, without regard to case', async () => {
  const name = await issue('Deploy PRODUCTION');
  const description = await issue('number two', { description: 'used by the production robot' });
  const owner = await issue('number three', { owner: robot });
  await issue('staging');
  expect(await found({ q: 'proDuction' })).toEqual([description.id, name.id]);
  expect(await found({ q: 'nightly.r' })).toEqual([owner.id]);
  expect(await found({ q: 'ROBOT' })).toEqual([owner.id, description.id]);
  expect(await found({ q: '%' })).toEqual([]);
  expect(await found({ q: 'production', state: 'revoked' })).toEqual([]);
});

it('by compatible characters as names are compared', async () => {
  const { id } = await issue('ﬁle Å server');
  expect(await found({ q: 'FILE å' })).toEqual([id]);
});

it('by who issued them', async () => {
  const { id, session } = await server.api.person(admin, 'issuer', ['admin']);
  const given = await issue('given', { owner: robot }, session);
  const own = await issue('own', {}, session);
  expect(await found({ issuedBy: id, q: 'n' })).toEqual([own.id, given.id]);
  expect(await found({ issuedBy: id, owner: robot })).toEqual([given.id]);
});

it('only among those that the caller may see', async () => {
  const { session } = await server.api.person(admin, 'ulla');
  await issue('a secret production key');
  expect(await found({ q: 'production' }, session)).toEqual([]);
  const own = await issue('my production key', {}, session);
  expect(await found({ q: 'production' }, session)).toEqual([own.id]);
});

it('on pages that look at so many, so that one is found among thousands', async () => {
  const owner = (await server.api.post('/v1/users', admin, { username: 'owner-of-many', kind: 'service' })).body.id;
  const needle = await issue('needle in the haystack', { owner });
  await seededTokens(server, owner, 4500);
  const ids: string[] = [];
  let pages = 0;
  for (let cursor: string | null = ''; cursor !== null; pages++) {
    const { items, next }: any = await page({ owner, q: 'needle', ...(cursor ? { cursor } : {}) });
    ids.push(...items.map(({ id }: { id: string }) => id));
    cursor = next;
  }
  expect(ids).toEqual([needle.id]);
  expect(pages).toBe(3);
});

it('each once, whatever the size of a page', async () => {
  const wanted = new Set<string>();
  for (let n = 0; n < 5; n++) wanted.add((await issue(`paged ${n}`)).id);
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { items, next }: any = await page({ q: 'paged', limit: '2', ...(cursor ? { cursor } : {}) });
    ids.push(...items.map(({ id }: { id: string }) => id));
    cursor = next;
    await issue(`paged meanwhile ${ids.length}`);
  }
  expect(ids.slice(0, 5).toSorted()).toEqual([...wanted].toSorted());
  expect(new Set(ids).size).toBe(ids.length);
});

describe('a token by itself', () => {
  it('is what the list says of it, and names its last event', async () => {
    const { id, position } = await issue('by itself', { description: 'seen alone', scopes: ['users:get'] });
    const { status, body, headers } = await get(id);
    expect(status).toBe(200);
    expect(body).toMatchObject((await page({ q: 'by itself' })).items[0]);
    expect(body).toMatchObject({ name: 'by itself', position, lastPosition: position, successor: null });
    expect(headers.get('etag')).toBe(`"${position}"`);
    const revoked = (await server.api.post(`/v1/tokens/${id}/revoke`, admin)).body;
    const after = await get(id);
    expect(after.headers.get('etag')).toBe(`"${revoked.position}"`);
    expect(after.body).toMatchObject({ state: 'revoked', lastPosition: revoked.position });
  });

  it('knows the one before and the one after it', async () => {
    const old = await issue('rotating');
    const next = (await server.api.post(`/v1/tokens/${old.id}/rotate`, admin, { graceSeconds: 60 })).body;
    expect((await get(next.id)).body).toMatchObject({ replaces: old.id, successor: null });
    const { body, headers } = await get(old.id);
    expect(body).toMatchObject({ replaces: null, successor: next.id, expiresAt: next.replacedUntil, state: 'active' });
    expect(headers.get('etag')).toBe(`"${BigInt(next.position) + 1n}"`);
  });

  it('of somebody else looks as one that does not exist', async () => {
    const { session } = await server.api.person(admin, 'otto');
    const own = await issue('own', {}, session);
    const foreign = await issue('foreign');
    expect((await get(own.id, session)).status).toBe(200);
    for (const id of [foreign.id, NOBODY])
      expect(await get(id, session)).toMatchObject({ status: 404, body: { detail: 'There is no such token.' } });
    expect((await get(NOBODY)).status).toBe(404);
  });
});
