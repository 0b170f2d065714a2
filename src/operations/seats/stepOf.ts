import type { PayloadRequest } from 'payload'
import { helperOf, personUser, staffUser } from '../../access/staffUser.ts'
import type { ActivityRow, RegistrationRow } from '../../database/rows.ts'
import type { RowChange } from '../../database/types.ts'
import { NOTHING, registrationContribution, type RegistrationContribution } from '../../domain/tallies/contributions.ts'
import {
  decisionBetween,
  reasonFor,
  withDecision,
  type Decision,
  type DecisionKind,
} from '../../domain/seats/history.ts'
import { BUSY_STATUSES } from '../../domain/seats/clashes.ts'
import { timed } from '../../domain/attendance/hours.ts'
import { admissionFor, freeSeats, hasRoom, seatsAt } from '../../domain/seats/seats.ts'

/** Fields that a step decides by itself, or never changes. */
type Kept =
  | 'id'
  | 'activity'
  | 'unit'
  | 'history'
  | 'mergedInto'
  | 'unnotified'
  | 'thanksDueAt'
  | 'counted'
  | 'unsettled'
  | 'revision'
  | 'createdAt'
  | 'updatedAt'
type Changeable = Exclude<keyof RegistrationRow, Kept>

/** All that a change may name, so that each field of a registration is written, or stands above. */
const CHANGEABLE = Object.keys({
  person: true,
  status: true,
  sequence: true,
  walkIn: true,
  named: true,
  spokenConsentAt: true,
  spokenConsentBy: true,
  size: true,
  came: true,
  passes: true,
  offerExpiresAt: true,
  refusal: true,
  attendance: true,
  minutes: true,
  minutesSource: true,
  checkedInAt: true,
  checkedOutAt: true,
  method: true,
  recordedBy: true,
  recordedThrough: true,
  evaluation: true,
  evaluationNote: true,
  evaluatedAt: true,
  evaluatedBy: true,
  rating: true,
  feedback: true,
  feedbackAt: true,
  cancelledAt: true,
  cancelsAt: true,
  answers: true,
  note: true,
} satisfies Record<Changeable, true>) as Changeable[]

export interface Change extends Partial<Pick<RegistrationRow, Changeable>> {
  /** The decision's name and reason, where the new standing alone does not tell. */
  decision?: { what: DecisionKind; reason?: string; by?: 'person' }
  /** Nobody is told of it, nor thanked: it is about what was long ago. */
  isQuiet?: true
  /** Parties that are passed for this one: remembered with them in the same step. */
  passed?: RegistrationRow[]
  /**
   * The same person's other sign-up for the activity, under a record that ends: gives back in the same step what it
   * held, and leads here from then on. With `isExchanged` this one takes its standing and its history over, and leaves
   * it its own history.
   */
  absorbed?: { row: RegistrationRow; isExchanged: boolean }
}

/** All that is decided of a sign-up, but whose it is. */
export function standingOf(row: RegistrationRow): Change {
  return Object.fromEntries(CHANGEABLE.filter((name) => name !== 'person').map((name) => [name, row[name] ?? null]))
}

/** The values that a sign-up begins with, also one after a cancellation. */
export const AS_NEW = {
  sequence: null,
  passes: 0,
  cancelledAt: null,
  cancelsAt: null,
  offerExpiresAt: null,
  walkIn: false,
  named: null,
  spokenConsentAt: null,
  spokenConsentBy: null,
  attendance: 'unknown',
  came: null,
  minutes: null,
  minutesSource: null,
  checkedInAt: null,
  checkedOutAt: null,
  method: null,
  recordedBy: null,
  recordedThrough: null,
  evaluation: null,
  evaluationNote: null,
  evaluatedAt: null,
  evaluatedBy: null,
  rating: null,
  feedback: null,
  feedbackAt: null,
} as const

