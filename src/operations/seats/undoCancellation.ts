import type { PayloadRequest } from 'payload'
import { findRow } from '../../database/rows.ts'
import { requireAllowed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { isLeaving, isUndoable } from '../../domain/seats/undo.ts'
import type { RegistrationStatus } from '../../domain/shared/vocabulary.ts'
import { requireOwn, requirePerson } from '../identity/requireUser.ts'
import { changeInTurn } from './changeRegistration.ts'

/**
 * Takes the person's own cancellation back, within 30 seconds of it: seat, place in line, answers and all are as they
 * were. Undoing twice is the same as once.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also others' sign-ups), undo-lapsed, activity-cancelled,
 * activity-ended
 */
export async function undoCancellation(
  req: PayloadRequest,
  id: string,
  now: Date,
): Promise<{ id: string; status: RegistrationStatus }> {
  const person = requirePerson(req)
  const own = await findRow(req, 'registrations', id)
  if (own?.person !== person.id) throw new AppError('not-found')
  const { registration } = await changeInTurn(req, { id, activity: own.activity }, now, (current, activity) => {
    requireOwn(req, current)
    if (current.status === 'cancelled') throw new AppError('undo-lapsed')
    if (!isLeaving(current)) return null
    if (!isUndoable(current, now)) throw new AppError('undo-lapsed')
    requireAllowed('undoCancellation', activity, now)
    return { cancelsAt: null }
  })
  return { id: registration.id, status: registration.status }
}
