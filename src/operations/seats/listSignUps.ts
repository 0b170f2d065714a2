import type { PayloadRequest } from 'payload'
import { isUnitInScope } from '../../access/unitScope.ts'
import { deedsAt, type Deed } from '../../domain/activities/activityStates.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import type { Decision } from '../../domain/seats/history.ts'
import { maskPhone } from '../../domain/shared/maskPhone.ts'
import type { AskedQuestion } from '../../domain/activities/answers.ts'
import type { Answers } from '../../domain/activities/requests.ts'
import type { ActivityStatus, Attendance, Ledger, RegistrationStatus } from '../../domain/shared/vocabulary.ts'
import type { CheckInMethod, Evaluation, MinutesSource } from '../../domain/attendance/vocabulary.ts'
import { recordingCountdown, type RecordingCountdown } from '../../domain/shared/workdays.ts'
import type { Registration } from '../../payload-types.ts'
import { peopleShownOn, recorderInWords, staffOnRecords } from '../identity/namesOnRecords.ts'
import { findByIds } from '../shared/inPieces.ts'
import { idsInOrder } from './idsInOrder.ts'
import { requireStaff } from '../identity/requireUser.ts'
import { answersInWords, authorInWords, staffIdIn, toldOf, type SignUpInWords } from './signUpInWords.ts'
import { waitingPosition } from './waitingPosition.ts'

export interface SignUp extends SignUpInWords {
  id: string
  /** The person's record. */
  person: string
  name: string
  /** Masked; empty when the person gave none. */
  phone: string
  status: RegistrationStatus
  walkIn: boolean
  sequence: number | null
  /** 1 is next; null when not on the waiting list. */
  position: number | null
  /** Heads signed up for, and those that came; null means all. */
  size: number
  came: number | null
  /** Why it was refused. */
  refusal: string | null
  attendance: Attendance
  /** Service time, in the service ledger only. */
  minutes: number | null
  minutesSource: MinutesSource | null
  checkedInAt: string | null
  checkedOutAt: string | null
  method: CheckInMethod | null
  /** When the person agreed by word of mouth, and who heard it; null where they signed up, or came, by themselves. */
  spokenConsent: { at: string; by: string } | null
  /** The one who recorded it last. */
  recordedBy: string
  evaluation: Evaluation | null
  evaluationNote: string | null
  /** 1–5, by the participant. */
  rating: number | null
  feedback: string | null
  /** A correction that the person asks for, unanswered. */
  request: { id: string; wish: string; askedAt: string } | null
}

export interface SignUpSheet {
  activity: {
    id: string
    title: string
    place: string
    status: ActivityStatus
    /** The deeds that can be done now (src/domain/activities/activityStates.ts). */
    allowed: Deed[]
    ledger: Ledger
    startsAt: string
    endsAt: string
    /** null means unlimited. */
    capacity: number | null
    taken: number
    waiting: number
    present: number
    /** People can check in by a code on a screen. */
    selfCheckIn: boolean
    /** Sign-ups have to be approved. */
    approval: boolean
    /** The questions of its sign-up form. */
    questions: Pick<AskedQuestion, 'id' | 'label' | 'kind'>[]
    /** How long there is to record it; null before it has ended, and once all is recorded. */
    recording: RecordingCountdown | null
  }
  signUps: SignUp[]
  page: number
  totalPages: number
}

/** Counts and search are of what is shown, so that all of nearly every activity stands on one page. */
const PAGE_SIZE = 5000

/**
 * One activity's sign-ups as its organiser needs them at the door: in order of sign-up, cancelled ones last, phone
 * numbers masked.
 *
 * @throws AppError not-logged-in, forbidden, not-found (also out of scope)
 */