/** A sign-up that became part of another: it counts nothing and is nobody's to read, but its history stays. */
export const GIVEN_BACK = {
  ...AS_NEW,
  status: 'cancelled',
  refusal: null,
  answers: null,
  note: null,
  counted: JSON.stringify(NOTHING),
  unsettled: false,
  unnotified: false,
  thanksDueAt: null,
} as const

export interface Step {
  next: RegistrationRow
  /** The fields of the registration to be stored. */
  row: Pick<RegistrationRow, Changeable | 'unit' | 'updatedAt' | 'counted' | 'unsettled'> & Partial<RegistrationRow>
  /** The activity's new counters, and when it was first recorded; null when they stay. */
  counters: Partial<ActivityRow> | null
  /** Rows that change with it. */
  others: RowChange<'registrations'>[]
  /** Whether somebody who waits may move up once this is written. */
  isSeatToGive: boolean
}

/** One change of a registration with all that goes with it; null when everything stands as it should. */
export function stepOf(
  req: PayloadRequest,
  registration: RegistrationRow,
  activity: ActivityRow,
  { decision, passed = [], absorbed, isQuiet, ...patch }: Change,
  now: Date,
): Step | null {
  // It was recorded by that member of staff themselves, or through the helper whose request it is.
  const recorder = patch.recordedBy === undefined ? {} : { recordedThrough: helperOf(req)?.label ?? null }
  const next = withCancellation(timed(admit({ ...registration, ...recorder, ...patch }, activity, now), activity))
  const before = sum(countedOf(registration), absorbed ? countedOf(absorbed.row) : NOTHING)
  const after = registrationContribution(next)
  const { sequence } = next
  const joinsQueue = sequence !== null && sequence > activity.lastSequence
  const isCounterMoved =
    joinsQueue ||
    (Object.keys(NOTHING) as (keyof RegistrationContribution)[]).some((name) => after[name] !== before[name])
  const isFirstRecord = next.attendance !== 'unknown' && !activity.recordedAt
  const isSourceMoved = next.minutesSource !== (registration.minutesSource ?? null)
  if (Object.keys(patch).length === 0 && !registration.unsettled && !isCounterMoved && !isSourceMoved) return null

  // A row that nothing was counted of yet, and nothing decided, is new: what it stands at was decided just now.
  const isNew = !registration.counted && !registration.history
  const isRefusedSeat =
    next.status === 'cancelled' && patch.status !== 'cancelled' && registration.status !== 'cancelled'
  const what = decision?.what ?? (isRefusedSeat ? 'full' : decisionBetween(isNew ? null : registration, next))
  const [own, other] = absorbed?.isExchanged
    ? [absorbed.row.history, registration.history]
    : [registration.history, absorbed?.row.history]
  const decided = what === null ? null : decisionOf(req, what, decision, next, activity, now)
  const taken = activity.taken + after.taken - before.taken
  const isArrivalMoved = after.present > 0 !== countedOf(registration).present > 0
  // A party that leaves the line may have been the one for which seats were saved up; a party that joins it may fit
  // into those left.
  const isQueueMoved = after.taken < before.taken || (after.taken === before.taken && after.waiting !== before.waiting)
  return {
    next,
    row: {
      ...(Object.fromEntries(CHANGEABLE.map((name) => [name, next[name] ?? null])) as Pick<
        RegistrationRow,
        Changeable
      >),
      unit: activity.unit,
      updatedAt: now.toISOString(),
      counted: JSON.stringify(after),
      unsettled: false,
      ...(decided && { history: withDecision(own, decided), ...(!isQuiet && { unnotified: true }) }),
      ...(absorbed?.isExchanged
        ? { thanksDueAt: absorbed.row.thanksDueAt }
        : isArrivalMoved && { thanksDueAt: after.present > 0 && !isQuiet ? activity.endsAt : null }),
    },
    counters:
      isCounterMoved || isFirstRecord
        ? {
            ...(isFirstRecord && { recordedAt: now.toISOString() }),
            // A counter that stands is left out: every one of them has an index to be kept up.
            ...(after.taken !== before.taken && {
              taken,
              free: freeSeats({ capacity: activity.capacity ?? null, taken }),
            }),
            ...(after.waiting !== before.waiting && { waiting: activity.waiting + after.waiting - before.waiting }),
            ...(after.present !== before.present && { present: activity.present + after.present - before.present }),
            ...(after.minutes !== before.minutes && { minutes: activity.minutes + after.minutes - before.minutes }),
            ...(joinsQueue && { lastSequence: sequence }),
          }
        : null,
    others: [
      ...passed.map((row) => ({
        collection: 'registrations' as const,
        id: row.id,
        revision: row.revision,
        set: passing(req, row, next, activity, now),
      })),
      ...(absorbed && decided
        ? [
            {
              collection: 'registrations' as const,
              id: absorbed.row.id,
              revision: absorbed.row.revision,
              set: {
                ...GIVEN_BACK,
                mergedInto: registration.id,
                cancelledAt: now.toISOString(),
                updatedAt: now.toISOString(),
                history: withDecision(other, decided),
              },
            },
          ]
        : []),
    ],
    isSeatToGive: isQueueMoved && hasRoom({ capacity: activity.capacity ?? null, taken }),
  }
}

