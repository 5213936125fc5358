import { createDatabase, type TestDatabase } from '../support/database.js';
import { startServer, type TestServer } from '../support/server.js';
import { times } from '../support/times.js';
import { until } from '../support/until.js';

let database: TestDatabase;
let server: TestServer;
let admin: string;
let scraper: string;

beforeAll(async () => {
  database = await createDatabase();
  server = await startServer({ databaseUrl: database.url });
  admin = await server.api.signIn();
  const { body } = await server.api.post('/v1/tokens', admin, { name: 'prometheus', scopes: ['metrics:get'] });
  scraper = body.token;
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

const scrape = async (): Promise<string> => (await server.api.get('/metrics', scraper)).body;

/** The value of a sample, written as it stands there; 0 where there is none. */
const valueIn = (text: string, sample: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${sample} `))
      ?.split(' ')
      .at(-1) ?? 0,
  );

/** By how much the samples grow while `work` is done. */
async function growth(samples: readonly string[], work: () => Promise<unknown>): Promise<number[]> {
  const before = await scrape();
  await work();
  const after = await scrape();
  return samples.map((sample) => valueIn(after, sample) - valueIn(before, sample));
}

const issue = (name: string, more = {}, headers = {}) =>
  server.api.ask('POST', '/v1/tokens', { token: admin, body: { name, ...more }, headers });
const seconds = (method: string, route: string, status: number): string =>
  `tokenledger_http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"}`;
const checks = (verdict: string, kind: string): string =>
  `tokenledger_checks_total{verdict="${verdict}",kind="${kind}"}`;
const appends = (outcome: string): string => `tokenledger_appends_total{outcome="${outcome}"}`;
const refusals = (code: string): string => `tokenledger_refusals_total{code="${code}"}`;

it('what is counted is for whoever may see it, as Prometheus reads it', async () => {
  const { status, headers, body } = await server.api.get('/metrics', scraper);
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  for (const line of body.trimEnd().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"\n]*"(,\w+="[^"\n]*")*\})? \S+|)$/);
  expect(body).toMatch(/^tokenledger_build_info\{version="\d+\.\d+\.\d+",node="v\d+\.\d+\.\d+"\} 1$/m);
  expect(body).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect((await server.api.get('/v1/me', scraper)).status).toBe(403);
});

it('appends are counted by how they ended', async () => {
  const outcomes = ['accepted', 'replayed', 'name_taken', 'not_found'].map(appends);
  const written = ['tokenledger_events_total', 'tokenledger_commit_duration_seconds_count'];
  const once = { 'idempotency-key': 'counted' };
  const grown = await growth([...outcomes, ...written], async () => {
    await issue('one');
    await issue('two', {}, once);
    await issue('two', {}, once);
    await issue('one');
    await server.api.delete('/v1/users/0198c0de-0000-7000-8000-000000000000', admin);
  });
  expect(grown).toEqual([2, 1, 1, 1, 2, 2]);
});

it('commands of one commit are counted together', async () => {
  const sum = 'tokenledger_commit_commands_sum';
  const count = 'tokenledger_commit_commands_count';
  const [commands, commits] = await growth([sum, count], () =>
    Promise.all(times(40).map((n) => issue(`at once ${n}`))),
  );
  expect(commands).toBe(40);
  expect(commits).toBeLessThan(40);
});

it('checks are counted by verdict and kind', async () => {
  const jwt = (await issue('to be revoked')).body;
  const short = (await issue('to expire', { expiresIn: 1, format: 'opaque' })).body;
  const { id, session } = await server.api.person(admin, 'leaver');
  const me = (token: string) => server.api.get('/v1/me', token);
  await server.api.post(`/v1/tokens/${jwt.id}/revoke`, admin, {});
  await new Promise((resolve) => setTimeout(resolve, 2100));
  const samples = [
    checks('good', 'session'),
    checks('good', 'access'),
    checks('revoked', 'access'),
    checks('expired', 'access'),
    checks('unknown', 'unknown'),
    checks('revoked', 'session'),
  ];
  const grown = await growth(samples, async () => {
    await me(session);
    await me(jwt.token);
    await me(short.token);
    await me('0'.repeat(40));
    await me('none');
    await me(`${session.slice(0, -4)}AAAA`);
    await server.api.delete(`/v1/users/${id}`, admin);
    await me(session);
  });
  expect(grown).toEqual([2, 1, 1, 1, 3, 1]);
});

it('answers are timed by route and status, and refusals counted by code, whatever path was asked for', async () => {
  const samples = [
    seconds('GET', '/v1/users/:id', 404),
    seconds('GET', 'none', 404),
    refusals('not_found'),
    refusals('invalid_request'),
    refusals('unauthenticated'),
  ];
  const grown = await growth(samples, async () => {
    await server.api.get('/v1/users/0198c0de-0000-7000-8000-000000000000', admin);
    for (const n of times(5)) await server.api.get(`/nowhere/${n}`, admin);
    await server.api.get('/v1/users/nobody', admin);
    await server.api.get('/v1/users/%ff', admin);
    await server.api.get('/v1/me');
  });
  expect(grown).toEqual([1, 5, 6, 2, 1]);
});

it('connections to the database and commands that wait are there', async () => {
  const text = await scrape();
  expect(valueIn(text, 'tokenledger_appends_waiting')).toBe(0);
  expect(valueIn(text, 'tokenledger_database_connections{pool="checks",state="idle"}')).toBeGreaterThan(0);
  expect(text).toMatch(/^tokenledger_database_waiting\{pool="queries"\} 0$/m);
});

it('how far the views are behind the log is there: within moments, they are not', async () => {
  await until(async () => (await scrape()).includes('\ntokenledger_projection_lag{projection="trail"} 0\n'));
});

it('nothing that a caller has chosen is in it', async () => {
  const mark = 'zqx';
  await server.api.ask('GET', `/${mark}?${mark}=${mark}`, { headers: { 'user-agent': mark, cookie: mark } });
  await server.api.ask('POST', '/v1/sessions', { body: { username: mark, password: mark } });
  const { id } = await server.api.person(admin, mark);
  const text = await scrape();
  for (const chosen of [mark, id, '127.0.0.1', 'admin', scraper]) expect(text).not.toContain(chosen);
});
