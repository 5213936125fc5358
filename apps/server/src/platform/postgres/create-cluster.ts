import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Unprivileged } from './as-unprivileged.js';
import { lastComplaint } from './last-complaint.js';
import { StartupError } from '../startup-error.js';
import { syncDirectory } from '../sync-directory.js';
import { startWatched } from './watched-process.js';

const DRAFT = 'postgres.tmp';

/**
 * Makes an empty database cluster, whole and on disk, or nothing of that name. Should we die within, a draft is left,
 * which the next start removes. The initdb of a killed start may live on for a moment: every draft has its own name, so
 * the two never write to the same files.
 */
export async function createCluster(
  cluster: string,
  initdb: string,
  passwordFile: string,
  runAs: Unprivileged,
): Promise<void> {
  const parent = dirname(cluster);
  removeDrafts(parent);
  const draft = mkdtempSync(join(parent, `${DRAFT}-`));
  runAs.own(draft);
  runAs.own(passwordFile);
  await fill(draft, initdb, passwordFile, runAs);
  renameSync(draft, cluster);
  syncDirectory(parent);
}

function removeDrafts(parent: string): void {
  for (const name of readdirSync(parent))
    if (name.startsWith(DRAFT)) rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 10 });
}

/** initdb syncs all it has written before it reports success. */
async function fill(draft: string, initdb: string, passwordFile: string, runAs: Unprivileged): Promise<void> {
  const form = ['--locale=C', '--encoding=UTF8', '--data-checksums', '--no-instructions'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const run = startWatched(runAs, initdb, ['-D', draft, ...form, ...access]);
  await run.exited;
  if (run.succeeded() && existsSync(join(draft, 'PG_VERSION'))) return;
  throw new StartupError('DATA_DIR', `cannot create a database in ${dirname(draft)}: ${lastComplaint(run.tail())}`);
}
