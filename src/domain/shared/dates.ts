import { countyClock } from './calendar.ts'

/**
 * Dates as people here write them, by the county's clock whatever the reader's or the server's zone. `now` decides
 * whether the year is said: always when it is not this one.
 */
const WEEKDAYS = '日一二三四五六'

interface Moment {
  year: number
  month: number
  day: number
  weekday: string
  clock: string
}

function momentOf(iso: string): Moment {
  const at = countyClock(iso)
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    weekday: WEEKDAYS[at.getUTCDay()] ?? '',
    clock: at.toISOString().slice(11, 16),
  }
}

/** 11月28日（周六）, of another year 2027年11月28日（周日）. */
export function formatDay(iso: string, now: string): string {
  const { month, day, weekday } = momentOf(iso)
  return `${yearOf(iso, now)}${month}月${day}日（周${weekday}）`
}

function yearOf(iso: string, now: string): string {
  const { year } = momentOf(iso)
  return year === momentOf(now).year ? '' : `${year}年`
}

/** 11月 and 28, for a mark; of another year 2027年11月. */
export function dayMark(iso: string, now: string): { month: string; day: string } {
  const { month, day } = momentOf(iso)
  return { month: `${yearOf(iso, now)}${month}月`, day: String(day) }
}

/** 11月28日（周六）14:00 */
export function formatTime(iso: string, now: string): string {
  return `${formatDay(iso, now)}${momentOf(iso).clock}`
}

/** 14:00 */
export function formatClock(iso: string): string {
  return momentOf(iso).clock
}

/**
 * 11月28日（周六）14:00–16:00, with the second day when it is another, and its year when that is another than the first's.
 */
export function formatSpan(startIso: string, endIso: string, now: string): string {
  const isSameDay = formatDate(startIso) === formatDate(endIso)
  return `${formatTime(startIso, now)}–${isSameDay ? momentOf(endIso).clock : formatTime(endIso, startIso)}`
}

/** 2026年11月28日 */
export function formatDate(iso: string): string {
  const { year, month, day } = momentOf(iso)
  return `${year}年${month}月${day}日`
}

/** 2026年 for a whole year, otherwise 2026年3月1日至2026年6月30日; open at one end 2026年3月1日起 or 截至2026年6月30日. */
export function formatPeriod(fromIso: string | null, toIso: string | null): string {
  if (fromIso === null || toIso === null)
    return fromIso !== null ? `${formatDate(fromIso)}起` : toIso !== null ? `截至${formatDate(toIso)}` : ''
  const [from, to] = [formatDate(fromIso), formatDate(toIso)]
  const { year } = momentOf(fromIso)
  return from === `${year}年1月1日` && to === `${year}年12月31日` ? `${year}年` : `${from}至${to}`
}
