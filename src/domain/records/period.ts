import { addMonths, firstDayOf, lastDayOf, monthOf } from '../shared/months.ts'

/** Times that move along with the calendar, so that a kept export is the same report each month. */
export const PERIODS = {
  thisMonth: '本月',
  lastMonth: '上月',
  thisQuarter: '本季度',
  lastQuarter: '上季度',
  thisYear: '今年',
  lastYear: '去年',
} as const
export type Period = keyof typeof PERIODS

const MONTHS: Record<Period, number> = {
  thisMonth: 1,
  lastMonth: 1,
  thisQuarter: 3,
  lastQuarter: 3,
  thisYear: 12,
  lastYear: 12,
}

/** The first and the last day of the county's that it covers, both included. */
export function daysOfPeriod(period: Period, now: Date): { from: string; to: string } {
  const length = MONTHS[period]
  const month = monthOf(now)
  const since = (Number(month.slice(5)) - 1) % length
  const first = addMonths(month, -since - (period.startsWith('last') ? length : 0))
  return { from: firstDayOf(first), to: lastDayOf(addMonths(first, length - 1)) }
}
