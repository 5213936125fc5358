import { type DomainEvent, type PermissionRules, Permissions, type Recorded, type State } from '@tokenledger/domain';
import type { ClientBase, QueryConfig } from 'pg';
import { regex } from './regex.js';

/** Undefined until rules have been set. */
export async function storedPermissions(
  db: Pick<ClientBase, 'query'>,
  schema = 'state',
): Promise<Permissions | undefined> {
  const text = `select written, position from ${schema}.permissions`;
  const { rows } = await db.query<{ written: PermissionRules; position: string }>({ name: 'read-permissions', text });
  return rows[0] && new Permissions(rows[0].written, BigInt(rows[0].position), regex);
}

/** The row of the rules: that of decisions in the schema `state`, or a shadow of it elsewhere. */
export const permissionsIn = (schema: string) => ({
  read: (db: ClientBase) => storedPermissions(db, schema),

  write: ({ permissions }: State, events: readonly Recorded<DomainEvent>[]): QueryConfig[] =>
    events.some(({ type }) => type === 'PermissionsChanged')
      ? [
          {
            name: 'write-permissions',
            text: `insert into ${schema}.permissions (written, position) values ($1, $2)
                   on conflict (only_row) do update set written = excluded.written, position = excluded.position`,
            values: [permissions.written, String(permissions.position)],
          },
        ]
      : [],
});
