import { createHash } from 'node:crypto';
import type { Client, ClientConfig } from 'pg';
import { scramVerifier } from './postgres/scram-verifier.js';
import { StartupError } from './startup-error.js';

/** What the server may do with each table. No UPDATE of an event, no DELETE of anything that counts, no DDL. */
const GRANTS = [
  'usage on schema log, state',
  'select, insert on log.event, log.subtree',
  'select, update on log.head',
  'select, insert, update, delete on log.idempotency',
  'select, insert, update on state.users, state.tokens, state.policy, state.integrity, state.keys, state.permissions, state.projects',
  'select, insert, update on state.subject_keys',
  'usage on schema views',
  'select, update on views.cursor',
  'select, insert on views.trail',
  'usage on schema aside',
  'select, insert, update, delete on all tables in schema aside',
];

const ATTRIBUTES = 'login nosuperuser nocreatedb nocreaterole noreplication';
/** Stands as the comment of the roles made here. A role without it is somebody else's, whatever its name. */
const MARK = 'Tokenledger works as this role';

/**
 * Makes the role that the server works as, and answers its login. Every server with the same keys derives the same
 * password. Each step may be repeated, so whoever dies in between leaves nothing to mend.
 */
export async function serverRole(migrator: Client, login: ClientConfig, password: string): Promise<ClientConfig> {
  const user = roleOf(login.database!);
  const role = migrator.escapeIdentifier(user);
  const known = await markOf(migrator, user);
  if (known !== undefined && known !== MARK) throw taken(user);
  try {
    if (known === undefined) await create(migrator, role);
    await migrator.query(`alter role ${role} password '${scramVerifier(password)}'`);
    await migrator.query(
      `grant connect, temporary on database ${migrator.escapeIdentifier(login.database!)} to ${role}`,
    );
    for (const grant of GRANTS) await migrator.query(`grant ${grant} to ${role}`);
  } catch (error) {
    throw mayNot(login, user, error);
  }
  return { ...login, user, password };
}

const LONGEST_NAME = 63;

/** Roles belong to the whole cluster, so the name holds the database's, or where that is too long, a digest of it. */
function roleOf(database: string): string {
  const name = `${database}_server`;
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name;
  return `tokenledger_${createHash('sha256').update(database).digest('hex').slice(0, 32)}`;
}

/** The role's comment: undefined where there is no such role, null where it has none. */
async function markOf(migrator: Client, user: string): Promise<string | null | undefined> {
  const text = `select shobj_description(oid, 'pg_authid') as mark from pg_roles where rolname = $1`;
  return (await migrator.query<{ mark: string | null }>(text, [user])).rows[0]?.mark;
}

/** Role and mark in one transaction: there is no unmarked role of ours. */
async function create(migrator: Client, role: string): Promise<void> {
  await migrator.query(`begin; create role ${role} ${ATTRIBUTES}; comment on role ${role} is '${MARK}'; commit`);
}

const taken = (role: string): StartupError =>
  new StartupError(
    'DATABASE_URL',
    `the server works as a role named ${role}, but that is somebody else's; rename it, or use a database of another name`,
  );

const mayNot = ({ user }: ClientConfig, role: string, cause: unknown): StartupError =>
  new StartupError(
    'DATABASE_URL',
    `role ${user} may not set up the role ${role} that the server works as (${(cause as Error).message}); run: ALTER ROLE "${user}" CREATEROLE`,
    { cause },
  );
