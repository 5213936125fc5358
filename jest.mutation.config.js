import config from './jest.config.js';

const [unit, server] = config.projects;

/** What runs in the process of the tests, for a mutant lives in no other; and each test from its sources alone. */
export default {
  ...unit,
  testTimeout: config.testTimeout,
  testMatch: ['<rootDir>/{apps,libs}/**/*.spec.ts', '<rootDir>/test/{check,event-log}/**/*.spec.ts'],
  globalSetup: server.globalSetup,
  globalTeardown: server.globalTeardown,
  moduleNameMapper: { ...unit.moduleNameMapper, '^@tokenledger/domain$': '<rootDir>/libs/domain/src/index.ts' },
};
