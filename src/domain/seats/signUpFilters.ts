import type { Attendance, RegistrationStatus } from '../shared/vocabulary.ts'

interface Facts {
  status: RegistrationStatus
  attendance: Attendance
  walkIn: boolean
}

/** The parts of an activity's list that the screen and the file show, by one rule. */
export const SIGN_UP_FILTERS = {
  all: ({ status }: Facts) => status !== 'cancelled',
  pending: ({ status }: Facts) => status === 'pending',
  /** Those who hold the seats that are counted as taken. */
  taken: ({ status, walkIn }: Facts) => (status === 'confirmed' || status === 'offered') && !walkIn,
  unknown: ({ status, attendance }: Facts) =>
    attendance === 'unknown' && (status === 'confirmed' || status === 'offered'),
  present: ({ status, attendance }: Facts) => status === 'confirmed' && attendance === 'present',
  absent: ({ status, attendance }: Facts) => attendance === 'absent' && status !== 'cancelled',
  waiting: ({ status }: Facts) => status === 'waitlisted',
  cancelled: ({ status }: Facts) => status === 'cancelled',
} satisfies Record<string, (facts: Facts) => boolean>
export const SIGN_UP_FILTER_NAMES: Record<SignUpFilterName, string> = {
  all: '全部',
  pending: '待审核',
  taken: '已报名',
  unknown: '未记录',
  present: '到场',
  absent: '未到场',
  waiting: '候补',
  cancelled: '已取消',
}
export type SignUpFilterName = keyof typeof SIGN_UP_FILTERS
