export const MEASURES = {
  personTimes: '人次',
  serviceHours: '服务时长（小时）',
  sessions: '场次',
  visits: '走访人次',
  matters: '办结事项',
} as const
export type Measure = keyof typeof MEASURES

/** Whether its records are those of people: their coming, or the time that they served. */
export const countsPeople = (measure: Measure): boolean => measure === 'personTimes' || measure === 'serviceHours'

/** The unit that stands behind a number of this measure. */
export const MEASURE_UNITS = {
  personTimes: '人次',
  serviceHours: '小时',
  sessions: '场',
  visits: '人次',
  matters: '件',
} satisfies Record<Measure, string>
