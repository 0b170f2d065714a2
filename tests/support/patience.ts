import { jest } from '@jest/globals'

/**
 * Tests that start a database, a server or a browser share the cores with a second file and with the processes of both.
 */
jest.setTimeout(240_000)
