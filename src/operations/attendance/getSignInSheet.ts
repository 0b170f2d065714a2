import type { PayloadRequest } from 'payload'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { drawSignInSheet } from '../../pdf/drawSignInSheet.ts'
import { findOwnActivity } from '../activities/copyActivity.ts'
import { summarise } from '../activities/activityViews.ts'
import { writeAudit } from '../shared/writeAudit.ts'
import { listExpected } from './listExpected.ts'

/**
 * The sheet that people sign at the door, as a PDF: names, heads, four digits of the phone. Each is noted in the audit
 * trail.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), activity-draft, activity-cancelled,
 * sheet-too-long
 */
export async function getSignInSheet(
  req: PayloadRequest,
  activityId: string,
  now: Date,
): Promise<{ title: string; file: Buffer }> {
  const activity = await findOwnActivity(req, activityId)
  requireAllowed('signInSheet', activity, now)
  const rows = await listExpected(req, activityId)
  const [view] = await summarise(req, [activity], now)
  const { title, startsAt, endsAt, place } = activity
  const unit = view?.unit.name ?? ''
  const file = await drawSignInSheet({ title, startsAt, endsAt, place, unit, asOf: now.toISOString(), rows })
  await writeAudit(req, {
    action: 'viewed',
    subjectCollection: 'activities',
    subject: activityId,
    reason: '签到表',
    details: { registrations: rows.length },
  })
  return { title, file }
}