export async function listSignUps(
  req: PayloadRequest,
  activityId: string,
  page: number,
  now: Date,
): Promise<SignUpSheet> {
  requireStaff(req)
  const own = { depth: 0, overrideAccess: false, req, user: req.user } as const
  const activity = await req.payload.findByID({ collection: 'activities', id: activityId, disableErrors: true, ...own })
  if (!activity || !(await isUnitInScope(req, String(activity.unit)))) throw new AppError('not-found')
  const ids = await idsInOrder(req, activityId)
  const docs = await findByIds(ids.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE), (some) =>
    req.payload.find({
      collection: 'registrations',
      where: { id: { in: some } },
      select: {
        person: true,
        status: true,
        walkIn: true,
        named: true,
        sequence: true,
        attendance: true,
        minutes: true,
        minutesSource: true,
        checkedInAt: true,
        checkedOutAt: true,
        method: true,
        recordedBy: true,
        recordedThrough: true,
        spokenConsentAt: true,
        spokenConsentBy: true,
        evaluation: true,
        evaluationNote: true,
        rating: true,
        feedback: true,
        size: true,
        came: true,
        refusal: true,
        answers: true,
        history: true,
        activity: true,
      },
      pagination: false,
      ...own,
    }),
  )
  const people = await peopleShownOn(req, docs)
  const histories = new Map(docs.map(({ id, history }) => [id, (history ?? []) as unknown as Decision[]]))
  const recorders = await staffOnRecords(req, [
    ...new Set([
      ...docs.flatMap(({ recordedBy, spokenConsentBy }) =>
        [recordedBy, spokenConsentBy].flatMap((id) => (id ? [String(id)] : [])),
      ),
      ...[...histories.values()].flat().flatMap(({ by }) => staffIdIn(by) ?? []),
    ]),
  ])
  const positions = await positionsOf(req, docs)
  const requests = await openRequests(req, activityId)
  const signUps = docs.map((registration) => {
    const person = people.get(registration.id)
    return {
      id: registration.id,
      person: personId(registration),
      name: person?.name ?? '',
      phone: person?.phone ? maskPhone(person.phone) : '',
      status: registration.status,
      walkIn: registration.walkIn ?? false,
      sequence: registration.sequence ?? null,
      position: positions.get(registration.id) ?? null,
      size: registration.size ?? 1,
      came: registration.came ?? null,
      refusal: registration.refusal ?? null,
      answers: answersInWords(activity.questions ?? [], (registration.answers ?? {}) as Answers),
      history: (histories.get(registration.id) ?? []).map((decision) => ({
        ...toldOf(decision),
        by: authorInWords(decision, recorders),
      })),
      attendance: registration.attendance,
      minutes: registration.minutes ?? null,
      minutesSource: registration.minutesSource ?? null,
      checkedInAt: registration.checkedInAt ?? null,
      checkedOutAt: registration.checkedOutAt ?? null,
      method: registration.method ?? null,
      spokenConsent: registration.spokenConsentAt
        ? {
            at: registration.spokenConsentAt,
            by: recorders.get(String(registration.spokenConsentBy)) ?? '',
          }
        : null,
      recordedBy: recorderInWords(recorders.get(String(registration.recordedBy)) ?? '', registration.recordedThrough),
      evaluation: registration.evaluation ?? null,
      evaluationNote: registration.evaluationNote ?? null,
      rating: registration.rating ?? null,
      feedback: registration.feedback ?? null,
      request: requests.get(registration.id) ?? null,
    }
  })
  const { title, place, status, ledger, startsAt, endsAt, capacity, taken, waiting, present } = activity
  const isOpen =
    signUps.some((signUp) => isToRecord(signUp, ledger)) || (signUps.length === 0 && !activity.outcome?.summary)
  return {
    activity: {
      id: activityId,
      title,
      place,
      status,
      allowed: deedsAt(activity, now),
      ledger,
      startsAt,
      endsAt,
      capacity: capacity ?? null,
      taken: taken ?? 0,
      waiting: waiting ?? 0,
      present: present ?? 0,
      approval: activity.approval ?? false,
      selfCheckIn: activity.selfCheckIn ?? false,
      questions: (activity.questions ?? []).map(({ id, label, kind }) => ({ id: id ?? null, label, kind })),
      recording: Date.parse(endsAt) < now.getTime() && isOpen ? recordingCountdown(new Date(endsAt), now) : null,
    },
    signUps: [
      ...signUps.filter((signUp) => signUp.status !== 'cancelled'),
      ...signUps.filter((signUp) => signUp.status === 'cancelled'),
    ],
    page,
    totalPages: Math.max(1, Math.ceil(ids.length / PAGE_SIZE)),
  }
}

/** Somebody with a seat whose coming nobody noted, or who served and was not evaluated. */
function isToRecord({ status, attendance, minutesSource, evaluation }: SignUp, ledger: Ledger): boolean {
  if (attendance === 'unknown') return status === 'confirmed'
  return ledger === 'service' && attendance === 'present' && minutesSource !== null && evaluation === null
}

async function openRequests(
  req: PayloadRequest,
  activityId: string,
): Promise<Map<string, NonNullable<SignUp['request']>>> {
  const { docs } = await req.payload.find({
    collection: 'corrections',
    where: { and: [{ activity: { equals: activityId } }, { status: { equals: 'open' } }] },
    select: { registration: true, wish: true, createdAt: true },
    pagination: false,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return new Map(
    docs.map(({ id, registration, wish, createdAt }) => [String(registration), { id, wish, askedAt: createdAt }]),
  )
}

/** Those on the page who wait stand one behind the other: the first has to be counted, the others follow. */
async function positionsOf(
  req: PayloadRequest,
  docs: Pick<Registration, 'id' | 'activity' | 'status' | 'sequence'>[],
): Promise<Map<string, number>> {
  const waiting = docs.filter(({ status, sequence }) => status === 'waitlisted' && typeof sequence === 'number')
  const [first] = waiting
  const before = first
    ? await waitingPosition(req, {
        activity: String(first.activity),
        status: first.status,
        sequence: first.sequence ?? null,
      })
    : null
  return new Map(waiting.map(({ id }, index) => [id, (before ?? 1) + index]))
}

const personId = ({ person }: Pick<Registration, 'person'>): string => (typeof person === 'string' ? person : person.id)
