import { findRowsBy, findRowsInOrder, type RegistrationRow } from '../../database/rows.ts'
import { allows } from '../../domain/activities/activityStates.ts'
import {
  freeSeats,
  hasRoom,
  isCloseToStart,
  isSavedUpFor,
  nextInQueue,
  offerDeadline,
} from '../../domain/seats/seats.ts'
import type { SeatDraft } from './SeatDraft.ts'
import type { Change } from './stepOf.ts'

/** Seats that are given in one swap, at most: it keeps others waiting no longer than a group of sign-ups does. */
export const GIVEN_AT_ONCE = 64

/**
 * Gives free seats to those who wait, in the order of `nextInQueue`, until seats or people run out; close to the start
 * a seat is offered for a while instead. The queue is the one of the draft: who joined or left it there is in it or
 * not.
 */
export async function giveFreeSeats(draft: SeatDraft, now: Date): Promise<void> {
  const isClose = isCloseToStart(draft.activity.startsAt, now)
  const promotion: Change = isClose
    ? { status: 'offered', offerExpiresAt: offerDeadline(draft.activity.startsAt, now).toISOString() }
    : { status: 'confirmed', decision: { what: 'promoted' } }
  const queue = new Queue(draft)
  while (draft.given < GIVEN_AT_ONCE) {
    const { activity } = draft
    const seats = { capacity: activity.capacity ?? null, taken: activity.taken }
    if (activity.waiting === 0 || !allows('moveUp', activity, now) || !hasRoom(seats)) return
    const waiting = queue.read()
    const choice = nextInQueue(waiting, seats, isClose)
    if (choice) {
      const passed = choice.passed.map(({ row }) => row)
      draft.change(draft.req, choice.next.row, { ...promotion, passed }, now)
      draft.given += 1
    } else if (waiting.some((party) => isSavedUpFor(party, seats, isClose)) || !(await queue.readOn(freeSeats(seats))))
      return
  }
}

/** The line, head first, as far as it was read. */
class Queue {
  /** Read up to this number. */
  private last = 0
  constructor(private readonly draft: SeatDraft) {}

  read(): { row: RegistrationRow; size: number; passes: number }[] {
    return this.draft
      .waiting()
      .filter(({ sequence }) => sequence <= this.last)
      .map((row) => ({ row, size: row.size ?? 1, passes: row.passes ?? 0 }))
  }

  /**
   * Reads on to the next who fit into the free seats (null: all do), however far down the line they stand, with those
   * before them.
   *
   * @returns false when nobody fits
   */
  async readOn(free: number | null): Promise<boolean> {
    const { draft, last } = this
    const queue = { activity: draft.activity.id, status: 'waitlisted' } as const
    const isFitting = { ...queue, ...(free !== null && { size: { notAbove: free } }) }
    const found = await findRowsBy(
      draft.req,
      'registrations',
      { ...isFitting, sequence: { above: last } },
      ['sequence'],
      { sort: 'sequence', limit: free === null ? GIVEN_AT_ONCE : Math.min(free, GIVEN_AT_ONCE) },
    )
    const inDraft = draft
      .waiting()
      .filter(({ sequence, size }) => sequence > last && (free === null || (size ?? 1) <= free))
    const next = found.at(-1)?.sequence ?? inDraft[0]?.sequence
    if (next === undefined) return false
    this.last = next
    await draft.take(
      await findRowsInOrder(
        draft.req,
        'registrations',
        { ...queue, sequence: { above: last, upTo: next } },
        'sequence',
      ),
    )
    return true
  }
}
