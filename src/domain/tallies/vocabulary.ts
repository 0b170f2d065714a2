export const MEASURES = {
  personTimes: '人次',
  serviceHours: '服务时长（小时）',
  sessions: '场次',
  visits: '走访人次',
  matters: '办结事项',
} as const
export type Measure = keyof typeof MEASURES
