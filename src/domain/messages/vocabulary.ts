/** The kinds of message to a person, one template each (src/email/templates.ts). */
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
  broadcast: '组织者的消息',
  reminder24h: '前一天提醒',
  reminder2h: '开始前提醒',
  thanks: '感谢与反馈',
  correctionAnswered: '更正申请已答复',
  certificateIssued: '证明已出具',
} as const
export type MessageKind = keyof typeof MESSAGE_KINDS

/** The kinds of message to staff (src/email/digest.ts, handover.ts). */
export const STAFF_MESSAGE_KINDS = {
  digest: '每日待办（工作人员）',
  news: '新的待办（工作人员）',
  handover: '工作交接（工作人员）',
} as const
export type StoredMessageKind = MessageKind | keyof typeof STAFF_MESSAGE_KINDS

export const MESSAGE_STATES = {
  waiting: '待发送',
  sending: '发送中',
  sent: '已发送',
  skipped: '无须发送',
  failed: '发送失败',
} as const
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

/** The people whom an organiser writes to. */
export const AUDIENCES = { all: '全部报名人', confirmed: '已有名额', waiting: '候补', present: '已到场' } as const
export type Audience = keyof typeof AUDIENCES

export const CHANNELS = { mail: '邮件', sms: '短信' } as const
export type Channel = keyof typeof CHANNELS

/** The changes of an activity that everyone signed up is told of. */
export type NoticeKind = 'changed' | 'cancelled' | 'resumed'
