export const SEARCH_TEXTS = {
  label: '查找人员、活动、单位、证明',
  placeholder: '查找：姓名、手机号、活动…',
  people: '人员',
  activities: '活动',
  units: '单位',
  certificates: '证明',
  looking: '正在查找…',
  nothing: '在您的管理范围内没有找到。可换姓名中相连的两个字，或完整的手机号、编号。',
  all: (count: string) => `查看全部 ${count} 条`,
  found: (count: string) => `找到 ${count} 条，用上下键选择，回车打开`,
} as const
