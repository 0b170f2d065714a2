import { setTimeout as sleep } from 'node:timers/promises'
import type { PayloadRequest } from 'payload'
import { exclusively } from '../../database/exclusively.ts'
import { isLocked } from '../../database/patiently.ts'
import { isTransientConflict } from '../../database/runInTransaction.ts'
import { isDuplicate } from '../../database/swap.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { GIVEN_AT_ONCE, giveFreeSeats } from './giveFreeSeats.ts'
import { SeatDraft } from './SeatDraft.ts'

const MAX_TRIES = 200
/** Requests that are written in one step, at most. */
const MAX_TOGETHER = 64

/** Changes the draft; what it throws is its caller's alone, and then it has changed nothing. */
type Deed<T> = (draft: SeatDraft) => Promise<T>

export interface Written<T> {
  result: T
  /** As it was written. */
  draft: SeatDraft
}

/**
 * Writes what `deed` does to the draft of an activity, and gives the seats that come free by it, in one swap. Decides
 * anew when another writer was faster.
 *
 * @throws what `deed` throws; AppError not-found, person-merged, person-erased; busy when other writers won 200 times
 * in a row; an error for which `isDuplicate` holds
 */
export async function writeSeats<T>(
  req: PayloadRequest,
  activityId: string,
  now: Date,
  deed: Deed<T>,
): Promise<Written<T>> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const draft = await SeatDraft.of(req, activityId)
    const result = await deed(draft)
    const full = draft.isSeatToGive ? await withSeatsGiven(draft, now) : draft
    const written = full.isChanged ? await writtenOf(full, draft) : full
    if (written?.given === GIVEN_AT_ONCE) await giveMore(draft, now)
    if (written) return { result, draft: written }
    await draft.requireOpenPeople()
    await sleep(Math.random() * Math.min(attempt, 20))
  }
  throw new AppError('busy')
}

/** Seats that cannot be given now are given by the next run of moveOffersOn: the request itself is written anyway. */
async function withSeatsGiven(draft: SeatDraft, now: Date): Promise<SeatDraft> {
  const full = draft.copy()
  try {
    await giveFreeSeats(full, now)
    return full
  } catch (error) {
    return without(error, draft)
  }
}

/** @returns what was written; null when another writer was faster */
async function writtenOf(full: SeatDraft, draft: SeatDraft): Promise<SeatDraft | null> {
  try {
    return (await full.write()) ? full : null
  } catch (error) {
    if (full.given === 0 || isDuplicate(error)) throw error
    const alone = without(error, draft)
    return !alone.isChanged || (await alone.write()) ? alone : null
  }
}

async function giveMore(draft: SeatDraft, now: Date): Promise<void> {
  const { req, activity, isChanged } = draft
  try {
    await writeSeats(req, activity.id, now, async (next) => {
      next.isSeatToGive = true
    })
  } catch (error) {
    // The request itself is written.
    if (isTransientConflict(error) || isInTransaction(draft) || !isChanged) throw error
    logLeft(error, draft)
  }
}

function without(error: unknown, draft: SeatDraft): SeatDraft {
  if (isTransientConflict(error) || isLocked(error) || isInTransaction(draft) || !draft.isChanged) throw error
  logLeft(error, draft)
  return draft
}

/** A part of what failed may have been written in it: so it may not go on, and all of it is undone. */
const isInTransaction = ({ req }: SeatDraft): boolean => Boolean(req.transactionID)

function logLeft(error: unknown, { req, activity }: SeatDraft): void {
  req.payload.logger.error({ err: error, activity: activity.id }, 'free seats could not be given, is tried again')
}

interface Arrival {
  req: PayloadRequest
  now: Date
  deed: Deed<unknown>
  done: (written: Written<unknown>) => void
  fail: (error: unknown) => void
}

/** By activity: who came while others are being written. */
const arrivals = new Map<string, Arrival[]>()

/**
 * The same for requests of many: those that arrive for an activity while another is written are done one after the
 * other, in their order, and written together. So a stampede on one activity costs one commit for many.
 *
 * @throws as writeSeats
 */
export function writeSeatsInTurn<T>(
  req: PayloadRequest,
  activityId: string,
  now: Date,
  deed: Deed<T>,
): Promise<Written<T>> {
  return new Promise((done, fail) => {
    const arrival: Arrival = { req, now, deed, done: done as Arrival['done'], fail }
    const group = arrivals.get(activityId)
    if (group && group.length < MAX_TOGETHER) return void group.push(arrival)
    const own = [arrival]
    arrivals.set(activityId, own)
    void exclusively(`seats:${activityId}`, () => {
      // From here on who comes waits for the next step.
      if (arrivals.get(activityId) === own) arrivals.delete(activityId)
      return writeGroup(activityId, own)
    })
  })
}

async function writeGroup(activityId: string, group: Arrival[]): Promise<void> {
  const [first] = group
  const last = group.at(-1)
  if (!first || !last) return
  try {
    const { result: outcomes, draft } = await writeSeats(first.req, activityId, last.now, async (shared) => {
      const done: { arrival: Arrival; result?: unknown; error?: unknown }[] = []
      for (const arrival of group) {
        const own = shared.copy()
        try {
          const result = await arrival.deed(own)
          shared.adopt(own)
          done.push({ arrival, result })
        } catch (error) {
          done.push({ arrival, error })
        }
      }
      return done
    })
    for (const { arrival, result, error } of outcomes) {
      if (error === undefined) arrival.done({ result, draft })
      else arrival.fail(error)
    }
  } catch (error) {
    if (group.length === 1) return first.fail(error)
    // One was refused, by the unique index for example, and nothing is written: each goes alone.
    for (const arrival of group) await writeGroup(activityId, [arrival])
  }
}
