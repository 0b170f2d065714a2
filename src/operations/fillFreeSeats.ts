import type { PayloadRequest } from 'payload'
import { findRow, type RegistrationRow } from '../database/rows.ts'
import { AppError } from '../domain/AppError.ts'
import { hasRoom, isCloseToStart, nextInLine, offerDeadline } from '../domain/seats.ts'
import { changeRegistration, type Change } from './changeRegistration.ts'

/** How far down the line somebody is looked for who fits into the free seats. */
const LOOK_AHEAD = 50

/**
 * Gives free seats to those who wait, in the order of `nextInLine`, until seats or people run out; close to the start a seat
 * is offered for a while instead. May run in many places at once: each promotion is one compare-and-swap.
 */
export async function fillFreeSeats(req: PayloadRequest, activityId: string, now: Date): Promise<void> {
  for (;;) {
    const activity = await findRow(req, 'activities', activityId)
    if (!activity || activity.status !== 'published' || activity.waiting === 0 || Date.parse(activity.startsAt) <= now.getTime()) return
    const seats = { capacity: activity.capacity ?? null, taken: activity.taken }
    if (!hasRoom(seats)) return
    const { docs } = await req.payload.db.find<RegistrationRow>({
      collection: 'registrations',
      where: { and: [{ activity: { equals: activityId } }, { status: { equals: 'waitlisted' } }, { sequence: { exists: true } }] },
      sort: 'sequence',
      limit: LOOK_AHEAD,
      pagination: false,
      req,
    })
    const isClose = isCloseToStart(activity.startsAt, now)
    const line = docs.map((row) => ({ row, size: row.size ?? 1, passes: row.passes ?? 0 }))
    const choice = nextInLine(line, seats, isClose)
    if (!choice) return
    const promotion: Change = isClose
      ? { status: 'offered', offerExpiresAt: offerDeadline(activity.startsAt, now).toISOString() }
      : { status: 'confirmed', decision: { what: 'promoted' } }
    let isFirstLook = true
    try {
      await changeRegistration(req, choice.next.row.id, now, (registration, current) => {
        // The choice holds for the line as it was read; after any change of the activity it is made anew.
        const isStale = !isFirstLook || registration.status !== 'waitlisted' || current.revision !== activity.revision
        isFirstLook = false
        return isStale ? null : { ...promotion, passed: choice.passed.map(({ row }) => row) }
      })
    } catch (error) {
      // Deleted since it was found: the choice is made anew.
      if (!(error instanceof AppError && error.code === 'not-found')) throw error
    }
  }
}
