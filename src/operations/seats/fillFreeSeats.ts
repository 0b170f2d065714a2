import type { PayloadRequest, Where } from 'payload'
import { findRow, type RegistrationRow } from '../../database/rows.ts'
import { allows } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { freeSeats, hasRoom, isCloseToStart, nextInLine, offerDeadline } from '../../domain/seats/seats.ts'
import { applyChange } from './applyChange.ts'
import type { Change } from './stepOf.ts'

/**
 * Gives free seats to those who wait, in the order of `nextInLine`, until seats or people run out; close to the start a
 * seat is offered for a while instead. May run in many places at once: each promotion is one compare-and-swap.
 */
export async function fillFreeSeats(req: PayloadRequest, activityId: string, now: Date): Promise<void> {
  for (;;) {
    const activity = await findRow(req, 'activities', activityId)
    if (!activity || activity.waiting === 0 || !allows('moveUp', activity, now)) return
    const seats = { capacity: activity.capacity ?? null, taken: activity.taken }
    if (!hasRoom(seats)) return
    const docs = await lineUntil(req, activityId, freeSeats(seats))
    const isClose = isCloseToStart(activity.startsAt, now)
    const line = docs.map((row) => ({ row, size: row.size ?? 1, passes: row.passes ?? 0 }))
    const choice = nextInLine(line, seats, isClose)
    if (!choice) return
    const promotion: Change = isClose
      ? { status: 'offered', offerExpiresAt: offerDeadline(activity.startsAt, now).toISOString() }
      : { status: 'confirmed', decision: { what: 'promoted' } }
    let isFirstLook = true
    try {
      await applyChange(req, choice.next.row.id, now, (registration, current) => {
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

/**
 * Those who wait, head first, up to the first who fits into the free seats (null: all do), however far down the line
 * that is; nobody when nobody fits.
 */
async function lineUntil(req: PayloadRequest, activityId: string, free: number | null): Promise<RegistrationRow[]> {
  const inLine = async (conditions: Where[], limit: number): Promise<RegistrationRow[]> => {
    const where: Where = {
      and: [
        { activity: { equals: activityId } },
        { status: { equals: 'waitlisted' } },
        { sequence: { exists: true } },
        ...conditions,
      ],
    }
    return (
      await req.payload.db.find<RegistrationRow>({
        collection: 'registrations',
        where,
        sort: 'sequence',
        limit,
        pagination: false,
        req,
      })
    ).docs
  }
  const [first] = await inLine(
    free === null ? [] : [{ or: [{ size: { less_than_equal: free } }, { size: { exists: false } }] }],
    1,
  )
  return first ? inLine([{ sequence: { less_than_equal: first.sequence } }], 0) : []
}
