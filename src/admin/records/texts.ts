import { goneRecord, untoldInWords } from '../../domain/records/auditLine.ts'

export const RECORD_TEXTS = {
  details: '明细',
  subject: '对象',
  field: '项目',
  before: '改前',
  after: '改后',
  nothing: '没有更多内容。',
  gone: goneRecord,
  untold: untoldInWords,
} as const
