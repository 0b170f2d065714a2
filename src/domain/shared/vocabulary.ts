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

/** The ledgers in which an attendance is recorded. The two ledgers are never added together. */
export const LEDGERS = { participation: '参与（计人次）', service: '志愿服务（计人次与服务时长）' } as const
export type Ledger = keyof typeof LEDGERS

export const ACTIVITY_STATUSES = { draft: '草稿', published: '已发布', cancelled: '已取消' } as const
export type ActivityStatus = keyof typeof ACTIVITY_STATUSES

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

/** `{label, value}` pairs in the shape a Payload select field takes. */
export function optionsOf<T extends string>(labels: Record<T, string>): { label: string; value: T }[] {
  return (Object.keys(labels) as T[]).map((value) => ({ label: labels[value], value }))
}

/** The deeds that the audit trail keeps. */
export const AUDIT_ACTIONS = {
  viewed: '查看',
  created: '新增',
  changed: '修改',
  deleted: '删除',
  exported: '导出',
  corrected: '更正',
  cancelled: '取消',
  checkedIn: '签到登记',
  checkedOut: '签退登记',
  evaluated: '评价',
  answered: '答复',
  issued: '出具',
  revoked: '撤销',
  erased: '注销',
  merged: '合并',
  ended: '结束',
  told: '群发消息',
  imported: '导入',
  undone: '撤销导入',
} as const
export type AuditAction = keyof typeof AUDIT_ACTIONS
