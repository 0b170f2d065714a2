import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { exclusively } from '../../database/exclusively.ts'
import { findRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { EvaluationRequest } from '../../domain/attendance/requests.ts'
import type { Staff } from '../../payload-types.ts'
import { changeRegistration } from '../seats/changeRegistration.ts'
import { oneByOne } from '../shared/oneByOne.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { writeAudit } from '../shared/writeAudit.ts'

export type EvaluationOutcome = 'recorded' | 'duplicate' | 'unknown' | 'not-served'

/**
 * The organiser's word on the service of up to 500 volunteers of one activity, with its date (服务质量评价、评价日期, 民政部令
 * 第67号). Only service is evaluated, and only of who was there. Nothing is summed up over people.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope)
 */
export async function evaluateService(
  req: PayloadRequest,
  input: EvaluationRequest & { activityId: string },
  now: Date,
): Promise<{ registration: string; outcome: EvaluationOutcome }[]> {
  const staff = requireStaff(req)
  const activity = await findRow(req, 'activities', input.activityId)
  if (!activity || !(await isUnitInScope(req, activity.unit))) throw new AppError('not-found')
  requireAllowed('evaluate', activity, now)
  return exclusively(`seats:${activity.id}`, () =>
    runInTransaction(req, async () => {
      const results = await oneByOne(req, [...new Set(input.registrations)], async (registration) => ({
        registration,
        outcome: await evaluateOne(req, staff, { ...input, registration }, now),
      }))
      const recorded = results.filter(({ outcome }) => outcome === 'recorded').length
      if (recorded > 0)
        await writeAudit(req, {
          action: 'evaluated',
          subjectCollection: 'activities',
          subject: activity.id,
          details: { recorded },
        })
      return results
    }),
  )
}

async function evaluateOne(
  req: PayloadRequest,
  staff: Staff,
  { activityId, registration, evaluation, note }: EvaluationRequest & { activityId: string; registration: string },
  now: Date,
): Promise<EvaluationOutcome> {
  const found = await findRow(req, 'registrations', registration)
  if (found?.activity !== activityId) return 'unknown'
  let refusal: EvaluationOutcome = 'duplicate'
  const { isChanged } = await changeRegistration(req, registration, now, (current) => {
    refusal = current.minutesSource ? 'duplicate' : 'not-served'
    const isSame = current.evaluation === evaluation && (current.evaluationNote ?? null) === (note ?? null)
    if (refusal !== 'duplicate' || isSame) return null
    return { evaluation, evaluationNote: note ?? null, evaluatedAt: now.toISOString(), evaluatedBy: staff.id }
  })
  return isChanged ? 'recorded' : refusal
}
