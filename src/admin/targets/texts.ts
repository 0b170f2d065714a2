import type { Measure } from '../../domain/tallies/vocabulary.ts'

export const MEASURE_UNITS = {
  personTimes: '人次',
  serviceHours: '小时',
  sessions: '场',
  visits: '人次',
  matters: '件',
} satisfies Record<Measure, string>

export const TARGET_TEXTS = {
  counting: '正在重新统计',
  countingHint: '统计范围刚有调整，正在后台重新统计，稍后刷新可见；现在显示的是调整前的数。',
  hint: '由记录自动计数，不能填写。',
  activities: '计入的活动',
  ownActivities: '本单位计入的活动',
  records: '导出计入的记录',
  ownRecords: '导出本单位计入的记录',
} as const
