import type { PayloadRequest } from 'payload'
import { exclusively } from '../../database/exclusively.ts'
import { findRow, findRowsBy, hasQuestions, type ActivityRow, type RegistrationRow } from '../../database/rows.ts'
import { isDuplicate } from '../../database/swap.ts'
import { allows, requireAllowed, stateAt } from '../../domain/activities/activityStates.ts'
import { checkAnswers } from '../../domain/activities/answers.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { admissionFor, freeSeats, seatsAt } from '../../domain/seats/seats.ts'
import { isLeaving, isUndoable } from '../../domain/seats/undo.ts'
import type { Clash } from '../../domain/seats/views.ts'
import type { Answers } from '../../domain/activities/requests.ts'
import { PUBLIC_STATUSES } from '../../domain/activities/vocabulary.ts'
import { type RegistrationStatus } from '../../domain/shared/vocabulary.ts'
import type { Activity } from '../../payload-types.ts'
import { addRegistration, type Heard } from './addRegistration.ts'
import { AS_NEW } from './stepOf.ts'
import { changeRegistration } from './changeRegistration.ts'
import { finishCancellations } from './finishCancellations.ts'
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

interface SignUp {
  activityId: string
  answers?: Answers | undefined
  /** Heads, one when left out. */
  size?: number | undefined
  /** By which row of the table of states it is allowed. */
  deed: 'signUp' | 'signUpForAnother'
  /** Where staff sign somebody up. */
  heard?: Heard
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
  input: Pick<SignUp, 'activityId' | 'answers' | 'size'>,
  now: Date,
): Promise<Registered> {
  const person = requirePerson(req)
  await claimLimit(req, [{ limit: 'sign-ups-by-person', of: person.id }], now)
  return signUp(req, person.id, { ...input, deed: 'signUp' }, now)
}

/** The one way to a sign-up, whoever asks for it. @throws as register; and what the table of states says of the deed */
export async function signUp(req: PayloadRequest, person: string, input: SignUp, now: Date): Promise<Registered> {
  const { activityId } = input
  // The seats of those who cancelled are free by now, though no job has been there yet.
  await finishCancellations(req, now, activityId)
  // Read once for all who arrive, and outside of their queue.
  const factsBy = await factsOf(req, input, now)
  return retryWhenOvertaken(
    async () => {
      const own = await findRowsBy(req, 'registrations', { person }, [
        'id',
        'activity',
        'unit',
        'status',
        'sequence',
        'size',
        'offerExpiresAt',
        'cancelsAt',
      ])
      const existing = own.find(({ activity }) => activity === activityId)
      const { activity, registration, created } = existing
        ? await exclusively(`seats:${activityId}`, () => standingOrAgain(req, existing, input, factsBy, now))
        : { ...(await addRegistration(req, activityId, { person, decide: factsBy }, now)), created: true }
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
      (await findRowsBy(req, 'registrations', { activity: activityId, person }, ['status'])).some(
        ({ status }) => status !== 'cancelled',
      ),
  )
}

/** Looks whether somebody who is not signed up could be, and writes nothing. @throws as signUp */
export async function requireSignUp(req: PayloadRequest, input: SignUp, now: Date): Promise<void> {
  const factsBy = await factsOf(req, input, now)
  const activity = await findRow(req, 'activities', input.activityId)
  if (!activity) throw new AppError('not-found')
  await factsBy(activity)
}

type FactsBy = (activity: ActivityRow) => Promise<Pick<RegistrationRow, 'size' | 'answers' | 'status'> & Partial<Heard>>

/** Decides by the activity as it stands then, and says what is to be stored. @throws as signUp */
async function factsOf(
  req: PayloadRequest,
  { activityId, size = 1, answers = {}, deed, heard }: SignUp,
  now: Date,
): Promise<FactsBy> {
  const asked = await questionsOf(req, activityId)
  return async (activity) => {
    requireJoinable(activity, deed, size, now)
    const current = asked?.at === activity.updatedAt ? asked : await questionsOf(req, activity.id)
    return {
      ...heard,
      size,
      answers: checkAnswers(current?.questions ?? [], answers),
      status: activity.approval ? ('pending' as const) : ('waitlisted' as const),
    }
  }
}

type Standing = Pick<
  RegistrationRow,
  'id' | 'activity' | 'status' | 'sequence' | 'size' | 'offerExpiresAt' | 'cancelsAt'
>

/**
 * One record per person and activity, for good: it stands, also where the person cancelled a moment ago and signs up
 * again, which takes that back; or after a cancellation it draws a new number at the end of the queue.
 */
async function standingOrAgain(
  req: PayloadRequest,
  found: Standing,
  { deed, size = 1 }: SignUp,
  factsBy: FactsBy,
  now: Date,
): Promise<{ activity: ActivityRow; registration: Standing; created: boolean }> {
  const activity = await findRow(req, 'activities', found.activity)
  if (!activity) throw new AppError('not-found')
  // Nobody is told of a sign-up for a draft.
  if (!PUBLIC_STATUSES.includes(activity.status)) requireAllowed(deed, activity, now)
  const existing = isLeaving(found) ? await stayingOf(req, found, now) : found
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

/** Takes a cancellation back; where it has taken effect meanwhile, the sign-up is a cancelled one. */
async function stayingOf(req: PayloadRequest, { id }: Standing, now: Date): Promise<Standing> {
  const { registration } = await changeRegistration(req, id, now, (current, activity) => {
    requireOwn(req, current)
    return isUndoable(current, now) && allows('undoCancellation', activity, now) ? { cancelsAt: null } : null
  })
  return registration
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

function requireJoinable(activity: ActivityRow, deed: SignUp['deed'], size: number, now: Date): void {
  requireAllowed(deed, activity, now)
  const partyLimit = activity.partyLimit ?? 1
  if (size > partyLimit) {
    const sentence = partyLimit === 1 ? '本活动请逐人报名。' : `本活动一次最多报 ${partyLimit} 人。`
    throw new AppError('invalid-input', sentence, { size: sentence })
  }
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
