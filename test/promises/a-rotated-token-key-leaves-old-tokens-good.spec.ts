import { startApp, type TestApp } from '../support/app.js';
import { openTestLedger } from '../support/ledger.js';
import { differencesOf, SAME } from '../support/replayed.js';
import { beginRotation, come, keysOf, statusesOf } from '../support/rotated.js';
import { until } from '../support/until.js';

let app: TestApp;
let admin: string;

beforeAll(async () => {
  app = await startApp();
  admin = await app.api.signIn();
});

afterAll(() => app?.close());

const jwks = async (): Promise<string[]> =>
  (await app.api.get('/.well-known/jwks.json')).body.keys.map(({ kid }: { kid: string }) => kid);
const kidOf = (token: string): string => JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()).kid;
const isGood = async (token: string): Promise<boolean> => (await app.api.get('/v1/me', token)).status === 200;
const issue = async (name: string): Promise<{ id: string; token: string }> =>
  (await app.api.post('/v1/tokens', admin, { name })).body;

let old: { id: string; token: string };
let first: string;
let next: string;

it('publishes the next key before its first use, for longer than anybody keeps what was published', async () => {
  old = await issue('of before');
  first = kidOf(old.token);
  next = await beginRotation(app.api, admin, 'token');
  await until(async () => (await jwks()).length === 2);
  expect(await jwks()).toEqual([first, next]);
  const { headers } = await app.api.get('/.well-known/jwks.json');
  const kept = Number(/max-age=(\d+)/.exec(headers.get('cache-control')!)![1]);
  expect(kept).toBeLessThan(app.ledger.keySettings.publishSeconds);
  expect(kidOf((await issue('while it is published')).token)).toBe(first);
});

it('signs new tokens with it, and old ones stay good', async () => {
  await come(app.api, admin, 'token', 'previous', 'current');
  const { token } = await issue('of after');
  expect(kidOf(token)).toBe(next);
  expect([await isGood(token), await isGood(old.token)]).toEqual([true, true]);
  expect(await jwks()).toEqual([first, next]);
});

it('keeps the old key until its last token has ended', async () => {
  const sessions = admin;
  await until(async () => /is live/.test((await keysOf(app.api, admin, 'token'))[0]!.waitsFor ?? ''));
  // That a server signs with it that has not heard of the newer one, is over.
  admin = await app.api.signIn();
  const { items } = (await app.api.get('/v1/tokens?limit=100', admin)).body;
  const ofBefore = items.filter(({ position }: { position: string }) => BigInt(position) < issuedNow(items));
  expect(ofBefore.length).toBeGreaterThan(2);
  for (const { id } of ofBefore.slice(1)) await app.api.post(`/v1/tokens/${id}/revoke`, admin);
  expect(await statusesOf(app.api, admin, 'token')).toEqual(['previous', 'current']);
  await app.api.post(`/v1/tokens/${ofBefore[0].id}/revoke`, admin);
  await come(app.api, admin, 'token', 'retired', 'current');
  expect(await jwks()).toEqual([next]);
  expect([await isGood(old.token), await isGood(sessions), await isGood(admin)]).toEqual([false, false, true]);
});

const issuedNow = (items: readonly { position: string }[]): bigint =>
  items.map(({ position }) => BigInt(position)).reduce((a, b) => (a > b ? a : b));

it('takes the old key out of the file, and a start needs it no more', async () => {
  const { file } = app.ledger.keySettings.source;
  await until(async () => app.ledger.ring.held.token.size === 1);
  const again = await openTestLedger(app.database, file);
  expect([...again.ring.held.token.keys()]).toEqual([next]);
  await again.close();
});

it('says each step in the log, with the public half', async () => {
  const types = 'KeyAdded,KeyActivated,KeyRetired';
  const { items } = (await app.api.get(`/v1/audit/events?type=${types}`, admin)).body;
  const steps = items.map(({ type, actor }: { type: string; actor: { type: string } }) => [type, actor.type]);
  expect(steps.toSorted()).toEqual([
    ['KeyActivated', 'system'],
    ['KeyAdded', 'user'],
    ['KeyRetired', 'system'],
  ]);
  const jwk = items.find(({ type }: { type: string }) => type === 'KeyAdded').data.jwk;
  expect(Object.keys(jwk).toSorted()).toEqual(['crv', 'kty', 'x', 'y']);
  expect(await differencesOf({ database: app.database, keysFile: app.ledger.keySettings.source.file })).toEqual(SAME);
});
