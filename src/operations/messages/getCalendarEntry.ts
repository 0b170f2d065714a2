import type { PayloadRequest } from 'payload'
import { findRow } from '../../database/rows.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { isLeaving } from '../../domain/seats/undo.ts'
import { calendarEntry } from '../../email/letterFor.ts'
import { findOwnRegistration } from '../seats/findOwnRegistration.ts'

/**
 * The person's own activity for their calendar, as it stands now: the same entry that comes by mail.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also others', and where there is no seat)
 */
export async function getCalendarEntry(
  req: PayloadRequest,
  id: string,
  now: Date,
): Promise<{ title: string; entry: string }> {
  const own = await findOwnRegistration(req, id)
  const registration = await findRow(req, 'registrations', own.id)
  const activity = await findRow(req, 'activities', own.activity)
  if (registration?.status !== 'confirmed' || isLeaving(registration) || activity?.status !== 'published')
    throw new AppError('not-found', '现在没有名额可以加入日历；请到“我的报名”查看。')
  const facts = {
    registration,
    activity: { ...activity, notice: activity.notice ?? null },
    stampedAt: now.toISOString(),
  }
  return { title: activity.title, entry: calendarEntry('PUBLISH', facts) }
}
