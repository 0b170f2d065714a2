import type { PayloadRequest } from 'payload'
import { endedNow } from '../../domain/appointments/appointments.ts'
import type { Standing } from '../../domain/appointments/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { changeAppointment } from './changeAppointment.ts'
import { findAppointment } from './findAppointment.ts'
import { requireAppointer } from './requireAppointer.ts'

/**
 * The community confirms a member who reported in, who is in the post from today; or does not, with a reason that the
 * person reads.
 *
 * @throws AppError not-logged-in, forbidden, not-found, report-answered, busy
 */
export async function confirmReport(
  req: PayloadRequest,
  { id, decision, reason }: { id: string; decision: 'confirmed' | 'refused'; reason?: string | undefined },
  now: Date,
): Promise<{ id: string; standing: Standing }> {
  requireStaff(req)
  const { unit } = await findAppointment(req, id)
  const { staff } = await requireAppointer(req, unit)
  const entry = { action: 'answered' as const, ...(reason !== undefined && { reason }), details: { decision } }
  const { standing } = await changeAppointment(req, id, now, entry, (row) => {
    if (!row.awaiting || row.standing === 'ended') throw new AppError('report-answered')
    const today = dayOf(now)
    const answered =
      decision === 'refused'
        ? endedNow(row, reason ?? null, today)
        : ({ awaiting: false, from: today, standing: 'current' } as const)
    return { set: { ...answered, appointedBy: staff.id } }
  })
  return { id, standing }
}
