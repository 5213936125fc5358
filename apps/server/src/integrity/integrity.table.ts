import type { DomainEvent, LogChecked, Recorded, State } from '@tokenledger/domain';
import type { ClientBase, QueryConfig } from 'pg';

/** What the last look at everything has come to. */
export interface Integrity {
  readonly intact: boolean;
  /** How many events were looked at. */
  readonly size: string;
  readonly checkedAt: string;
  /** Of the event that says so. */
  readonly position: string;
}

/** Undefined before the first look. */
export async function storedIntegrity(db: Pick<ClientBase, 'query'>, schema = 'state'): Promise<Integrity | undefined> {
  const text = `select intact, size, checked_at as "checkedAt", position from ${schema}.integrity`;
  return (await db.query<Integrity>({ name: 'read-integrity', text })).rows[0];
}

/** The row: that of decisions in the schema `state`, or a shadow of it elsewhere. */
export const integrityIn = (schema: string) => ({
  async read(db: ClientBase, state: State): Promise<void> {
    state.intact = (await storedIntegrity(db, schema))?.intact ?? true;
  },

  write(_: State, events: readonly Recorded<DomainEvent>[]): QueryConfig[] {
    const last = events.findLast((event): event is Recorded<LogChecked> => event.type === 'LogChecked');
    if (!last) return [];
    const { data, position, recordedAt } = last;
    const text = `insert into ${schema}.integrity (intact, size, checked_at, position) values ($1, $2, $3, $4)
      on conflict (only_row) do update set
      intact = excluded.intact, size = excluded.size, checked_at = excluded.checked_at, position = excluded.position`;
    return [{ name: 'write-integrity', text, values: [data.ok, data.size, recordedAt, String(position)] }];
  },
});
