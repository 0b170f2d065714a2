import { ValidationError, type PayloadRequest } from 'payload'
import { exclusively } from '../database/exclusively.ts'
import { findRow, type RegistrationRow } from '../database/rows.ts'
import { runInTransaction } from '../database/runInTransaction.ts'
import { checkAnswers } from '../domain/answers.ts'
import { AppError } from '../domain/AppError.ts'
import { joinableAt } from '../domain/joinable.ts'
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
}

/**
 * Signs the logged-in person up. What it answers stands: the record is on disk, and the seat, if it says confirmed, is
 * this person's alone.
 *
 * @throws AppError not-logged-in, not-found, invalid-input (answers), registration-closed, activity-cancelled, full, busy
 */
export async function register(req: PayloadRequest, input: { activityId: string; answers?: Answers | undefined }, now: Date): Promise<Registered> {
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

        requireJoinable(activity, now)
        const answers = checkAnswers(activity.questions ?? [], input.answers ?? {})
        if (existing) {
          // One record per person and activity, for good: a new sign-up draws a new number at the end of the queue.
          await changeRegistration(req, existing.id, () => ({ status: 'waitlisted', sequence: null, cancelledAt: null }))
          return standing(req, existing.id, true)
        }
        req.context.useCase = 'register'
        const created = await req.payload.create({
          collection: 'registrations',
          data: { activity: activityId, person: person.id, status: 'waitlisted', attendance: 'unknown', answers },
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

async function standing(req: PayloadRequest, id: string, created: boolean): Promise<Registered> {
  const row: RegistrationRow | null = await findRow(req, 'registrations', id)
  // The last seat went between the check and the claim, and there is no waiting list.
  if (!row || row.status === 'cancelled') throw new AppError('full')
  return { created, id, status: row.status, position: await waitingPosition(req, row) }
}

function requireJoinable(activity: Activity, now: Date): void {
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
