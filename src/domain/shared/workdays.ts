import official from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { addDays, DAY_MS, dayOf } from './calendar.ts'

/** The State Council's calendar, day by day: the package's own functions go by the server's time zone. */
const OFFICIAL: { holidays: Record<string, string>; workdays: Record<string, string> } = official

/** Records are due within this many working days of the activity's end (民政部令第67号). */
export const RECORDING_WORKDAYS = 10

/** Where the time to record an activity stands. Days are YYYY-MM-DD in Asia/Shanghai. */
export interface RecordingCountdown {
  /** The last day on which it may be recorded; null while the State Council's calendar for it is not known to us. */
  dueOn: string | null
  /**
   * Working days left, today included; 0 when the due day is past. Without a due day: those of the known calendar,
   * there may be more.
   */
  workdaysLeft: number
  /** The first year whose holidays we would have to guess. */
  unknownYear: number | null
}

/**
 * Ten official working days, make-up workdays included, counted from the day after the end. Holidays that are not
 * announced yet are not guessed.
 */
export function recordingCountdown(endedAt: Date, now: Date): RecordingCountdown {
  const today = dayOf(now)
  let day = endedAt
  let left = 0
  for (let counted = 0; counted < RECORDING_WORKDAYS;) {
    day = new Date(day.getTime() + DAY_MS)
    const date = dayOf(day)
    if (!isYearKnown(date)) return { dueOn: null, workdaysLeft: left, unknownYear: Number(date.slice(0, 4)) }
    if (!isWorkday(date)) continue
    counted += 1
    if (date >= today) left += 1
  }
  return { dueOn: dayOf(day), workdaysLeft: left, unknownYear: null }
}

/** Whether the time to record it is over. */
export const isOverdue = ({ dueOn, workdaysLeft }: RecordingCountdown): boolean => dueOn !== null && workdaysLeft === 0

/** `isCertain` is false where holidays may lie that are not announced yet: only weekends are left out there. */
export interface Workday {
  day: string
  isCertain: boolean
}

/** The day itself, or the first workday after it. */
export function nextWorkday(day: string): Workday {
  return isWorkday(day) ? { day, isCertain: isYearKnown(day) } : nextWorkday(addDays(day, 1))
}

/** So many workdays after the day, or before it where it is less than none; the day itself is not counted. */
export function addWorkdays(day: string, count: number): Workday {
  if (count === 0) return { day, isCertain: isYearKnown(day) }
  const next = addDays(day, Math.sign(count))
  return addWorkdays(next, isWorkday(next) ? count - Math.sign(count) : count)
}

function isWorkday(day: string): boolean {
  if (day in OFFICIAL.workdays) return true
  return ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && !(day in OFFICIAL.holidays)
}

/** Every year that was announced has a New Year's Day. */
export function isYearKnown(day: string): boolean {
  return `${day.slice(0, 4)}-01-01` in OFFICIAL.holidays
}

/** The day's name in the State Council's calendar: of a holiday, or of one worked for it; null for all others. */
export function festivalOf(day: string): { name: string; isOff: boolean } | null {
  const told = OFFICIAL.holidays[day] ?? OFFICIAL.workdays[day]
  // English, Chinese and a count, with commas between.
  return told === undefined ? null : { name: told.split(',')[1] ?? '', isOff: day in OFFICIAL.holidays }
}
