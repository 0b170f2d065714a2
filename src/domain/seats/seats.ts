import { MINUTE_MS } from '../shared/calendar.ts'
import type { RegistrationStatus } from '../shared/vocabulary.ts'

/**
 * Seats and the waiting list of one activity, as pure arithmetic. docs/seats.md tells how a decision made
 * here becomes one atomic write. Seats are counted in heads: one sign-up may be for a party of up to ten.
 */
export interface Seats {
  /** Seats on offer; null means unlimited. */
  capacity: number | null
  /** Seats held by sign-ups (confirmed or offered). */
  taken: number
  /** Heads on the waiting list. */
  waiting: number
  /** The number the last sign-up drew; sign-ups are served in this order. */
  lastSequence: number
  waitingList: boolean
}

/** From this long before the start, free seats are offered instead of given, and none are saved up for a party. */
export const CLOSE_TO_START_MS = 2 * 3_600_000

/** Free seats; null means unlimited, negative says by how many the activity is over a lowered capacity. */
export function freeSeats({ capacity, taken }: Pick<Seats, 'capacity' | 'taken'>): number | null {
  return capacity === null ? null : capacity - taken
}

/** Whether `size` more heads find a seat. */
export function hasRoom(seats: Pick<Seats, 'capacity' | 'taken'>, size = 1): boolean {
  const free = freeSeats(seats)
  return free === null || free >= size
}

/** After the start the line is over: a free seat is for whoever comes, and nobody begins to wait. */
export function seatsAt<S extends Seats & { startsAt: string }>(activity: S, now: Date): S {
  return Date.parse(activity.startsAt) <= now.getTime() ? { ...activity, waiting: 0, waitingList: false } : activity
}

export type Admission = 'confirmed' | 'waitlisted' | 'full'

/**
 * The outcome of a new sign-up of `size` heads: all seats or none. Nobody passes those who already wait, even when a
 * seat is free at this moment; and nobody begins to wait for more seats than there are at all.
 */
export function admissionFor(seats: Seats, size = 1): Admission {
  if (seats.capacity !== null && size > seats.capacity) return 'full'
  if (hasRoom(seats, size) && seats.waiting === 0) return 'confirmed'
  return seats.waitingList ? 'waitlisted' : 'full'
}

export interface Waiting {
  size: number
  /** Seats that went past this party so far because it did not fit. */
  passes: number
}

/**
 * The sign-up of the line, head first, that gets the free seats next, and those that are passed for it; null when the
 * seats stay where they are.
 *
 * Seats go down the line in order. A party that does not fit is passed, so that it does not starve those behind; but
 * only until as many seats have gone past it as it needs itself. From then on seats are saved up for it, so that it is
 * not starved either, until close to the start, or when it is larger than the whole activity by now.
 */
export function nextInQueue<W extends Waiting>(
  queue: W[],
  seats: Pick<Seats, 'capacity' | 'taken'>,
  isClose: boolean,
): { next: W; passed: W[] } | null {
  if (!hasRoom(seats)) return null
  const passed: W[] = []
  for (const party of queue) {
    if (hasRoom(seats, party.size)) return { next: party, passed }
    if (isSavedUpFor(party, seats, isClose)) return null
    passed.push(party)
  }
  return null
}

/** Whether seats are kept free for this party, which does not fit yet, so that nobody behind it gets them. */
export function isSavedUpFor(
  { size, passes }: Waiting,
  seats: Pick<Seats, 'capacity' | 'taken'>,
  isClose: boolean,
): boolean {
  const canEverFit = seats.capacity === null || size <= seats.capacity
  return !hasRoom(seats, size) && canEverFit && !isClose && passes >= size
}

export function isCloseToStart(startsAt: string, now: Date): boolean {
  return Date.parse(startsAt) - now.getTime() <= CLOSE_TO_START_MS
}

const SHORTEST_OFFER_MS = 10 * MINUTE_MS

/**
 * Until when an offered seat is kept: a quarter of the time left to the start (so half an hour at most), at least 10
 * minutes, and never beyond the start.
 */
export function offerDeadline(startsAt: string, now: Date): Date {
  const left = Date.parse(startsAt) - now.getTime()
  return new Date(now.getTime() + Math.min(left, Math.max(SHORTEST_OFFER_MS, left / 4)))
}

/**
 * The standing of somebody who came: in the seat they hold, also one still kept for them; without one as a walk-in, who
 * holds none. Empty for who holds a seat already.
 */
export function standingWhenPresent(status: RegistrationStatus): {
  status?: 'confirmed'
  walkIn?: true
  offerExpiresAt?: null
} {
  if (status === 'confirmed') return {}
  return status === 'offered' ? { status: 'confirmed', offerExpiresAt: null } : { status: 'confirmed', walkIn: true }
}
