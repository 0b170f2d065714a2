import { MINUTE_MS } from '../shared/calendar.ts'
import type { Attendance, Ledger } from '../shared/vocabulary.ts'
import type { CheckInMethod, MinutesSource } from './vocabulary.ts'

/**
 * How long one person served, and where the figure comes from. 民政部令第67号 asks for the time that was really served;
 * docs/hours.md gives the rule with its reasons, /about tells it to everyone.
 */
export interface ServiceFacts {
  attendance: Attendance
  checkedInAt: string | null
  checkedOutAt: string | null
  method: CheckInMethod | null
  /** Whole minutes as they stand. */
  minutes: number | null
  minutesSource: MinutesSource | null
}

export interface PlannedTime {
  ledger: Ledger
  startsAt: string
  endsAt: string
}

export const ONLY_SERVICE_IS_TIMED = '只有志愿服务类活动的到场人员可以记服务时长。'

/** Setting up counts this long before the planned start, in minutes. */
export const EARLY_BOUND = 30
/** Clearing away counts this long after the planned end, in minutes; nobody is checked out later than that. */
export const LATE_BOUND = 60
/** Times are rounded to the nearest quarter of an hour, up from its middle. */
export const STEP = 15
/** A day: the most that one registration may carry. */
export const MAX_MINUTES = 1440

/** Where nobody served there is nothing to time or to evaluate. */
const NO_SERVICE = {
  checkedOutAt: null,
  minutes: null,
  minutesSource: null,
  evaluation: null,
  evaluationNote: null,
  evaluatedAt: null,
  evaluatedBy: null,
} as const

/**
 * The row with the time served as the rule has it: nobody but who came to an activity of the service ledger has any.
 */
export function timed<Row extends ServiceFacts>(row: Row, activity: PlannedTime): Row {
  if (activity.ledger !== 'service' || row.attendance !== 'present') return { ...row, ...NO_SERVICE }
  // A figure that somebody entered or brought along stands; so does one from before sources were kept.
  const isKept =
    typeof row.minutes === 'number' &&
    Number.isFinite(row.minutes) &&
    row.minutesSource !== 'planned' &&
    row.minutesSource !== 'times'
  if (isKept) return { ...row, minutesSource: row.minutesSource ?? 'entered' }
  if (!row.checkedOutAt) return { ...row, minutes: plannedMinutes(activity), minutesSource: 'planned' }
  return {
    ...row,
    minutes: servedMinutes(servedFrom(row, activity), Date.parse(row.checkedOutAt), activity),
    minutesSource: 'times',
  }
}

/**
 * When service began, in milliseconds. A scan says when somebody came; an organiser's tick says that they came, so it
 * counts from the planned start.
 */
export function servedFrom(facts: Pick<ServiceFacts, 'checkedInAt' | 'method'>, activity: PlannedTime): number {
  return facts.method === 'manual' || !facts.checkedInAt ? Date.parse(activity.startsAt) : Date.parse(facts.checkedInAt)
}

/** The last moment at which somebody can be checked out, in milliseconds: after it, the organiser enters the time. */
export function latestCheckOut({ endsAt }: Pick<PlannedTime, 'endsAt'>): number {
  return Date.parse(endsAt) + LATE_BOUND * MINUTE_MS
}

function servedMinutes(from: number, to: number, activity: PlannedTime): number {
  const begins = Math.max(from, Date.parse(activity.startsAt) - EARLY_BOUND * MINUTE_MS)
  const ends = Math.min(to, latestCheckOut(activity))
  return Math.min(MAX_MINUTES, Math.max(0, Math.round((ends - begins) / MINUTE_MS / STEP) * STEP))
}

/** The activity's planned length in whole minutes. */
function plannedMinutes({ startsAt, endsAt }: PlannedTime): number {
  return Math.min(MAX_MINUTES, Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / MINUTE_MS))
}
