import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../access/unitScope.ts'
import { exclusively } from '../database/exclusively.ts'
import { findRow } from '../database/rows.ts'
import { runInTransaction } from '../database/runInTransaction.ts'
import type { CheckInItem } from '../domain/requests.ts'
import { standingWhenPresent } from '../domain/seats.ts'
import type { Staff } from '../payload-types.ts'
import { readTicket } from '../privacy/cipher.ts'
import { changeRegistration } from './changeRegistration.ts'
import { requireStaff } from './requireUser.ts'
import { settleActivity } from './settleActivity.ts'
import { writeAudit } from './writeAudit.ts'

export type CheckInOutcome = 'recorded' | 'duplicate' | 'unknown' | 'out-of-scope' | 'wrong-activity' | 'too-early' | 'invalid-time'

export interface CheckInResult {
  clientId: string
  outcome: CheckInOutcome
}

/** A device's clock may run ahead this far, and a scan may wait this long for a network. */
const MAX_AHEAD_MS = 5 * 60_000
const MAX_AGE_MS = 30 * 86_400_000
/** Check-in opens this long before the activity starts. */
const EARLIEST_MS = 6 * 3_600_000

/** The first moment at which attendance is recorded, in milliseconds. */
export const earliestCheckIn = ({ startsAt }: { startsAt: string }): number => Date.parse(startsAt) - EARLIEST_MS

/** Whether a device may have noted this time: hardly ahead of the server's, and not long ago. */
export const isRecordable = (at: Date, now: Date): boolean => at.getTime() <= now.getTime() + MAX_AHEAD_MS && at.getTime() >= now.getTime() - MAX_AGE_MS

/**
 * Records attendance for up to 500 people; a batch may be sent again and changes nothing then. Whoever came is recorded:
 * in the seat that is held or kept for them, without one (waitlisted, cancelled) as a walk-in who holds none.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function checkIn(req: PayloadRequest, items: CheckInItem[], now: Date): Promise<CheckInResult[]> {
  const staff = requireStaff(req)
  const results: CheckInResult[] = []
  for (const activityId of new Set(items.map((item) => item.activity))) {
    const own = items.filter((item) => item.activity === activityId)
    const recorded = await exclusively(`seats:${activityId}`, () => runInTransaction(req, () => checkInActivity(req, staff, activityId, own, now)))
    results.push(...recorded)
  }
  return items.flatMap(({ clientId }) => results.find((result) => result.clientId === clientId) ?? [])
}

async function checkInActivity(req: PayloadRequest, staff: Staff, activityId: string, items: CheckInItem[], now: Date): Promise<CheckInResult[]> {
  const activity = await findRow(req, 'activities', activityId)
  const isInScope = activity !== null && (await isUnitInScope(req, activity.unit))
  const results: CheckInResult[] = []
  req.context.settleLater = true
  for (const item of items) {
    const outcome = !activity ? 'unknown' : !isInScope ? 'out-of-scope' : await recordOne(req, staff, activity, item, now)
    results.push({ clientId: item.clientId, outcome })
  }
  req.context.settleLater = false
  const recorded = results.filter(({ outcome }) => outcome === 'recorded').length
  if (recorded > 0) {
    await settleActivity(req, activityId)
    await writeAudit(req, { action: 'checkedIn', subjectCollection: 'activities', subject: activityId, details: { recorded } })
  }
  return results
}

async function recordOne(
  req: PayloadRequest,
  staff: Staff,
  activity: { id: string; startsAt: string },
  item: CheckInItem,
  now: Date,
): Promise<CheckInOutcome> {
  const at = Date.parse(item.at)
  if (!isRecordable(new Date(at), now)) return 'invalid-time'
  if (at < earliestCheckIn(activity)) return 'too-early'
  const id = item.registration ?? (item.ticket === undefined ? null : readTicket(item.ticket))
  const registration = id === null ? null : await findRow(req, 'registrations', id)
  if (!registration) return 'unknown'
  if (registration.activity !== activity.id) return 'wrong-activity'

  const attendance = item.attendance ?? 'present'
  const { isChanged } = await changeRegistration(req, registration.id, now, (current) => {
    if (current.attendance === attendance && (item.came === undefined || item.came === current.came)) return null
    if (attendance !== 'present') return { attendance, came: null, checkedInAt: null, method: null, recordedBy: staff.id }
    return {
      attendance,
      came: item.came ?? current.size ?? 1,
      checkedInAt: new Date(at).toISOString(),
      method: item.method,
      recordedBy: staff.id,
      ...standingWhenPresent(current.status),
    }
  })
  return isChanged ? 'recorded' : 'duplicate'
}
