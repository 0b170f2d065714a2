import type { PayloadRequest } from 'payload'
import { exclusively } from '../../database/exclusively.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { FeedbackRequest } from '../../domain/attendance/requests.ts'
import { changeRegistration } from '../seats/changeRegistration.ts'
import { findOwnRegistration } from '../seats/findOwnRegistration.ts'
import { requireOwn } from '../identity/requireUser.ts'

/**
 * Feedback on an activity by people who were there: 1 to 5, with words if they like. Given again, it replaces the
 * first. Read by staff in scope alone.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also others' sign-ups), not-attended
 */
export async function giveFeedback(
  req: PayloadRequest,
  input: FeedbackRequest & { id: string },
  now: Date,
): Promise<{ id: string; rating: number }> {
  const { activity } = await findOwnRegistration(req, input.id)
  return exclusively(`seats:${activity}`, async () => {
    const text = input.text === undefined || input.text === '' ? null : input.text
    await changeRegistration(req, input.id, now, (current, facts) => {
      requireOwn(req, current)
      requireAllowed('giveFeedback', facts, now)
      if (current.attendance !== 'present') throw new AppError('not-attended')
      return { rating: input.rating, feedback: text, feedbackAt: now.toISOString() }
    })
    return { id: input.id, rating: input.rating }
  })
}
