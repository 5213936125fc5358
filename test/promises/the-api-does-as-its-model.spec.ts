import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { concurrently } from '../support/concurrently.js';
import { endurance } from '../support/endurance.js';
import { type OneServer, startOneServer } from '../support/one-server.js';
import { times } from '../support/times.js';
import { ACCOUNT_STEPS, register } from './model/account-steps.js';
import { CREDENTIAL_STEPS, signIn } from './model/credential-steps.js';
import { lookBack } from './model/look-back.js';
import { Model } from './model/model.js';
import type { Token } from './model/standing.js';
import type { Sequence } from './model/step.js';
import { issue, TOKEN_STEPS } from './model/token-steps.js';

const { seed, sequences, say } = endurance({ sequences: 500 });

const AT_ONCE = 8;
const LONGEST_SEQUENCE = 12;
/** Of a busy machine. */
const PATIENCE_MS = 60_000 + sequences * 1000;

let server: OneServer;
let root: Token;

beforeAll(async () => {
  server = await startOneServer();
  const { body } = await server.api.get('/v1/me', server.admin);
  const owner = { ...body, username: 'first.administrator' };
  const session = { kind: 'session', name: null, scope: null, status: 'live', hasSuccessor: false } as const;
  root = { ...session, owner, id: body.credential.id, secret: server.admin };
});

afterAll(() => server?.stop());

/** Names of its own, so that no sequence is in another's way. */
const begin = (): Sequence => ({
  model: new Model(root, randomBytes(6).toString('hex')),
  api: server.api,
  story: [],
});

const ANYTHING = fc.commands([...ACCOUNT_STEPS, ...TOKEN_STEPS, ...CREDENTIAL_STEPS], {
  maxCommands: LONGEST_SEQUENCE,
  size: 'max',
});

/** Somebody to begin with: in an empty world most steps lead nowhere. */
const PLAIN = { by: 0, name: 'x', format: 'jwt', scope: null, expiresIn: undefined } as const;
const BEGINNING = [
  register.of({ by: 0, username: 'a', kind: 'service', roles: ['admin'] }),
  issue.of({ ...PLAIN, which: 0 }),
  issue.of({ ...PLAIN, which: 0, name: 'y', scope: 'users:*' }),
];
const SIGNED_IN = [register.of({ by: 0, username: 'b', kind: 'person', roles: ['user'] }), signIn.of({ which: 0 })];
/** Not always: a password takes longer than everything else together. */
const somebody = fc.constantFrom(BEGINNING, BEGINNING, BEGINNING, [...BEGINNING, ...SIGNED_IN]);

const property = () =>
  fc.asyncProperty(somebody, ANYTHING, async (beginning, steps) => {
    const sequence = begin();
    const setup = () => ({ model: sequence.model, real: sequence });
    await fc.asyncModelRun(setup, beginning);
    await fc.asyncModelRun(setup, steps);
    await lookBack(sequence);
  });

it(
  `whatever is asked in whatever order is answered as the model says (seed ${seed})`,
  async () => {
    await concurrently(AT_ONCE, times(AT_ONCE), async (n) => {
      const numRuns = Math.ceil(sequences / AT_ONCE);
      await fc.assert(property(), { seed: seed + n, numRuns });
      say(`${numRuns} sequences more are as the model has them`);
    });
  },
  PATIENCE_MS,
);
