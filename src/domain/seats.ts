/**
 * Seats and the waiting list of one activity, as pure arithmetic. docs/seats.md tells how a decision made
 * here becomes one atomic write.
 */
export interface Seats {
  /** Seats on offer; null means unlimited. */
  capacity: number | null
  /** Seats held by sign-ups (confirmed or offered). */
  taken: number
  /** People on the waiting list. */
  waiting: number
  /** The number the last sign-up drew; sign-ups are served in this order. */
  lastSequence: number
  waitingList: boolean
}

/** Free seats; null means unlimited, negative says by how many the activity is over a lowered capacity. */
export function freeSeats({ capacity, taken }: Pick<Seats, 'capacity' | 'taken'>): number | null {
  return capacity === null ? null : capacity - taken
}

export function hasFreeSeat(seats: Pick<Seats, 'capacity' | 'taken'>): boolean {
  const free = freeSeats(seats)
  return free === null || free > 0
}

export type Admission = 'confirmed' | 'waitlisted' | 'full'

/** What a new sign-up gets. Nobody passes those who already wait, even when a seat is free at this moment. */
export function admissionFor(seats: Seats): Admission {
  if (hasFreeSeat(seats) && seats.waiting === 0) return 'confirmed'
  return seats.waitingList ? 'waitlisted' : 'full'
}

/** Whether the head of the waiting list can be given a seat now. */
export function canPromote(seats: Seats): boolean {
  return seats.waiting > 0 && hasFreeSeat(seats)
}
