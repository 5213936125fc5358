import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { Authority } from '../../apps/server/src/check/authority.js';
import { PermissionsInForce } from '../../apps/server/src/check/permissions-in-force.js';
import { Check, type GoodToken, type Verdict } from '../../apps/server/src/check/check.js';
import { lowS } from '../../apps/server/src/keys/low-s.js';
import { TokenVerifier } from '../../apps/server/src/keys/token-verifier.js';
import { PUBLIC_URL, startApp, type TestApp } from '../support/app.js';

let app: TestApp;
let admin: string;
let check: Check;
let told: Verdict[];

beforeAll(async () => {
  app = await startApp();
  admin = await app.api.signIn();
});

afterAll(() => app?.close());

beforeEach(() => {
  told = [];
  check = freshCheck();
});

/** One that has seen no token yet. */
const freshCheck = (): Check => {
  const { ledger } = app;
  const authority = new Authority(ledger.pool, ledger.known, new PermissionsInForce(ledger.pool));
  return new Check(PUBLIC_URL, new TokenVerifier(ledger.ring), authority, (verdict) => told.push(verdict));
};

interface Issued {
  readonly id: string;
  readonly owner: string;
  readonly token: string;
}

const issue = async (more: object = {}): Promise<Issued> => {
  const { status, body } = await app.api.post('/v1/tokens', admin, { name: randomUUID(), ...more });
  if (status !== 201) throw new Error(`issuing was answered with ${status}`);
  return body;
};

const person = async (): Promise<string> => (await app.api.person(admin, randomUUID())).id;

async function change(user: string, body: object): Promise<void> {
  const headers = { 'if-match': '*' };
  const { status } = await app.api.ask('PATCH', `/v1/users/${user}`, { token: admin, body, headers });
  if (status !== 200) throw new Error(`the change was answered with ${status}`);
}

type Claims = Record<string, unknown>;

const part = (token: string, which: 0 | 1): Claims =>
  JSON.parse(Buffer.from(token.split('.')[which]!, 'base64url').toString());
const encoded = (what: object): string => Buffer.from(JSON.stringify(what)).toString('base64url');

const tokenKey = (): KeyObject => [...app.ledger.ring.held.token.values()][0]!;

/** As the server signs, but for what is said otherwise. */
async function signed(claims: Claims, header: Claims = {}, secret: KeyObject = tokenKey()): Promise<string> {
  const text = `${encoded({ ...part((await issue()).token, 0), ...header })}.${encoded(claims)}`;
  const signature = sign('sha256', Buffer.from(text), { key: secret, dsaEncoding: 'ieee-p1363' });
  return lowS(`${text}.${signature.toString('base64url')}`);
}

const now = (): number => Math.floor(Date.now() / 1000);

describe('of a good token', () => {
  it.each(['jwt', 'opaque'])('says all that the log says (%s)', async (format) => {
    const owner = await person();
    const { id, token } = await issue({ owner, format, scopes: ['tokens:get'] });
    const verdict = await check.ask(token);
    expect(verdict).toMatchObject({
      good: true,
      forUs: true,
      inItsTime: true,
      caller: { user: { id: owner, roles: ['user'] } },
      token: { id, owner, kind: 'access', format, status: 'live', scopes: ['tokens:get'], audience: PUBLIC_URL },
    });
    expect((verdict as GoodToken).caller.token).toBe(verdict.token);
    expect(told).toEqual([verdict]);
  });

  it('knows when, and up to where in the log', async () => {
    const before = new Date(Date.now() - 1000).toISOString();
    const { token } = await issue();
    const last = (await app.api.post('/v1/tokens', admin, { name: randomUUID() })).body.position;
    const { at, position } = (await check.ask(token)) as Required<Verdict>;
    expect(String(position)).toBe(last);
    expect([at > before, at < new Date(Date.now() + 1000).toISOString()]).toEqual([true, true]);
  });

  it('tells one for another service from its own', async () => {
    const { token } = await issue({ audience: 'https://elsewhere.test' });
    expect(await check.ask(token)).toMatchObject({ good: true, forUs: false });
  });

  it('is the same the second time, and the owner is who they are by then', async () => {
    const owner = await person();
    const { token } = await issue({ owner });
    expect(await check.ask(token)).toMatchObject({ good: true, caller: { user: { roles: ['user'] } } });
    await change(owner, { roles: ['admin'] });
    expect(await check.ask(token)).toMatchObject({ good: true, caller: { user: { roles: ['admin'] } } });
    expect(told).toHaveLength(2);
  });
});

