import type { DomainEvent, Recorded, State, TokenPolicy } from '@tokenledger/domain';
import type { ClientBase, QueryConfig } from 'pg';

/** Undefined until the log is opened. */
export async function storedPolicy(db: Pick<ClientBase, 'query'>, schema = 'state') {
  const text = `select policy, position from ${schema}.policy`;
  const { rows } = await db.query<{ policy: TokenPolicy; position: string }>({ name: 'read-policy', text });
  return rows[0];
}

/** The policy's row: that of decisions in the schema `state`, or a shadow of it elsewhere. */
export const policyIn = (schema: string) => ({
  async read(db: ClientBase, state: State): Promise<void> {
    const stored = await storedPolicy(db, schema);
    if (!stored) return;
    state.policy = stored.policy;
    state.policyPosition = BigInt(stored.position);
  },

  write: (state: State, events: readonly Recorded<DomainEvent>[]): QueryConfig[] =>
    events.some(({ type }) => type === 'PolicyChanged')
      ? [
          {
            name: 'write-policy',
            text: `insert into ${schema}.policy (policy, position) values ($1, $2)
                   on conflict (only_row) do update set policy = excluded.policy, position = excluded.position`,
            values: [state.policy, String(state.policyPosition)],
          },
        ]
      : [],
});
