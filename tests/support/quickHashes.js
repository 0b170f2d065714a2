/**
 * Loaded before all else (`node --import`) by the processes of tests: passwords take a thousand rounds there in place
 * of Payload's 600,000, some 0.2 seconds of processor each (six files of tests hashed 137). That those of production
 * fit together is looked at by tests/identity/restoreDepartment.int.test.ts, without this file.
 */
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

const { pbkdf2 } = crypto
crypto.pbkdf2 = (password, salt, rounds, ...others) => pbkdf2(password, salt, Math.min(rounds, 1000), ...others)
syncBuiltinESMExports()
/** For the servers that tests start: what one process has hashed, the other must know again. */
process.env.TEST_HASHES = import.meta.url
