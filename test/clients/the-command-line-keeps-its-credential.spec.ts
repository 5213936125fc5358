import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import { CommandLine } from '../support/command-line.js';
import { times } from '../support/times.js';
import { startTwoServers, type TwoServers } from '../support/two-servers.js';

let servers: TwoServers;
let cli: CommandLine;

beforeAll(async () => {
  servers = await startTwoServers();
});
beforeEach(() => {
  cli = new CommandLine(servers.one.api.url);
});
afterEach(() => cli.remove());
afterAll(() => servers?.stop());

const login = (...more: string[]): Promise<string> =>
  cli.ok(['login', '--username', 'admin', '--password-stdin', ...more], { input: `${ADMIN_PASSWORD}\n` });
const kept = (server: string): string => JSON.parse(readFileSync(cli.credentials, 'utf8')).servers[server]?.token;
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const AN_HOUR_AGO = Date.now() / 1000 - 3600;
const liveSessions = async (): Promise<number> =>
  (await servers.one.api.get('/v1/tokens?limit=500', servers.admin)).body.items.length;
const isGood = async (secret: string): Promise<boolean> => (await servers.one.api.get('/v1/me', secret)).status === 200;

it('for its owner alone, and never shows it', async () => {
  const said = await login();
  const secret = kept(servers.one.api.url);
  expect(modeOf(cli.credentials)).toBe('600');
  expect(modeOf(dirname(cli.credentials))).toBe('700');
  expect(await isGood(secret)).toBe(true);
  await cli.ok(['whoami']);
  await cli.json(['login', '--username', 'admin', '--password-stdin'], { input: ADMIN_PASSWORD });
  expect(said + cli.said).not.toContain(secret);
  expect(cli.said).not.toContain(kept(servers.one.api.url));
  expect(cli.said).not.toContain(ADMIN_PASSWORD);
});

it('and closes a file to others that somebody has opened to them', async () => {
  await login();
  chmodSync(cli.credentials, 0o644);
  const { code, stderr } = await cli.run(['whoami']);
  expect([code, modeOf(cli.credentials)]).toEqual([0, '600']);
  expect(stderr).toContain('could be read by others');
});

it('until it is signed out: then the session is over and the credential gone', async () => {
  await login();
  const secret = kept(servers.one.api.url);
  await cli.ok(['logout']);
  expect(await isGood(secret)).toBe(false);
  expect(readFileSync(cli.credentials, 'utf8')).not.toContain(secret);
  expect((await cli.run(['whoami'])).code).toBe(3);
  expect((await cli.run(['logout'])).code).toBe(3);
});

it('and ends the session that a new one replaces', async () => {
  await login();
  const first = kept(servers.one.api.url);
  await login();
  expect(await isGood(first)).toBe(false);
  expect(await isGood(kept(servers.one.api.url))).toBe(true);
});

it('for each server, also when two are signed in at once', async () => {
  const urls = [servers.one.api.url, servers.two.api.url];
  await Promise.all(times(6).map((n) => login('--server', urls[n % 2]!)));
  for (const url of urls) expect(await isGood(kept(url))).toBe(true);
});

it('and asks the server of the last sign-in, where nobody says otherwise', async () => {
  await login('--server', servers.two.api.url);
  expect(await cli.ok(['whoami'], { env: { TOKENLEDGER_SERVER: '' } })).toContain(servers.two.api.url);
});

it('after a sign-in that died over its draft', async () => {
  await login();
  const draft = `${cli.credentials}.draft`;
  writeFileSync(draft, '{"current":');
  utimesSync(draft, AN_HOUR_AGO, AN_HOUR_AGO);
  await login();
  expect(existsSync(draft)).toBe(false);
});

it('and lets TOKENLEDGER_TOKEN take its place', async () => {
  await login();
  const { session } = await servers.one.api.person(servers.admin, 'colleague');
  expect(await cli.ok(['whoami'], { env: { TOKENLEDGER_TOKEN: session } })).toMatch(/^User +colleague\n/);
});

it('not where it cannot: then there is no session either, and the reason is one line', async () => {
  const folder = `${cli.credentials}.draft`;
  mkdirSync(folder, { recursive: true });
  utimesSync(folder, AN_HOUR_AGO, AN_HOUR_AGO);
  const sessions = await liveSessions();
  const { code, stderr } = await cli.run(['login', '--username', 'admin', '--password-stdin'], {
    input: ADMIN_PASSWORD,
  });
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^tokenledger: \S+ cannot be written \(\S+\)\.\n$/)]);
  expect(await liveSessions()).toBe(sessions);
});

it.each(['', 'null', '{}', '{"servers":null}', '[', '{"servers":{"a":1}}'])(
  'and takes %j for nothing it wrote',
  async (text) => {
    mkdirSync(dirname(cli.credentials), { recursive: true });
    writeFileSync(cli.credentials, text);
    const { code, stderr } = await cli.run(['whoami']);
    expect([1, 3]).toContain(code);
    expect(stderr).toMatch(/(remove it and sign in again\.|Sign in with: tokenledger login)\n$/);
  },
);

it.each(['two\nlines', 'ümlaut', 'a b'])('and does not repeat what TOKENLEDGER_TOKEN holds: %j', async (text) => {
  const { code, stdout, stderr } = await cli.run(['whoami'], { env: { TOKENLEDGER_TOKEN: text } });
  expect([code, stdout, stderr]).toEqual([3, '', 'tokenledger: TOKENLEDGER_TOKEN does not hold a token.\n']);
});
