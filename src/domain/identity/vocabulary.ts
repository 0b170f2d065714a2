export const STAFF_ROLES = { department: '组织部门', town: '镇街', organiser: '组织者' } as const
export type StaffRole = keyof typeof STAFF_ROLES

export const STAFF_STATUSES = { active: '在用', disabled: '停用' } as const
export type StaffStatus = keyof typeof STAFF_STATUSES
