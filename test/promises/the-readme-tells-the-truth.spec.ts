import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ADMIN_PASSWORD } from '../support/admin-password.js';
import { createDatabase, type TestDatabase } from '../support/database.js';
import { startServer, type TestServer } from '../support/server.js';

const README = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');

let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await createDatabase();
  server = await startServer({ databaseUrl: database.url });
});

afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

it('ends its story in a refused token and its history', async () => {
  const story = /```sh\n([\s\S]*?)```/
    .exec(README)![1]!
    .replace(/^api=.*$/m, `api=${server.api.url}`)
    .replace(/^password=.*$/m, `password='${ADMIN_PASSWORD}'`);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', story]);
  const [me, good, revoked, refused, inactive, issuedLine, revokedLine, origin] = stdout.split('\n');
  expect(JSON.parse(me!)).toMatchObject({ username: 'build-robot', credential: { kind: 'access' } });
  expect(JSON.parse(good!)).toMatchObject({ active: true });
  expect(JSON.parse(revoked!)).toMatchObject({ cause: 'compromised' });
  expect(JSON.parse(refused!)).toMatchObject({ status: 401, code: 'invalid_token' });
  expect(JSON.parse(inactive!)).toEqual({ active: false });
  expect(issuedLine).toMatch(/^\d+ \S+Z TokenIssued $/);
  expect(revokedLine).toMatch(/^\d+ \S+Z TokenRevoked it was in a build log$/);
  expect(origin).toBe('tokens.test');
});
