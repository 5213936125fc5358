import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type OneServer, startOneServer } from '../support/one-server.js';

const DESCRIPTION = readFileSync(fileURLToPath(new URL('../../docs/openapi.json', import.meta.url)), 'utf8');

let server: OneServer;
beforeAll(async () => (server = await startOneServer()));
afterAll(() => server?.stop());

const get = (path: string) => server.api.get(path);

it('the description that the server gives is the one that its answers are held to', async () => {
  const { status, body, headers } = await get('/openapi.json');
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  expect(body).toEqual(JSON.parse(DESCRIPTION));
});

it('the page loads what it needs from this server, and nothing else', async () => {
  const { status, headers, body: page } = await get('/docs');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const links = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link]: string[]) => link!);
  const files = links.filter((link) => link !== 'data:,');
  expect(files).toHaveLength(4);
  for (const file of files) {
    expect(file).not.toMatch(/^[a-z]+:|^\//);
    expect((await get(`/${file}`)).status).toBe(200);
  }
});

it('the page runs no script and no style but its files', async () => {
  const { headers, body: page } = await get('/docs');
  const policy = headers.get('content-security-policy')!;
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; /);
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
  expect(page).not.toMatch(/<script>|<style|\son[a-z]+=|style=/);
});

it.each(['../../package.json', 'package.json', 'index.html', '', 'swagger-ui.css.map'])(
  'no other file is there: %j',
  async (file) => {
    expect([400, 404]).toContain((await get(`/docs/${encodeURIComponent(file)}`)).status);
  },
);

const kept = async (path: string) => (await get(path)).headers.get('cache-control');

it('scripts and styles may be kept for an hour, the page and the description are asked for each time', async () => {
  expect(await kept('/docs/init.js')).toBe('public, max-age=3600');
  expect(await kept('/docs')).toBe('no-cache');
  expect(await kept('/openapi.json')).toBe('no-cache');
});
