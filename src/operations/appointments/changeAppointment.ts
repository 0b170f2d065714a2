import type { PayloadRequest } from 'payload'
import { findRow, type AppointmentRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { swap } from '../../database/swap.ts'
import type { RowChange } from '../../database/types.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { writeAudit, type AuditEntry } from '../shared/writeAudit.ts'

const MAX_TRIES = 50

/** The new values, and the rows that must not change meanwhile; null where there is nothing to do. */
export type Decided = { set: Partial<AppointmentRow>; beside?: RowChange<'appointments'>[] } | null

/**
 * Changes one appointment by a decision on it as it stands, made anew after every change by somebody else; with a line
 * in the audit trail.
 *
 * @returns the row as it was decided on
 * @throws AppError not-found, busy; what `decide` throws
 */
export async function changeAppointment(
  req: PayloadRequest,
  id: string,
  now: Date,
  entry: Pick<AuditEntry, 'action' | 'reason' | 'details'> | null,
  decide: (row: AppointmentRow) => Decided | Promise<Decided>,
): Promise<AppointmentRow> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const changed = await runInTransaction(req, async () => {
      const row = await findRow(req, 'appointments', id)
      if (!row) throw new AppError('not-found', '没有找到这项任职，请刷新后重试。')
      const decided = await decide(row)
      if (decided === null) return row
      const { set, beside = [] } = decided
      const change: RowChange<'appointments'> = {
        collection: 'appointments',
        id,
        revision: row.revision,
        set: { ...set, updatedAt: now.toISOString() },
      }
      if (!(await swap(req, [change, ...beside]))) return null
      if (entry) await writeAudit(req, { ...entry, subjectCollection: 'appointments', subject: id })
      return { ...row, ...set }
    })
    if (changed) return changed
  }
  throw new AppError('busy')
}
