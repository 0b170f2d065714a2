import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { CheckInList } from '../../domain/attendance/checkInViews.ts'
import { recorderInWords, staffOnRecords } from '../identity/namesOnRecords.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { listExpected } from './listExpected.ts'
import { writeAudit } from '../shared/writeAudit.ts'

/**
 * The list that a phone at the door keeps to go on without a network: who may be expected, by name and the last digits
 * of the phone, and who is there already. Looking at it is noted in the audit trail.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope, and drafts), activity-cancelled
 */
export async function getCheckInList(req: PayloadRequest, activityId: string, now: Date): Promise<CheckInList> {
  requireStaff(req)
  const activity = await requireCheckInActivity(req, activityId, now)
  const expected = await listExpected(req, activityId)
  const recorders = await staffOnRecords(req, [...new Set(expected.flatMap(({ recordedBy }) => recordedBy ?? []))])
  await writeAudit(req, {
    action: 'viewed',
    subjectCollection: 'activities',
    subject: activityId,
    reason: '现场签到名单',
    details: { registrations: expected.length },
  })
  const { id, title, place, startsAt, endsAt, selfCheckIn } = activity
  return {
    activity: { id, title, place, startsAt, endsAt, selfCheckIn: selfCheckIn ?? false },
    asOf: now.toISOString(),
    rows: expected.map(({ walkIn: _, recordedBy, recordedThrough, ...row }) => ({
      ...row,
      recordedBy: recorderInWords(recorders.get(recordedBy ?? '') ?? '', recordedThrough) || null,
    })),
  }
}

/** @throws AppError not-found (also out of scope, and drafts), activity-cancelled */
export async function requireCheckInActivity(req: PayloadRequest, id: string, now: Date) {
  const activity = await req.payload.findByID({
    collection: 'activities',
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
  })
  if (!activity || !(await isUnitInScope(req, String(activity.unit)))) throw new AppError('not-found')
  requireAllowed('walkIn', activity, now)
  return activity
}
