import type { PayloadRequest, Where } from 'payload'
import { collectionsOf } from '../../database/references.ts'
import { findRow } from '../../database/rows.ts'

/**
 * Registrations, with all that is of one (requests to correct it, messages about it), and the words that organisers
 * wrote to their people, belong to the unit of their activity: when that changes hands they go along, so that staff see
 * those they answer for and no others. Does nothing when they are there already.
 */
export async function moveRegistrations(req: PayloadRequest, activityId: string): Promise<void> {
  const activity = await findRow(req, 'activities', activityId)
  if (!activity) return
  const elsewhere: Where = { and: [{ activity: { equals: activityId } }, { unit: { not_equals: activity.unit } }] }
  for (const collection of [
    ...collectionsOf(req.payload.config, 'registration'),
    'registrations' as const,
    'broadcasts' as const,
  ]) {
    await req.payload.db.updateMany({
      collection,
      where: elsewhere,
      data: { unit: activity.unit },
      req,
      returning: false,
    })
  }
}
