import { fileURLToPath } from 'node:url';
import config from './jest.config.js';

const [unit] = config.projects;

/** Not those who follow the log, which append all the time and ask for something else. */
const APPENDING = ['<rootDir>/test/event-log/{a-batch*,acknowledging,appending}.spec.ts'];

/** By room, for a mutant is tried with every test that meets it. */
const TESTS = {
  domain: ['<rootDir>/libs/domain/**/*.spec.ts'],
  merkle: ['<rootDir>/libs/merkle/**/*.spec.ts'],
  check: ['<rootDir>/apps/server/src/check/*.spec.ts', '<rootDir>/test/check/*.spec.ts'],
  draft: ['<rootDir>/apps/server/src/event-log/*.spec.ts'],
  batch: APPENDING,
  queue: APPENDING,
};

/**
 * A change that makes a test wait for ever is noticed once the first such test gives up. The longest of the check takes a
 * second and a half; of a batch seven, for commands wait five for a database that is away.
 */
const PATIENCE_MS = { domain: 120_000, merkle: 120_000, check: 15_000, draft: 15_000, batch: 30_000, queue: 30_000 };

const mutation = (name) => fileURLToPath(new URL(`test/mutation/${name}.js`, import.meta.url));

/** What runs in the process of the tests, from its sources: a mutant lives in no other. */
export default {
  ...unit,
  testTimeout: PATIENCE_MS[process.env.MUTATED],
  testEnvironment: mutation('environment'),
  testRunner: mutation('jest-circus'),
  testSequencer: mutation('sequencer'),
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
