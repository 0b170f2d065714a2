import { setTimeout as sleep } from 'node:timers/promises'
import type { PayloadRequest } from 'payload'
import { findRow, type ActivityRow, type RegistrationRow } from '../database/rows.ts'
import { swap, type RowChange } from '../database/swap.ts'
import { AppError } from '../domain/AppError.ts'
import { NOTHING, registrationContribution, type RegistrationContribution } from '../domain/contributions.ts'
import { admissionFor, freeSeats } from '../domain/seats.ts'
import { fillFreeSeats } from './fillFreeSeats.ts'
import { settleActivity } from './settleActivity.ts'

const MAX_TRIES = 200

type Patch = Partial<Pick<RegistrationRow, 'status' | 'sequence' | 'walkIn' | 'attendance' | 'minutes' | 'checkedInAt' | 'method' | 'recordedBy' | 'cancelledAt'>>

/**
 * Every change of a registration goes through here, so that the row and its activity's counters move in one atomic step
 * (docs/seats.md). `decide` sees the rows as they stand and returns what to change; null leaves the row alone. An empty
 * change settles what a write through Payload left unsettled. A row that joins the queue is given a seat, or its place
 * in line.
 *
 * @returns the row after the change, and whether anything changed
 * @throws AppError busy when other writers won 200 times in a row
 */
export async function changeRegistration(
  req: PayloadRequest,
  id: string,
  decide: (registration: RegistrationRow, activity: ActivityRow) => Patch | null,
): Promise<{ registration: RegistrationRow; isChanged: boolean }> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const registration = await findRow(req, 'registrations', id)
    if (!registration) throw new AppError('not-found')
    const activity = await findRow(req, 'activities', registration.activity)
    if (!activity) throw new AppError('not-found')

    const patch = decide(registration, activity)
    if (patch === null) return { registration, isChanged: false }
    const next = admit({ ...registration, ...patch }, activity)
    const before = registration.counted === null ? NOTHING : (JSON.parse(registration.counted) as RegistrationContribution)
    const after = registrationContribution(next)
    const joinsQueue = next.sequence !== null && next.sequence !== registration.sequence
    const isCounterMoved = joinsQueue || (Object.keys(NOTHING) as (keyof RegistrationContribution)[]).some((name) => after[name] !== before[name])
    if (Object.keys(patch).length === 0 && !registration.unsettled && !isCounterMoved) return { registration, isChanged: false }

    const { status, sequence, walkIn, attendance, minutes, checkedInAt, method, recordedBy, cancelledAt } = next
    const written = { unit: activity.unit, status, sequence, walkIn, attendance, minutes, checkedInAt, method, recordedBy, cancelledAt, updatedAt: new Date().toISOString() }
    const changes: RowChange[] = [
      { collection: 'registrations', id, revision: registration.revision, set: { ...written, counted: JSON.stringify(after), unsettled: false } },
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
          ...(joinsQueue && { lastSequence: sequence }),
          ...(isTallyMoved && { unsettled: true }),
        },
      })
    }
    if (await swap(req, changes)) {
      if (isTallyMoved && req.context.settleLater !== true) await settleActivity(req, activity.id)
      const isSeatToGive = after.taken < before.taken || after.waiting > before.waiting
      if (isSeatToGive) await fillFreeSeats(req, activity.id)
      return { registration: next, isChanged: true }
    }
    await sleep(Math.random() * Math.min(attempt, 20))
  }
  throw new AppError('busy')
}

/** A waitlisted row without a number is new in the queue: it draws one, and a seat if nobody waits before it. */
function admit(registration: RegistrationRow, activity: ActivityRow): RegistrationRow {
  if (registration.status !== 'waitlisted' || registration.sequence !== null) return registration
  const admission = admissionFor({ ...activity, capacity: activity.capacity ?? null })
  if (admission === 'full') return { ...registration, status: 'cancelled' }
  return { ...registration, status: admission, sequence: activity.lastSequence + 1 }
}
