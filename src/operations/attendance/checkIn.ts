import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { exclusively } from '../../database/exclusively.ts'
import { findRow, type ActivityRow, type RegistrationRow } from '../../database/rows.ts'
import { allows } from '../../domain/activities/activityStates.ts'
import type { CheckInOutcome, CheckInResult, Standing } from '../../domain/attendance/checkInViews.ts'
import { earliestCheckIn } from '../../domain/activities/doorTimes.ts'
import type { CheckInItem } from '../../domain/attendance/requests.ts'
import type { Staff } from '../../payload-types.ts'
import { readTicket } from '../../privacy/cipher.ts'
import { staffOnRecords } from '../identity/namesOnRecords.ts'
import { oneByOne } from '../shared/oneByOne.ts'
import { recordAttendance } from './recordAttendance.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { settleActivity, settledByCaller } from '../tallies/settleActivity.ts'
import { writeAudit } from '../shared/writeAudit.ts'

/** A device's clock may run ahead this far, and a scan may wait this long for a network. */
const MAX_AHEAD_MS = 5 * 60_000
const MAX_AGE_MS = 30 * 86_400_000
/** Whether a device may have noted this time: hardly ahead of the server's, and not long ago. */
export const isRecordable = (at: Date, now: Date): boolean =>
  at.getTime() <= now.getTime() + MAX_AHEAD_MS && at.getTime() >= now.getTime() - MAX_AGE_MS

/**
 * Records attendance for up to 500 people; a batch may be sent again and changes nothing then. Everybody who came is
 * recorded: in the seat that is held or kept for them, or without one (waitlisted, cancelled) as a walk-in, which holds
 * none. A mark that stood already is told, so that two devices can say who was first.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function checkIn(req: PayloadRequest, items: CheckInItem[], now: Date): Promise<CheckInResult[]> {
  const staff = requireStaff(req)
  const results: CheckInResult[] = []
  for (const activityId of new Set(items.map((item) => item.activity))) {
    const own = items.filter((item) => item.activity === activityId)
    const recorded = await exclusively(`seats:${activityId}`, () => checkInActivity(req, staff, activityId, own, now))
    results.push(...recorded)
  }
  return items.flatMap(({ clientId }) => results.find((result) => result.clientId === clientId) ?? [])
}

async function checkInActivity(
  req: PayloadRequest,
  staff: Staff,
  activityId: string,
  items: CheckInItem[],
  now: Date,
): Promise<CheckInResult[]> {
  const activity = await findRow(req, 'activities', activityId)
  const isInScope = activity !== null && (await isUnitInScope(req, activity.unit))
  const record = async (
    item: CheckInItem,
  ): Promise<{ item: CheckInItem; outcome: CheckInOutcome; registration?: RegistrationRow }> => {
    if (!activity || !isInScope) return { item, outcome: activity ? 'out-of-scope' : 'unknown' }
    return { item, ...(await recordOne(req, staff, activity, item, now)) }
  }
  const recorded = await settledByCaller(req, () => oneByOne(req, items, record))
  const count = recorded.filter(({ outcome }) => outcome === 'recorded').length
  if (count > 0) {
    await settleActivity(req, activityId)
    await writeAudit(req, {
      action: 'checkedIn',
      subjectCollection: 'activities',
      subject: activityId,
      details: { recorded: count },
    })
  }
  const standing = recorded.flatMap(({ outcome, registration }) =>
    outcome === 'duplicate' && registration?.recordedBy ? [registration.recordedBy] : [],
  )
  const names = await staffOnRecords(req, [...new Set(standing)])
  return recorded.map(({ item, outcome, registration }) => ({
    clientId: item.clientId,
    outcome,
    ...(registration && { registration: registration.id }),
    ...(registration && outcome === 'duplicate' && { standing: standingOf(registration, names) }),
  }))
}

function standingOf(
  { attendance, checkedInAt, method, recordedBy }: RegistrationRow,
  names: Map<string, string>,
): Standing {
  return { attendance, at: checkedInAt, method, by: recordedBy === null ? null : (names.get(recordedBy) ?? null) }
}

async function recordOne(
  req: PayloadRequest,
  staff: Staff,
  activity: ActivityRow,
  item: CheckInItem,
  now: Date,
): Promise<{ outcome: CheckInOutcome; registration?: RegistrationRow }> {
  const at = new Date(item.at)
  if (!isRecordable(at, now)) return { outcome: 'invalid-time' }
  // Taking a mark back is always meant.
  if (item.attendance !== 'unknown' && !allows('record', activity, now)) return { outcome: 'not-open' }
  if (at.getTime() < earliestCheckIn(activity)) return { outcome: 'too-early' }
  const id = item.registration ?? (item.ticket === undefined ? null : readTicket(item.ticket))
  const found = id === null ? null : await findRow(req, 'registrations', id)
  if (!found) return { outcome: 'unknown' }
  if (found.activity !== activity.id) return { outcome: 'wrong-activity' }
  const { registration, isChanged } = await recordAttendance(
    req,
    found,
    { attendance: item.attendance ?? 'present', at, method: item.method, recordedBy: staff.id, came: item.came },
    now,
  )
  return { outcome: isChanged ? 'recorded' : 'duplicate', registration }
}
