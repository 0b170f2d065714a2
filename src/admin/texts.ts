export const COUNTDOWN_TEXTS = {
  overdue: '已逾期',
  dueAtLeast: (days: number) => `至少还有 ${days} 个工作日`,
  dueUnknown: (year: number) => `${year} 年放假安排尚未收录，截止日待定`,
  dueIn: (days: number) => `还有 ${days} 个工作日`,
  dueOn: (date: string) => `应于${date}前登记`,
} as const

export const CALL_TEXTS = {
  networkError: '没有连上服务器，您的操作未生效，请检查网络后再试。',
} as const

export const PAGES_TEXTS = {
  pages: '翻页',
  previous: '上一页',
  next: '下一页',
  page: (page: number, pages: number) => `第 ${page} / ${pages} 页`,
} as const
