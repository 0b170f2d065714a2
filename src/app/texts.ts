export const FAULT_TEXTS = {
  title: '没能打开这一页',
  sentence: '系统出错，已经记下。请稍后再试；仍然打不开，请告诉组织部门。',
  again: '再试一次',
} as const
