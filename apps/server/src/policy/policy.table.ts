import type { DomainEvent, Recorded, State, TokenPolicy } from '@tokenledger/domain';
import type { ClientBase } from 'pg';

export async function readPolicy(db: ClientBase, state: State): Promise<void> {
  const text = 'select policy from state.policy';
  const { rows } = await db.query<{ policy: TokenPolicy }>({ name: 'read-policy', text });
  if (rows[0]) state.policy = rows[0].policy;
}

export async function writePolicy(
  db: ClientBase,
  state: State,
  events: readonly Recorded<DomainEvent>[],
): Promise<void> {
  const last = events.findLast(({ type }) => type === 'PolicyChanged');
  if (!last) return;
  await db.query(
    `insert into state.policy (policy, position) values ($1, $2)
     on conflict (only_row) do update set policy = excluded.policy, position = excluded.position`,
    [state.policy, String(last.position)],
  );
}
