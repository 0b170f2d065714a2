import type { RegistrationStatus } from '../shared/vocabulary.ts'

/**
 * The decisions on one sign-up, in order, each with its reason: staff read them to answer “why did I not get a seat?”,
 * and messages to the person are made from them. Kept on the registration itself, in the same atomic write as the
 * change.
 */
export const DECISIONS = {
  requested: '提交申请',
  confirmed: '确认名额',
  waitlisted: '进入候补',
  full: '名额已满',
  promoted: '候补转正',
  offered: '保留名额待确认',
  accepted: '确认接受',
  lapsed: '逾期未确认',
  passed: '名额不足，暂让后位',
  refused: '未通过审核',
  cancelled: '取消报名',
  walkIn: '现场参加',
  corrected: '更正记录',
  merged: '合并记录',
} as const
export type DecisionKind = keyof typeof DECISIONS

export interface Decision {
  /** Counts up by one within a registration. */
  n: number
  /** ISO 8601, UTC. */
  at: string
  what: DecisionKind
  /** Why, in one Chinese sentence. */
  reason: string
  /** `system`, `person`, or `staff:` and the staff member's id. */
  by: string
  /** The label of the helper at the door who did it in that member of staff's name. */
  through?: string
  /** Until when an offer stands. */
  until?: string
}

/** Older decisions than these are dropped. */
const KEPT = 40

export function withDecision(history: Decision[] | null | undefined, decision: Omit<Decision, 'n'>): Decision[] {
  const known = history ?? []
  return [...known, { n: (known.at(-1)?.n ?? 0) + 1, ...decision }].slice(-KEPT)
}

const LEAVING: DecisionKind[] = ['cancelled', 'lapsed', 'full']
const JOINING: DecisionKind[] = ['requested', 'waitlisted', 'confirmed']

/** Whether the record was corrected; who left and signed up anew has a new record, which was not. */
export function isCorrected(history: Decision[] | null | undefined): boolean {
  let corrected = false
  let hasLeft = false
  for (const { what } of history ?? []) {
    const isNew: boolean = hasLeft && JOINING.includes(what)
    corrected = what === 'corrected' || (corrected && !isNew)
    hasLeft = LEAVING.includes(what) || (hasLeft && !isNew)
  }
  return corrected
}

interface Standing {
  status: RegistrationStatus
  walkIn: boolean
}

/** The name of a change of standing; null when the standing stays. A new record has no `before`. */
export function decisionBetween(before: Standing | null, after: Standing): DecisionKind | null {
  if (after.walkIn && !before?.walkIn) return 'walkIn'
  if (before?.status === after.status) return null
  switch (after.status) {
    case 'pending':
      return 'requested'
    case 'waitlisted':
      return 'waitlisted'
    case 'offered':
      return 'offered'
    case 'refused':
      return 'refused'
    case 'cancelled':
      return 'cancelled'
    case 'confirmed':
      return before?.status === 'offered' ? 'accepted' : 'confirmed'
  }
}

/** Of an offer that lapsed while others waited. */
export const HANDED_ON = '名额让给下一位'

interface Circumstances {
  capacity: number | null
  /** Seats held, and heads waiting, at the moment of the decision. */
  taken: number
  waiting: number
  size: number
  sequence: number | null
  by: string
}

/** Why a decision fell as it did, when nobody gave a reason of their own. */
export function reasonFor(what: DecisionKind, { capacity, taken, waiting, size, sequence, by }: Circumstances): string {
  const seats = capacity === null ? '名额不限' : `名额 ${capacity} 个，已占 ${taken} 个`
  const heads = size > 1 ? `（${size} 人一起）` : ''
  switch (what) {
    case 'requested':
      return '本活动报名须审核，等待组织者决定'
    case 'confirmed':
      return `${seats}，前面无人候补${heads}`
    case 'waitlisted':
      return waiting > 0
        ? `前面有 ${waiting} 人候补，排为第 ${sequence} 号${heads}`
        : `${seats}，不够 ${size} 人，排为第 ${sequence} 号`
    case 'full':
      return capacity !== null && size > capacity ? `${seats}，坐不下 ${size} 人` : `${seats}，且不设候补${heads}`
    case 'promoted':
      return `${seats}，轮到第 ${sequence} 号${heads}`
    case 'offered':
      return `${seats}，轮到第 ${sequence} 号${heads}；临近开始，须本人确认`
    case 'accepted':
      return '本人在保留期内确认'
    case 'lapsed':
      return waiting > 0 ? `保留期内未确认，${HANDED_ON}` : '保留期内未确认，名额不再保留'
    case 'passed':
      return `${seats}，不够 ${size} 人，先让给后面坐得下的人`
    case 'refused':
      return '组织者未通过'
    case 'cancelled':
      return by === 'person' ? '本人取消' : by === 'system' ? '系统取消' : '组织者取消'
    case 'walkIn':
      return '到现场参加，不占名额'
    case 'corrected':
      return '组织者更正'
    case 'merged':
      return '两条记录是同一个人'
  }
}
