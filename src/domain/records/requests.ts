import * as z from 'zod'
import { PERSON_KINDS, type PersonKind } from '../people/vocabulary.ts'
import { SIGN_UP_FILTER_NAMES, type SignUpFilterName } from '../seats/signUpFilters.ts'
import { nameText, symbolText } from '../shared/typedText.ts'
import { ATTENDANCES, LEDGERS, LINES, THEMES } from '../shared/vocabulary.ts'
import type { Attendance, Ledger, Line, Theme } from '../shared/vocabulary.ts'
import { dateSchema, idSchema, keysOf } from '../shared/requests.ts'
import { auditQuerySchema } from './audit.ts'
import { PERIODS, type Period } from './period.ts'

const format = z.enum(['csv', 'xlsx'], '格式只能是 csv 或 xlsx').default('csv')
const fields = z.string().overwrite(symbolText).max(1000).optional()

export const exportQuerySchema = z.strictObject({
  format,
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  /** In place of the two days. */
  period: z.enum(keysOf<Period>(PERIODS), '没有这个时段').optional(),
  unit: idSchema.optional(),
  line: z.enum(keysOf<Line>(LINES), '没有这个活动品牌').optional(),
  theme: z.enum(keysOf<Theme>(THEMES), '没有这个主题').optional(),
  ledger: z.enum(keysOf<Ledger>(LEDGERS), '没有这个记录类别').optional(),
  /** Present, which is what the tallies count, when left out. */
  attendance: z.enum([...keysOf<Attendance>(ATTENDANCES), 'all'], '没有这个到场情况').optional(),
  kind: z.enum(keysOf<PersonKind>(PERSON_KINDS), '没有这个身份').optional(),
  /** Only what counts towards this target. */
  target: idSchema.optional(),
  fields,
})

/** An export that was kept. Rights and a target that may be gone are asked about when it is run. */
export const definitionSchema = z.strictObject({
  format: exportQuerySchema.shape.format.unwrap(),
  columns: z.array(z.string('列的名称应为文字'), '请选择要导出的列').min(1, '请至少选择一列').max(60, '列太多，请减少'),
  filters: exportQuerySchema
    .omit({ format: true, fields: true })
    .refine(({ period, from, to }) => period === undefined || (from ?? to) === undefined, '时段和起止日期只能选一种'),
})

export const answersExportQuerySchema = z.strictObject({
  format,
  /** The filters of the screen 报名与到场. */
  show: z.enum(keysOf<SignUpFilterName>(SIGN_UP_FILTER_NAMES), '没有这种筛选').optional(),
  name: z.string().overwrite(nameText).max(40, '最多 40 个字').optional(),
  fields,
})

export const auditExportQuerySchema = z.strictObject({ format, fields, ...auditQuerySchema.omit({ page: true }).shape })

export type ExportQuery = z.infer<typeof exportQuerySchema>
export type AnswersExportQuery = z.infer<typeof answersExportQuerySchema>
export type AuditExportQuery = z.infer<typeof auditExportQuerySchema>
