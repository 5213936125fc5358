import { TestEnvironment } from 'jest-environment-node';

/** The change under trial that a test has noticed. */
let noticed;
const underTrial = () => process.env['__STRYKER_ACTIVE_MUTANT__'];

/** A test without a database waits for nothing; what makes it wait for ever is to be noticed at once. */
const WITHOUT_DATABASE_MS = 10_000;
/** To begin and to end may take a busy machine long, and says nothing about the change. */
const HOOK_MS = 60_000;

/** Once a test has noticed a change, no other is begun: a change that stops everything costs one wait. */
export default class UntilNoticed extends TestEnvironment {
  get isNoticed() {
    return noticed !== undefined && noticed === underTrial();
  }

  constructor(config, context) {
    super(config, context);
    this.needsDatabase = context.testPath.includes('/test/');
  }

  handleTestEvent({ name, test }, state) {
    if (name === 'run_start') this.testMs = this.needsDatabase ? state.testTimeout : WITHOUT_DATABASE_MS;
    if (name === 'hook_start') state.testTimeout = HOOK_MS;
    if (name === 'test_fn_start') state.testTimeout = this.testMs;
    // One that a hook has failed already has to stay failed.
    if (name === 'test_start' && this.isNoticed && test.errors.length === 0) test.mode = 'skip';
    if (name === 'test_done' && test.errors.length > 0) noticed = underTrial();
  }
}
