import type { PayloadRequest } from 'payload'
import { BUSY_STATUSES, clashesWith } from '../../domain/seats/clashes.ts'
import { isLeaving, isUndoable } from '../../domain/seats/undo.ts'
import type { MyRegistration } from '../../domain/seats/views.ts'
import type { Activity, Registration } from '../../payload-types.ts'
import { signTicket } from '../../privacy/cipher.ts'
import { SUMMARY_FIELDS, summarise } from '../activities/activityViews.ts'
import { requirePerson } from '../identity/requireUser.ts'
import { waitingPosition } from './waitingPosition.ts'

/** The person's own sign-ups, the newest activity first. @throws AppError not-logged-in */
export async function listMyRegistrations(req: PayloadRequest, now: Date): Promise<MyRegistration[]> {
  const person = requirePerson(req)
  const read = { depth: 0, pagination: false, overrideAccess: false, req, user: req.user } as const
  const { docs: registrations } = await req.payload.find({
    collection: 'registrations',
    where: { person: { equals: person.id } },
    ...read,
  })
  if (registrations.length === 0) return []
  const { docs: activities } = await req.payload.find({
    collection: 'activities',
    where: { id: { in: registrations.map(({ activity }) => activity) } },
    select: SUMMARY_FIELDS,
    ...read,
  })
  const views = await summarise(req, activities as Activity[], now)
  // Cancelled for the person, who may still take it back.
  const statusOf = (one: Pick<Registration, 'status' | 'cancelsAt'>): Registration['status'] =>
    isLeaving(one) ? 'cancelled' : one.status
  const signUps = registrations.flatMap(({ activity: id, ...signUp }) => {
    const status = statusOf(signUp)
    const activity = views.find((view) => view.id === id)
    return activity ? [{ status, activity }] : []
  })
  const mine = await Promise.all(
    registrations.map(async (registration): Promise<MyRegistration | null> => {
      const activity = views.find(({ id }) => id === registration.activity)
      if (!activity) return null
      const { id, attendance, createdAt, sequence, size, offerExpiresAt, refusal, cancelsAt } = registration
      const status = statusOf(registration)
      const isLineClosed = status === 'waitlisted' && Date.parse(activity.startsAt) <= now.getTime()
      const hasSeat = status === 'confirmed' && !activity.cancelled
      return {
        id,
        status,
        position: isLineClosed
          ? null
          : await waitingPosition(req, { activity: activity.id, status, sequence: sequence ?? null }),
        size: size ?? 1,
        offerExpiresAt: status === 'offered' ? (offerExpiresAt ?? null) : null,
        // A person who cancels gives an offer back; one that is still noted ran out.
        lapsed: registration.status === 'cancelled' && Boolean(offerExpiresAt),
        undoUntil: cancelsAt && isUndoable(registration, now) && !activity.cancelled ? cancelsAt : null,
        isLineClosed,
        refusal: status === 'refused' ? (refusal ?? null) : null,
        attendance,
        ticket: hasSeat ? signTicket(id) : null,
        registeredAt: createdAt,
        clashes: BUSY_STATUSES.includes(status) && !activity.cancelled ? clashesWith(activity, signUps) : [],
        activity,
      }
    }),
  )
  return mine
    .filter((registration) => registration !== null)
    .sort((a, b) => b.activity.startsAt.localeCompare(a.activity.startsAt))
}
