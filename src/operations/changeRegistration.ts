import { setTimeout as sleep } from 'node:timers/promises'
import type { PayloadRequest } from 'payload'
import { personUser, staffUser } from '../access/staffUser.ts'
import { findRow, type ActivityRow, type RegistrationRow } from '../database/rows.ts'
import { swap, type RowChange } from '../database/swap.ts'
import { AppError } from '../domain/AppError.ts'
import { NOTHING, registrationContribution, type RegistrationContribution } from '../domain/contributions.ts'
import { decisionBetween, reasonFor, withDecision, type Decision, type DecisionKind } from '../domain/history.ts'
import { timed } from '../domain/hours.ts'
import { admissionFor, freeSeats } from '../domain/seats.ts'
import { fillFreeSeats } from './fillFreeSeats.ts'
import { settleActivity } from './settleActivity.ts'

const MAX_TRIES = 200

const CHANGEABLE = ['status', 'sequence', 'walkIn', 'size', 'came', 'passes', 'offerExpiresAt', 'refusal', 'attendance', 'minutes', 'minutesSource', 'checkedInAt', 'checkedOutAt', 'method', 'recordedBy', 'cancelledAt', 'answers'] as const

export interface Change extends Partial<Pick<RegistrationRow, (typeof CHANGEABLE)[number]>> {
  /** What the decision is called and why, where the new standing alone does not tell. */
  decision?: { what: DecisionKind; reason?: string }
  /** Parties that are passed for this one: remembered with them in the same step. */
  passed?: RegistrationRow[]
}

/**
 * Every change of a registration goes through here, so that the row, its history and its activity's counters move in one
 * atomic step (docs/seats.md). `decide` sees the rows as they stand and returns what to change; null leaves the row alone.
 * Service time follows from the rule of src/domain/hours.ts. An empty change settles what a write through Payload left unsettled. A row that joins the queue is given a seat, or its
 * place in line.
 *
 * @returns the row after the change, and whether anything changed
 * @throws AppError busy when other writers won 200 times in a row
 */
export async function changeRegistration(
  req: PayloadRequest,
  id: string,
  now: Date,
  decide: (registration: RegistrationRow, activity: ActivityRow) => Change | null,
): Promise<{ registration: RegistrationRow; isChanged: boolean }> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const registration = await findRow(req, 'registrations', id)
    if (!registration) throw new AppError('not-found')
    const activity = await findRow(req, 'activities', registration.activity)
    if (!activity) throw new AppError('not-found')

    const change = decide(registration, activity)
    if (change === null) return { registration, isChanged: false }
    const { decision, passed = [], ...patch } = change
    const next = timed(admit({ ...registration, ...patch }, activity), activity)
    const before = registration.counted === null ? NOTHING : (JSON.parse(registration.counted) as RegistrationContribution)
    const after = registrationContribution(next)
    const joinsQueue = next.sequence !== null && next.sequence !== registration.sequence
    const isCounterMoved = joinsQueue || (Object.keys(NOTHING) as (keyof RegistrationContribution)[]).some((name) => after[name] !== before[name])
    const isSourceMoved = next.minutesSource !== (registration.minutesSource ?? null)
    if (Object.keys(patch).length === 0 && !registration.unsettled && !isCounterMoved && !isSourceMoved) return { registration, isChanged: false }

    // A row without a history is new: what it stands at was decided just now.
    const isRefusedSeat = next.status === 'cancelled' && patch.status !== 'cancelled' && registration.status !== 'cancelled'
    const what = decision?.what ?? (isRefusedSeat ? 'full' : decisionBetween(registration.history ? registration : null, next))
    const history = what === null ? registration.history : withDecision(registration.history, decisionOf(req, what, decision?.reason, next, activity, now))

    const written = Object.fromEntries(CHANGEABLE.map((name) => [name, next[name] ?? null]))
    const changes: RowChange[] = [
      {
        collection: 'registrations',
        id,
        revision: registration.revision,
        set: {
          ...written,
          unit: activity.unit,
          updatedAt: now.toISOString(),
          counted: JSON.stringify(after),
          unsettled: false,
          ...(what !== null && { history, unnotified: true }),
        },
      },
      ...passed.map((row): RowChange => ({ collection: 'registrations', id: row.id, revision: row.revision, set: passing(req, row, next, activity, now) })),
    ]
    const isTallyMoved = after.present !== before.present || after.minutes !== before.minutes
    if (isCounterMoved) {
      const taken = activity.taken + after.taken - before.taken
      changes.push({
        collection: 'activities',
        id: activity.id,
        revision: activity.revision,
        set: {
          taken,
          free: freeSeats({ capacity: activity.capacity ?? null, taken }),
          waiting: activity.waiting + after.waiting - before.waiting,
          present: activity.present + after.present - before.present,
          minutes: activity.minutes + after.minutes - before.minutes,
          ...(joinsQueue && { lastSequence: next.sequence }),
          ...(isTallyMoved && { unsettled: true }),
        },
      })
    }
    if (await swap(req, changes)) {
      if (isTallyMoved && req.context.settleLater !== true) await settleActivity(req, activity.id)
      // Who leaves the line may have been the one whom seats were saved up for; who joins it may fit into those left.
      const isSeatToGive = after.taken < before.taken || (after.taken === before.taken && after.waiting !== before.waiting)
      if (isSeatToGive) await fillFreeSeats(req, activity.id, now)
      return { registration: next, isChanged: true }
    }
    await sleep(Math.random() * Math.min(attempt, 20))
  }
  throw new AppError('busy')
}

/** A waitlisted row without a number is new in the queue: it draws one, and a seat if nobody waits before it. */
function admit(registration: RegistrationRow, activity: ActivityRow): RegistrationRow {
  if (registration.status !== 'waitlisted' || registration.sequence !== null) return registration
  const admission = admissionFor({ ...activity, capacity: activity.capacity ?? null }, registration.size ?? 1)
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
