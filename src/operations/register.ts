import { ValidationError, type PayloadRequest } from 'payload'
import { exclusively } from '../database/exclusively.ts'
import { findRow, type RegistrationRow } from '../database/rows.ts'
import { runInTransaction } from '../database/runInTransaction.ts'
import { checkAnswers } from '../domain/answers.ts'
import { AppError } from '../domain/AppError.ts'
import { joinableAt } from '../domain/joinable.ts'
import { freeSeats } from '../domain/seats.ts'
import type { Answers } from '../domain/requests.ts'
import type { RegistrationStatus } from '../domain/vocabulary.ts'
import type { Activity } from '../payload-types.ts'
import { changeRegistration } from './changeRegistration.ts'
import { requirePerson } from './requireUser.ts'
import { waitingPosition } from './waitingPosition.ts'

export interface Registered {
  /** False when the person was signed up already. */
  created: boolean
  id: string
  status: RegistrationStatus
  position: number | null
  /** Heads signed up for; a repeated sign-up does not change them. */
  size: number
  offerExpiresAt: string | null
}

/**
 * Signs the logged-in person up. What it answers stands: the record is on disk, and the seat, if it says confirmed, is
 * this person's alone.
 *
 * @throws AppError not-logged-in, not-found, invalid-input (answers), registration-closed, activity-cancelled, full, busy
 */
export async function register(req: PayloadRequest, input: { activityId: string; answers?: Answers | undefined; size?: number | undefined }, now: Date): Promise<Registered> {
  const person = requirePerson(req)
  const { activityId } = input
  return exclusively(`seats:${activityId}`, () =>
    retryOnDuplicate(() =>
      runInTransaction(req, async () => {
        const activity = await req.payload.findByID({ collection: 'activities', id: activityId, depth: 0, disableErrors: true, overrideAccess: false, req, user: req.user })
        if (!activity || activity.status === 'draft') throw new AppError('not-found')
        const { docs } = await req.payload.find({
          collection: 'registrations',
          where: { and: [{ activity: { equals: activityId } }, { person: { equals: person.id } }] },
          select: { status: true },
          depth: 0,
          limit: 1,
          pagination: false,
          overrideAccess: false,
          req,
          user: req.user,
        })
        const [existing] = docs
        if (existing && existing.status !== 'cancelled') return standing(req, existing.id, false)

        const size = input.size ?? 1
        requireJoinable(activity, size, now)
        const answers = checkAnswers(activity.questions ?? [], input.answers ?? {})
        const status = activity.approval ? 'pending' : 'waitlisted'
        if (existing) {
          // One record per person and activity, for good: a new sign-up draws a new number at the end of the queue.
          await changeRegistration(req, existing.id, now, (registration) => (registration.status === 'cancelled' ? { ...AS_NEW, status, size, answers } : null))
          return standing(req, existing.id, true)
        }
        req.context.useCase = 'register'
        const created = await req.payload.create({
          collection: 'registrations',
          data: { activity: activityId, person: person.id, status, size, attendance: 'unknown', answers },
          depth: 0,
          overrideAccess: false,
          req,
          user: req.user,
        })
        return standing(req, created.id, true)
      }),
    ),
  )
}

/** What a sign-up after a cancellation leaves behind of the one before. */
const AS_NEW = { sequence: null, passes: 0, cancelledAt: null, offerExpiresAt: null, walkIn: false, attendance: 'unknown', came: null, minutes: null, minutesSource: null, checkedInAt: null, checkedOutAt: null, method: null, recordedBy: null } as const

async function standing(req: PayloadRequest, id: string, created: boolean): Promise<Registered> {
  const row: RegistrationRow | null = await findRow(req, 'registrations', id)
  // The last seat went between the check and the claim, and there is no waiting list.
  if (!row || row.status === 'cancelled') throw new AppError('full')
  const { status, offerExpiresAt } = row
  return { created, id, status, position: await waitingPosition(req, row), size: row.size ?? 1, offerExpiresAt: status === 'offered' ? offerExpiresAt : null }
}

function requireJoinable(activity: Activity, size: number, now: Date): void {
  const partyLimit = activity.partyLimit ?? 1
  if (size > partyLimit) {
    const sentence = partyLimit === 1 ? '本活动请逐人报名。' : `本活动一次最多报 ${partyLimit} 人。`
    throw new AppError('invalid-input', sentence, { size: sentence })
  }
  const joinable = joinableAt(
    {
      cancelled: activity.status === 'cancelled',
      registrationOpensAt: activity.registrationOpensAt ?? null,
      registrationClosesAt: activity.registrationClosesAt ?? activity.startsAt,
      endsAt: activity.endsAt,
      capacity: activity.capacity ?? null,
      taken: activity.taken ?? 0,
      waiting: activity.waiting ?? 0,
      lastSequence: 0,
      waitingList: activity.waitingList ?? false,
    },
    now,
  )
  if (joinable === 'cancelled') throw new AppError('activity-cancelled')
  if (joinable === 'full') throw new AppError('full')
  if (joinable === 'not-yet-open') throw new AppError('registration-closed', '报名还未开始，请在报名开始后再来。')
  if (activity.capacity && size > activity.capacity) throw new AppError('full', `本活动共 ${activity.capacity} 个名额，坐不下 ${size} 人，请减少人数。`)
  const free = freeSeats({ capacity: activity.capacity ?? null, taken: activity.taken ?? 0 })
  if (free !== null && size > free && !activity.waitingList) throw new AppError('full', `只剩 ${free} 个名额，坐不下 ${size} 人，且本活动不设候补；请减少人数或看看其他活动。`)
  if (joinable !== 'open' && joinable !== 'waiting-list') throw new AppError('registration-closed')
}

/** The same person signing up twice at once in two processes: the loser of the unique index finds the winner's record. */
async function retryOnDuplicate<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    return work()
  }
}
