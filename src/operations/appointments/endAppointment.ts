import type { PayloadRequest } from 'payload'
import { personUser } from '../../access/staffUser.ts'
import { findRowsBy, type AppointmentRow } from '../../database/rows.ts'
import { areOverlapping, endedNow } from '../../domain/appointments/appointments.ts'
import { factsOf, type Standing } from '../../domain/appointments/vocabulary.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { dayOf } from '../../domain/shared/calendar.ts'
import { changeAppointment, type Decided } from './changeAppointment.ts'
import { findAppointment } from './findAppointment.ts'
import { requireAppointer } from './requireAppointer.ts'

/**
 * Ends an appointment, at once or with a day: a day before today ends it at once, a later one than until now lets it
 * go on; a report that waits for the community ends at once in any case. Staff in scope end any; people their own
 * reporting-in. At once means that its powers are gone when this answers. Ending what has ended changes nothing.
 *
 * @throws AppError not-logged-in, forbidden, not-found, invalid-input, post-held, appointment-ended, busy
 */
export async function endAppointment(
  req: PayloadRequest,
  { id, lastDay, reason }: { id: string; lastDay?: string | undefined; reason: string },
  now: Date,
): Promise<{ id: string; standing: Standing; to: string | null }> {
  const { unit } = await findAppointment(req, id)
  const isOwn = personUser(req) !== null
  if (!isOwn) await requireAppointer(req, unit)
  const entry = { action: 'ended' as const, reason, details: { ...(lastDay !== undefined && { lastDay }) } }
  const { standing, to } = await changeAppointment(req, id, now, entry, (row) => {
    if (isOwn && row.post !== 'reportedMember')
      throw new AppError('forbidden', '这项任职由社区办理，如有变动请联系社区。')
    return endOf(req, row, { lastDay, reason }, dayOf(now))
  })
  return { id, standing, to }
}

async function endOf(
  req: PayloadRequest,
  row: AppointmentRow,
  { lastDay, reason }: { lastDay?: string | undefined; reason: string },
  today: string,
): Promise<Decided> {
  if (row.standing === 'ended') {
    if (lastDay === undefined || lastDay === row.to) return null
    throw new AppError('appointment-ended')
  }
  if (lastDay !== undefined && lastDay < row.from)
    throw new AppError('invalid-input', undefined, { lastDay: '结束日期不能早于开始日期' })
  if (lastDay === undefined || lastDay < today || row.awaiting) return { set: endedNow(row, reason, today, lastDay) }
  const set = { to: lastDay, endReason: reason }
  if (!factsOf(row.post).isSingle) return { set }
  const followers = await findRowsBy(
    req,
    'appointments',
    { post: row.post, unit: row.unit, standing: ['planned', 'current'] },
    ['id', 'from', 'to', 'revision'],
  )
  const others = followers.filter(({ id }) => id !== row.id)
  if (others.some((other) => areOverlapping({ from: row.from, to: lastDay }, other))) throw new AppError('post-held')
  // As they are: one who is appointed meanwhile makes this one decide anew.
  const beside = others.map(({ id, revision, to }) => ({
    collection: 'appointments' as const,
    id,
    revision,
    set: { to },
  }))
  return { set, beside }
}
