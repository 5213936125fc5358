import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

const FULL = '/dev/full';
const SEGMENTS_AHEAD = 8;

/**
 * Parts of a PostgreSQL of our own that stand on a full disk. Linux's /dev/full answers every write with ENOSPC, so what is
 * linked to it is full for PostgreSQL, for root and for everybody, without a mount or a privilege.
 */
export class FullDisk {
  private readonly links: string[] = [];

  /** `dataDir`: of the server, or of whoever runs `startEmbeddedPostgres`. */
  constructor(private readonly dataDir: string) {
    if (!existsSync(FULL)) throw new Error(`there is no ${FULL} here: a full disk cannot be tried on this system`);
  }

  /** The log's table can grow no more; the database itself goes on. */
  async fillData(): Promise<void> {
    const [row] = await this.query<{ path: string }>(`select pg_relation_filepath('log.event') as path`);
    // The map of free space is made with the table's next page. A link in place of the table would hide its rows.
    this.link(join(this.cluster, `${row!.path}_fsm`));
  }

  /** The WAL can grow no more: the database ends at its next write, and cannot recover. */
  async fillWal(): Promise<void> {
    const [row] = await this.query<{ name: string }>('select pg_walfile_name(pg_current_wal_lsn()) as name');
    for (const segment of this.segmentsAfter(row!.name)) this.link(segment);
    await this.query('select pg_switch_wal()').catch(() => undefined);
  }

  free(): void {
    for (const link of this.links.splice(0)) rmSync(link);
  }

  private get cluster(): string {
    return join(this.dataDir, 'postgres');
  }

  /** Those that were made ahead are space too. */
  private segmentsAfter(name: string): string[] {
    const wal = join(this.cluster, 'pg_wal');
    for (const ahead of readdirSync(wal)) if (/^[0-9A-F]{24}$/.test(ahead) && ahead > name) rmSync(join(wal, ahead));
    const [prefix, last] = [name.slice(0, 16), Number.parseInt(name.slice(16), 16)];
    return Array.from({ length: SEGMENTS_AHEAD }, (_, n) => {
      const number = (last + 1 + n).toString(16).toUpperCase().padStart(8, '0');
      return join(wal, prefix + number);
    });
  }

  private link(path: string): void {
    symlinkSync(FULL, path);
    this.links.push(path);
  }

  private async query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
    const password = readFileSync(join(this.dataDir, 'postgres.password'), 'utf8').trim();
    const login = { host: join(this.dataDir, 'run'), port: 5432, user: 'postgres', password, database: 'tokenledger' };
    const client = new pg.Client(login);
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
