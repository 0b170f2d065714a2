/**
 * The product's closed vocabularies with their Chinese labels, in one table each: what is stored,
 * what a screen shows. Source of the terms: the county programme “党群同心·善治罗浮”.
 */
export const LINES = {
  pairing: '结对共建',
  riders: '党群凝“新”·先“蜂”暖心',
  enterprises: '党群凝新·惠企一心',
  socialOrganisations: '党群凝新·红社热心',
  programmes: '三大类九系列',
  compounds: '党群连心·邻里如亲',
  oldTown: '党群连心·巷长快办',
  policing: '百村共建·一村（居）一警',
  visiting: '千人万户大走访',
} as const
export type Line = keyof typeof LINES

/** Themes belong to the line `riders` only. */
export const THEMES = { strengthen: '强新', connect: '联新', warm: '暖新' } as const
export type Theme = keyof typeof THEMES

/** What an attendance is recorded as. The two ledgers are never added together. */
export const LEDGERS = { participation: '参与（计人次）', service: '志愿服务（计人次与服务时长）' } as const
export type Ledger = keyof typeof LEDGERS

/** What an activity of the line is recorded as unless its organiser says otherwise. */
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
export const ledgerOf = (line: Line | null | undefined): Ledger => (line ? LEDGER_OF_LINE[line] : null) ?? 'participation'

export const ACTIVITY_STATUSES = { draft: '草稿', published: '已发布', cancelled: '已取消' } as const
export type ActivityStatus = keyof typeof ACTIVITY_STATUSES
/** What anyone may read. */
export const PUBLIC_STATUSES: ActivityStatus[] = ['published', 'cancelled']

export const REGISTRATION_STATUSES = {
  pending: '待审核',
  confirmed: '已报名',
  waitlisted: '候补中',
  offered: '待确认',
  refused: '未通过',
  cancelled: '已取消',
} as const
export type RegistrationStatus = keyof typeof REGISTRATION_STATUSES

export const ATTENDANCES = { unknown: '未记录', present: '到场', absent: '未到场' } as const
export type Attendance = keyof typeof ATTENDANCES

export const CHECK_IN_METHODS = { scan: '扫码', manual: '组织者登记', self: '自助签到', import: '导入' } as const
export type CheckInMethod = keyof typeof CHECK_IN_METHODS

/** Where a figure of service time comes from. */
export const MINUTES_SOURCES = { planned: '计划时长', times: '签到签退', entered: '组织者填写', import: '导入' } as const
export type MinutesSource = keyof typeof MINUTES_SOURCES

/** What an organiser says of one person's service (服务质量评价). Shown to staff in scope and to the person, never counted into a rank. */
export const EVALUATIONS = { excellent: '优秀', good: '良好', fair: '合格', poor: '待改进' } as const
export type Evaluation = keyof typeof EVALUATIONS

export const CORRECTION_STATUSES = { open: '待答复', accepted: '已采纳', refused: '未采纳' } as const
export type CorrectionStatus = keyof typeof CORRECTION_STATUSES

/** What a certificate of voluntary service is about: one activity, or all that one unit recorded of a person in a period. */
export const CERTIFICATE_KINDS = { activity: '单次志愿服务', period: '一段时间的志愿服务' } as const
export type CertificateKind = keyof typeof CERTIFICATE_KINDS

/** What a person is told, one template each (src/email/templates.ts). */
export const MESSAGE_KINDS = {
  requested: '申请已收到',
  confirmed: '报名成功',
  waitlisted: '进入候补',
  promoted: '候补转正',
  offered: '名额待确认',
  lapsed: '名额已让出',
  lineClosed: '候补已截止',
  refused: '未通过审核',
  cancelled: '报名已取消',
  activityChanged: '活动变更',
  activityCancelled: '活动取消',
  activityResumed: '活动恢复',
  reminder24h: '前一天提醒',
  reminder2h: '开始前提醒',
  thanks: '感谢与反馈',
  correctionAnswered: '更正申请已答复',
  certificateIssued: '证明已出具',
} as const
export type MessageKind = keyof typeof MESSAGE_KINDS

