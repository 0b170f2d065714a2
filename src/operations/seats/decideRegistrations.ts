import type { PayloadRequest } from 'payload'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { findOwnActivity } from '../activities/copyActivity.ts'
import { decideRegistration } from './decideRegistration.ts'
import { oneByOne } from '../shared/oneByOne.ts'

export type DecisionOutcome = 'confirmed' | 'waitlisted' | 'offered' | 'full' | 'refused' | 'not-pending' | 'unknown'

/**
 * One answer to several sign-ups of an activity. Those approved join the queue in the order in which they signed up,
 * whatever the order of the request; each is decided by itself, and each has its outcome.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope), activity-draft, activity-cancelled,
 * activity-ended
 */
export async function decideRegistrations(
  req: PayloadRequest,
  input: { activityId: string; registrations: string[]; decision: 'approve' | 'refuse'; reason?: string | undefined },
  now: Date,
): Promise<{ registration: string; outcome: DecisionOutcome }[]> {
  const { activityId, registrations, decision, reason } = input
  requireAllowed(decision, await findOwnActivity(req, activityId), now)
  const { docs } = await req.payload.find({
    collection: 'registrations',
    where: { and: [{ activity: { equals: activityId } }, { id: { in: registrations } }] },
    select: { createdAt: true },
    sort: ['createdAt', 'id'],
    pagination: false,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const results = await oneByOne(req, docs, async ({ id }) => ({
    registration: id,
    outcome: await decideOne(req, { id, decision, reason }, now),
  }))
  const known = new Set(docs.map(({ id }) => id))
  return [
    ...results,
    ...[...new Set(registrations)]
      .filter((id) => !known.has(id))
      .map((registration) => ({ registration, outcome: 'unknown' as const })),
  ]
}

async function decideOne(
  req: PayloadRequest,
  input: Parameters<typeof decideRegistration>[1],
  now: Date,
): Promise<DecisionOutcome> {
  try {
    const { status } = await decideRegistration(req, input, now)
    // Approved, but there is neither a seat nor a waiting list.
    if (status === 'cancelled') return 'full'
    return status === 'pending' ? 'not-pending' : status
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-pending') return 'not-pending'
    if (error instanceof AppError && error.code === 'not-found') return 'unknown'
    throw error
  }
}
