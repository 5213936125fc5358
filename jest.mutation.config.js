import config from './jest.config.js';

const [unit] = config.projects;

/** By room, for a mutant is tried with every test that meets it. */
const TESTS = {
  domain: ['<rootDir>/libs/domain/**/*.spec.ts'],
  merkle: ['<rootDir>/libs/merkle/**/*.spec.ts'],
  check: ['<rootDir>/apps/server/src/check/*.spec.ts', '<rootDir>/test/check/*.spec.ts'],
  appender: ['<rootDir>/apps/server/src/event-log/*.spec.ts', '<rootDir>/test/event-log/*.spec.ts'],
};

/** What runs in the process of the tests, from its sources: a mutant lives in no other. */
export default {
  ...unit,
  testTimeout: config.testTimeout,
  setupFiles: ['<rootDir>/test/support/first-counterexample.js'],
  testMatch: TESTS[process.env.MUTATED],
  // Thousands of histories meet every mutant of the domain, and take seconds with each.
  testPathIgnorePatterns: ['/libs/domain/src/history.spec.ts$'],
  moduleNameMapper: {
    ...unit.moduleNameMapper,
    '^@tokenledger/domain$': '<rootDir>/libs/domain/src/index.ts',
    '^@tokenledger/merkle/(.*)$': '<rootDir>/libs/merkle/src/$1.ts',
  },
};
