import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartupError } from '../startup-error.js';

const LONGEST = process.platform === 'linux' ? 107 : 103;

/** An empty private folder for the socket. What a crash left in it could keep PostgreSQL from starting. */
export function socketDirectory(dataDir: string): string {
  const home = join(dataDir, 'run');
  rmSync(home, { recursive: true, force: true });
  if (fits(home)) {
    mkdirSync(home, { mode: 0o700 });
    return home;
  }
  return elsewhere(dataDir);
}

/** After a kill this one stays behind in the temporary folder, with nothing in it but a dead socket. */
function elsewhere(dataDir: string): string {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'tokenledger-'));
  if (fits(directory)) return directory;
  rmSync(directory, { recursive: true });
  const advice = 'choose a shorter DATA_DIR or TMPDIR';
  throw new StartupError('DATA_DIR', `${dataDir} and ${tmpdir()} are too long for a unix socket; ${advice}`);
}

function fits(directory: string): boolean {
  return Buffer.byteLength(join(directory, '.s.PGSQL.5432')) <= LONGEST;
}
