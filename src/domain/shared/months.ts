import { dayOf } from './calendar.ts'

/** Months of the county's calendar, as `2026-01`: they sort as text, like days. */
export const isMonth = (value: unknown): value is string =>
  typeof value === 'string' && /^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/.test(value)

export const monthOf = (at: Date): string => dayOf(at).slice(0, 7)

/** The month that comes so many months later; earlier, where that is negative. */
export function addMonths(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}

/** Every month from one to another, both included; none where the first is the later one. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = []
  for (let month = from; month <= to; month = addMonths(month, 1)) months.push(month)
  return months
}

export const firstDayOf = (month: string): string => `${month}-01`

export function lastDayOf(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`
}

/** 3月, with the year where it is another than that of `beside`, or none is given: 2025年12月. */
export function monthInWords(month: string, beside: string | null = null): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return beside?.slice(0, 4) === month.slice(0, 4) ? `${number}月` : `${year}年${number}月`
}
