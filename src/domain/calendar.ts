/** Days are those of Asia/Shanghai (UTC+8 all year); a full ISO time is taken as it is. */
export function startOfShanghaiDay(date: string): Date {
  return date.length > 10 ? new Date(date) : new Date(`${date}T00:00:00.000+08:00`)
}

export function endOfShanghaiDay(date: string): Date {
  return date.length > 10 ? new Date(date) : new Date(`${date}T23:59:59.999+08:00`)
}
