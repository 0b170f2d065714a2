import type { PayloadRequest } from 'payload'
import type { RegistrationRow } from '../../database/rows.ts'
import { exclusively } from '../../database/exclusively.ts'
import { changeRegistration } from './changeRegistration.ts'
import { eachAlone } from '../shared/eachAlone.ts'
import { endOf } from './endOffers.ts'
import { fillFreeSeats } from './fillFreeSeats.ts'
import { finishCancellations } from './finishCancellations.ts'

/**
 * The changes that time alone brings about: cancellations take effect; offers lapse and move on; seats saved up for a
 * party are freed close to the start. Costs three index look-ups when there is nothing to do.
 */
export async function moveOffersOn(req: PayloadRequest, now: Date): Promise<void> {
  await finishCancellations(req, now)
  // All of them, here and below: those that cannot be written stay, and would keep the others out.
  const { docs: lapsed } = await req.payload.db.find<Pick<RegistrationRow, 'id' | 'activity'>>({
    collection: 'registrations',
    where: { and: [{ status: { equals: 'offered' } }, { offerExpiresAt: { less_than_equal: now.toISOString() } }] },
    select: { activity: true },
    sort: 'offerExpiresAt',
    pagination: false,
    limit: 0,
    req,
  })
  await eachAlone(req, lapsed, ({ id, activity }) =>
    exclusively(`seats:${activity}`, () =>
      changeRegistration(req, id, now, (current, facts) => endOf(current, facts, now)),
    ),
  )
  const { docs: waiting } = await req.payload.db.find<{ id: string }>({
    collection: 'activities',
    where: {
      and: [
        { waiting: { greater_than: 0 } },
        { status: { equals: 'published' } },
        { startsAt: { greater_than: now.toISOString() } },
        { or: [{ free: { greater_than: 0 } }, { free: { exists: false } }] },
      ],
    },
    select: { title: true },
    pagination: false,
    limit: 0,
    req,
  })
  await eachAlone(req, waiting, ({ id }) => exclusively(`seats:${id}`, () => fillFreeSeats(req, id, now)))
}
