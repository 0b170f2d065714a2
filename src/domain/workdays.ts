// The package is CommonJS to Node, which finds no named exports in it.
import chineseDays from 'chinese-days'

const DAY = 86_400_000
const SHANGHAI_OFFSET = 8 * 3_600_000

/** The calendar date in Asia/Shanghai (UTC+8 all year), as YYYY-MM-DD. */
export function shanghaiDate(at: Date): string {
  return new Date(at.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 10)
}

/** Records are due within this many working days of the activity's end (民政部令第67号). */
export const RECORDING_WORKDAYS = 10

/**
 * The last day on which an activity that ended at `endedAt` may be recorded, as YYYY-MM-DD in Asia/Shanghai.
 * Counts the official working days, make-up workdays included, from the day after.
 */
export function recordingDueOn(endedAt: Date): string {
  let day = endedAt
  for (let counted = 0; counted < RECORDING_WORKDAYS; ) {
    day = new Date(day.getTime() + DAY)
    if (chineseDays.isWorkday(shanghaiDate(day))) counted += 1
  }
  return shanghaiDate(day)
}

/** Working days left from `now` until the due day, today included; 0 when it is past. */
export function workdaysLeft(endedAt: Date, now: Date): number {
  const due = recordingDueOn(endedAt)
  let left = 0
  for (let day = now; shanghaiDate(day) <= due; day = new Date(day.getTime() + DAY)) {
    if (chineseDays.isWorkday(shanghaiDate(day))) left += 1
  }
  return left
}
