import type { PayloadRequest } from 'payload'
import { countRowsBy } from '../../database/rows.ts'
import { CONSENT_NEEDED } from '../../domain/imports/requests.ts'
import { IMPORT_KINDS, isOfPeople } from '../../domain/imports/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { auditLine } from '../shared/writeAudit.ts'
import { findImport, moveImport } from './findImport.ts'

/**
 * Begins to write what the dry run found to be new. Where rows name people, these have agreed by word of mouth, as this
 * member of staff vouches.
 *
 * @throws AppError not-logged-in, forbidden, not-found, invalid-input without consent or where there is nothing to
 *   write, import-busy
 */
export async function runImport(req: PayloadRequest, id: string, hasConsent: boolean, now: Date): Promise<void> {
  const staff = requireStaff(req)
  const found = await findImport(req, id)
  const isConsentNeeded = isOfPeople(found.kind)
  if (isConsentNeeded && !hasConsent) throw new AppError('invalid-input', CONSENT_NEEDED, { consent: CONSENT_NEEDED })
  if (found.state !== 'checked') throw new AppError('import-busy')
  const ready = await countRowsBy(req, 'import_rows', { import: id, outcome: 'ready' })
  if (ready === 0) throw new AppError('invalid-input', '没有可以导入的行，请按提示修改文件后重新上传。')
  const line = auditLine(
    req,
    {
      action: 'imported',
      subjectCollection: 'imports',
      subject: id,
      ...(isConsentNeeded && { reason: '已向本人口头说明并取得同意' }),
      details: { content: IMPORT_KINDS[found.kind], rows: ready },
    },
    now,
  )
  await moveImport(
    req,
    found,
    ['checked'],
    { state: 'running', ...(isConsentNeeded && { consentAt: now.toISOString() }), importedBy: staff.id },
    now,
    [line],
  )
}
