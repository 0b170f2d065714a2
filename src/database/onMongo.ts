import { compatibilityOptions, mongooseAdapter } from '@payloadcms/db-mongodb'
import type { MongoClient } from 'mongodb'
import { env } from '../env.ts'
import { withWorkBeforeWrites } from './beforeWrite.ts'
import { sealPersonal } from './sealed.ts'
import { writeChangesOnly } from './writeChangesOnly.ts'
import { noteCommandsOf } from './writes.ts'

const adapter = mongooseAdapter({
  url: env.DATABASE_URI,
  ...compatibilityOptions.documentdb,
  ensureIndexes: true,
  transactionOptions: { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
  connectOptions: { writeConcern: { w: 'majority' }, monitorCommands: true },
})

/** Counts what it writes. */
const counting: typeof adapter = {
  ...adapter,
  init: (args) => {
    const db = adapter.init(args)
    const connect = db.connect?.bind(db)
    db.connect = async (options) => {
      await connect?.(options)
      noteCommandsOf((db as unknown as { connection: { getClient(): MongoClient } }).connection.getClient())
    }
    return db
  },
}

/** A MongoDB replica set, at scale. */
export const db = withWorkBeforeWrites(writeChangesOnly(sealPersonal(counting)))