const countedOf = ({ counted }: RegistrationRow): RegistrationContribution =>
  counted === null ? NOTHING : (JSON.parse(counted) as RegistrationContribution)

function sum(a: RegistrationContribution, b: RegistrationContribution): RegistrationContribution {
  return {
    taken: a.taken + b.taken,
    waiting: a.waiting + b.waiting,
    present: a.present + b.present,
    minutes: a.minutes + b.minutes,
  }
}

/** Nobody goes any more who came, or whose sign-up has ended otherwise. */
function withCancellation(next: RegistrationRow): RegistrationRow {
  const isHeld = BUSY_STATUSES.includes(next.status) && next.attendance !== 'present'
  return isHeld || !next.cancelsAt ? next : { ...next, cancelsAt: null }
}

/** A waitlisted row without a number is new in the queue: it draws one, and a seat if nobody waits before it. */
function admit(registration: RegistrationRow, activity: ActivityRow, now: Date): RegistrationRow {
  if (registration.status !== 'waitlisted' || registration.sequence !== null) return registration
  const admission = admissionFor(
    seatsAt({ ...activity, capacity: activity.capacity ?? null }, now),
    registration.size ?? 1,
  )
  if (admission === 'full') return { ...registration, status: 'cancelled' }
  return { ...registration, status: admission, sequence: activity.lastSequence + 1 }
}

/** Decisions that follow from the order of the queue; all others are the visitor's. */
const BY_ORDER: DecisionKind[] = ['waitlisted', 'full', 'promoted', 'offered', 'lapsed', 'passed']

function decisionOf(
  req: PayloadRequest,
  what: DecisionKind,
  given: Change['decision'],
  row: RegistrationRow,
  activity: ActivityRow,
  now: Date,
): Omit<Decision, 'n'> {
  const [staff, helper] = [staffUser(req), helperOf(req)]
  const by =
    given?.by ??
    (BY_ORDER.includes(what) ? 'system' : staff ? `staff:${staff.id}` : personUser(req) ? 'person' : 'system')
  const { taken, waiting } = activity
  const { sequence, offerExpiresAt } = row
  return {
    at: now.toISOString(),
    what,
    reason:
      given?.reason ??
      reasonFor(what, { capacity: activity.capacity ?? null, taken, waiting, size: row.size ?? 1, sequence, by }),
    by,
    ...(helper && staff && by === `staff:${staff.id}` && { through: helper.label }),
    ...(what === 'offered' && offerExpiresAt !== null && { until: offerExpiresAt }),
  }
}

function passing(
  req: PayloadRequest,
  row: RegistrationRow,
  next: RegistrationRow,
  activity: ActivityRow,
  now: Date,
): Partial<RegistrationRow> {
  return {
    passes: (row.passes ?? 0) + (next.size ?? 1),
    history: withDecision(row.history, decisionOf(req, 'passed', undefined, row, activity, now)),
  }
}
