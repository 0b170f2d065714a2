import type { PayloadRequest } from 'payload'
import { exclusively } from '../../database/exclusively.ts'
import { findRow, findRowsBy, hasQuestions, type ActivityRow, type RegistrationRow } from '../../database/rows.ts'
import { isDuplicate } from '../../database/swap.ts'
import { requireAllowed, stateAt } from '../../domain/activities/activityStates.ts'
import { checkAnswers } from '../../domain/activities/answers.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { admissionFor, freeSeats, seatsAt } from '../../domain/seats/seats.ts'
import type { Clash } from '../../domain/seats/views.ts'
import type { Answers } from '../../domain/activities/requests.ts'
import { PUBLIC_STATUSES } from '../../domain/activities/vocabulary.ts'
import { type RegistrationStatus } from '../../domain/shared/vocabulary.ts'
import type { Activity } from '../../payload-types.ts'
import { addRegistration } from './addRegistration.ts'
import { AS_NEW } from './stepOf.ts'
import { changeRegistration } from './changeRegistration.ts'
import { claimLimit } from '../shared/claimLimit.ts'
import { listClashes } from './listClashes.ts'
import { requireOwn, requirePerson } from '../identity/requireUser.ts'
import { waitingPosition } from './waitingPosition.ts'

type Question = NonNullable<Activity['questions']>[number]

/** Of the questions by name: `questions: true` leaves the options out on SQLite. */
const QUESTIONS = {
  questions: {
    id: true,
    label: true,
    kind: true,
    options: true,
    required: true,
    min: true,
    max: true,
    earliest: true,
    latest: true,
    showWhen: true,
    showWhenAnswer: true,
  } satisfies Record<Exclude<keyof Question, 'origin'>, true>,
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
 * Signs the logged-in person up. Its answer stands: the record is on disk, and the seat, if it says confirmed, is this
 * person's alone.
 *
 * @throws AppError not-logged-in, not-found, invalid-input (answers), registration-closed, activity-cancelled, full,
 * rate-limited, busy
 */
export async function register(
  req: PayloadRequest,
  input: { activityId: string; answers?: Answers | undefined; size?: number | undefined },
  now: Date,
): Promise<Registered> {
  const person = requirePerson(req)
  await claimLimit(req, [{ limit: 'sign-ups-by-person', of: person.id }], now)
  const { activityId, size = 1, answers = {} } = input
  // Read once for all who arrive, and outside of their queue.
  const asked = await questionsOf(req, activityId)
  return retryWhenOvertaken(
    async () => {
      const own = await findRowsBy(req, 'registrations', { person: person.id }, [
        'id',
        'activity',
        'status',
        'sequence',
        'size',
        'offerExpiresAt',
      ])
      const existing = own.find(({ activity }) => activity === activityId)
      const factsBy = async (activity: ActivityRow) => {
        requirePublic(activity)
        requireJoinable(activity, size, now)
        const current = asked?.at === activity.updatedAt ? asked : await questionsOf(req, activity.id)
        return {
          size,
          answers: checkAnswers(current?.questions ?? [], answers),
          status: activity.approval ? ('pending' as const) : ('waitlisted' as const),
        }
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
    },
    async () =>
      (await findRowsBy(req, 'registrations', { activity: activityId, person: person.id }, ['status'])).some(
        ({ status }) => status !== 'cancelled',
      ),
  )
}

type Standing = Pick<RegistrationRow, 'id' | 'activity' | 'status' | 'sequence' | 'size' | 'offerExpiresAt'>

/**
 * One record per person and activity, for good: it stands, or after a cancellation draws a new number at the end of the
 * queue.
 */
async function standingOrAgain(
  req: PayloadRequest,
  existing: Standing,
  size: number,
  factsBy: (activity: ActivityRow) => Promise<Pick<RegistrationRow, 'size' | 'answers' | 'status'>>,
  now: Date,
): Promise<{ activity: ActivityRow; registration: Standing; created: boolean }> {
  const activity = await findRow(req, 'activities', existing.activity)
  requirePublic(activity)
  // A person who still waits when the line is over may come for a free seat like anybody else.
  const isAgain =
    existing.status === 'cancelled' ||
    (existing.status === 'waitlisted' &&
      stateAt(activity, now) === 'runningOpen' &&
      admissionFor(seatsAt({ ...activity, capacity: activity.capacity ?? null }, now), size) === 'confirmed')
  if (!isAgain) return { activity, registration: existing, created: false }
  const facts = await factsBy(activity)
  const { registration } = await changeRegistration(req, existing.id, now, (current, seats) => {
    requireOwn(req, current)
    if (current.status !== existing.status) return null
    if (
      facts.status === 'waitlisted' &&
      admissionFor(seatsAt({ ...seats, capacity: seats.capacity ?? null }, now), size) === 'full'
    )
      throw new AppError('full')
    // A person who waited was approved before.
    return { ...AS_NEW, ...facts, ...(current.status === 'waitlisted' && { status: 'waitlisted' as const }) }
  })
  // It may have been moved up at once.
  return {
    activity,
    registration:
      (registration.status === 'waitlisted' ? await findRow(req, 'registrations', registration.id) : null) ??
      registration,
    created: true,
  }
}

/** Lets pass an activity that any person may read. @throws AppError not-found */
function requirePublic(activity: ActivityRow | null): asserts activity {
  if (!activity || !PUBLIC_STATUSES.includes(activity.status)) throw new AppError('not-found')
}

/** With when the activity was last edited. */
async function questionsOf(req: PayloadRequest, id: string): Promise<{ at: string; questions: Question[] } | null> {
  const activity = await findRow(req, 'activities', id)
  if (!activity) return null
  const asked = (await hasQuestions(req, activity))
    ? await req.payload.findByID({
        collection: 'activities',
        id,
        depth: 0,
        disableErrors: true,
        overrideAccess: false,
        req,
        user: req.user,
        select: QUESTIONS,
      })
    : null
  return { at: activity.updatedAt, questions: asked?.questions ?? [] }
}

function requireJoinable(activity: ActivityRow, size: number, now: Date): void {
  const partyLimit = activity.partyLimit ?? 1
  if (size > partyLimit) {
    const sentence = partyLimit === 1 ? '本活动请逐人报名。' : `本活动一次最多报 ${partyLimit} 人。`
    throw new AppError('invalid-input', sentence, { size: sentence })
  }
  requireAllowed('signUp', activity, now)
  const seats = seatsAt({ ...activity, capacity: activity.capacity ?? null }, now)
  if (admissionFor(seats) === 'full')
    throw new AppError('full', activity.waitingList ? '活动已开始，名额已满，不再候补；请看看其他活动。' : undefined)
  if (activity.capacity && size > activity.capacity)
    throw new AppError('full', `本活动共 ${activity.capacity} 个名额，坐不下 ${size} 人，请减少人数。`)
  const free = freeSeats({ capacity: activity.capacity ?? null, taken: activity.taken })
  if (free !== null && size > free && !seats.waitingList)
    throw new AppError('full', `只剩 ${free} 个名额，坐不下 ${size} 人，且不能候补；请减少人数或看看其他活动。`)
}

/**
 * The same person signing up twice at once in two processes: the loser, whom the unique index refuses, or whom the
 * winner took the last seat from, finds the winner's record.
 */
async function retryWhenOvertaken<T>(work: () => Promise<T>, isThere: () => Promise<boolean>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const isOvertaken = isDuplicate(error) || (error instanceof AppError && error.code === 'full' && (await isThere()))
    if (!isOvertaken) throw error
    return work()
  }
}
