import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const HELP = `The tests that go on for as long as they are told, or until so much has been tried.

  npm run test:endurance -- [--operations 100000] [--minutes 120] [--sequences 5000] [--seed NUMBER]
`;

const number = (text) => {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${text} is no positive number`);
  return value;
};

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '100000' },
    minutes: { type: 'string', default: '120' },
    sequences: { type: 'string', default: '5000' },
    seed: { type: 'string', default: String(Math.ceil(Math.random() * 2 ** 31)) },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit();
}
const ENDURANCE = JSON.stringify({
  operations: number(values.operations),
  seconds: number(values.minutes) * 60,
  sequences: number(values.sequences),
  seed: number(values.seed),
});
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const tests = 'two-servers-through-faults|the-api-does-as-its-model|a-batch-decides-as-one-by-one';
// One after the other: what fails under faults must not be for want of a processor.
const which = ['--selectProjects', 'server', '--runInBand', '--testPathPatterns', tests];
process.stdout.write(`again with: npm run test:endurance -- --seed ${values.seed}\n`);
const { status } = spawnSync(process.execPath, [...options, jest, ...which], {
  stdio: 'inherit',
  env: { ...process.env, ENDURANCE },
});
process.exit(status ?? 1);
