import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import setup from './support/global-setup.js';
import teardown from './support/global-teardown.js';

const HELP = `Changes the code in every way that it knows, and says of which changes no test has taken notice.

  npm run test:mutation [-- --only NAME]

NAME is one of: domain, merkle, check, appender. An hour or more in all; exit code 1 below 85 %.
`;

const file = (name) => `apps/server/src/event-log/${name}.ts`;
/** What the decision of a batch goes through, from the queue to the bytes and the head. */
const APPENDER = ['event-log', 'transaction', 'draft', 'entry', 'canonical-json', 'head', 'idempotency', 'known-log'];

const ROOMS = {
  domain: ['libs/domain/src/**/*.ts', '!libs/domain/src/examples.ts', '!libs/domain/src/specification.ts'],
  merkle: ['libs/merkle/src/*.ts'],
  check: ['apps/server/src/check/*.ts'],
  appender: APPENDER.map(file),
};

/** Beyond what the tests of the room take: what goes on for ever is noticed too. Those with a database may have to wait for it. */
const PATIENCE_MS = { domain: 8000, merkle: 8000, check: 30_000, appender: 30_000 };

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
  ];
  return spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, MUTATED: room } }).status;
}

// One database for all; else every mutant would start one of its own.
await setup();
try {
  const rooms = values.only === undefined ? Object.keys(ROOMS) : [values.only];
  if (rooms.map(mutate).some((status) => status !== 0)) process.exitCode = 1;
} finally {
  await teardown();
}
