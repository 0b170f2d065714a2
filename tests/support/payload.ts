import { rm } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { createLocalReq, getPayload, type Payload, type PayloadRequest } from 'payload'
import config from '../../payload.config.ts'
import { program } from '../../src/operations/records/runExport.ts'
import type { Person, Staff } from '../../src/payload-types.ts'
import { bundled } from './bundled.ts'

export interface TestPayload {
  payload: Payload
  /** A fresh request, as one HTTP request would have, on behalf of the user or of nobody. */
  req(user?: Person | Staff): Promise<PayloadRequest>
  /** Ends the connection and removes the database. Await it in afterAll. */
  stop(): Promise<void>
}

/**
 * Payload as it runs in production, on the test file's own empty database: SQLite with the committed migrations
 * applied, or MongoDB with its indexes made, by Jest project. Once per test file.
 */
export async function startPayload(): Promise<TestPayload> {
  const payload = await getPayload({ config })
  program.file = async () => pathToFileURL(await bundled('src/operations/records/exporter.ts'))
  return {
    payload,
    req: async (user) => createLocalReq(user ? { user: asUser(user) } : {}, payload),
    stop: async () => {
      if (payload.db.name === 'mongoose')
        await (payload.db as unknown as { connection: { dropDatabase(): Promise<unknown> } }).connection.dropDatabase()
      await payload.destroy()
      // Again where a mail that nobody waits for is put into the outbox at this very moment.
      if (process.env.TEST_FOLDER) await rm(process.env.TEST_FOLDER, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** A staff or people document as the `user` of a request. */
export function asUser<T extends Person | Staff>(doc: T): T {
  return { ...doc, collection: 'role' in doc ? 'staff' : 'people' }
}
