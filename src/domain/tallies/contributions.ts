import { dayOf, firstMoment, lastMoment } from '../shared/calendar.ts'
import type { ActivityStatus, Attendance, Ledger, Line, RegistrationStatus, Theme } from '../shared/vocabulary.ts'
import type { Measure } from './vocabulary.ts'

/**
 * The amounts that one record adds to the counters above it. A registration adds to its activity's counters, an
 * activity adds to every target whose filter it meets. Counters are the sum of these and nothing else, so a recount can
 * prove them.
 */
export interface RegistrationFacts {
  status: RegistrationStatus
  attendance: Attendance
  /** Actual service time in minutes; null when none is recorded. */
  minutes: number | null
  /** Came without a seat: is recorded, but holds none. */
  walkIn: boolean
  /** Heads signed up for; one when left out. */
  size?: number | null
  /** Heads that came; null means all. */
  came?: number | null
}

/** In heads, and in minutes. */
export interface RegistrationContribution {
  taken: number
  waiting: number
  present: number
  minutes: number
}

/** Nothing where no number stands: a sum with one in it would be none either, for good. */
const amount = (value: number | null | undefined): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : 0

export const NOTHING: RegistrationContribution = { taken: 0, waiting: 0, present: 0, minutes: 0 }

export function registrationContribution(facts: RegistrationFacts): RegistrationContribution {
  const holdsSeat = (facts.status === 'confirmed' || facts.status === 'offered') && !facts.walkIn
  const isPresent = facts.status === 'confirmed' && facts.attendance === 'present'
  const size = amount(facts.size) || 1
  return {
    taken: holdsSeat ? size : 0,
    waiting: facts.status === 'waitlisted' ? size : 0,
    present: isPresent ? amount(facts.came) || size : 0,
    minutes: isPresent ? amount(facts.minutes) : 0,
  }
}

export interface ActivityFacts {
  status: ActivityStatus
  line: Line
  theme: Theme | null
  ledger: Ledger
  /** The organising unit and all its ancestors. */
  unitIds: string[]
  startsAt: string
  present: number
  minutes: number
  visits: number
  settledMatters: number
}

export interface TargetFilter {
  measure: Measure
  /** Empty lists do not restrict. */
  lines: Line[]
  themes: Theme[]
  unitIds: string[]
  /** Days of the county, both counted in whole. */
  from: string | null
  to: string | null
}

/** As a target's record says it; what is not filled in does not restrict. */
export function targetFilter({ measure, lines, themes, units, from, to }: TargetFacts): TargetFilter {
  return { measure, lines: lines ?? [], themes: themes ?? [], unitIds: units ?? [], from: from ?? null, to: to ?? null }
}

/** The fields of a target's record that say what it counts. */
export interface TargetFacts {
  measure: Measure
  lines?: Line[] | null
  themes?: Theme[] | null
  units?: string[] | null
  from?: string | null
  to?: string | null
}

/** Published, and something was recorded of it: people present, visits made or matters settled. */
export function isHeld(activity: Pick<ActivityFacts, 'status' | 'present' | 'visits' | 'settledMatters'>): boolean {
  return activity.status === 'published' && (activity.present > 0 || activity.visits > 0 || activity.settledMatters > 0)
}

/** Nothing that any target could count. */
export function addsNothing({
  status,
  present,
  minutes,
  visits,
  settledMatters,
}: Pick<ActivityFacts, 'status' | 'present' | 'minutes' | 'visits' | 'settledMatters'>): boolean {
  return status !== 'published' || [present, minutes, visits, settledMatters].every((value) => amount(value) === 0)
}

export function meetsFilter(activity: ActivityFacts, target: TargetFilter): boolean {
  const day = dayOf(activity.startsAt)
  return (
    activity.status === 'published' &&
    (target.lines.length === 0 || target.lines.includes(activity.line)) &&
    (target.themes.length === 0 || (activity.theme !== null && target.themes.includes(activity.theme))) &&
    (target.unitIds.length === 0 || target.unitIds.some((id) => activity.unitIds.includes(id))) &&
    (target.from === null || day >= target.from) &&
    (target.to === null || day <= target.to)
  )
}

/** A comparison of one field of an activity, by its path. */
export type Condition = [
  path: string,
  operator: 'equals' | 'in' | 'greater_than' | 'greater_than_equal' | 'less_than' | 'less_than_equal',
  value: string | number | string[],
]

/**
 * Which activities add something to a target, as alternatives of conditions that hold together: what
 * `activityContribution` decides for one, asked of all.
 */
export function contributingTo({ measure, lines, themes, unitIds, from, to }: TargetFilter): Condition[][] {
  const always: Condition[] = [
    ['status', 'equals', 'published'],
    ...(lines.length > 0 ? [['line', 'in', lines] satisfies Condition] : []),
    ...(themes.length > 0 ? [['theme', 'in', themes] satisfies Condition] : []),
    ...(from !== null ? [['startsAt', 'greater_than_equal', firstMoment(from)] satisfies Condition] : []),
    ...(to !== null ? [['startsAt', 'less_than_equal', lastMoment(to)] satisfies Condition] : []),
  ]
  const something: Record<Measure, Condition[][]> = {
    personTimes: [[['present', 'greater_than', 0]]],
    serviceHours: [
      [
        ['ledger', 'equals', 'service'],
        ['minutes', 'greater_than', 0],
      ],
    ],
    sessions: [
      [['present', 'greater_than', 0]],
      [['outcome.visits', 'greater_than', 0]],
      [['outcome.matters', 'greater_than', 0]],
    ],
    visits: [[['outcome.visits', 'greater_than', 0]]],
    matters: [[['outcome.matters', 'greater_than', 0]]],
  }
  const within: Condition[][] =
    unitIds.length === 0 ? [[]] : [[['unit', 'in', unitIds]], [['unit.ancestors', 'in', unitIds]]]
  return within.flatMap((unit) => something[measure].map((counted) => [...always, ...unit, ...counted]))
}

/** In persons, sessions, visits or matters; service time in whole minutes, from the service ledger only. */
export function activityContribution(activity: ActivityFacts, target: TargetFilter): number {
  return meetsFilter(activity, target) ? amountOf(activity, target.measure) : 0
}

/** As `activityContribution`, of one that meets the filter. */
export function amountOf(
  activity: Omit<ActivityFacts, 'line' | 'theme' | 'unitIds' | 'startsAt'>,
  measure: Measure,
): number {
  switch (measure) {
    case 'personTimes':
      return amount(activity.present)
    case 'serviceHours':
      return activity.ledger === 'service' ? amount(activity.minutes) : 0
    case 'sessions':
      return isHeld(activity) ? 1 : 0
    case 'visits':
      return amount(activity.visits)
    case 'matters':
      return amount(activity.settledMatters)
  }
}
