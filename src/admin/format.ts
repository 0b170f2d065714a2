import { formatDay as dayOn, formatTime } from '../domain/shared/dates.ts'

/** 11月3日（周二）09:30, in Asia/Shanghai wherever server and browser are; of another year 2027年1月5日（周二）09:30. */
export function formatDateTime(iso: string, now = new Date()): string {
  return formatTime(iso, now.toISOString())
}

/** 11月3日（周二） */
export function formatDay(iso: string, now = new Date()): string {
  return dayOn(iso, now.toISOString())
}

export function formatNumber(value: number): string {
  return value.toLocaleString('zh-CN')
}
