import path from 'node:path'
import { sqliteAdapter } from '@payloadcms/db-sqlite'
import { env } from '../env.ts'
import { migrations } from '../migrations/index.ts'
import { withWorkBeforeWrites } from './beforeWrite.ts'
import { guardDeletes } from './guardDeletes.ts'
import { withOwnOperators } from './ownOperators.ts'
import { sealPersonal } from './sealed.ts'
import { withSharedFile } from './sharedFile.ts'
import { readSoundRows } from './soundRows.ts'
import { writeChangesOnly } from './writeChangesOnly.ts'

const adapter = sqliteAdapter({
  client: { url: env.DATABASE_URI },
  idType: 'uuid',
  // While connecting; afterwards nobody waits without letting others go on (withSharedFile).
  busyTimeout: 5000,
  // FULL: what was answered 201 survives a power cut, not only a crash of the process.
  wal: { synchronous: 'FULL' },
  push: false,
  migrationDir: path.resolve(process.cwd(), 'src/migrations'),
})
const shared = withSharedFile(adapter, process.env.NODE_ENV === 'production' ? migrations : [])

/** One file, shared by all processes on this machine: the default. */
export const db = withWorkBeforeWrites(
  writeChangesOnly(sealPersonal(guardDeletes(readSoundRows(withOwnOperators(shared))))),
)
