import { randomUUID } from 'node:crypto';
import { seededTokens } from '../support/seeded-tokens.js';
import { storedEvents } from '../support/stored-events.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';
import { until } from '../support/until.js';

const OFFICE = '192.0.2.7';
const NEIGHBOUR = '192.0.2.8';
const HOME = '2001:db8::7';

let servers: TwoServers;
let admin: string;

beforeAll(async () => {
  servers = await startTwoServers({ TRUSTED_PROXIES: 'loopback' });
  ({ admin } = servers);
});

afterAll(() => servers?.stop());

const from = (ip: string, method: string, path: string, token: string, body?: unknown) =>
  servers.one.api.ask(method, path, { token, body, headers: { 'x-forwarded-for': ip } });

async function issuedFrom(ip: string, token: string): Promise<{ id: string; request: string }> {
  const { body, headers } = await from(ip, 'POST', '/v1/tokens', token, { name: `from ${ip} ${randomUUID()}` });
  return { id: body.id, request: headers.get('x-request-id')! };
}

const pageOf = async (query: string) => {
  const { status, body } = await servers.two.api.get(`/v1/audit/events?${query}`, admin);
  expect(status).toBe(200);
  return body;
};

async function allOf(query: string): Promise<any[]> {
  const found: any[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { items, next }: { items: any[]; next: string | null } = await pageOf(
      `${query}&limit=2${cursor && `&cursor=${cursor}`}`,
    );
    expect(items.length).toBeLessThanOrEqual(2);
    found.push(...items);
    cursor = next;
  }
  return found;
}

const issuedAmong = (items: any[]): string[] =>
  items.filter(({ type }) => type === 'TokenIssued').map(({ subject }) => subject.id);

describe('from where', () => {
  it('finds an address in any spelling, and a network, in both orders', async () => {
    const { id, session } = await servers.one.api.person(admin, 'traveller');
    const tokens = [];
    for (const ip of [OFFICE, HOME, NEIGHBOUR, OFFICE]) tokens.push((await issuedFrom(ip, session)).id);
    const [first, home, neighbour, last] = tokens;
    for (const [ip, expected] of [
      [OFFICE, [first, last]],
      [`::ffff:${OFFICE}`, [first, last]],
      [NEIGHBOUR, [neighbour]],
      ['192.0.2.0/24', [first, neighbour, last]],
      ['2001:DB8:0::7', [home]],
      ['2001:db8::/32', [home]],
      ['203.0.113.0/24', []],
    ] as const) {
      const query = `type=TokenIssued&actor=${id}&ip=${encodeURIComponent(ip)}`;
      expect(issuedAmong(await allOf(query))).toEqual(expected);
      expect(issuedAmong(await allOf(`${query}&order=desc`))).toEqual(expected.toReversed());
    }
  });

  it('says so of all that a command brought about, and of nothing else', async () => {
    const { id, session } = await servers.one.api.person(admin, 'cascade');
    for (const ip of [OFFICE, HOME]) await issuedFrom(ip, session);
    const place = '198.51.100.1';
    await from(place, 'DELETE', `/v1/users/${id}`, admin);
    const found = await allOf(`ip=${place}`);
    expect(found.map(({ type }) => type)).toEqual(['UserDeleted', ...Array(3).fill('TokenRevoked')]);
    expect(issuedAmong(await allOf(`ip=${place}&type=TokenIssued`))).toEqual([]);
    expect(await allOf(`ip=${place}&type=TokenRevoked`)).toEqual(found.slice(1));
  });

  it('goes on where a page has looked far enough', async () => {
    const place = '198.51.100.2';
    const { id, session } = await servers.one.api.person(admin, 'early');
    const { id: token } = await issuedFrom(place, session);
    for (const name of ['a', 'b']) {
      const { id: owner } = await servers.one.api.person(admin, `seeded-${name}`);
      await seededTokens(servers, owner, 6_000);
    }
    const page = await pageOf(`ip=${place}&order=desc&limit=10`);
    expect(page).toMatchObject({ items: [], next: expect.any(String) });
    const { items } = await pageOf(`ip=${place}&order=desc&limit=10&cursor=${page.next}`);
    expect(items).toMatchObject([{ type: 'TokenIssued', subject: { id: token }, actor: { id } }]);
  });

  it('finds nothing of somebody who has been erased', async () => {
    const place = '198.51.100.3';
    const { id, session } = await servers.one.api.person(admin, 'leaver');
    await issuedFrom(place, session);
    expect(await allOf(`ip=${place}`)).toHaveLength(1);
    await servers.one.api.delete(`/v1/users/${id}`, admin);
    await servers.one.api.post(`/v1/users/${id}/erase`, admin);
    await until(
      async () => (await servers.one.api.get(`/v1/users/${id}/erasure`, admin)).body.completedAt !== null,
      60_000,
    );
    for (const { api } of [servers.one, servers.two])
      expect((await api.get(`/v1/audit/events?ip=${place}`, admin)).body.items).toEqual([]);
  });

  it('the address that was asked for is sealed, and the auditor is told which it was', async () => {
    const { id, session } = await servers.one.api.person(admin, 'auditor', ['auditor']);
    await servers.one.api.get('/v1/audit/events?type=UserDeleted&ip=198.51.100.77', session);
    await servers.one.api.get('/v1/audit/events?type=UserDeleted&ip=198.51.100.78', session);
    const read = await allOf(`type=TrailRead&actor=${id}`);
    expect(read.map(({ data, personal }) => [data.question, personal.sought])).toEqual([
      ['/v1/audit/events?type=UserDeleted&ip=[sought]', '198.51.100.77'],
      ['/v1/audit/events?type=UserDeleted&ip=[sought]', '198.51.100.78'],
    ]);
    const entries = (await storedEvents(servers.database)).map(({ entry }) => entry.toString());
    expect(entries.filter((entry) => entry.includes('198.51.100'))).toEqual([]);
    expect(servers.one.output() + servers.two.output()).not.toContain('198.51.100.7');
  });
});

