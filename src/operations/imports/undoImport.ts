import type { PayloadRequest } from 'payload'
import { countRowsBy } from '../../database/rows.ts'
import { IMPORT_KINDS } from '../../domain/imports/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { auditLine } from '../shared/writeAudit.ts'
import { findImport, moveImport } from './findImport.ts'

/**
 * Begins to take back, row by row, what an import wrote; what people have changed or used since stays, and the row says
 * why.
 *
 * @throws AppError not-logged-in, forbidden, not-found, import-busy
 */
export async function undoImport(req: PayloadRequest, id: string, now: Date): Promise<void> {
  const found = await findImport(req, id)
  if (found.state === 'done' && (await countRowsBy(req, 'import_rows', { import: id })) === 0)
    throw new AppError('import-busy', '导入已超过 30 天，各行的内容已清除，不能再撤销。')
  const line = auditLine(
    req,
    { action: 'undone', subjectCollection: 'imports', subject: id, details: { content: IMPORT_KINDS[found.kind] } },
    now,
  )
  await moveImport(req, found, ['done'], { state: 'undoing' }, now, [line])
}
