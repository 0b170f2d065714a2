/** Where a matter 诉求 stands. Kinds and complexities are the duty's: src/domain/appointments/vocabulary.ts. */
export const MATTER_STATES = {
  reported: '待派单',
  assigned: '办理中',
  solved: '待确认',
  closed: '已办结',
} as const
export type MatterState = keyof typeof MATTER_STATES

/** How it ended. Only what was solved is counted. */
export const OUTCOMES = {
  solved: '已解决',
  explained: '已解释说明',
  referred: '已转有关部门',
  withdrawn: '本人撤回',
  duplicate: '与另一件相同',
  declined: '不予受理',
} as const
export type Outcome = keyof typeof OUTCOMES

/** The raiser's answer to the one question, asked once. Silence is no answer, and never “satisfied”. */
export const SATISFACTIONS = { yes: '已解决', partly: '部分解决', no: '没有解决', silent: '未回复' } as const
export type Satisfaction = keyof typeof SATISFACTIONS

/** The levels that answer for a matter, from the community up. */
export const LEVELS = { 1: '村（社区）', 2: '镇（街道）', 3: '县' } as const
export type Level = keyof typeof LEVELS

/** Each is made once a round at most. */
export const MARKS = {
  unclaimed: '无人受理',
  dueSoon: '即将到期',
  overdue: '已逾期',
  longOverdue: '逾期 5 个工作日',
} as const
export type Mark = keyof typeof MARKS
