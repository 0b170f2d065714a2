import { setTimeout as sleep } from 'node:timers/promises'
import type { PayloadRequest } from 'payload'
import { findRow, findRowsBy, type ActivityRow, type RegistrationRow } from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import type { RowChange } from '../../database/types.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { erasedFields } from '../../domain/people/erasure.ts'
import { erasureOfFields } from '../shared/onErasureOf.ts'
import { GIVEN_BACK, stepOf, type Change, type Step } from './stepOf.ts'

const MAX_TRIES = 200

/** Sees the rows as they stand and returns what to change; null leaves the row alone. */
export type Decide = (registration: RegistrationRow, activity: ActivityRow) => Change | null

/**
 * The row, its history and its activity's counters move in one atomic step (docs/seats.md). Service time follows from
 * the rule of src/domain/attendance/hours.ts. An empty change settles what a write through Payload left unsettled. A
 * row that joins the queue is given a seat, or its place in line. `also` is one more row that is read and written with
 * it. A sign-up that became part of another by a merge leads to that one. The consequences of the step for others are
 * left to `changeRegistration`.
 *
 * @returns the row after the change, and the step that was written; null when nothing changed
 * @throws AppError person-erased, where a seat would be given to nobody; busy when other writers won 200 times in a row
 */
export async function applyChange(
  req: PayloadRequest,
  id: string,
  now: Date,
  decide: Decide,
  also?: () => Promise<RowChange>,
): Promise<{ registration: RegistrationRow; step: Step | null }> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const registration = await findStanding(req, id)
    if (!registration) throw new AppError('not-found')
    const activity = await findRow(req, 'activities', registration.activity)
    if (!activity) throw new AppError('not-found')

    const change = decide(registration, activity)
    const step = change && stepOf(req, registration, activity, change, now)
    // Looked at after the registration was read: an erasure marks the person first and then writes each of their
    // registrations, so that whoever does not see the mark here finds the registration changed.
    if (step && (await isErased(req, step.next.person))) takeWordsOut(req, registration, step)
    if (!step) return { registration, step }
    const { next, row, counters, others } = step
    const changes: RowChange[] = [
      { collection: 'registrations', id: registration.id, revision: registration.revision, set: row },
      ...others,
    ]
    if (counters)
      changes.push({ collection: 'activities', id: activity.id, revision: activity.revision, set: counters })
    if (also) changes.push(await also())
    if (await swap(req, changes)) return { registration: next, step }
    await sleep(Math.random() * Math.min(attempt, 20))
  }
  throw new AppError('busy')
}

async function isErased(req: PayloadRequest, person: string): Promise<boolean> {
  return (await findRowsBy(req, 'people', { id: person }, ['erasedAt'])).some(
    ({ erasedAt }) => erasedAt !== null && erasedAt !== undefined,
  )
}

/**
 * A change to a sign-up of somebody who is erased counts as ever, but leaves no words, and no seat is given to nobody.
 * @throws AppError person-erased
 */
function takeWordsOut(req: PayloadRequest, before: RegistrationRow, step: Step): void {
  if (before.status === 'cancelled' && step.next.status !== 'cancelled' && !step.next.walkIn)
    throw new AppError('person-erased')
  const left = erasedFields(erasureOfFields(req, 'registrations'), {
    history: step.row.history ?? before.history,
  }) as Partial<RegistrationRow>
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
