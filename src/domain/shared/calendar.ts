/**
 * The county's calendar and clock: Asia/Shanghai, UTC+8 all year. A **day** is the text `2026-01-31`, stored and
 * compared as it is; a **moment** is an instant, stored as ISO 8601 in UTC. A person who writes a time without a zone
 * means the county's clock, wherever the server and the browser stand.
 */
export const COUNTY_OFFSET_MS = 8 * 3_600_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** Years a record can be about; others are slips of the finger. */
const [FIRST_YEAR, LAST_YEAR] = [1900, 2199]

export const NO_SUCH_DAY = '日期不存在，请核对'
export const DAY_FORMAT = '日期格式应为 2026-01-31'
export const MOMENT_FORMAT = '时间格式应为 2026-01-31T14:00，不带时区即北京时间'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const MOMENT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)?$/i

/** A day that exists, as `2026-01-31`; `2026-02-30` does not. */
export function isDay(value: unknown): boolean {
  if (typeof value !== 'string' || !DAY.test(value)) return false
  const [year, month, day] = value.split('-').map(Number) as [number, number, number]
  return (
    year >= FIRST_YEAR &&
    year <= LAST_YEAR &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
  )
}

/**
 * The instant, in ISO 8601 UTC, of a time as people and programs write it; of a day its beginning. Null for what is
 * neither, or does not exist.
 */
export function readMoment(value: unknown): string | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (typeof value !== 'string') return null
  if (isDay(value)) return startOfDay(value).toISOString()
  const [, day, , , , zone] = MOMENT.exec(value) ?? []
  if (day === undefined || !isDay(day)) return null
  const at = Date.parse(zone === undefined ? `${value}+08:00` : value.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

/**
 * Whether somebody tried to write a date at all: `singlemessage`, which WeChat appends as `from`, is none, `2026-02-30`
 * is a wrong one.
 */
export const isDateLike = (value: string): boolean => /\d/.test(value)

export const startOfDay = (day: string): Date => new Date(`${day}T00:00:00.000+08:00`)
export const endOfDay = (day: string): Date => new Date(`${day}T23:59:59.999+08:00`)

/** The first and the last instant that a filter by day or moment lets through, in ISO 8601 UTC. */
export const firstMoment = (value: string): string =>
  isDay(value) ? startOfDay(value).toISOString() : (readMoment(value) ?? value)
export const lastMoment = (value: string): string =>
  isDay(value) ? endOfDay(value).toISOString() : (readMoment(value) ?? value)

/**
 * The days from the first to the last, both in whole, as rows read directly are asked for: they know no comparison that
 * has its lower bound in it. Instants are stored to the millisecond, so none lies between this one and the day's first.
 */
export const between = (first: string, last: string): { above: string; upTo: string } => ({
  above: new Date(startOfDay(first).getTime() - 1).toISOString(),
  upTo: endOfDay(last).toISOString(),
})

/** The instant whose UTC reading is what the county's clock showed: spreadsheets and inputs know no time zones. */
export const countyClock = (at: Date | string): Date => new Date(new Date(at).getTime() + COUNTY_OFFSET_MS)

/** The county's day of an instant; a day stays itself. */
export const dayOf = (at: Date | string): string =>
  typeof at === 'string' && isDay(at) ? at : countyClock(at).toISOString().slice(0, 10)

/** The day so many days later, or before where it is less than none. */
export const addDays = (day: string, count: number): string =>
  dayOf(new Date(startOfDay(day).getTime() + count * DAY_MS))

/** 2026-01-31T14:00, as an input of the kind datetime-local takes it. */
export const clockOf = (at: Date | string): string => countyClock(at).toISOString().slice(0, 16)
