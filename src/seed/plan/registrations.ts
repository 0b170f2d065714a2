import type { Answers } from '../../domain/activities/requests.ts'
import { timed, type ServiceFacts } from '../../domain/attendance/hours.ts'
import type { Attendance, Ledger, RegistrationStatus } from '../../domain/shared/vocabulary.ts'
import type { CheckInMethod, Evaluation, MinutesSource } from '../../domain/attendance/vocabulary.ts'
import type { QuestionTemplate } from '../data/activities.ts'
import type { PersonPlan } from './people.ts'
import { at, type Random } from '../random.ts'

export interface QuestionPlan extends QuestionTemplate {
  id: string
}

export interface RegistrationPlan {
  person: string
  status: RegistrationStatus
  sequence: number | null
  walkIn: boolean
  attendance: Attendance
  minutes: number | null
  minutesSource: MinutesSource | null
  checkedInAt: Date | null
  checkedOutAt: Date | null
  method: CheckInMethod | null
  /** Staff e-mail. */
  recordedBy: string | null
  evaluation: Evaluation | null
  evaluatedAt: Date | null
  /** Staff e-mail. */
  evaluatedBy: string | null
  /** By the participant. */
  rating: number | null
  answers: Answers | null
  createdAt: Date
  cancelledAt: Date | null
}

/** The people of one activity, by what they do. Nobody stands in two of the lists. */
export interface Crowd {
  present?: PersonPlan[]
  absent?: PersonPlan[]
  /** Signed up, attendance not recorded. */
  expected?: PersonPlan[]
  waiting?: PersonPlan[]
  cancelled?: PersonPlan[]
  /** Present without a sign-up. */
  walkIns?: PersonPlan[]
}

interface Occasion {
  startsAt: Date
  endsAt: Date
  ledger: Ledger
  createdAt: Date
  questions: QuestionPlan[]
}

/**
 * The sign-ups of one activity in the order of their numbers, those on the waiting list last, as the rules of the
 * system would have made them between the activity's publication and its start or `now`.
 */
export function planRegistrations(
  random: Random,
  occasion: Occasion,
  crowd: Crowd,
  recordedBy: string | null,
  now: Date,
): RegistrationPlan[] {
  const { present = [], absent = [], expected = [], waiting = [], cancelled = [], walkIns = [] } = crowd
  const last = Math.min(occasion.startsAt.getTime(), now.getTime())
  const first = occasion.createdAt.getTime()
  const seated = random.shuffled([
    ...present.map((person) => ({ person, attendance: 'present' as const })),
    ...absent.map((person) => ({ person, attendance: 'absent' as const })),
    ...expected.map((person) => ({ person, attendance: 'unknown' as const })),
    ...cancelled.map((person) => ({ person, attendance: 'cancelled' as const })),
  ])
  const queue = [...seated, ...waiting.map((person) => ({ person, attendance: 'waiting' as const }))]
  const signUps = queue.map(({ person, attendance }, index): RegistrationPlan => {
    const createdAt = new Date(first + ((last - first) * (index + 1)) / (queue.length + 2))
    const isCancelled = attendance === 'cancelled'
    return {
      person: person.key,
      status: isCancelled ? 'cancelled' : attendance === 'waiting' ? 'waitlisted' : 'confirmed',
      sequence: index + 1,
      walkIn: false,
      ...attended(
        random,
        occasion,
        attendance === 'cancelled' || attendance === 'waiting' ? 'unknown' : attendance,
        recordedBy,
        now,
      ),
      answers: answersOf(occasion.questions, index),
      createdAt,
      cancelledAt: isCancelled ? new Date((createdAt.getTime() + last) / 2) : null,
    }
  })
  const unannounced = walkIns.map((person): RegistrationPlan => {
    const arrival = attended(random, occasion, 'present', recordedBy, now)
    return {
      person: person.key,
      status: 'confirmed',
      sequence: null,
      walkIn: true,
      ...arrival,
      answers: null,
      createdAt: arrival.checkedInAt ?? occasion.startsAt,
      cancelledAt: null,
    }
  })
  return [...signUps, ...unannounced]
}

type Arrival = Pick<
  RegistrationPlan,
  | 'attendance'
  | 'minutes'
  | 'minutesSource'
  | 'checkedInAt'
  | 'checkedOutAt'
  | 'method'
  | 'recordedBy'
  | 'evaluation'
  | 'evaluatedAt'
  | 'evaluatedBy'
  | 'rating'
>

const UNSEEN = {
  minutes: null,
  minutesSource: null,
  checkedInAt: null,
  checkedOutAt: null,
  method: null,
  evaluation: null,
  evaluatedAt: null,
  evaluatedBy: null,
  rating: null,
} as const
/** Organisers evaluate some days after. */
const EVALUATED_AFTER_MS = 3 * 86_400_000

function attended(
  random: Random,
  occasion: Occasion,
  attendance: Attendance,
  recordedBy: string | null,
  now: Date,
): Arrival {
  if (attendance !== 'present')
    return { attendance, ...UNSEEN, recordedBy: attendance === 'absent' ? recordedBy : null }
  const [startsAt, endsAt] = [occasion.startsAt.toISOString(), occasion.endsAt.toISOString()]
  const checkedInAt = new Date(occasion.startsAt.getTime() + random.int(-15, 10) * 60_000)
  // Some leave early or stay on.
  const checkedOutAt =
    occasion.ledger === 'service' && random.chance(0.4)
      ? new Date(occasion.endsAt.getTime() + random.int(-30, 25) * 60_000)
      : null
  // Where no staff member stands behind a record, people scanned in by themselves.
  const method = recordedBy === null ? 'self' : random.chance(0.7) ? 'scan' : 'manual'
  const facts = {
    attendance,
    method,
    checkedInAt: checkedInAt.toISOString(),
    checkedOutAt: checkedOutAt?.toISOString() ?? null,
    minutes: null,
    minutesSource: null,
  } as const
  const { minutes, minutesSource } = timed<ServiceFacts>(facts, { ledger: occasion.ledger, startsAt, endsAt })
  const evaluatedAt = new Date(occasion.endsAt.getTime() + EVALUATED_AFTER_MS)
  const isEvaluated = occasion.ledger === 'service' && evaluatedAt < now
  return {
    attendance,
    minutes,
    minutesSource,
    checkedInAt,
    checkedOutAt,
    method,
    recordedBy,
    evaluation: isEvaluated ? random.pick(['excellent', 'good', 'good', 'fair'] as const) : null,
    evaluatedAt: isEvaluated ? evaluatedAt : null,
    evaluatedBy: isEvaluated ? recordedBy : null,
    rating: random.chance(0.1) ? random.int(3, 5) : null,
  }
}

function answersOf(questions: QuestionPlan[], index: number): Answers | null {
  const given = questions
    .map(({ id, answers }) => [id, at(answers, index)] as const)
    .filter(([, answer]) => answer !== '')
  return given.length === 0 ? null : Object.fromEntries(given)
}