describe('by which command', () => {
  it('finds what a request has brought about, by what its answer was called', async () => {
    const { id, session } = await servers.one.api.person(admin, 'asking');
    const issued = await issuedFrom(OFFICE, session);
    const deleted = await servers.one.api.delete(`/v1/users/${id}`, admin);
    expect(await allOf(`requestId=${issued.request}`)).toMatchObject([
      { type: 'TokenIssued', subject: { id: issued.id }, meta: { requestId: issued.request, causationId: null } },
    ]);
    const request = deleted.headers.get('x-request-id')!;
    const found = await allOf(`requestId=${request}`);
    expect(found.map(({ type }) => type)).toEqual(['UserDeleted', 'TokenRevoked', 'TokenRevoked']);
    const [first] = found;
    expect(first.meta).toEqual({ correlationId: first.id, causationId: null, requestId: request });
    for (const { meta } of found.slice(1))
      expect(meta).toEqual({ correlationId: first.id, causationId: first.id, requestId: request });
    for (const { position } of found) expect(await allOf(`command=${position}`)).toEqual(found);
    expect(await allOf(`command=${found[1].position}&order=desc`)).toEqual(found.toReversed());
    expect(await allOf(`command=${found[2].position}&type=UserDeleted`)).toEqual([first]);
  });

  it('finds the server’s own work by its word', async () => {
    const items = await allOf('requestId=first-start');
    expect(items.map(({ type }) => type)).toContain('LogOpened');
    expect(items.every(({ actor }) => actor.type === 'system')).toBe(true);
  });

  it('finds nothing by what never was', async () => {
    for (const query of ['command=99999999', 'command=-1', `requestId=${randomUUID()}`])
      expect(await allOf(query)).toEqual([]);
  });
});

it.each([
  'ip=',
  'ip=a.test',
  'ip=192.0.2.7/33',
  'ip=192.0.2',
  'requestId=',
  'requestId=a%26type%3DUserDeleted',
  'command=x',
])('%s is refused, by its name', async (query) => {
  const { status, body } = await servers.one.api.get(`/v1/audit/events?${query}`, admin);
  expect([status, body.errors[0].pointer]).toEqual([400, `#${query.split('=')[0]}`]);
});
