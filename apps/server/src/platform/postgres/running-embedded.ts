import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { migratorUrl } from './migrator-database.js';

/** Of postmaster.pid: where the socket is. PostgreSQL writes it when it starts, and removes it when it ends. */
const SOCKET_LINE = 4;

/** The migrator's URL at the embedded PostgreSQL that a server keeps running in `dataDir`; undefined where none runs. */
export async function runningEmbedded(dataDir: string): Promise<string | undefined> {
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  const sockets = readFileSync(pidFile, 'utf8').split('\n')[SOCKET_LINE] ?? '';
  if (!(await answers(join(sockets, '.s.PGSQL.5432')))) return undefined;
  return migratorUrl(readFileSync(join(dataDir, 'postgres.password'), 'utf8').trim(), sockets);
}

/** After a crash the file and the socket are there, and nobody behind them. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    }).once('error', () => resolve(false));
  });
}
