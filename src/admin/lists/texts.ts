export const LIST_TEXTS = {
  value: '筛选值',
  choose: '请选择',
  filled: '已填写',
  empty: '未填写',
} as const
