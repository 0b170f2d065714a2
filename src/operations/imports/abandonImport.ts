import { randomUUID } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { IMPORT_KINDS } from '../../domain/imports/vocabulary.ts'
import { auditLine } from '../shared/writeAudit.ts'
import { findImport, moveImport } from './findImport.ts'
import { removeImport } from './removeImport.ts'

/**
 * Forgets a file of which nothing was written. It counts as one that is still being read first: so nobody runs it
 * meanwhile, and what a crash leaves is removed like those.
 *
 * @throws AppError not-logged-in, forbidden, not-found, import-busy
 */
export async function abandonImport(req: PayloadRequest, id: string, now: Date): Promise<void> {
  const found = await findImport(req, id)
  const line = auditLine(
    req,
    { action: 'deleted', subjectCollection: 'imports', subject: id, details: { content: IMPORT_KINDS[found.kind] } },
    now,
  )
  const set = { state: 'reading' as const, claim: randomUUID() }
  await moveImport(req, found, ['read', 'checking', 'checked'], set, now, [line])
  await removeImport(req, id)
}
