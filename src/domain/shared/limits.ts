const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

export interface Rule {
  /** So many at most … */
  max: number
  /** … from the first one until so many milliseconds later. */
  windowMs: number
  /** The so many-th is unusual, and noted by who counts. */
  unusualFrom?: number
  /** The words that are said before “请…后再试”. */
  reason: string
}

/**
 * How often a thing may be asked; counted in the database, so by every process together
 * (operations/shared/claimLimit.ts). Narrow for a contact, a person or an account; wide for a network, behind which
 * there may be a hall on one Wi-Fi or a carrier's whole town.
 */
export const LIMITS = {
  'code-again': { max: 1, windowMs: MINUTE, reason: '验证码刚刚发送过' },
  'codes-for-contact': { max: 5, windowMs: HOUR, reason: '获取验证码次数过多' },
  'codes-from-network': { max: 1000, windowMs: 10 * MINUTE, reason: '当前网络获取验证码的人很多' },
  'wrong-codes-from-network': { max: 200, windowMs: 10 * MINUTE, reason: '当前网络输错验证码次数过多' },
  'self-check-in-by-person': { max: 10, windowMs: 5 * MINUTE, reason: '签到码输错次数过多' },
  'self-check-in-from-network': { max: 200, windowMs: 5 * MINUTE, reason: '当前网络输错签到码次数过多' },
  'sign-ups-by-person': { max: 60, windowMs: 10 * MINUTE, reason: '报名操作过于频繁' },
  'own-changes-by-person': { max: 30, windowMs: HOUR, reason: '修改资料过于频繁' },
  'walk-ins-by-staff': { max: 300, windowMs: 10 * MINUTE, unusualFrom: 60, reason: '登记过于频繁' },
  'handovers-by-staff': { max: 20, windowMs: HOUR, reason: '每个账号一小时内最多交接 20 次' },
  'door-links-by-staff': { max: 60, windowMs: 24 * HOUR, reason: '每个账号 24 小时内最多开通 60 个协助链接' },
  'door-openings-from-network': { max: 200, windowMs: 10 * MINUTE, reason: '当前网络打开失效链接次数过多' },
  'door-calls-by-link': { max: 600, windowMs: 10 * MINUTE, reason: '登记过于频繁' },
  'broadcasts-of-activity': { max: 5, windowMs: 24 * HOUR, reason: '一场活动 24 小时内最多群发 5 条消息' },
  'broadcasts-by-staff': { max: 30, windowMs: 24 * HOUR, reason: '每个账号 24 小时内最多群发 30 条消息' },
  'imports-by-staff': { max: 60, windowMs: 24 * HOUR, reason: '每个账号 24 小时内最多上传 60 个文件' },
  'log-ins-from-network': { max: 30, windowMs: 15 * MINUTE, reason: '当前网络登录失败次数过多' },
  'log-ins-to-account': { max: 8, windowMs: 10 * MINUTE, reason: '密码输错次数过多' },
  'second-factors-of-account': { max: 10, windowMs: 15 * MINUTE, reason: '验证码输错次数过多' },
  'password-mails-from-network': { max: 20, windowMs: HOUR, reason: '当前网络找回密码次数过多' },
  'password-mails-for-account': { max: 3, windowMs: HOUR, reason: '找回密码次数过多' },
  'verifications-from-network': { max: 600, windowMs: 10 * MINUTE, reason: '当前网络核验次数过多' },
  'uploads-from-network': { max: 100, windowMs: 10 * MINUTE, reason: '当前网络上传文件次数过多' },
} as const satisfies Record<string, Rule>

export type LimitName = keyof typeof LIMITS

/** “40 秒”, “5 分钟”, “1 小时”: never shorter than it takes. */
export function waitText(ms: number): string {
  if (ms <= MINUTE) return ms > 59 * SECOND ? '1 分钟' : `${Math.max(1, Math.ceil(ms / SECOND))} 秒`
  if (ms <= 59 * MINUTE) return `${Math.ceil(ms / MINUTE)} 分钟`
  return `${Math.ceil(ms / HOUR)} 小时`
}

/**
 * The key under which an address is counted: IPv4 as it is (also when it comes written as IPv6), of IPv6 the /64
 * network, all of which one subscriber has. Text that is no address counts as itself.
 */
export function networkOf(address: string): string {
  const plain = address.toLowerCase().replace(/%.*$/, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const groupsOf = (part: string | undefined): string[] => (part ? part.split(':') : [])
  const [before, after] = [groupsOf(head), groupsOf(tail)]
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  const groups = [...before, ...zeros, ...after].map((group) => group.replace(/^0+(?=.)/, ''))
  return `${groups.slice(0, 4).join(':')}::/64`
}