/** What staff are told (src/email/digest.ts). */
export const STAFF_MESSAGE_KINDS = { digest: '每日待办（工作人员）' } as const
export type StoredMessageKind = MessageKind | keyof typeof STAFF_MESSAGE_KINDS

export const MESSAGE_STATES = { waiting: '待发送', sending: '发送中', sent: '已发送', skipped: '无须发送', failed: '发送失败' } as const
export type MessageState = keyof typeof MESSAGE_STATES

/** Why a message was not sent. */
export const SKIP_REASONS = {
  superseded: '情况已变，不必再说',
  expired: '已过时',
  unsubscribed: '本人不接收',
  unreachable: '没有联系方式',
  erased: '本人已注销',
  idle: '没有待办',
  unable: '账号已停用，或须先改密码',
} as const
export type SkipReason = keyof typeof SKIP_REASONS

export const CHANNELS = { mail: '邮件', sms: '短信' } as const
export type Channel = keyof typeof CHANNELS

/** What about an activity everyone signed up is told of. */
export type NoticeKind = 'changed' | 'cancelled' | 'resumed'

export const MEASURES = {
  personTimes: '人次',
  serviceHours: '服务时长（小时）',
  sessions: '场次',
  visits: '走访人次',
  matters: '办结事项',
} as const
export type Measure = keyof typeof MEASURES

export const UNIT_KINDS = {
  county: '县',
  town: '镇（街道）',
  community: '社区（村）',
  organisation: '驻地单位',
  compound: '小区',
  firm: '企业',
  socialOrganisation: '社会组织',
  branch: '党支部',
} as const
export type UnitKind = keyof typeof UNIT_KINDS

export const STAFF_ROLES = { department: '组织部门', town: '镇街', organiser: '组织者' } as const
export type StaffRole = keyof typeof STAFF_ROLES

export const STAFF_STATUSES = { active: '在用', disabled: '停用' } as const
export type StaffStatus = keyof typeof STAFF_STATUSES

export const STATION_LEVELS = { station: '站', nest: '巢', point: '点' } as const
export type StationLevel = keyof typeof STATION_LEVELS

export const PROGRAMME_CATEGORIES = { learning: '学习教育类', organised: '组织活动类', serving: '服务群众类' } as const
export type ProgrammeCategory = keyof typeof PROGRAMME_CATEGORIES

/** One person can be several of these at once. */
export const PERSON_KINDS = {
  volunteer: '志愿者',
  partyMember: '在职党员（双报到）',
  rider: '新就业群体（骑手、快递员、网约车司机等）',
  resident: '居民',
} as const
export type PersonKind = keyof typeof PERSON_KINDS

/** What each means to whoever ticks it for themselves. */
export const PERSON_KIND_HINTS: Record<PersonKind, string> = {
  volunteer: '参加或愿意参加志愿服务的人。',
  partyMember: '组织关系在工作单位、到社区报到的党员。这是敏感个人信息：勾选即表示您单独同意我们只为组织工作使用它。',
  rider: '在平台上接单、送件、开车的人，兼职的也算。',
  resident: '住在本县、参加社区活动的人。',
}

export const GENDERS = { male: '男', female: '女' } as const
export type Gender = keyof typeof GENDERS

/** What an organiser's question at sign-up asks for. */
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
export const SERIES_RULES = { weekly: '每周同一天', monthlyNth: '每月第几个周几（与本场相同）', monthlyLast: '每月最后一个周几（与本场相同）' } as const
export type SeriesRule = keyof typeof SERIES_RULES

/** What “this and all following” can take from one session to the later ones. */
export const FOLLOWING_PARTS = {
  title: '名称',
  time: '时间（各场日期不变）',
  place: '地点',
  description: '活动内容',
  contact: '负责人和咨询方式',
  capacity: '名额和候补',
  signUp: '审核、一次报名人数、自助签到',
  questions: '报名问题',
} as const
export type FollowingPart = keyof typeof FOLLOWING_PARTS

/** `{label, value}` pairs in the shape a Payload select field takes. */
export function optionsOf<T extends string>(labels: Record<T, string>): { label: string; value: T }[] {
  return (Object.keys(labels) as T[]).map((value) => ({ label: labels[value], value }))
}
