import type { PayloadRequest } from 'payload'
import { exclusively } from '../database/exclusively.ts'
import { findRow, type ActivityRow, type RegistrationRow } from '../database/rows.ts'
import { runInTransaction } from '../database/runInTransaction.ts'
import { isDuplicate } from '../database/swap.ts'
import { checkAnswers } from '../domain/answers.ts'
import { AppError } from '../domain/AppError.ts'
import { joinableAt } from '../domain/joinable.ts'
import { admissionFor, freeSeats } from '../domain/seats.ts'
import type { Clash } from '../domain/publicViews.ts'
import type { Answers } from '../domain/requests.ts'
import type { RegistrationStatus } from '../domain/vocabulary.ts'
import type { Activity } from '../payload-types.ts'
import { addRegistration, AS_NEW, changeRegistration } from './changeRegistration.ts'
import { listClashes } from './listClashes.ts'
import { requireOwn, requirePerson } from './requireUser.ts'
import { waitingPosition } from './waitingPosition.ts'

type Question = NonNullable<Activity['questions']>[number]

/** What only the activity's own record has, not its row. Fields of questions by name: `questions: true` leaves the options out on SQLite. */
const OPENING = {
  registrationOpensAt: true,
  registrationClosesAt: true,
  questions: { id: true, label: true, kind: true, options: true, required: true, min: true, max: true, earliest: true, latest: true, showWhen: true, showWhenAnswer: true } satisfies Record<keyof Question, true>,
} as const

export interface Registered {
  /** False when the person was signed up already. */
  created: boolean
  id: string
  status: RegistrationStatus
  position: number | null
  /** Heads signed up for; a repeated sign-up does not change them. */
  size: number
  offerExpiresAt: string | null
  /** Others of one's own at the same time: pointed out, not forbidden. */
  clashes: Clash[]
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
    retryWhenOvertaken(() =>
      runInTransaction(req, async () => {
        // What the visitor may see; then the row with its bookkeeping.
        const activity = await req.payload.findByID({ collection: 'activities', id: activityId, depth: 0, disableErrors: true, overrideAccess: false, req, user: req.user, select: OPENING })
        const row = activity && (await findRow(req, 'activities', activityId))
        if (!row || row.status === 'draft') throw new AppError('not-found')
        const existing = await req.payload.db.findOne<RegistrationRow>({ collection: 'registrations', where: { and: [{ activity: { equals: activityId } }, { person: { equals: person.id } }] }, req })
        if (existing && existing.status !== 'cancelled') return standing(req, row, existing, false)

        const size = input.size ?? 1
        requireJoinable({ ...row, ...activity }, size, now)
        const answers = checkAnswers(activity.questions ?? [], input.answers ?? {})
        const status = row.approval ? 'pending' : 'waitlisted'
        if (!existing) return standing(req, row, await addRegistration(req, row, { person: person.id, status, size, answers }, now), true)
        // One record per person and activity, for good: a new sign-up draws a new number at the end of the queue.
        const { registration } = await changeRegistration(req, existing.id, now, (current, seats) => {
          requireOwn(req, current)
          if (current.status !== 'cancelled') return null
          if (status === 'waitlisted' && admissionFor({ ...seats, capacity: seats.capacity ?? null }, size) === 'full') throw new AppError('full')
          return { ...AS_NEW, status, size, answers }
        })
        return standing(req, row, registration, true)
      }),
    ),
  )
}

async function standing(req: PayloadRequest, activity: ActivityRow, written: RegistrationRow, created: boolean): Promise<Registered> {
  // Who joins the line may have been moved up already.
  const row = written.status === 'waitlisted' ? ((await findRow(req, 'registrations', written.id)) ?? written) : written
  const { id, status, offerExpiresAt } = row
  return { created, id, status, position: await waitingPosition(req, row), size: row.size ?? 1, offerExpiresAt: status === 'offered' ? offerExpiresAt : null, clashes: await listClashes(req, row.person, activity) }
}

type Opening = Pick<Activity, 'registrationOpensAt' | 'registrationClosesAt'> & ActivityRow

function requireJoinable(activity: Opening, size: number, now: Date): void {
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
      taken: activity.taken,
      waiting: activity.waiting,
      lastSequence: 0,
      waitingList: activity.waitingList,
    },
    now,
  )
  if (joinable === 'cancelled') throw new AppError('activity-cancelled')
  if (joinable === 'full') throw new AppError('full')
  if (joinable === 'not-yet-open') throw new AppError('registration-closed', '报名还未开始，请在报名开始后再来。')
  if (activity.capacity && size > activity.capacity) throw new AppError('full', `本活动共 ${activity.capacity} 个名额，坐不下 ${size} 人，请减少人数。`)
  const free = freeSeats({ capacity: activity.capacity ?? null, taken: activity.taken })
  if (free !== null && size > free && !activity.waitingList) throw new AppError('full', `只剩 ${free} 个名额，坐不下 ${size} 人，且本活动不设候补；请减少人数或看看其他活动。`)
  if (joinable !== 'open' && joinable !== 'waiting-list') throw new AppError('registration-closed')
}

/**
 * The same person signing up twice at once in two processes: the loser, whom the unique index refuses, or whom the winner took
 * the last seat from, finds the winner's record.
 */
async function retryWhenOvertaken<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isDuplicate(error) && !(error instanceof AppError && error.code === 'full')) throw error
    return work()
  }
}
