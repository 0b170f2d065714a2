import { packageFiles } from './tests/support/packages.js'

/**
 * Run Jest as `npm test` does: NODE_OPTIONS="--experimental-vm-modules -C production". Without the condition, importing
 * Payload's editor packages ends the process with exit code 13 now and then (docs/decisions).
 */
const shared = {
  globalSetup: '<rootDir>/tests/support/packages.js',
  globalTeardown: '<rootDir>/tests/support/removePrograms.js',
  transform: {
    '\\.tsx?$': '<rootDir>/tests/support/transform.js',
  },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    ...packageFiles,
    '^@payload-config$': '<rootDir>/payload.config.ts',
    '\\.css$': '<rootDir>/tests/support/styles.js',
  },
  modulePathIgnorePatterns: ['<rootDir>/.next', '<rootDir>/dist', '<rootDir>/data'],
  setupFiles: ['<rootDir>/tests/support/clock.js'],
  testEnvironmentOptions: { customExportConditions: ['node', 'node-addons', 'production'] },
}

const integration = (database, ignored = []) => ({
  ...shared,
  displayName: `integration-${database}`,
  testEnvironment: '<rootDir>/tests/support/nodeEnvironment.js',
  testMatch: ['<rootDir>/src/**/*.int.test.ts', '<rootDir>/tests/**/*.int.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...ignored],
  setupFiles: [...shared.setupFiles, `<rootDir>/tests/support/${database}.ts`],
  setupFilesAfterEnv: ['<rootDir>/tests/support/patience.ts'],
})

/** @type {import('jest').Config} */
export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testEnvironment: '<rootDir>/tests/support/nodeEnvironment.js',
      testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.(int|e2e)\\.test\\.ts$'],
      // Pure code reads no settings, but the modules around it do when they are loaded.
      setupFiles: [...shared.setupFiles, '<rootDir>/tests/support/settings.ts'],
      setupFilesAfterEnv: ['<rootDir>/tests/support/patience.ts'],
    },
    integration('sqlite'),
    // The very same files on the other database, when one is there; it has no tables to migrate and no file to lock.
    ...(process.env.TEST_MONGODB_URI ? [integration('mongodb', ['(migrations|sharedFile)\\.int\\.test\\.ts$'])] : []),
    {
      ...shared,
      displayName: 'components',
      testEnvironment: 'jsdom',
      testMatch: ['frontend', 'admin', 'charts'].map((layer) => `<rootDir>/src/${layer}/**/*.test.tsx`),
      setupFilesAfterEnv: ['<rootDir>/tests/support/components.ts', '<rootDir>/tests/support/patience.ts'],
    },
    {
      // Against the built server (npm run build), in a real Chromium, one file at a time (--runInBand).
      ...shared,
      displayName: 'browser',
      testEnvironment: '<rootDir>/tests/support/nodeEnvironment.js',
      testMatch: ['<rootDir>/tests/e2e/**/*.e2e.test.ts'],
      setupFiles: [...shared.setupFiles, '<rootDir>/tests/support/settings.ts'],
      setupFilesAfterEnv: ['<rootDir>/tests/support/patience.ts'],
    },
  ],
}
