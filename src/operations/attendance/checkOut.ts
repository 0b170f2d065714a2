import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { exclusively } from '../../database/exclusively.ts'
import { findRow } from '../../database/rows.ts'
import { allows } from '../../domain/activities/activityStates.ts'
import { latestCheckOut, servedFrom } from '../../domain/attendance/hours.ts'
import type { CheckOutItem } from '../../domain/attendance/requests.ts'
import type { Staff } from '../../payload-types.ts'
import { readTicket } from '../../privacy/cipher.ts'
import { changeRegistration } from '../seats/changeRegistration.ts'
import { isRecordable } from './checkIn.ts'
import { oneByOne } from '../shared/oneByOne.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { settleActivity, settledByCaller } from '../tallies/settleActivity.ts'
import { writeAudit } from '../shared/writeAudit.ts'

export type CheckOutOutcome =
  | 'recorded'
  | 'duplicate'
  | 'unknown'
  | 'out-of-scope'
  | 'wrong-activity'
  | 'invalid-time'
  | 'not-service'
  | 'not-present'
  | 'before-check-in'
  | 'too-late'
  | 'not-open'

export interface CheckOutResult {
  clientId: string
  outcome: CheckOutOutcome
}

/**
 * Records when up to 500 volunteers left; their service time follows (src/domain/attendance/hours.ts). Scans may come
 * in any order and more than once: the earliest stands. Only service is timed, so no time of leaving is kept of who
 * merely took part.
 *
 * @throws AppError not-logged-in, forbidden
 */
export async function checkOut(req: PayloadRequest, items: CheckOutItem[], now: Date): Promise<CheckOutResult[]> {
  const staff = requireStaff(req)
  const outcomes = new Map<CheckOutItem, CheckOutOutcome>()
  for (const activityId of new Set(items.map(({ activity }) => activity))) {
    await exclusively(`seats:${activityId}`, async () => {
      const own = items.filter(({ activity }) => activity === activityId)
      await settledByCaller(req, () =>
        oneByOne(req, own, async (item) => outcomes.set(item, await checkOutOne(req, staff, item, now))),
      )
      const recorded = own.filter((item) => outcomes.get(item) === 'recorded').length
      if (recorded === 0) return
      await settleActivity(req, activityId)
      await writeAudit(req, {
        action: 'checkedOut',
        subjectCollection: 'activities',
        subject: activityId,
        details: { recorded },
      })
    })
  }
  return items.map((item) => ({ clientId: item.clientId, outcome: outcomes.get(item) ?? 'unknown' }))
}

async function checkOutOne(req: PayloadRequest, staff: Staff, item: CheckOutItem, now: Date): Promise<CheckOutOutcome> {
  const at = new Date(item.at)
  if (!isRecordable(at, now)) return 'invalid-time'
  const activity = await findRow(req, 'activities', item.activity)
  if (!activity) return 'unknown'
  if (!(await isUnitInScope(req, activity.unit))) return 'out-of-scope'
  if (!allows('record', activity, now)) return 'not-open'
  if (activity.ledger !== 'service') return 'not-service'
  if (at.getTime() > latestCheckOut(activity)) return 'too-late'
  const id = item.registration ?? (item.ticket === undefined ? null : readTicket(item.ticket))
  const found = id === null ? null : await findRow(req, 'registrations', id)
  if (!found) return 'unknown'
  if (found.activity !== activity.id) return 'wrong-activity'
  let refusal: CheckOutOutcome = 'duplicate'
  const { isChanged } = await changeRegistration(req, found.id, now, (current) => {
    refusal =
      current.attendance !== 'present'
        ? 'not-present'
        : at.getTime() <= servedFrom(current, activity)
          ? 'before-check-in'
          : 'duplicate'
    const isEarliest = !current.checkedOutAt || at.getTime() < Date.parse(current.checkedOutAt)
    return refusal === 'duplicate' && isEarliest ? { checkedOutAt: at.toISOString(), recordedBy: staff.id } : null
  })
  return isChanged ? 'recorded' : refusal
}
