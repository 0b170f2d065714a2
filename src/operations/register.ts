import type { PayloadRequest } from 'payload'
import { exclusively } from '../database/exclusively.ts'
import { findRow, findRowsBy, hasQuestions, type ActivityRow, type RegistrationRow } from '../database/rows.ts'
import { isDuplicate } from '../database/swap.ts'
import { checkAnswers } from '../domain/answers.ts'
import { AppError } from '../domain/AppError.ts'
import { joinableAt } from '../domain/joinable.ts'
import { admissionFor, freeSeats } from '../domain/seats.ts'
import type { Clash } from '../domain/publicViews.ts'
import type { Answers } from '../domain/requests.ts'
import { PUBLIC_STATUSES, type RegistrationStatus } from '../domain/vocabulary.ts'
import type { Activity } from '../payload-types.ts'
import { addRegistration } from './addRegistration.ts'
import { AS_NEW, changeRegistration } from './changeRegistration.ts'
import { claimLimit } from './claimLimit.ts'
import { listClashes } from './listClashes.ts'
import { requireOwn, requirePerson } from './requireUser.ts'
import { waitingPosition } from './waitingPosition.ts'

type Question = NonNullable<Activity['questions']>[number]

/** Of the questions by name: `questions: true` leaves the options out on SQLite. */
const QUESTIONS = { questions: { id: true, label: true, kind: true, options: true, required: true, min: true, max: true, earliest: true, latest: true, showWhen: true, showWhenAnswer: true } satisfies Record<keyof Question, true> } as const

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
 * @throws AppError not-logged-in, not-found, invalid-input (answers), registration-closed, activity-cancelled, full, rate-limited, busy
 */
export async function register(req: PayloadRequest, input: { activityId: string; answers?: Answers | undefined; size?: number | undefined }, now: Date): Promise<Registered> {
  const person = requirePerson(req)
  await claimLimit(req, [{ limit: 'sign-ups-by-person', of: person.id }], now)
  const { activityId, size = 1, answers = {} } = input
  return retryWhenOvertaken(async () => {
    const own = await findRowsBy(req, 'registrations', { person: person.id }, ['id', 'activity', 'status', 'sequence', 'size', 'offerExpiresAt'])
    const existing = own.find(({ activity }) => activity === activityId)
    const factsBy = async (activity: ActivityRow) => {
      requirePublic(activity)
      requireJoinable(activity, size, now)
      return { size, answers: checkAnswers(await questionsOf(req, activity), answers), status: activity.approval ? ('pending' as const) : ('waitlisted' as const) }
    }
    const { activity, registration, created } = existing
      ? await exclusively(`seats:${activityId}`, () => standingOrAgain(req, existing, size, factsBy, now))
      : { ...(await addRegistration(req, activityId, { person: person.id, decide: factsBy }, now)), created: true }
    const { id, status, offerExpiresAt } = registration
    return {
      created,
      id,
      status,
      position: await waitingPosition(req, { ...registration, activity: activityId }),
      size: registration.size ?? 1,
      offerExpiresAt: status === 'offered' ? offerExpiresAt : null,
      clashes: await listClashes(req, own, activity),
    }
  })
}

type Standing = Pick<RegistrationRow, 'id' | 'activity' | 'status' | 'sequence' | 'size' | 'offerExpiresAt'>

/** One record per person and activity, for good: it stands, or after a cancellation draws a new number at the end of the queue. */
async function standingOrAgain(req: PayloadRequest, existing: Standing, size: number, factsBy: (activity: ActivityRow) => Promise<Pick<RegistrationRow, 'size' | 'answers' | 'status'>>, now: Date): Promise<{ activity: ActivityRow; registration: Standing; created: boolean }> {
  const activity = await findRow(req, 'activities', existing.activity)
  requirePublic(activity)
  if (existing.status !== 'cancelled') return { activity, registration: existing, created: false }
  const facts = await factsBy(activity)
  const { registration } = await changeRegistration(req, existing.id, now, (current, seats) => {
    requireOwn(req, current)
    if (current.status !== 'cancelled') return null
    if (facts.status === 'waitlisted' && admissionFor({ ...seats, capacity: seats.capacity ?? null }, size) === 'full') throw new AppError('full')
    return { ...AS_NEW, ...facts }
  })
  // It may have been moved up at once.
  return { activity, registration: (registration.status === 'waitlisted' ? await findRow(req, 'registrations', registration.id) : null) ?? registration, created: true }
}

/** What any person may read. @throws AppError not-found */
function requirePublic(activity: ActivityRow | null): asserts activity {
  if (!activity || !PUBLIC_STATUSES.includes(activity.status)) throw new AppError('not-found')
}

async function questionsOf(req: PayloadRequest, activity: ActivityRow): Promise<Question[]> {
  if (!(await hasQuestions(req, activity))) return []
  const asked = await req.payload.findByID({ collection: 'activities', id: activity.id, depth: 0, overrideAccess: false, req, user: req.user, select: QUESTIONS })
  return asked.questions ?? []
}

function requireJoinable(activity: ActivityRow, size: number, now: Date): void {
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
