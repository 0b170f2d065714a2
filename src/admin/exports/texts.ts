import { formatNumber } from '../format.ts'

export const EXPORT_TEXTS = {
  title: '导出记录',
  intro: '每行一条参与记录，含志愿服务记录所需项目。只含您管理范围内的数据；每次导出都会留痕。',
  from: '起始日期',
  to: '截止日期',
  range: '按活动开始日期，含当日；不填即不限。',
  badRange: '截止日期不能早于起始日期。',
  unit: '组织单位（含下级）',
  line: '活动品牌',
  theme: '主题',
  any: '不限',
  target: (title: string) => `只导出计入目标“${title}”的记录。`,
  allRecords: '改为导出全部',
  format: '格式',
  csv: 'CSV（可用 Excel 打开）',
  xlsx: 'Excel 工作簿',
  submit: '导出',
  more: { fullPhone: '含完整手机号', idNumber: '含身份证件号码', kinds: '含身份（是否党员等）' },
  personal: '文件含个人信息：只作工作之用，不外传，用毕删除。',
  waiting: '正在准备文件…',
  received: (total: number, bytes: number, rows: number | null) =>
    `共 ${formatNumber(total)} 条，已收到 ${rows === null ? '' : `${formatNumber(rows)} 条，`}${(bytes / 2 ** 20).toFixed(1)} MB`,
  cancel: '取消导出',
  cancelled: '已取消，没有保存文件。',
  saved: (total: number) => `已导出 ${formatNumber(total)} 条，请在浏览器的下载中查看。`,
  broken: '导出中断，文件不完整，没有保存，请重试。',
} as const
