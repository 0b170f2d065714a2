import * as z from 'zod'
import { isMonth } from '../shared/months.ts'
import { idSchema, keysOf } from '../shared/requests.ts'
import { lineText } from '../shared/typedText.ts'
import { FIGURES, type Figure } from './statistics.ts'

const MAX_TYPED = 100

/** A word that staff look for: two characters at least, since one finds nearly everybody. */
export const deskSearchQuerySchema = z.strictObject({
  q: z
    .string('请输入要查找的内容')
    .overwrite(lineText)
    .refine((typed) => [...typed].length >= 2, '请至少输入两个字')
    .max(MAX_TYPED, `查找的内容不超过 ${MAX_TYPED} 个字`),
})

const monthSchema = z.string().refine(isMonth, '月份格式应为 2026-01').optional()

/** Months of the county's calendar, both counted in whole; left out, this month, and the January before the last. */
export const statisticsQuerySchema = z.strictObject({
  figure: z.enum(keysOf<Figure>(FIGURES), '没有这项统计').default('personTimes'),
  /** A unit of the own subtree; left out, its topmost. */
  unit: idSchema.optional(),
  from: monthSchema,
  to: monthSchema,
})
export const statisticsFileQuerySchema = statisticsQuerySchema.extend({
  format: z.enum(['csv', 'xlsx'], '格式只能是 csv 或 xlsx').default('csv'),
})
/** The records behind one number of the table. */
export const countedQuerySchema = statisticsQuerySchema.extend({
  /** Of the unit by itself, without those below it. */
  own: z.literal('1', '参数不正确').optional(),
  /** Of those that had to be recorded, the ones that were in time. */
  only: z.literal('inTime', '参数不正确').optional(),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
})
export type StatisticsQuery = z.infer<typeof statisticsQuerySchema>
export type CountedQuery = z.infer<typeof countedQuerySchema>
