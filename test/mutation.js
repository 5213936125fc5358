import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import setup from './support/global-setup.js';
import teardown from './support/global-teardown.js';

const HELP = `Changes the code in every way that it knows, and says of which changes no test has taken notice.

  npm run test:mutation [-- --only NAME]

NAME is one of: domain, merkle, check, draft, batch, queue. Two hours or more in all; exit code 1 below 85 %.

What is known from the last time is in reports/, and is tried again only where the changed lines, or the tests that meet them,
are no longer the same. Remove it where anything else has changed.
`;

const file = (name) => `apps/server/src/event-log/${name}.ts`;
/** The appender: what commands come to, which needs no database; the transaction of a batch; and the queue before it. */
const APPENDER = {
  draft: ['draft', 'entry', 'canonical-json', 'known-log'],
  batch: ['transaction', 'head', 'idempotency'],
  queue: ['event-log'],
};

const ROOMS = {
  domain: ['libs/domain/src/**/*.ts', '!libs/domain/src/examples.ts', '!libs/domain/src/specification.ts'],
  merkle: ['libs/merkle/src/*.ts'],
  check: ['apps/server/src/check/*.ts'],
  draft: APPENDER.draft.map(file),
  batch: APPENDER.batch.map(file),
  queue: APPENDER.queue.map(file),
};

const WITH_DATABASE = new Set(['check', 'batch', 'queue']);

/** Beyond what the tests of the room take: what goes on for ever is noticed too. Those with a database may have to wait for it. */
const PATIENCE_MS = { domain: 8000, merkle: 8000, check: 45_000, draft: 8000, batch: 60_000, queue: 60_000 };

/** Random commands for batches: always the same, for a change is to be noticed again the next time. */
const ENDURANCE = JSON.stringify({ seed: 1, sequences: 5 });

const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean' } } });
if (values.help || (values.only !== undefined && !Object.hasOwn(ROOMS, values.only))) {
  process.stdout.write(HELP);
  process.exit(values.help ? 0 : 2);
}

const stryker = fileURLToPath(new URL('../node_modules/@stryker-mutator/core/bin/stryker.js', import.meta.url));

function mutate(room) {
  const args = [
    stryker,
    'run',
    '--mutate',
    [...ROOMS[room], '!**/*.spec.ts'].join(','),
    '--timeoutMS',
    PATIENCE_MS[room],
    // What a change has left running in a process, with connections to the database, would fail the tests of the next.
    '--maxTestRunnerReuse',
    WITH_DATABASE.has(room) ? 1 : 30,
    '--incremental',
    '--incrementalFile',
    `reports/mutation-${room}.json`,
  ];
  return spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, MUTATED: room, ENDURANCE } })
    .status;
}

// One database for all; else every mutant would start one of its own.
await setup();
try {
  const rooms = values.only === undefined ? Object.keys(ROOMS) : [values.only];
  if (rooms.map(mutate).some((status) => status !== 0)) process.exitCode = 1;
} finally {
  await teardown();
}
