// The package is CommonJS to Node, which finds no named exports in it.
import chineseDays from 'chinese-days'
import { DAY_MS, dayOf } from './calendar.ts'


/** Records are due within this many working days of the activity's end (民政部令第67号). */
export const RECORDING_WORKDAYS = 10

/** Where the time to record an activity stands. Days are YYYY-MM-DD in Asia/Shanghai. */
export interface RecordingCountdown {
  /** The last day on which it may be recorded; null while the State Council's calendar for it is not known to us. */
  dueOn: string | null
  /** Working days left, today included; 0 when the due day is past. Without a due day: those of the known calendar, there may be more. */
  workdaysLeft: number
  /** The first year whose holidays we would have to guess. */
  unknownYear: number | null
}

/** Ten official working days, make-up workdays included, counted from the day after the end. What is not announced yet is not guessed. */
export function recordingCountdown(endedAt: Date, now: Date): RecordingCountdown {
  const today = dayOf(now)
  let day = endedAt
  let left = 0
  for (let counted = 0; counted < RECORDING_WORKDAYS; ) {
    day = new Date(day.getTime() + DAY_MS)
    const date = dayOf(day)
    if (!isYearKnown(date)) return { dueOn: null, workdaysLeft: left, unknownYear: Number(date.slice(0, 4)) }
    if (!chineseDays.isWorkday(date)) continue
    counted += 1
    if (date >= today) left += 1
  }
  return { dueOn: dayOf(day), workdaysLeft: left, unknownYear: null }
}

/** The package takes a year that it has no holidays of for plain weeks. Every year it knows has a New Year's Day. */
function isYearKnown(date: string): boolean {
  return chineseDays.getDayDetail(`${date.slice(0, 4)}-01-01`).name.includes('元旦')
}
