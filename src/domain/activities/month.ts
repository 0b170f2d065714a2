import { COUNTY_OFFSET_MS, dayOf, startOfDay } from '../shared/calendar.ts'
import { lastDayOf } from '../shared/months.ts'

/** The days of a month of the county, each as `2026-01-31`. */
export const daysOf = (month: string): string[] =>
  Array.from(
    { length: Number(lastDayOf(month).slice(-2)) },
    (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`,
  )

/** Where a day stands in a week that begins on Monday: 1 to 7. */
export function weekdayOf(day: string): number {
  return ((new Date(startOfDay(day).getTime() + COUNTY_OFFSET_MS).getUTCDay() + 6) % 7) + 1
}

/** By day, each day's in the order of their start. A day without any is left out. */
export function byDay<T extends { startsAt: string }>(activities: readonly T[]): Map<string, T[]> {
  const sorted = [...activities].sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
  const days = new Map<string, T[]>()
  for (const activity of sorted) {
    const day = dayOf(activity.startsAt)
    days.set(day, [...(days.get(day) ?? []), activity])
  }
  return days
}