describe('says no', () => {
  const UNKNOWN = { good: false, why: 'unknown' };

  it('to every other spelling, also after the right one', async () => {
    for (const format of ['jwt', 'opaque']) {
      const { token } = await issue({ format });
      const others = ['', `${token}\n`, ` ${token}`, `${token}=`, token.toUpperCase(), `${token}.`, `a.${token}`];
      for (const text of others) expect(await check.ask(text)).toEqual(UNKNOWN);
      expect(await check.ask(token)).toMatchObject({ good: true });
      for (const text of others) expect(await check.ask(text)).toEqual(UNKNOWN);
    }
  });

  it('to an opaque text that was never issued, and to one too long to be looked at', async () => {
    expect(await check.ask('0'.repeat(40))).toEqual(UNKNOWN);
    expect(await check.ask(`${'a'.repeat(4096)}.${'a'.repeat(4096)}.a`)).toEqual(UNKNOWN);
  });

  it('to a JWT of another key, algorithm, type or key id', async () => {
    const { token } = await issue();
    const claims = part(token, 1);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const forged = [
      await signed(claims, {}, privateKey),
      await signed(claims, { typ: 'JWT' }),
      await signed(claims, { typ: undefined }),
      await signed(claims, { kid: 'another' }),
      await signed(claims, { alg: 'ES384' }),
      await signed(claims, { alg: 'none' }),
    ];
    for (const text of forged) expect(await check.ask(text)).toEqual(UNKNOWN);
    expect(await check.ask(await signed(claims))).toMatchObject({ good: true });
  });

  it('to a JWT of our key that says what the log does not', async () => {
    const { token } = await issue();
    const claims = part(token, 1);
    const opaque = await issue({ format: 'opaque' });
    const others: Claims[] = [
      { ...claims, iss: 'http://other.test' },
      { ...claims, aud: 'http://other.test' },
      { ...claims, sub: randomUUID() },
      { ...claims, jti: randomUUID() },
      { ...claims, jti: opaque.id },
      { ...claims, iat: 'soon' },
      { ...claims, nbf: undefined },
    ];
    for (const other of others) expect(await check.ask(await signed(other))).toEqual(UNKNOWN);
  });

  it('to a text that the log knows, where the token is a JWT', async () => {
    const { id } = await issue();
    await app.database.query(`update state.tokens set secret_digest = sha256('${'5'.repeat(40)}') where id = '${id}'`);
    expect(await check.ask('5'.repeat(40))).toEqual(UNKNOWN);
  });

  it.each([
    ['not yet good', () => ({ nbf: now() + 60 })],
    ['over', () => ({ exp: now() - 1 })],
    ['over in this second', () => ({ exp: now() })],
  ])('to one whose own time is %s', async (_, times) => {
    const { id, token } = await issue();
    const other = await signed({ ...part(token, 1), ...times() });
    expect(await check.ask(other)).toMatchObject({ good: false, why: 'expired', token: { id }, inItsTime: false });
  });

  it('to none whose time has just begun, or has no end of its own', async () => {
    const claims = part((await issue()).token, 1);
    expect(await check.ask(await signed({ ...claims, nbf: now() }))).toMatchObject({ good: true });
    expect(await check.ask(await signed({ ...claims, exp: undefined }))).toMatchObject({ good: true });
  });

  it.each(['jwt', 'opaque'])('to one that has had its time (%s)', async (format) => {
    const { id, token } = await issue({ format });
    await app.database.query(`update state.tokens set expires_at = '2020-01-01T00:00:00.000000Z' where id = '${id}'`);
    expect(await check.ask(token)).toMatchObject({ good: false, why: 'expired', token: { id } });
  });

  it.each(['jwt', 'opaque'])('to a revoked one, whatever else it is (%s)', async (format) => {
    const owner = await person();
    const { id, token } = await issue({ owner, format });
    await app.api.post(`/v1/tokens/${id}/revoke`, admin);
    expect(await check.ask(token)).toMatchObject({ good: false, why: 'revoked', token: { id } });
    await change(owner, { enabled: false });
    expect(await check.ask(token)).toMatchObject({ good: false, why: 'revoked' });
  });

  it.each(['jwt', 'opaque'])('as long as its owner is disabled (%s)', async (format) => {
    const owner = await person();
    const { token } = await issue({ owner, format });
    await change(owner, { enabled: false });
    expect(await check.ask(token)).toMatchObject({ good: false, why: 'disabled' });
    await change(owner, { enabled: true });
    expect(await check.ask(token)).toMatchObject({ good: true });
  });

  it('and tells whoever watches, each time', async () => {
    await check.ask('no token');
    expect(told).toEqual([UNKNOWN]);
  });
});
