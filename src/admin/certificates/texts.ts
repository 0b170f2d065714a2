import { CERTIFICATE_TEXTS } from '../../domain/certificates/certificates.ts'
import type { IssueEnd } from './calls.ts'

const notPrintable = (what: string, todo: string) => (count: number) =>
  `${count} 人未出具：${what}中有字库没有的字，印出来会缺字。${todo}`
const edit = (what: string) => notPrintable(`“${what}”`, `请改写“${what}”后再出具，或线下出具。`)

export const ISSUE_TEXTS = {
  issue: '出具证明',
  issueHint: '为所选的志愿者出具志愿服务记录证明，免费；重复出具得到同一份。',
  forPeriod: '按时段批量出具',
  forPeriodHint:
    '为这段时间内在所选单位（含下级）服务过的每个人出具一份汇总证明，一次最多 500 人；重复出具得到同一份。',
  nobody: '这段时间内没有登记过服务时长的人，没有出具证明。',
  unit: '出具单位',
  from: '起始日期',
  to: '截止日期（含当日）',
  needsDays: '请填写起止日期。',
  batchHint: '同一单位、同一时段已出具的证明，可一并下载或打印；已撤销的不在内。',
} as const

export const BATCH_TEXTS = {
  group: '已出具的证明',
  zip: '下载全部证明（ZIP）',
  print: '打印全部证明（一份 PDF）',
} as const

export const PANEL_TEXTS = {
  valid: '有效',
  revoked: '已撤销',
  validHint: '证明的内容以出具时的记录为准。',
  revokedAt: (at: string) => `${at} 撤销，核验页已显示“已撤销”。`,
  download: '下载 PDF',
  verification: '打开核验页',
  revoke: '撤销证明',
  reason: '撤销原因',
  reasonHint: '本人可见，不公开。撤销后不能恢复，可以重新出具。',
} as const

export const ISSUE_OUTCOMES = {
  issued: (count: number) => `已为 ${count} 人出具证明，本人登录后可在“我的志愿服务证明”下载。`,
  exists: (count: number) => `${count} 人此前已有证明，未重复出具。`,
  outdated: (count: number) => `${count} 人的证明与现在的记录不符：请在“志愿服务证明”中撤销，再重新出具。`,
  unknown: (count: number) => `${count} 人未出具：报名记录已不存在，请刷新页面。`,
  'not-served': (count: number) => `${count} 人未出具：没有登记到场和服务时长。`,
  erased: (count: number) => `${count} 人未出具：本人已注销。`,
  unnamed: (count: number) => `${count} 人未出具：属其他单位，现场登记时没有说出姓名；请组织部门出具。`,
  'unprintable name': notPrintable('姓名', '请线下出具。'),
  'unprintable issuer': edit(CERTIFICATE_TEXTS.issuer),
  'unprintable head': edit(CERTIFICATE_TEXTS.head),
  'unprintable contact': edit(CERTIFICATE_TEXTS.contact),
  'unprintable handler': edit(CERTIFICATE_TEXTS.handler),
  'unprintable title': edit(CERTIFICATE_TEXTS.title),
  'unprintable place': edit(CERTIFICATE_TEXTS.place),
  'unprintable unit': edit(CERTIFICATE_TEXTS.unit),
} satisfies Record<IssueEnd, (count: number) => string>
