import { setTimeout as sleep } from 'node:timers/promises'
import type { PayloadRequest } from 'payload'
import { personUser, staffUser } from '../access/staffUser.ts'
import { findRow, findRowsBy, type ActivityRow, type RegistrationRow } from '../database/rows.ts'
import { swap, type RowChange } from '../database/swap.ts'
import { AppError } from '../domain/AppError.ts'
import { NOTHING, registrationContribution, type RegistrationContribution } from '../domain/contributions.ts'
import { erasedFields } from '../domain/erasure.ts'
import { decisionBetween, reasonFor, withDecision, type Decision, type DecisionKind } from '../domain/history.ts'
import { timed } from '../domain/hours.ts'
import { admissionFor, freeSeats, hasRoom, seatsAt } from '../domain/seats.ts'
import { fillFreeSeats } from './fillFreeSeats.ts'
import { erasureOfFields } from './onErasureOf.ts'
import { settleActivity } from './settleActivity.ts'

const MAX_TRIES = 200

const CHANGEABLE = ['person', 'status', 'sequence', 'walkIn', 'named', 'size', 'came', 'passes', 'offerExpiresAt', 'refusal', 'attendance', 'minutes', 'minutesSource', 'checkedInAt', 'checkedOutAt', 'method', 'recordedBy', 'evaluation', 'evaluationNote', 'evaluatedAt', 'evaluatedBy', 'rating', 'feedback', 'feedbackAt', 'cancelledAt', 'answers', 'note'] as const

export interface Change extends Partial<Pick<RegistrationRow, (typeof CHANGEABLE)[number]>> {
  /** What the decision is called and why, where the new standing alone does not tell. */
  decision?: { what: DecisionKind; reason?: string }
  /** Parties that are passed for this one: remembered with them in the same step. */
  passed?: RegistrationRow[]
  /**
   * The same person's other sign-up for the activity, under a record that ends: gives back in the same step what it held, and
   * leads here from then on. With `isExchanged` this one takes its standing and its history over, and leaves it its own history.
   */
  absorbed?: { row: RegistrationRow; isExchanged: boolean }
}

/**
 * Every change of a registration goes through here, so that the row, its history and its activity's counters move in one
 * atomic step (docs/seats.md). `decide` sees the rows as they stand and returns what to change; null leaves the row alone.
 * Service time follows from the rule of src/domain/hours.ts. An empty change settles what a write through Payload left
 * unsettled. A row that joins the queue is given a seat, or its place in line. `also` is one more row that is read and
 * written with it. A sign-up that became part of another by a merge leads to that one.
 *
 * @returns the row after the change, and whether anything changed
 * @throws AppError person-erased, where a seat would be given to nobody; busy when other writers won 200 times in a row
 */
export async function changeRegistration(
  req: PayloadRequest,
  id: string,
  now: Date,
  decide: (registration: RegistrationRow, activity: ActivityRow) => Change | null,
  also?: () => Promise<RowChange>,
): Promise<{ registration: RegistrationRow; isChanged: boolean }> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const registration = await findStanding(req, id)
    if (!registration) throw new AppError('not-found')
    const activity = await findRow(req, 'activities', registration.activity)
    if (!activity) throw new AppError('not-found')

    const change = decide(registration, activity)
    const step = change && stepOf(req, registration, activity, change, now)
    // Looked at after the registration was read: an erasure marks the person first and then writes each of their registrations, so that
    // whoever does not see the mark here finds the registration changed.
    if (step && (await isErased(req, step.next.person))) takeWordsOut(req, registration, step)
    if (!step) return { registration, isChanged: false }
    const { next, row, counters, others } = step
    const changes: RowChange[] = [{ collection: 'registrations', id: registration.id, revision: registration.revision, set: row }, ...others]
    if (counters) changes.push({ collection: 'activities', id: activity.id, revision: activity.revision, set: counters })
    if (also) changes.push(await also())
    if (await swap(req, changes)) {
      if (step.isTallyMoved && req.context.settleLater !== true) await settleActivity(req, activity.id)
      if (step.isSeatToGive) await fillFreeSeats(req, activity.id, now)
      return { registration: next, isChanged: true }
    }
    await sleep(Math.random() * Math.min(attempt, 20))
  }
  throw new AppError('busy')
}

async function isErased(req: PayloadRequest, person: string): Promise<boolean> {
  return (await findRowsBy(req, 'people', { id: person }, ['erasedAt'])).some(({ erasedAt }) => erasedAt !== null && erasedAt !== undefined)
}

