import type { DomainEvent, Recorded, State, TokenPolicy } from '@tokenledger/domain';
import type { ClientBase } from 'pg';

/** Undefined until the log is opened. */
export async function storedPolicy(db: Pick<ClientBase, 'query'>) {
  const text = 'select policy, position from state.policy';
  const { rows } = await db.query<{ policy: TokenPolicy; position: string }>({ name: 'read-policy', text });
  return rows[0];
}

export async function readPolicy(db: ClientBase, state: State): Promise<void> {
  const stored = await storedPolicy(db);
  if (!stored) return;
  state.policy = stored.policy;
  state.policyPosition = BigInt(stored.position);
}

export async function writePolicy(
  db: ClientBase,
  state: State,
  events: readonly Recorded<DomainEvent>[],
): Promise<void> {
  if (!events.some(({ type }) => type === 'PolicyChanged')) return;
  await db.query(
    `insert into state.policy (policy, position) values ($1, $2)
     on conflict (only_row) do update set policy = excluded.policy, position = excluded.position`,
    [state.policy, String(state.policyPosition)],
  );
}
