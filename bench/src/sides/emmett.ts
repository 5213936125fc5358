import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { closedLoop } from '../closed-loop.js';
import { answerQuestions } from '../side.js';

export interface EmmettSetting {
  readonly databaseUrl: string;
  /** Of the data of an event, in bytes of JSON. */
  readonly size: number;
}

export interface AppendFor {
  readonly callers: number;
  readonly ms: number;
}

/** Bare appends: one event each, each to a stream of its own, as many at once as the store's own pool lets through. */
await answerQuestions<AppendFor>(async ({ databaseUrl, size }: EmmettSetting) => {
  const store = getPostgreSQLEventStore(databaseUrl);
  await store.schema.migrate();
  const data = { filling: 'x'.repeat(size - '{"filling":""}'.length) };
  let streams = 0;
  const run = Date.now();
  const append = () => store.appendToStream(`token-${run}-${streams++}`, [{ type: 'TokenIssued', data }]);
  return {
    answer: async ({ callers, ms }) => (await closedLoop(callers, ms, append)).perSecond,
    close: () => store.close(),
  };
});
