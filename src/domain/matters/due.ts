import type { COMPLEXITIES, MATTER_KINDS } from '../appointments/vocabulary.ts'
import { addDays, countyClock, dayOf, endOfDay, HOUR_MS, startOfDay } from '../shared/calendar.ts'
import { addWorkdays, nextWorkday } from '../shared/workdays.ts'
import type { Mark } from './vocabulary.ts'

export type Complexity = keyof typeof COMPLEXITIES
export type MatterKind = keyof typeof MATTER_KINDS

/** From this hour on by the county's clock an ordinary matter is due at the end of the next day. */
const CUT_OFF_HOUR = 18
/** 复杂事项 15 日办结; the first day is not counted (民法典 201). */
const COMPLEX_DAYS = 15
/** Hours that an ordinary matter may wait for somebody, and that it has left when it is due soon. */
const ORDINARY_HOURS = 2
const COMPLEX_SOON_WORKDAYS = 3
const LONG_OVERDUE_WORKDAYS = 5
/** 首接负责: whoever is not the right one says so within a working day. */
const RETURN_WORKDAYS = 1
const SILENCE_WORKDAYS = 5
const REOPEN_DAYS = 15

export interface TermFacts {
  kind: MatterKind
  complexity: Complexity
  /** Of a ticket of another system, which keeps its own. */
  externalDueAt: string | null
  /** Of care alone: the day on which it is looked at again. */
  reviewOn: string | null
}

export interface Term {
  /** The last instant at which it is in time, in ISO 8601 UTC; null for care without a day of review. */
  dueAt: string | null
  /** It lies in a year whose holidays nobody has announced yet, or behind one: rest days alone are known. */
  provisional: boolean
}

/**
 * By when a matter is to be solved that was reported then (../shared/governance.md, 3.4). Grids are on duty every day,
 * so an ordinary matter is due on rest days too. The last day of a complex one is moved off rest days (民法典 203).
 */
export function termOf({ kind, complexity, externalDueAt, reviewOn }: TermFacts, since: string): Term {
  if (kind === 'care') return { dueAt: reviewOn === null ? null : endOf(reviewOn), provisional: false }
  const own = complexity === 'ordinary' ? ordinaryTerm(since) : complexTerm(since)
  // The earlier of both counts; an announced holiday can only move ours to a later day.
  const isExternal = externalDueAt !== null && (own.dueAt === null || externalDueAt < own.dueAt)
  return isExternal ? { dueAt: externalDueAt, provisional: false } : own
}

function ordinaryTerm(since: string): Term {
  const isLate = countyClock(since).getUTCHours() >= CUT_OFF_HOUR
  return { dueAt: endOf(addDays(dayOf(since), isLate ? 1 : 0)), provisional: false }
}

function complexTerm(since: string): Term {
  const { day, isCertain } = nextWorkday(addDays(dayOf(since), COMPLEX_DAYS))
  return { dueAt: endOf(day), provisional: !isCertain }
}

/** Until when a matter may be classed complex: afterwards it would be a way out of being late. */
export const classedUntil = (reportedAt: string): string => ordinaryTerm(reportedAt).dueAt ?? reportedAt

export const returnedUntil = (assignedAt: string): string => endOf(addWorkdays(dayOf(assignedAt), RETURN_WORKDAYS).day)

/** From when on a raiser who said nothing is taken to have nothing to say. */
export const silentFrom = (solvedAt: string): string =>
  startOf(addDays(addWorkdays(dayOf(solvedAt), SILENCE_WORKDAYS).day, 1))

export const reopenedUntil = (closedAt: string): string => endOf(addDays(dayOf(closedAt), REOPEN_DAYS))

/** When a mark is due, in ISO 8601 UTC; null for one that hangs on a term where there is none. */
export function markAt(
  mark: Mark,
  { complexity, dueAt, waitsSince }: { complexity: Complexity; dueAt: string | null; waitsSince: string },
): string | null {
  if (mark === 'unclaimed')
    return complexity === 'ordinary'
      ? later(waitsSince, ORDINARY_HOURS * HOUR_MS)
      : later(startOf(addWorkdays(dayOf(waitsSince), 1).day), 12 * HOUR_MS)
  if (dueAt === null) return null
  if (mark === 'overdue') return later(dueAt, 1)
  if (mark === 'longOverdue') return later(endOf(addWorkdays(dayOf(dueAt), LONG_OVERDUE_WORKDAYS).day), 1)
  return complexity === 'ordinary'
    ? later(dueAt, -ORDINARY_HOURS * HOUR_MS)
    : startOf(addWorkdays(dayOf(dueAt), -COMPLEX_SOON_WORKDAYS).day)
}

const startOf = (day: string): string => startOfDay(day).toISOString()
const endOf = (day: string): string => endOfDay(day).toISOString()
const later = (iso: string, ms: number): string => new Date(Date.parse(iso) + ms).toISOString()
