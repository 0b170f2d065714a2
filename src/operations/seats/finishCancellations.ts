import type { PayloadRequest } from 'payload'
import { exclusively } from '../../database/exclusively.ts'
import { findRowsBy } from '../../database/rows.ts'
import { isToCancel } from '../../domain/seats/undo.ts'
import { eachAlone } from '../shared/eachAlone.ts'
import { changeRegistration } from './changeRegistration.ts'
import type { Change } from './stepOf.ts'

/**
 * Ends the sign-ups whose cancellation can be taken back no more: the seat or the place is free from here on, and moves
 * on in the same step. May run in many places at once.
 *
 * @param activityId those of one activity alone
 */
export async function finishCancellations(req: PayloadRequest, now: Date, activityId?: string): Promise<void> {
  // By the time alone: its index finds next to nobody, that of the activity everybody who signed up.
  const upToNow = { below: new Date(now.getTime() + 1).toISOString() }
  const due = await findRowsBy(req, 'registrations', { cancelsAt: upToNow }, ['id', 'activity'])
  const here = activityId === undefined ? due : due.filter(({ activity }) => activity === activityId)
  await eachAlone(req, here, ({ id, activity }) =>
    exclusively(`seats:${activity}`, () =>
      changeRegistration(req, id, now, (current) => (isToCancel(current, now) ? ownCancellation(now) : null)),
    ),
  )
}

/** A person's own cancellation, also where the system carries it out. */
export function ownCancellation(now: Date): Change {
  return {
    status: 'cancelled',
    cancelledAt: now.toISOString(),
    offerExpiresAt: null,
    decision: { what: 'cancelled', by: 'person' },
  }
}