/** What is done to a sign-up of somebody who is erased counts as ever, but leaves no words, and no seat is given to nobody. @throws AppError person-erased */
function takeWordsOut(req: PayloadRequest, before: RegistrationRow, step: Step): void {
  if (before.status === 'cancelled' && step.next.status !== 'cancelled' && !step.next.walkIn) throw new AppError('person-erased')
  const left = erasedFields(erasureOfFields(req, 'registrations'), { history: step.row.history ?? before.history }) as Partial<RegistrationRow>
  Object.assign(step.next, left)
  Object.assign(step.row, left, { unnotified: false, thanksDueAt: null })
}

/** The sign-up itself, or the one that it became part of. */
export async function findStanding(req: PayloadRequest, id: string): Promise<RegistrationRow | null> {
  const found = await findRow(req, 'registrations', id)
  if (!found?.mergedInto) return found
  // A form that was saved at the moment of the merge wrote over what was given back.
  if (found.unsettled) await swap(req, [{ collection: 'registrations', id, revision: found.revision, set: GIVEN_BACK }])
  return findStanding(req, found.mergedInto)
}

/** All that is decided of a sign-up, but whose it is. */
export function standingOf(row: RegistrationRow): Change {
  return Object.fromEntries(CHANGEABLE.filter((name) => name !== 'person').map((name) => [name, row[name] ?? null]))
}

/** What a sign-up begins with, also one after a cancellation. */
export const AS_NEW = {
  sequence: null,
  passes: 0,
  cancelledAt: null,
  offerExpiresAt: null,
  walkIn: false,
  named: null,
  attendance: 'unknown',
  came: null,
  minutes: null,
  minutesSource: null,
  checkedInAt: null,
  checkedOutAt: null,
  method: null,
  recordedBy: null,
  evaluation: null,
  evaluationNote: null,
  evaluatedAt: null,
  evaluatedBy: null,
  rating: null,
  feedback: null,
  feedbackAt: null,
} as const

/** A sign-up that became part of another: it counts nothing and is nobody's to read, but its history stays. */
const GIVEN_BACK = { ...AS_NEW, status: 'cancelled', refusal: null, answers: null, note: null, counted: JSON.stringify(NOTHING), unsettled: false, unnotified: false, thanksDueAt: null } as const

export interface Step {
  next: RegistrationRow
  /** What to store of the registration. */
  row: Record<string, string | number | boolean | object | null>
  /** The activity's new counters; null when they stay. */
  counters: Record<string, string | number | boolean | null> | null
  /** Rows that change with it. */
  others: RowChange[]
  isTallyMoved: boolean
  /** Whether somebody who waits may move up once this is written. */
  isSeatToGive: boolean
}

