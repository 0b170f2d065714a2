import { formatNumber } from '../format.ts'

export const TEXTS = {
  waiting: '正在准备文件…',
  received: (total: number, bytes: number, rows: number | null) =>
    `共 ${formatNumber(total)} 条，已收到 ${rows === null ? '' : `${formatNumber(rows)} 条，`}${(bytes / 2 ** 20).toFixed(1)} MB`,
  cancel: '取消导出',
  cancelled: '已取消，没有保存文件。',
  saved: (total: number) => `已导出 ${formatNumber(total)} 条，请在浏览器的下载中查看。`,
  broken: '导出中断，文件不完整，没有保存，请重试。',
} as const
