import { compatibilityOptions, mongooseAdapter } from '@payloadcms/db-mongodb'
import { env } from '../env.ts'
import { withWorkBeforeWrites } from './beforeWrite.ts'
import { sealPersonal } from './sealed.ts'
import { writeChangesOnly } from './writeChangesOnly.ts'

const adapter = mongooseAdapter({
  url: env.DATABASE_URI,
  ...compatibilityOptions.documentdb,
  ensureIndexes: true,
  transactionOptions: { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } },
  connectOptions: { writeConcern: { w: 'majority' } },
})

/** A MongoDB replica set, at scale. */
export const db = withWorkBeforeWrites(writeChangesOnly(sealPersonal(adapter)))
