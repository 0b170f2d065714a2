export const CHECK_IN_METHODS = { scan: '扫码', manual: '组织者登记', self: '自助签到', import: '导入' } as const
export type CheckInMethod = keyof typeof CHECK_IN_METHODS

/** Where a figure of service time comes from. */
export const MINUTES_SOURCES = {
  planned: '计划时长',
  times: '签到签退',
  entered: '组织者填写',
  import: '导入',
} as const
export type MinutesSource = keyof typeof MINUTES_SOURCES

/**
 * An organiser's judgement of one person's service (服务质量评价). Shown to staff in scope and to the person, never counted
 * into a rank.
 */
export const EVALUATIONS = { excellent: '优秀', good: '良好', fair: '合格', poor: '待改进' } as const
export type Evaluation = keyof typeof EVALUATIONS

export const CORRECTION_STATUSES = { open: '待答复', accepted: '已采纳', refused: '未采纳' } as const
export type CorrectionStatus = keyof typeof CORRECTION_STATUSES
