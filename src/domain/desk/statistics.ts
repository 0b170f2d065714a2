import { dayOf } from '../shared/calendar.ts'
import { isOverdue, recordingCountdown, type RecordingCountdown } from '../shared/workdays.ts'
import type { Line } from '../shared/vocabulary.ts'
import { amountOf, type ActivityFacts } from '../tallies/contributions.ts'

/** A table of the department, a town or an organiser shows one of these, by unit and month. */
export const FIGURES = {
  personTimes: '参与人次',
  sessions: '活动场次',
  serviceHours: '志愿服务时长',
  riderTimes: '新就业群体人次',
  visits: '走访人次',
  matters: '办结事项',
  recorded: '按时登记',
} as const
export type Figure = keyof typeof FIGURES

/** A sum over activities: as targets keep it, service time in minutes. `whole` is what a share is a part of. */
export interface Sum {
  amount: number
  whole: number
}

export const NOTHING: Sum = { amount: 0, whole: 0 }

export function plus(one: Sum, other: Sum): Sum {
  return { amount: one.amount + other.amount, whole: one.whole + other.whole }
}

export interface StatisticsFacts extends Omit<ActivityFacts, 'theme' | 'unitIds' | 'startsAt'> {
  line: Line
  endsAt: string
  /** When it was first written down who came, or how it went. */
  recordedAt: string | null
}

/** `open`: it is not over, or there is still time to record it. */
export const TIMELINESS = {
  inTime: '按时登记',
  late: '逾期登记',
  missing: '逾期未登记',
  open: '尚未到期',
} as const
export type Timeliness = keyof typeof TIMELINESS

/**
 * Whether an activity was recorded by the tenth working day after its end. Where the State Council's calendar does not
 * reach that far, what was recorded before its end is in time; what was recorded later is left out, as nobody can tell.
 */
export function timelinessAt(now: Date): (facts: Pick<StatisticsFacts, 'endsAt' | 'recordedAt'>) => Timeliness {
  const countdowns = new Map<string, RecordingCountdown>()
  return ({ endsAt, recordedAt }) => {
    if (new Date(endsAt) > now) return 'open'
    const endedOn = dayOf(endsAt)
    const countdown = countdowns.get(endedOn) ?? recordingCountdown(new Date(endsAt), now)
    countdowns.set(endedOn, countdown)
    const { dueOn, unknownYear } = countdown
    const lastDay = dueOn ?? `${Number(unknownYear) - 1}-12-31`
    if (recordedAt !== null && dayOf(recordedAt) <= lastDay) return 'inTime'
    if (dueOn === null) return 'open'
    if (recordedAt !== null) return 'late'
    return isOverdue(countdown) ? 'missing' : 'open'
  }
}

/**
 * The part that one activity adds to a figure. New-employment workers are counted as targets count them: by the line
 * of the activity.
 */
export function partOf(activity: StatisticsFacts, figure: Figure, timelinessOf: ReturnType<typeof timelinessAt>): Sum {
  if (activity.status !== 'published') return NOTHING
  if (figure === 'recorded') {
    const timeliness = timelinessOf(activity)
    return { amount: timeliness === 'inTime' ? 1 : 0, whole: timeliness === 'open' ? 0 : 1 }
  }
  if (figure === 'riderTimes')
    return { amount: activity.line === 'riders' ? amountOf(activity, 'personTimes') : 0, whole: 0 }
  return { amount: amountOf(activity, figure), whole: 0 }
}

export interface UnitInTree {
  id: string
  name: string
  /** null for a topmost unit. */
  parent: string | null
}

export interface UnitRow {
  id: string
  name: string
  /** The unit by itself, without those below it. */
  isOwn: boolean
  /** There are units below it, so that it opens into a table of its own. */
  hasBelow: boolean
}

export interface UnitTable {
  /** From the top of the asker's tree down to the unit of the table. */
  path: UnitInTree[]
  /** The unit itself, then those right below it by name. */
  rows: UnitRow[]
  /** The row in which each unit of the subtree is counted, by its id. */
  rowOf: Map<string, string>
}

/** Where the units of a subtree stand in the table of one unit; null where it does not lie under `top`. */
export function unitTable(units: UnitInTree[], top: string, at: string): UnitTable | null {
  const known = new Map(units.map((unit) => [unit.id, unit]))
  const path: UnitInTree[] = []
  for (let unit = known.get(at); unit && !path.includes(unit); unit = known.get(unit.parent ?? '')) {
    path.unshift(unit)
    if (unit.id === top) break
  }
  const [own, unit] = [path.at(-1), path[0]]
  if (!own || unit?.id !== top) return null
  const below = new Map<string, UnitInTree[]>()
  for (const one of units) if (one.parent !== null) below.set(one.parent, [...(below.get(one.parent) ?? []), one])
  const rowOf = new Map([[at, at]])
  const claim = (id: string, row: string): void => {
    if (rowOf.has(id)) return
    rowOf.set(id, row)
    for (const one of below.get(id) ?? []) claim(one.id, row)
  }
  const children = (below.get(at) ?? []).toSorted((a, b) => a.name.localeCompare(b.name, 'zh'))
  for (const child of children) claim(child.id, child.id)
  return {
    path,
    rows: [
      { id: at, name: own.name, isOwn: true, hasBelow: false },
      ...children.map(({ id, name }) => ({ id, name, isOwn: false, hasBelow: below.has(id) })),
    ],
    rowOf,
  }
}

/** A change in percent to one decimal; null where there was nothing before. */
export function changeInPercent(now: number, before: number): number | null {
  return before === 0 ? null : Math.round(((now - before) / before) * 1000) / 10
}

/** A share in percent to one decimal, never rounded up to all; null where nothing was due. */
export function shareInPercent({ amount, whole }: Sum): number | null {
  return whole === 0 ? null : Math.floor((amount / whole) * 1000) / 10
}
