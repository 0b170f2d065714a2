export const DATE_TEXTS = {
  updatedAt: '最后修改',
  createdAt: '创建',
} as const
