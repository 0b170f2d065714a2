import { jest } from '@jest/globals'

/** Tests that start a database, a server or a browser share two cores with others. */
jest.setTimeout(120_000)
