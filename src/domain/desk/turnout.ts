import { DAY_MS, dayOf, endOfDay } from '../shared/calendar.ts'

/**
 * An activity with fewer than this part of its seats taken had better be made known once more, or called off in time.
 */
const FEW = 1 / 3

interface Turnout {
  /** The least number that the organiser named; none where they did not. */
  minimum?: number | null
  capacity?: number | null
  taken?: number | null
}

/** Where the organiser named no number and set no limit, too few is nobody at all. */
export function isTooFew({ minimum, capacity, taken }: Turnout): boolean {
  return (taken ?? 0) < (minimum ?? (capacity ? Math.ceil(capacity * FEW) : 1))
}

/** It is said from two days before the start on, by the county's days. */
export const endOfTooFew = (now: Date): Date => endOfDay(dayOf(new Date(now.getTime() + 2 * DAY_MS)))