/** One change of a registration with all that goes with it; null when everything stands as it should. */
export function stepOf(req: PayloadRequest, registration: RegistrationRow, activity: ActivityRow, { decision, passed = [], absorbed, ...patch }: Change, now: Date): Step | null {
  const next = timed(admit({ ...registration, ...patch }, activity, now), activity)
  const before = sum(countedOf(registration), absorbed ? countedOf(absorbed.row) : NOTHING)
  const after = registrationContribution(next)
  const joinsQueue = next.sequence !== null && next.sequence > activity.lastSequence
  const isCounterMoved = joinsQueue || (Object.keys(NOTHING) as (keyof RegistrationContribution)[]).some((name) => after[name] !== before[name])
  const isSourceMoved = next.minutesSource !== (registration.minutesSource ?? null)
  if (Object.keys(patch).length === 0 && !registration.unsettled && !isCounterMoved && !isSourceMoved) return null

  // A row that nothing was counted of yet, and nothing decided, is new: what it stands at was decided just now.
  const isNew = !registration.counted && !registration.history
  const isRefusedSeat = next.status === 'cancelled' && patch.status !== 'cancelled' && registration.status !== 'cancelled'
  const what = decision?.what ?? (isRefusedSeat ? 'full' : decisionBetween(isNew ? null : registration, next))
  const [own, other] = absorbed?.isExchanged ? [absorbed.row.history, registration.history] : [registration.history, absorbed?.row.history]
  const decided = what === null ? null : decisionOf(req, what, decision?.reason, next, activity, now)
  const taken = activity.taken + after.taken - before.taken
  const isArrivalMoved = after.present > 0 !== countedOf(registration).present > 0
  const isTallyMoved = after.present !== before.present || after.minutes !== before.minutes
  // Who leaves the line may have been the one whom seats were saved up for; who joins it may fit into those left.
  const isLineMoved = after.taken < before.taken || (after.taken === before.taken && after.waiting !== before.waiting)
  return {
    next,
    row: {
      ...Object.fromEntries(CHANGEABLE.map((name) => [name, next[name] ?? null])),
      unit: activity.unit,
      updatedAt: now.toISOString(),
      counted: JSON.stringify(after),
      unsettled: false,
      ...(decided && { history: withDecision(own, decided), unnotified: true }),
      ...(absorbed?.isExchanged ? { thanksDueAt: absorbed.row.thanksDueAt } : isArrivalMoved && { thanksDueAt: after.present > 0 ? activity.endsAt : null }),
    },
    counters: isCounterMoved
      ? {
          // What stands is left out: every one of them has an index to be kept up.
          ...(after.taken !== before.taken && { taken, free: freeSeats({ capacity: activity.capacity ?? null, taken }) }),
          ...(after.waiting !== before.waiting && { waiting: activity.waiting + after.waiting - before.waiting }),
          ...(after.present !== before.present && { present: activity.present + after.present - before.present }),
          ...(after.minutes !== before.minutes && { minutes: activity.minutes + after.minutes - before.minutes }),
          ...(joinsQueue && { lastSequence: next.sequence }),
          ...(isTallyMoved && { unsettled: true }),
        }
      : null,
    others: [
      ...passed.map((row) => ({ collection: 'registrations' as const, id: row.id, revision: row.revision, set: passing(req, row, next, activity, now) })),
      ...(absorbed && decided
        ? [{ collection: 'registrations' as const, id: absorbed.row.id, revision: absorbed.row.revision, set: { ...GIVEN_BACK, mergedInto: registration.id, cancelledAt: now.toISOString(), updatedAt: now.toISOString(), history: withDecision(other, decided) } }]
        : []),
    ],
    isTallyMoved,
    isSeatToGive: isLineMoved && hasRoom({ capacity: activity.capacity ?? null, taken }),
  }
}

const countedOf = ({ counted }: RegistrationRow): RegistrationContribution => (counted === null ? NOTHING : (JSON.parse(counted) as RegistrationContribution))

function sum(a: RegistrationContribution, b: RegistrationContribution): RegistrationContribution {
  return { taken: a.taken + b.taken, waiting: a.waiting + b.waiting, present: a.present + b.present, minutes: a.minutes + b.minutes }
}

/** A waitlisted row without a number is new in the queue: it draws one, and a seat if nobody waits before it. */
function admit(registration: RegistrationRow, activity: ActivityRow, now: Date): RegistrationRow {
  if (registration.status !== 'waitlisted' || registration.sequence !== null) return registration
  const admission = admissionFor(seatsAt({ ...activity, capacity: activity.capacity ?? null }, now), registration.size ?? 1)
  if (admission === 'full') return { ...registration, status: 'cancelled' }
  return { ...registration, status: admission, sequence: activity.lastSequence + 1 }
}

/** Decisions that follow from the order of the queue; all others are the visitor's. */
const BY_ORDER: DecisionKind[] = ['waitlisted', 'full', 'promoted', 'offered', 'lapsed', 'passed']

function decisionOf(req: PayloadRequest, what: DecisionKind, reason: string | undefined, row: RegistrationRow, activity: ActivityRow, now: Date): Omit<Decision, 'n'> {
  const staff = staffUser(req)
  const by = BY_ORDER.includes(what) ? 'system' : staff ? `staff:${staff.id}` : personUser(req) ? 'person' : 'system'
  const { taken, waiting } = activity
  const { sequence, offerExpiresAt } = row
  return {
    at: now.toISOString(),
    what,
    reason: reason ?? reasonFor(what, { capacity: activity.capacity ?? null, taken, waiting, size: row.size ?? 1, sequence, by }),
    by,
    ...(what === 'offered' && offerExpiresAt !== null && { until: offerExpiresAt }),
  }
}

function passing(req: PayloadRequest, row: RegistrationRow, next: RegistrationRow, activity: ActivityRow, now: Date): Record<string, number | object> {
  return { passes: (row.passes ?? 0) + (next.size ?? 1), history: withDecision(row.history, decisionOf(req, 'passed', undefined, row, activity, now)) }
}
