import type { HistoryKind } from '../../operations/people/listHistory.ts'

export const HISTORY_TEXTS = {
  title: '经历',
  hint: '您管理范围内的记录，最近的在前；数字打开全部。',
  empty: '还没有记录。',
  when: '时间',
  kind: '类别',
  what: '内容',
  state: '情况',
  kinds: {
    registrations: '报名',
    certificates: '证明',
    messages: '消息',
    corrections: '更正',
    trainings: '培训',
    awards: '表彰',
    appointments: '任职',
  } satisfies Record<HistoryKind, string>,
} as const
