import { compatibilityOptions, mongooseAdapter } from '@payloadcms/db-mongodb'
import type { MongoClient } from 'mongodb'
import type { Where } from 'payload'
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
  connectOptions: { writeConcern: { w: 'majority' }, monitorCommands: true, autoIndex: false },
})

/** Without a condition Payload shows MongoDB's estimate of how many there are; a count is exact. */
const counted = (where: Where | undefined): Where => (asksForAll(where) ? { id: { exists: true } } : where)

const asksForAll = (where: Where | undefined): where is undefined =>
  where === undefined ||
  Object.entries(where).every(([key, parts]) => /^(and|or)$/i.test(key) && (parts as Where[]).every(asksForAll))

/** Counts what is there, and what it writes. */
const counting: typeof adapter = {
  ...adapter,
  init: (args) => {
    const db = adapter.init(args)
    const { connect, find, count } = db
    db.find = <Found>(asked: Parameters<typeof find>[0]) =>
      find.call(db, asked.pagination === false ? asked : { ...asked, where: counted(asked.where) }) as ReturnType<
        typeof find<Found>
      >
    db.count = (asked) => count.call(db, { ...asked, where: counted(asked.where) })
    db.connect = async (options) => {
      await connect?.call(db, options)
      noteCommandsOf((db as unknown as { connection: { getClient(): MongoClient } }).connection.getClient())
    }
    return db
  },
}

/** A MongoDB replica set, at scale. */
export const db = withWorkBeforeWrites(writeChangesOnly(sealPersonal(counting)))
