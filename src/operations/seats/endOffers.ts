import type { PayloadRequest, Where } from 'payload'
import { findRow, type ActivityRow, type RegistrationRow } from '../../database/rows.ts'
import { allows } from '../../domain/activities/activityStates.ts'
import { changeRegistration } from './changeRegistration.ts'
import { type Change } from './stepOf.ts'

/**
 * An offer outlasts neither the start of its activity nor a cancellation. Where the start was moved forward, offers end
 * with it, at once if it has passed; whoever had one when the activity was cancelled stands in line again, in the old
 * place, and hears of the cancellation like everybody else. The caller gives the seats that come free to others.
 */
export async function endOffers(req: PayloadRequest, activityId: string, now: Date): Promise<void> {
  const activity = await findRow(req, 'activities', activityId)
  if (!activity) return
  const tooLong: Where[] =
    activity.status === 'published' ? [{ offerExpiresAt: { greater_than: activity.startsAt } }] : []
  const where: Where = { and: [{ activity: { equals: activityId } }, { status: { equals: 'offered' } }, ...tooLong] }
  const { docs } = await req.payload.db.find<RegistrationRow>({
    collection: 'registrations',
    where,
    pagination: false,
    limit: 0,
    req,
  })
  for (const { id } of docs) await changeRegistration(req, id, now, (current, facts) => endOf(current, facts, now))
}

/** The end of an offer at `now`; null while it stands. */
export function endOf(
  { status, offerExpiresAt }: Pick<RegistrationRow, 'status' | 'offerExpiresAt'>,
  activity: ActivityRow,
  now: Date,
): Change | null {
  if (status !== 'offered') return null
  if (activity.status !== 'published')
    return {
      status: 'waitlisted',
      offerExpiresAt: null,
      decision: { what: 'waitlisted', reason: '活动已取消，保留期随之结束，回到候补' },
    }
  const [until, start] = [Date.parse(offerExpiresAt ?? ''), Date.parse(activity.startsAt)]
  if (!allows('acceptOffer', activity, now) && until > start)
    return {
      status: 'cancelled',
      cancelledAt: now.toISOString(),
      decision: { what: 'lapsed', reason: '活动提前开始，保留期随之结束' },
    }
  if (until <= now.getTime())
    return { status: 'cancelled', cancelledAt: now.toISOString(), decision: { what: 'lapsed' } }
  return until > start ? { offerExpiresAt: activity.startsAt } : null
}
