import { createHmac } from 'node:crypto';
import type { Client } from 'pg';
import { scramVerifier } from './scram-verifier.js';

const ROLE = 'tokenledger_migrator';
const DATABASE = 'tokenledger';

/**
 * Makes the role that owns the database, and the database; answers the URL by which that role reaches it. Each step is
 * atomic and skipped when done, so should we die between them, the next start goes on from there.
 */
export async function migratorDatabase(superuser: Client, password: string, socketDirectory: string): Promise<string> {
  const own = passwordOf(password);
  const attributes = `login nosuperuser createrole password '${scramVerifier(own)}'`;
  if (!(await isThere(superuser, 'pg_roles where rolname', ROLE)))
    await superuser.query(`create role ${ROLE} ${attributes}`);
  if (!(await isThere(superuser, 'pg_database where datname', DATABASE)))
    await superuser.query(`create database ${DATABASE} owner ${ROLE}`);
  return migratorUrl(password, socketDirectory);
}

/** `password`: the superuser's, from which that of the role is derived. */
export const migratorUrl = (password: string, socketDirectory: string): string =>
  `postgres://${ROLE}:${passwordOf(password)}@${encodeURIComponent(socketDirectory)}:5432/${DATABASE}`;

const passwordOf = (password: string): string => createHmac('sha256', password).update(ROLE).digest('base64url');

async function isThere(client: Client, where: string, name: string): Promise<boolean> {
  return (await client.query(`select from ${where} = $1`, [name])).rowCount === 1;
}
