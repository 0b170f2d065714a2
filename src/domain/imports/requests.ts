import * as z from 'zod'
import { idSchema, keysOf } from '../shared/requests.ts'
import { lineText } from '../shared/typedText.ts'
import { IMPORT_KINDS, ROW_OUTCOMES, type ImportKind } from './vocabulary.ts'

/** A file may have this many bytes, … */
export const MAX_IMPORT_BYTES = 20 * 1024 * 1024
/** … this many rows below its headings; units are fewer, since each is looked at together with all of its file; … */
export const MAX_IMPORT_ROWS: Record<ImportKind, number> = {
  people: 100_000,
  attendances: 100_000,
  signInSheet: 100_000,
  units: 5000,
}
/** … this many columns, … */
export const MAX_IMPORT_COLUMNS = 60
/** … and this many characters in a cell. */
export const MAX_CELL = 2000
/** Rows on one page of the screen. */
export const ROWS_A_PAGE = 50

export const uploadQuerySchema = z.strictObject({
  kind: z.enum(keysOf(IMPORT_KINDS), '请选择要导入的内容'),
  name: z.string('请填写文件名').overwrite(lineText).max(120, '文件名过长，请改短后重试').optional(),
  unit: idSchema.optional(),
  activity: idSchema.optional(),
})
export type UploadQuery = z.infer<typeof uploadQuerySchema>

export const importQuerySchema = z.strictObject({
  show: z.enum(keysOf(ROW_OUTCOMES), '没有这种结果').optional(),
  page: z.coerce.number('页码应为数字').int('页码应为整数').min(1, '页码至少为 1').max(100_000, '页码过大').optional(),
})
export type ImportQuery = z.infer<typeof importQuerySchema>

export const checkRequestSchema = z.strictObject({
  mapping: z.record(
    z.string().max(40, '项目名称过长'),
    z
      .number('列号应为数字')
      .int('列号应为整数')
      .min(0, '列号至少为 0')
      .max(MAX_IMPORT_COLUMNS - 1, '列号过大'),
    '请选择各列的含义',
  ),
})

/** Where rows name people, they have agreed, or it is not run. */
export const CONSENT_NEEDED = '请先向本人说明并取得同意，再勾选'
export const runRequestSchema = z.strictObject({ consent: z.literal(true, CONSENT_NEEDED).optional() })
