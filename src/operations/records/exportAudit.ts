import type { PayloadRequest } from 'payload'
import { addressOf } from '../../database/snapshot.ts'
import { AUDIT_COLUMNS, SEARCHED } from '../../domain/records/auditLine.ts'
import { columnsAsked } from '../../domain/records/columns.ts'
import type { AuditExportQuery } from '../../domain/records/requests.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { writeAudit } from '../shared/writeAudit.ts'
import type { ExportedFile } from './exportParticipations.ts'
import { auditFilterOf } from './listAudit.ts'
import { runExport } from './runExport.ts'
import { plainKinds } from './wordingAtOneMoment.ts'

/**
 * The audit trail as it is searched on the screen, the same lines in the same words, as they stood at one moment. That
 * it was exported is a line of the trail itself, which keeps the days and the deed that were searched by, and of what
 * was typed nothing.
 *
 * @throws AppError not-logged-in; forbidden for all but the department; invalid-input; busy
 */
export async function exportAudit(req: PayloadRequest, query: AuditExportQuery, now: Date): Promise<ExportedFile> {
  const { format, fields, ...search } = query
  const filter = await auditFilterOf(req, search)
  const columns = columnsAsked(AUDIT_COLUMNS, fields)
  const kinds = await plainKinds(req)
  const task = { database: addressOf(req.payload), format, of: 'audit', filter, columns, kinds } as const
  const { rows, body } = await runExport(req, task, (rows) => {
    const { from, to, action } = search
    const searched = Object.keys(SEARCHED).filter((name) => search[name as keyof typeof SEARCHED])
    return writeAudit(req, {
      action: 'exported',
      subjectCollection: 'audit',
      details: { format, from, to, action, ...(searched.length > 0 && { searched }), fields: columns, rows },
    })
  })
  return { name: `操作留痕-${dayOf(now)}.${format}`, rows, body }
}
