import { createEmptyTestResult } from '@jest/test-result';
import circus from 'jest-circus/runner';

const NOT_BEGUN = {
  ancestorTitles: [],
  failureMessages: [],
  fullName: 'not begun',
  status: 'pending',
  title: 'not begun',
};

/** A file whose modules are not even loaded, once a test of another has noticed the change. Jest takes none without a test. */
export default async function runner(globalConfig, config, environment, ...rest) {
  if (environment.isNoticed) return { ...createEmptyTestResult(), numPendingTests: 1, testResults: [NOT_BEGUN] };
  const result = await circus.default(globalConfig, config, environment, ...rest);
  // What fails after that, as the file ends, says no more.
  return environment.isNoticed ? { ...result, testExecError: undefined } : result;
}
