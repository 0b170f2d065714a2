import type { PayloadRequest } from 'payload'
import { personUser, staffUser } from '../../access/staffUser.ts'
import { findRow } from '../../database/rows.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { BUSY_STATUSES } from '../../domain/seats/clashes.ts'
import { endOfUndo, isLeaving, isToCancel } from '../../domain/seats/undo.ts'
import { changeInTurn } from './changeRegistration.ts'
import { ownCancellation } from './finishCancellations.ts'
import { requireOwn } from '../identity/requireUser.ts'
import { writeAudit } from '../shared/writeAudit.ts'

interface Manner {
  /** Why, where staff cancel: the person reads it. */
  reason?: string | undefined
  /** Of a person's own: it takes effect in 30 seconds, and can be taken back until then. */
  isUndoable?: boolean | undefined
}

/**
 * Gives a seat or a place in line back, without penalty; the seat goes to the head of the waiting list. For the person,
 * and for staff in scope, whose cancellation always takes effect at once. Cancelling twice is the same as once.
 *
 * @returns with until when it can be taken back, where it has not taken effect
 * @throws AppError not-logged-in, not-found (also for others' sign-ups), attendance-recorded, activity-ended
 */
export async function cancelRegistration(
  req: PayloadRequest,
  id: string,
  now: Date,
  { reason, isUndoable = false }: Manner = {},
): Promise<{ id: string; status: 'cancelled'; undoUntil?: string }> {
  if (!req.user) throw new AppError('not-logged-in')
  const activityId = await activityOf(req, id)
  const { isChanged, registration: left } = await changeInTurn(
    req,
    { id, activity: activityId },
    now,
    (registration, activity) => {
      requireOwn(req, registration)
      if (registration.status === 'cancelled') return null
      if (registration.attendance === 'present') throw new AppError('attendance-recorded')
      requireAllowed('cancelSignUp', activity, now)
      // Nothing is held where the organiser refused.
      const isHeld = BUSY_STATUSES.includes(registration.status) && !isToCancel(registration, now)
      if (isUndoable && personUser(req) && isHeld) return isLeaving(registration) ? null : { cancelsAt: endOfUndo(now) }
      const { decision, ...cancelled } = ownCancellation(now)
      return personUser(req)
        ? { ...cancelled, decision }
        : { ...cancelled, ...(reason !== undefined && { decision: { what: 'cancelled', reason } }) }
    },
  )
  if (isChanged && staffUser(req))
    await writeAudit(req, {
      action: 'cancelled',
      subjectCollection: 'registrations',
      subject: id,
      ...(reason !== undefined && { reason }),
    })
  return { id, status: 'cancelled', ...(left.cancelsAt && { undoUntil: left.cancelsAt }) }
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
