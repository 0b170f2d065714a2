import * as z from 'zod'
import { symbolText } from '../shared/typedText.ts'
import { LINES, THEMES, type Line, type Theme } from '../shared/vocabulary.ts'
import { dateSchema, idSchema, keysOf } from '../shared/requests.ts'

export const exportQuerySchema = z.strictObject({
  format: z.enum(['csv', 'xlsx'], '格式只能是 csv 或 xlsx').default('csv'),
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  unit: idSchema.optional(),
  line: z.enum(keysOf<Line>(LINES), '没有这个活动品牌').optional(),
  theme: z.enum(keysOf<Theme>(THEMES), '没有这个主题').optional(),
  /** Only what counts towards this target. */
  target: idSchema.optional(),
  fields: z.string().overwrite(symbolText).max(1000).optional(),
})

export const answersExportQuerySchema = exportQuerySchema.pick({ format: true })
export type ExportQuery = z.infer<typeof exportQuerySchema>
export type AnswersExportQuery = z.infer<typeof answersExportQuerySchema>
