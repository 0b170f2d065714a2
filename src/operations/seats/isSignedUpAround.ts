import type { PayloadRequest } from 'payload'
import { findRowsBy } from '../../database/rows.ts'
import { BUSY_STATUSES, overlap } from '../../domain/seats/clashes.ts'
import { requirePerson } from '../identity/requireUser.ts'

/**
 * Whether the person has a sign-up for this activity, or a living one for another at the same time: what its page would
 * tell them. True also where it might be, as for a cancelled one.
 *
 * @throws AppError not-logged-in
 */
export async function isSignedUpAround(req: PayloadRequest, activityId: string): Promise<boolean> {
  const own = await findRowsBy(req, 'registrations', { person: requirePerson(req).id }, ['activity', 'status'])
  if (own.some(({ activity }) => activity === activityId)) return true
  const others = own.filter(({ status }) => BUSY_STATUSES.includes(status)).map(({ activity }) => activity)
  if (others.length === 0) return false
  const activities = await findRowsBy(req, 'activities', { id: [activityId, ...others] }, ['id', 'startsAt', 'endsAt'])
  const here = activities.find(({ id }) => id === activityId)
  return here !== undefined && activities.some((other) => other.id !== activityId && overlap(here, other))
}
