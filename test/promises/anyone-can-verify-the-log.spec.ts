import { createHash } from 'node:crypto';
import { verifyConsistency } from '@tokenledger/merkle/consistency';
import { verifyInclusion } from '@tokenledger/merkle/inclusion';
import { emptyFrontier, grow, rootOf } from '@tokenledger/merkle/frontier';
import { parseTlogProof } from '@tokenledger/merkle/tlog-proof';
import { type OneServer, startOneServer } from '../support/one-server.js';
import { type Checkpoint, opened } from '../support/opened-checkpoint.js';
import { seededTokens } from '../support/seeded-tokens.js';
import { storedEvents } from '../support/stored-events.js';
import { times } from '../support/times.js';

let server: OneServer;
let vkey: string;

beforeAll(async () => {
  server = await startOneServer();
  const { id } = (await server.api.post('/v1/users', server.admin, { username: 'ci', kind: 'service' })).body;
  await seededTokens(server, id, 600);
  vkey = (await storedEvents(server.database))[0]!.event.data.keys.log;
});

afterAll(() => server?.stop());

const fetched = (path: string, token?: string): Promise<Response> =>
  fetch(`${server.api.url}/log/${path}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

const checkpoint = async (): Promise<Checkpoint> => opened(await (await fetched('checkpoint')).text(), vkey);
const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer());

const treeOf = (leaves: readonly Buffer[]): Buffer => rootOf(grow(emptyFrontier, leaves).frontier);

/** `{index}` in groups of three digits is not needed before the thousandth tile. */
const tilesOf = (size: number): string[] =>
  times(Math.ceil(size / 256)).map((n) => {
    const width = Math.min(size - n * 256, 256);
    return String(n).padStart(3, '0') + (width < 256 ? `.p/${width}` : '');
  });

const hashesIn = (tile: Buffer): Buffer[] => times(tile.length / 32).map((n) => tile.subarray(n * 32, n * 32 + 32));
const leafHash = (entry: Buffer): Buffer => createHash('sha256').update(Buffer.of(0)).update(entry).digest();

function entriesIn(bundle: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length; ) {
    const end = at + 2 + bundle.readUInt16BE(at);
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}

async function kept(path: string, token?: string): Promise<(number | string | null)[]> {
  const { status, headers } = await fetched(path, token);
  return [status, headers.get('content-type'), headers.get('cache-control')];
}

describe('the tiles', () => {
  it('of hashes are for everybody, and come to the signed root', async () => {
    const { size, root } = await checkpoint();
    const tiles = await Promise.all(tilesOf(size).map(async (tile) => bytesOf(await fetched(`tile/0/${tile}`))));
    const leaves = tiles.flatMap(hashesIn);
    expect(leaves).toHaveLength(size);
    expect(treeOf(leaves).toString('base64')).toBe(root);
    const above = hashesIn(await bytesOf(await fetched('tile/1/000.p/2')));
    expect(above).toEqual([leaves.slice(0, 256), leaves.slice(256, 512)].map(treeOf));
  });

  it('of entries hold what the hashes are of', async () => {
    const [entries, hashes] = await Promise.all([fetched('tile/entries/001', server.admin), fetched('tile/0/001')]);
    expect(entriesIn(await bytesOf(entries)).map(leafHash)).toEqual(hashesIn(await bytesOf(hashes)));
  });

  it('are kept by whoever has them, those of entries by nobody in between', async () => {
    const forEver = 'max-age=31536000, immutable';
    expect(await kept('tile/0/000')).toEqual([200, 'application/octet-stream', `public, ${forEver}`]);
    expect(await kept('tile/0/000.p/3')).toEqual([200, 'application/octet-stream', `public, ${forEver}`]);
    expect(await kept('tile/entries/000.p/3', server.admin)).toEqual([
      200,
      'application/octet-stream',
      `private, ${forEver}`,
    ]);
    expect(await kept('tile/0/003')).toEqual([404, 'application/problem+json; charset=utf-8', 'no-store']);
  });

  it.each([
    '0/999',
    '0/000.p/256',
    '0/0',
    '00/000',
    '64/000',
    '2/000',
    '1/000',
    '0/000/000',
    'x/000',
    '0/%2e%2e',
    '0/x018/x014/x398/x509/x481/983',
    '0/x999/x999/x999/x999/x999/x999/x999/999',
    '1/x018/x014/x398/x509/x481/983',
    '-1/000',
  ])('are not there: %s', async (tile) => {
    for (const path of [`tile/${tile}`, `tile/entries/${tile}`]) {
      const answer = await fetched(path, server.admin);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    }
  });

  it('of entries are for those who may read the trail, and that they did is in it', async () => {
    const { session } = await server.api.person(server.admin, 'reader', ['auditor']);
    const { session: other } = await server.api.person(server.admin, 'nobody');
    expect((await fetched('tile/entries/000')).status).toBe(401);
    expect((await fetched('tile/entries/000', other)).status).toBe(403);
    const before = (await checkpoint()).size;
    for (const tile of ['000', '001']) expect((await fetched(`tile/entries/${tile}`, session)).status).toBe(200);
    const read = (await storedEvents(server.database, before)).filter(({ event }) => event.type === 'TrailRead');
    expect(read.map(({ event }) => event.data.question)).toContain('/log/tile/entries');
    expect(read.length).toBeLessThanOrEqual(2); // one a minute, and a minute may end
  });
});

/** Whether a text proves that these bytes are in the log, and carries them. */
function proves(text: string, entry: Buffer): boolean {
  const { extra, index, hashes, checkpoint: note } = parseTlogProof(text);
  if (!extra?.equals(entry)) return false;
  const { size, root } = opened(note, vkey);
  const head = { size: BigInt(size), root: Buffer.from(root, 'base64') };
  return verifyInclusion({ ...head, leaf: leafHash(entry), index }, hashes);
}

describe('a proof', () => {
  it('shows of any event that it is in the log, and of no other bytes', async () => {
    const events = await storedEvents(server.database);
    for (const position of [0, 1, 255, 256, 511, 512, 599, events.length - 1]) {
      const { status, headers, body } = await server.api.get(`/v1/audit/events/${position}/proof`, server.admin);
      expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
      expect(proves(body, events[position]!.entry)).toBe(true);
      expect(proves(body, events[(position + 1) % events.length]!.entry)).toBe(false);
    }
  });

  it('is there for no event that is not', async () => {
    for (const [position, status] of [
      ['1000000', 404],
      ['999999999999999999', 404],
      ['9223372036854775808', 400],
      ['-1', 404],
      ['x', 400],
    ] as const)
      expect((await server.api.get(`/v1/audit/events/${position}/proof`, server.admin)).status).toBe(status);
  });

  it('carries the event, and is for those who may read it', async () => {
    const { session } = await server.api.person(server.admin, 'sampler', ['auditor']);
    const { session: other } = await server.api.person(server.admin, 'curious');
    expect((await server.api.get('/v1/audit/events/3/proof')).status).toBe(401);
    expect((await server.api.get('/v1/audit/events/3/proof', other)).status).toBe(403);
    const before = (await checkpoint()).size;
    expect((await server.api.get('/v1/audit/events/3/proof', session)).status).toBe(200);
    const [read] = await storedEvents(server.database, before);
    expect(read!.event).toMatchObject({ type: 'TrailRead', data: { question: '/v1/audit/events/3/proof' } });
  });

  it('comes with every issue, revocation and deletion, and is good at once', async () => {
    const { api, admin, database } = server;
    const { body: user } = await api.post('/v1/users', admin, { username: 'leaver', kind: 'service' });
    const answers = await Promise.all(
      times(20).map((n) => api.post('/v1/tokens', admin, { name: `of a batch ${n}`, owner: user.id })),
    );
    answers.push(await api.post(`/v1/tokens/${answers[0]!.body.id}/rotate`, admin));
    answers.push(await api.post(`/v1/tokens/${answers[1]!.body.id}/revoke`, admin));
    answers.push(await api.delete(`/v1/users/${user.id}`, admin));
    const events = await storedEvents(database);
    for (const { body } of answers) {
      expect(parseTlogProof(body.receipt).index).toBe(BigInt(body.position));
      expect(proves(body.receipt, events[Number(body.position)]!.entry)).toBe(true);
    }
  });

  it('comes with a repetition too', async () => {
    const ask = () =>
      server.api.ask('POST', '/v1/tokens', {
        token: server.admin,
        body: { name: 'repeated' },
        headers: { 'idempotency-key': 'once' },
      });
    const [first, again] = [await ask(), await ask()];
    expect(again.body).toMatchObject({ id: first.body.id, secretAvailable: false });
    const [event] = await storedEvents(server.database, first.body.position);
    expect([proves(first.body.receipt, event!.entry), proves(again.body.receipt, event!.entry)]).toEqual([true, true]);
  });
});

describe('that the log has only grown', () => {
  it('is proven from any size to any later one', async () => {
    const { size, root } = await checkpoint();
    const leaves = (await storedEvents(server.database)).map(({ leafHash: leaf }) => leaf);
    const headOf = (of: number) => ({ size: BigInt(of), root: treeOf(leaves.slice(0, of)) });
    expect(headOf(size).root.toString('base64')).toBe(root);
    for (const [from, to] of [
      [1, size],
      [255, 257],
      [256, 512],
      [300, 601],
      [7, 7],
      [0, size],
    ] as const) {
      const { body } = await server.api.get(`/v1/audit/consistency?from=${from}&to=${to}`);
      expect(body).toMatchObject({ from: String(from), to: String(to) });
      const hashes = body.hashes.map((hash: string) => Buffer.from(hash, 'base64'));
      expect(verifyConsistency(headOf(from), headOf(to), hashes)).toBe(true);
    }
  });

  it('is asked to the newest where nobody says which', async () => {
    const { size } = await checkpoint();
    expect((await server.api.get('/v1/audit/consistency?from=5')).body).toMatchObject({ from: '5', to: String(size) });
  });

  it.each(['', '?from=-1', '?from=x', '?from=9&to=8', '?from=1&to=x', '?from=1&from=2', '?from=1&more=2'])(
    'is no question: %j',
    async (asked) => {
      expect((await server.api.get(`/v1/audit/consistency${asked}`)).status).toBe(400);
    },
  );

  it('is not known of sizes that the log has not', async () => {
    expect((await server.api.get('/v1/audit/consistency?from=1&to=1000000')).status).toBe(404);
    expect((await server.api.get('/v1/audit/consistency?from=1000000')).status).toBe(404);
  });
});
