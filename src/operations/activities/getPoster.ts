import type { PayloadRequest } from 'payload'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { drawPoster } from '../../pdf/drawPoster.ts'
import { summarise } from './activityViews.ts'
import { findOwnActivity } from './copyActivity.ts'

/**
 * The poster of an activity to come, as a PDF whose code leads to its public page.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), activity-draft, activity-ended,
 * activity-cancelled
 */
export async function getPoster(
  req: PayloadRequest,
  activityId: string,
  now: Date,
): Promise<{ title: string; file: Buffer }> {
  const activity = await findOwnActivity(req, activityId)
  requireAllowed('poster', activity, now)
  const [view] = await summarise(req, [activity], now)
  const { title, line, startsAt, endsAt, place, capacity, waitingList, approval, updatedAt } = activity
  const facts = {
    title,
    line,
    startsAt,
    endsAt,
    place,
    unit: view?.unit.name ?? '',
    capacity: capacity ?? null,
    waitingList: waitingList ?? false,
    approval: approval ?? false,
    updatedAt,
  }
  return { title, file: await drawPoster(facts, `${req.payload.config.serverURL}/activities/${activityId}`) }
}
