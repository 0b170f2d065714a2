const SHANGHAI_OFFSET = 8 * 3_600_000
const WEEKDAYS = '日一二三四五六'

const shanghai = (iso: string) => new Date(Date.parse(iso) + SHANGHAI_OFFSET)
const two = (value: number) => String(value).padStart(2, '0')

/** 11月3日 周二 09:30, in Asia/Shanghai wherever server and browser are. */
export function formatDateTime(iso: string): string {
  const at = shanghai(iso)
  return `${formatDay(iso)} 周${WEEKDAYS[at.getUTCDay()]} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
}

/** 11月3日 */
export function formatDay(iso: string): string {
  const at = shanghai(iso)
  return `${at.getUTCMonth() + 1}月${at.getUTCDate()}日`
}

export function formatNumber(value: number): string {
  return value.toLocaleString('zh-CN')
}
