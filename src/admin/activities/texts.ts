export const FREE_TEXTS = {
  unlimited: '不限',
  overBy: (count: number) => `超出 ${count} 人`,
} as const
