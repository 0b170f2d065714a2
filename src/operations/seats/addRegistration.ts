import { setTimeout as sleep } from 'node:timers/promises'
import type { PayloadRequest } from 'payload'
import { exclusively } from '../../database/exclusively.ts'
import { findRow, newId, type ActivityRow, type RegistrationRow } from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import { type RowChange } from '../../database/types.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { AS_NEW, stepOf, type Step } from './stepOf.ts'
import { fillFreeSeats } from './fillFreeSeats.ts'
import { requireOpenPerson } from '../identity/openPerson.ts'

const MAX_TRIES = 200
/** Sign-ups that are written in one step, at most. */
const MAX_TOGETHER = 64

type Facts = Pick<RegistrationRow, 'status' | 'size' | 'answers'>

interface Added {
  activity: ActivityRow
  /** As it is stored, also when it was moved up from the line at once. */
  registration: RegistrationRow
}

interface Arrival {
  req: PayloadRequest
  person: string
  /** The facts to be stored, by the activity as it stands when this one's turn has come. @throws AppError */
  decide: (activity: ActivityRow) => Promise<Facts>
  now: Date
  done: (added: Added) => void
  fail: (error: unknown) => void
}

/** By activity: who came while others are being written. */
const arrivals = new Map<string, Arrival[]>()

/**
 * A new sign-up of a person, given its seat or its place in line, in the same atomic step as its activity's counters.
 * Sign-ups that arrive while another is written are decided one after the other, in their order, and written together:
 * so a stampede on one activity costs one commit for many.
 *
 * @throws what `decide` throws; AppError not-found, person-merged, busy; full, when no seat is left and nobody can
 * wait; and an error for which `isDuplicate` holds
 */
export function addRegistration(
  req: PayloadRequest,
  activityId: string,
  { person, decide }: Pick<Arrival, 'person' | 'decide'>,
  now: Date,
): Promise<Added> {
  return new Promise((done, fail) => {
    const arrival = { req, person, decide, now, done, fail }
    const group = arrivals.get(activityId)
    if (group && group.length < MAX_TOGETHER) return void group.push(arrival)
    const own = [arrival]
    arrivals.set(activityId, own)
    void exclusively(`seats:${activityId}`, () => {
      // From here on who comes waits for the next step.
      if (arrivals.get(activityId) === own) arrivals.delete(activityId)
      return addGroup(activityId, own)
    })
  })
}

async function addGroup(activityId: string, group: Arrival[]): Promise<void> {
  const [first, ...others] = group
  if (!first) return
  try {
    const outcomes = await addTogether(first.req, activityId, group)
    for (const { arrival, added, error } of outcomes) {
      if (added) arrival.done(added)
      else arrival.fail(error)
    }
  } catch (error) {
    if (others.length === 0) return first.fail(error)
    // One was refused by the unique index and nothing is written: each goes alone.
    for (const arrival of group) await addGroup(activityId, [arrival])
  }
}

type Outcome = { arrival: Arrival } & ({ added: Added; error?: undefined } | { added?: undefined; error: unknown })

async function addTogether(req: PayloadRequest, activityId: string, group: Arrival[]): Promise<Outcome[]> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const activity = await findRow(req, 'activities', activityId)
    if (!activity) throw new AppError('not-found')
    let current = activity
    const outcomes: Outcome[] = []
    const steps: Step[] = []
    for (const arrival of group) {
      try {
        const step = await stepFor(arrival, current)
        current = { ...current, ...step.counters }
        steps.push(step)
        outcomes.push({ arrival, added: { activity: current, registration: step.next } })
      } catch (error) {
        outcomes.push({ arrival, error })
      }
    }
    if (steps.length === 0) return outcomes
    const { revision } = activity
    const counters = Object.assign({}, ...steps.map((step) => step.counters)) as RowChange['set']
    // Also where no counter moves (who waits for approval): nobody signs up for what was withdrawn or deleted
    // meanwhile.
    const changes: RowChange[] = [{ collection: 'activities', id: activityId, revision, set: counters }]
    const inserts = steps.map(({ next, row }) => ({
      collection: 'registrations' as const,
      id: next.id,
      insert: { ...row, activity: activityId, person: next.person, createdAt: next.createdAt },
    }))
    if (
      await swap(
        req,
        changes,
        inserts,
        steps.map(({ next }) => next.person),
      )
    )
      return afterAdding(req, activityId, outcomes, steps)
    // Another writer was faster, or a person's record has ended since.
    for (const arrival of group) await requireOpenPerson(req, arrival.person)
    await sleep(Math.random() * Math.min(attempt, 20))
  }
  throw new AppError('busy')
}

async function stepFor({ req, person, decide, now }: Arrival, activity: ActivityRow): Promise<Step> {
  const isoNow = now.toISOString()
  const registration: RegistrationRow = {
    ...AS_NEW,
    ...(await decide(activity)),
    id: newId(req.payload),
    activity: activity.id,
    person,
    unit: activity.unit,
    refusal: null,
    note: null,
    history: null,
    mergedInto: null,
    unnotified: null,
    thanksDueAt: null,
    counted: null,
    unsettled: true,
    revision: null,
    createdAt: isoNow,
    updatedAt: isoNow,
  }
  const step = stepOf(req, registration, activity, {}, now)
  if (!step || step.next.status === 'cancelled') throw new AppError('full')
  return step
}

/** A new one may fit into seats that were left for it, or for those before it. */
async function afterAdding(
  req: PayloadRequest,
  activityId: string,
  outcomes: Outcome[],
  steps: Step[],
): Promise<Outcome[]> {
  const last = outcomes.at(-1)
  if (!last || !steps.some(({ isSeatToGive }) => isSeatToGive)) return outcomes
  try {
    await fillFreeSeats(req, activityId, last.arrival.now)
  } catch (error) {
    // The sign-ups are written, whatever became of the seats that are left: the next run of moveOffersOn gives them.
    req.payload.logger.error({ err: error, activity: activityId }, 'free seats could not be given, is tried again')
    return outcomes
  }
  return Promise.all(
    outcomes.map(async (outcome) => {
      if (!outcome.added) return outcome
      const { activity, registration } = outcome.added
      return {
        ...outcome,
        added: { activity, registration: (await findRow(req, 'registrations', registration.id)) ?? registration },
      }
    }),
  )
}
