import type { PayloadRequest } from 'payload'
import { addMonths, monthsBetween } from '../../domain/shared/months.ts'
import type { StatisticsQuery } from '../../domain/desk/requests.ts'
import {
  NOTHING,
  partOf,
  plus,
  timelinessAt,
  type Figure,
  type Sum,
  type UnitInTree,
  type UnitRow,
} from '../../domain/desk/statistics.ts'
import { readMonths } from '../activities/readMonths.ts'
import { statisticsScope } from './statisticsScope.ts'

export interface StatisticsRow extends UnitRow {
  /** One for each month. */
  sums: Sum[]
  total: Sum
}

export interface Statistics {
  figure: Figure
  unit: UnitInTree
  /** From the top of the own subtree down to the unit. */
  path: UnitInTree[]
  months: string[]
  /** The unit by itself and those right below it, without those of which nothing is counted. */
  rows: StatisticsRow[]
  /** How many were left out for that. */
  empty: number
  /** All rows together, one for each month. */
  sums: Sum[]
  total: Sum
  /** The same, the month before each and the same month a year before. */
  trend: { month: string; sum: Sum; monthBefore: Sum; yearBefore: Sum }[]
}

/**
 * A figure by unit and month, of the units of one's subtree, with what it was before. Every sum is added up from the
 * activities' own counters, as the tallies of targets are.
 *
 * @throws AppError as statisticsScope
 */
export async function getStatistics(req: PayloadRequest, query: StatisticsQuery, now: Date): Promise<Statistics> {
  const { figure } = query
  const { unit, path, rows, rowOf, unitIds, months } = await statisticsScope(req, query, now)
  const timelinessOf = timelinessAt(now)
  const byRow = new Map<string, Map<string, Sum>>()
  const byMonth = new Map<string, Sum>()
  for await (const [month, activities] of readMonths(req, [...yearBefore(months), ...months], unitIds)) {
    const sums = new Map<string, Sum>()
    for (const activity of activities) {
      const row = rowOf.get(activity.unit) ?? unit.id
      sums.set(row, plus(sums.get(row) ?? NOTHING, partOf(activity, figure, timelinessOf)))
    }
    byRow.set(month, sums)
    byMonth.set(month, [...sums.values()].reduce(plus, NOTHING))
  }
  const table = rows.map((row): StatisticsRow => {
    const sums = months.map((month) => byRow.get(month)?.get(row.id) ?? NOTHING)
    return { ...row, sums, total: sums.reduce(plus, NOTHING) }
  })
  const shown = table.filter(({ total }) => total.amount + total.whole > 0)
  const sumOf = (month: string): Sum => byMonth.get(month) ?? NOTHING
  const sums = months.map(sumOf)
  return {
    figure,
    unit,
    path,
    months,
    rows: shown,
    empty: table.length - shown.length,
    sums,
    total: sums.reduce(plus, NOTHING),
    trend: months.map((month) => ({
      month,
      sum: sumOf(month),
      monthBefore: sumOf(addMonths(month, -1)),
      yearBefore: sumOf(addMonths(month, -12)),
    })),
  }
}

/** The months of the year before a span: among them are the month before its first, and each a year before. */
const yearBefore = ([first]: [string, ...string[]]): string[] =>
  monthsBetween(addMonths(first, -12), addMonths(first, -1))
