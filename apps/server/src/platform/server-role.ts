import type { Client, ClientConfig } from 'pg';
import { scramVerifier } from './postgres/scram-verifier.js';
import { StartupError } from './startup-error.js';

/** What the server may do with each table. No UPDATE of an event, no DELETE of anything that counts, no DDL. */
const GRANTS = [
  'usage on schema log, state',
  'select, insert on log.event, log.subtree',
  'select, update on log.head',
  'select, insert, update, delete on log.idempotency',
  'select, insert, update on state.users, state.tokens, state.policy',
  'select, insert on state.subject_keys',
];

/**
 * Makes the role that the server works as, and answers its login. Roles belong to the whole cluster, so its name holds
 * the database's. Every server with the same keys derives the same password.
 */
export async function serverRole(migrator: Client, login: ClientConfig, password: string): Promise<ClientConfig> {
  const user = `${login.database}_server`.slice(0, 63);
  const role = migrator.escapeIdentifier(user);
  const { rowCount } = await migrator.query('select from pg_roles where rolname = $1', [user]);
  const verb = rowCount === 0 ? 'create' : 'alter';
  try {
    // A new role may log in and nothing else: that is PostgreSQL's default.
    await migrator.query(`${verb} role ${role} login password '${scramVerifier(password)}'`);
    await migrator.query(`grant connect on database ${migrator.escapeIdentifier(login.database!)} to ${role}`);
    for (const grant of GRANTS) await migrator.query(`grant ${grant} to ${role}`);
  } catch (error) {
    throw mayNot(login, user, error);
  }
  return { ...login, user, password };
}

const mayNot = ({ user }: ClientConfig, role: string, cause: unknown): StartupError =>
  new StartupError(
    'DATABASE_URL',
    `role ${user} may not set up the role ${role} that the server works as (${(cause as Error).message}); run: ALTER ROLE "${user}" CREATEROLE`,
    { cause },
  );
