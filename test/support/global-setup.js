import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// jest loads this file outside its module system: plain JavaScript, and the built server.
import { lockDataDir } from '../../apps/server/dist/platform/data-dir.js';
import { startEmbeddedPostgres } from '../../apps/server/dist/platform/postgres/embedded-postgres.js';

/** One PostgreSQL for all tests: the embedded one, or the one whose superuser TEST_DATABASE_URL names. */
export default async function setup() {
  if (process.env.TEST_DATABASE_URL) return;
  const directory = mkdtempSync(join(tmpdir(), 'tokenledger-test-'));
  const dataDir = lockDataDir(directory);
  const postgres = await startEmbeddedPostgres(
    dataDir,
    () => undefined,
    () => undefined,
  );
  const superuser = new URL(postgres.url);
  superuser.username = 'postgres';
  superuser.password = readFileSync(join(directory, 'postgres.password'), 'utf8').trim();
  superuser.pathname = '/postgres';
  process.env.TEST_DATABASE_URL = superuser.href;
  globalThis.stopPostgres = async () => {
    await postgres.stop();
    dataDir.release();
    rmSync(directory, { recursive: true, force: true });
  };
}
