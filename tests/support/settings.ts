import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/**
 * Runs before the modules of each test file are loaded, so that src/env.ts finds settings of the file's own: every test
 * file has a data folder, and a database, for itself.
 */
export const testFolder = mkdtempSync(path.join(tmpdir(), 'xianfeng-test-'))

export const testSettings = {
  // As in production: committed migrations are applied, nothing is pushed or generated.
  NODE_ENV: 'production',
  PAYLOAD_SECRET: 'test-secret-test-secret-test-secret-0',
  DATA_KEY: '0123456789abcdef'.repeat(4),
  PUBLIC_URL: 'http://localhost:3000',
  DATA_DIR: testFolder,
  DATABASE_URI: `file:${path.join(testFolder, 'test.db')}`,
  LOG_LEVEL: 'error',
  RATE_LIMITS: 'off',
  TEST_FOLDER: testFolder,
}

// Settings of the shell that runs the tests do not count; an empty one is an absent one.
Object.assign(process.env, { SMTP_URL: '', SMS_WEBHOOK_URL: '' }, testSettings)
