export const STAFF_ROLES = { department: '组织部门', town: '镇街', organiser: '组织者' } as const
export type StaffRole = keyof typeof STAFF_ROLES

/** The work of a member of staff; how far it reaches, the role says. */
export const DESKS = { activities: '活动', matters: '诉求', care: '关爱服务', projects: '民生实事' } as const

export const STAFF_STATUSES = { active: '在用', invited: '未接受邀请', disabled: '停用' } as const
export type StaffStatus = keyof typeof STAFF_STATUSES

/** How staff are told by mail what waits for them (docs/messages.md). */
export const TASK_MAILS = { daily: '每日一封', atOnce: '随时', off: '不发' } as const
export type TaskMail = keyof typeof TASK_MAILS
/** Whether an account may be used; one from before there were statuses has none. */
export const isInUse = ({ status }: { status?: unknown }): boolean => status !== 'disabled' && status !== 'invited'

/** Of a password of staff, in characters. */
export const PASSWORD_LENGTH = { least: 8, most: 128 } as const
