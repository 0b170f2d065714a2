import type { PayloadRequest, Where } from 'payload'
import { findRow, type RegistrationRow } from '../database/rows.ts'
import { changeRegistration } from './changeRegistration.ts'

/**
 * An offer never outlasts the start of its activity: where that was moved forward, offers end with it, at once if it has passed.
 * The caller gives the seats that come free to others.
 */
export async function shortenOffers(req: PayloadRequest, activityId: string, now: Date): Promise<void> {
  const activity = await findRow(req, 'activities', activityId)
  if (!activity) return
  const tooLong: Where = { and: [{ activity: { equals: activityId } }, { status: { equals: 'offered' } }, { offerExpiresAt: { greater_than: activity.startsAt } }] }
  const { docs } = await req.payload.db.find<RegistrationRow>({ collection: 'registrations', where: tooLong, pagination: false, limit: 0, req })
  for (const { id } of docs) {
    await changeRegistration(req, id, now, ({ status, offerExpiresAt }, { startsAt }) => {
      const start = Date.parse(startsAt)
      if (status !== 'offered' || Date.parse(offerExpiresAt ?? '') <= start) return null
      if (start > now.getTime()) return { offerExpiresAt: startsAt }
      return { status: 'cancelled', cancelledAt: now.toISOString(), decision: { what: 'lapsed', reason: '活动提前开始，保留期随之结束' } }
    })
  }
}
