import type { Line, Ledger, ActivityStatus } from '../shared/vocabulary.ts'

/** The ledger of an activity of the line unless its organiser says otherwise. */
export const LEDGER_OF_LINE: Record<Line, Ledger> = {
  pairing: 'service',
  riders: 'participation',
  enterprises: 'service',
  socialOrganisations: 'service',
  programmes: 'participation',
  compounds: 'participation',
  oldTown: 'service',
  policing: 'service',
  visiting: 'service',
}
export const ledgerOf = (line: Line | null | undefined): Ledger =>
  (line ? LEDGER_OF_LINE[line] : null) ?? 'participation'

/** The people whom a line means first, as a poster greets them; whoever else wants to come may sign up too. */
export const WELCOME_OF_LINE: Record<Line, string> = {
  pairing: '共建单位的党员和社区居民',
  riders: '外卖骑手、快递员、网约车司机等新就业群体',
  enterprises: '企业和园区的职工、志愿者',
  socialOrganisations: '社会组织成员和志愿者',
  programmes: '社区居民和在职党员',
  compounds: '小区居民和邻里志愿者',
  oldTown: '街巷居民和志愿者',
  policing: '村（居）民和志愿者',
  visiting: '走访志愿者和在职党员',
}

/** The states that anyone may read. */
export const PUBLIC_STATUSES: ActivityStatus[] = ['published', 'cancelled']

export const PROGRAMME_CATEGORIES = { learning: '学习教育类', organised: '组织活动类', serving: '服务群众类' } as const
export type ProgrammeCategory = keyof typeof PROGRAMME_CATEGORIES

/** The kinds of answer that an organiser's question at sign-up asks for. */
export const QUESTION_KINDS = {
  text: '单行文字',
  textarea: '多行文字',
  number: '数字',
  date: '日期',
  time: '时间',
  select: '单选',
  multiselect: '多选',
  yesno: '是／否',
  checkbox: '勾选（同意、确认）',
  phone: '手机号',
  email: '邮箱',
  rating: '评分（1–5 分）',
} as const
export type QuestionKind = keyof typeof QUESTION_KINDS

/** How the sessions of a series follow each other. */
export const RECURRENCE_RULES = {
  weekly: '每周同一天',
  monthlyNth: '每月第几个周几（与本场相同）',
  monthlyLast: '每月最后一个周几（与本场相同）',
} as const
export type RecurrenceRule = keyof typeof RECURRENCE_RULES

/** The parts that “this and all following” can take from one session to the later ones. */
export const FOLLOWING_PARTS = {
  title: '名称',
  time: '时间（各场日期不变）',
  place: '地点',
  description: '活动内容',
  contact: '负责人和咨询方式',
  capacity: '名额、候补和最少人数',
  signUp: '审核、一次报名人数、自助签到',
  questions: '报名问题',
} as const
export type FollowingPart = keyof typeof FOLLOWING_PARTS
