import type { PayloadRequest } from 'payload'
import { findRow, type RegistrationRow } from '../database/rows.ts'
import { AppError } from '../domain/AppError.ts'
import { canPromote } from '../domain/seats.ts'
import { changeRegistration } from './changeRegistration.ts'

/**
 * Gives free seats to the heads of the waiting list, in the order of their numbers, until seats or people run out.
 * May run in many places at once: each promotion is one compare-and-swap.
 */
export async function fillFreeSeats(req: PayloadRequest, activityId: string): Promise<void> {
  for (;;) {
    const activity = await findRow(req, 'activities', activityId)
    if (!activity || activity.status === 'cancelled' || !canPromote({ ...activity, capacity: activity.capacity ?? null })) return
    const { docs } = await req.payload.db.find<RegistrationRow>({
      collection: 'registrations',
      where: { and: [{ activity: { equals: activityId } }, { status: { equals: 'waitlisted' } }, { sequence: { exists: true } }] },
      sort: 'sequence',
      limit: 1,
      pagination: false,
      req,
    })
    const [head] = docs
    if (!head) return
    try {
      await changeRegistration(req, head.id, (registration, current) =>
        registration.status === 'waitlisted' && canPromote({ ...current, capacity: current.capacity ?? null }) ? { status: 'confirmed' } : null,
      )
    } catch (error) {
      // Deleted since it was found: the next head is looked for.
      if (!(error instanceof AppError && error.code === 'not-found')) throw error
    }
  }
}
