/** Dates as people here write them. Always Asia/Shanghai, whatever clock the reader or the server has. */
const ZONE = 'Asia/Shanghai'
const parts = new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

interface Moment {
  year: string
  month: string
  day: string
  weekday: string
  hour: string
  minute: string
}

function momentOf(iso: string): Moment {
  return Object.fromEntries(parts.formatToParts(new Date(iso)).map(({ type, value }) => [type, value])) as unknown as Moment
}

/** 11月28日（周六） */
export function formatDay(iso: string): string {
  const { month, day, weekday } = momentOf(iso)
  return `${month}月${day}日（${weekday}）`
}

/** 11月 and 28, for a mark. */
export function dayMark(iso: string): { month: string; day: string } {
  const { month, day } = momentOf(iso)
  return { month: `${month}月`, day }
}

/** 11月28日（周六）14:00 */
export function formatTime(iso: string): string {
  const { hour, minute } = momentOf(iso)
  return `${formatDay(iso)}${hour}:${minute}`
}

/** 14:00 */
export function formatClock(iso: string): string {
  const { hour, minute } = momentOf(iso)
  return `${hour}:${minute}`
}

/** 11月28日（周六）14:00–16:00, with the second day when it is another. */
export function formatSpan(startIso: string, endIso: string): string {
  const end = momentOf(endIso)
  const isSameDay = formatDay(startIso) === formatDay(endIso)
  return `${formatTime(startIso)}–${isSameDay ? `${end.hour}:${end.minute}` : formatTime(endIso)}`
}

/** 2026年11月28日 */
export function formatDate(iso: string): string {
  const { year, month, day } = momentOf(iso)
  return `${year}年${month}月${day}日`
}

/** 2026年 for a whole year, otherwise 2026年3月1日至2026年6月30日. */
export function formatPeriod(fromIso: string, toIso: string): string {
  const [from, to] = [formatDate(fromIso), formatDate(toIso)]
  const year = momentOf(fromIso).year
  return from === `${year}年1月1日` && to === `${year}年12月31日` ? `${year}年` : `${from}至${to}`
}
