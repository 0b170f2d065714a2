import type { PayloadRequest } from 'payload'
import { personUser, staffUser } from '../../access/staffUser.ts'
import { findRow } from '../../database/rows.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { changeInTurn } from './changeRegistration.ts'
import { requireOwn } from '../identity/requireUser.ts'
import { writeAudit } from '../shared/writeAudit.ts'

/**
 * Gives a seat or a place in line back, at once and without penalty; the seat goes to the head of the waiting list.
 * For the person, and for staff in scope, who say why: the person reads it. Cancelling twice is the same as once.
 *
 * @throws AppError not-logged-in, not-found (also for others' sign-ups), attendance-recorded, activity-ended
 */
export async function cancelRegistration(
  req: PayloadRequest,
  id: string,
  now: Date,
  reason?: string,
): Promise<{ id: string; status: 'cancelled' }> {
  if (!req.user) throw new AppError('not-logged-in')
  const activityId = await activityOf(req, id)
  const { isChanged } = await changeInTurn(req, { id, activity: activityId }, now, (registration, activity) => {
    requireOwn(req, registration)
    if (registration.status === 'cancelled') return null
    if (registration.attendance === 'present') throw new AppError('attendance-recorded')
    requireAllowed('cancelSignUp', activity, now)
    return {
      status: 'cancelled',
      cancelledAt: now.toISOString(),
      offerExpiresAt: null,
      ...(reason !== undefined && staffUser(req) && { decision: { what: 'cancelled', reason } }),
    }
  })
  if (isChanged && staffUser(req))
    await writeAudit(req, {
      action: 'cancelled',
      subjectCollection: 'registrations',
      subject: id,
      ...(reason !== undefined && { reason }),
    })
  return { id, status: 'cancelled' }
}

/** The activity of a sign-up that is one's own, or in scope. @throws AppError not-found */
async function activityOf(req: PayloadRequest, id: string): Promise<string> {
  const person = personUser(req)
  if (person) {
    const own = await findRow(req, 'registrations', id)
    if (own?.person !== person.id) throw new AppError('not-found')
    return own.activity
  }
  const visible = await req.payload.findByID({
    collection: 'registrations',
    id,
    depth: 0,
    disableErrors: true,
    overrideAccess: false,
    req,
    user: req.user,
    select: { activity: true },
  })
  if (!visible) throw new AppError('not-found')
  return String(visible.activity)
}
