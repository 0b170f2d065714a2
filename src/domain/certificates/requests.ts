import * as z from 'zod'
import { lineText, symbolText } from '../shared/typedText.ts'
import { idSchema, daySchema, MAX_NOTE } from '../shared/requests.ts'

/** Certificates that one request issues at most. */
export const MAX_ISSUED = 500

/** Those that one file holds at most. */
export const MAX_IN_FILE = 2000

/** The certificates of one activity, or of a unit's period, as they were issued. */
export const batchQuerySchema = z
  .strictObject({
    format: z.enum(['zip', 'pdf'], '格式只能是 zip 或 pdf').default('zip'),
    activity: idSchema.optional(),
    unit: idSchema.optional(),
    from: daySchema.optional(),
    to: daySchema.optional(),
  })
  .refine(({ activity, unit }) => (activity === undefined) !== (unit === undefined), {
    message: '请选择活动，或选择单位和起止日期（二选一）',
    path: ['activity'],
  })
  .refine(({ unit, from, to }) => (unit === undefined ? (from ?? to) === undefined : Boolean(from && to)), {
    message: '按单位下载须填写起止日期，按活动下载不填',
    path: ['from'],
  })
export type BatchQuery = z.infer<typeof batchQuerySchema>

/** For people of one activity, or for what one unit and those below it recorded of people in a period. */
export const issueRequestSchema = z
  .strictObject({
    activity: idSchema.optional(),
    /** Everybody who served when left out. */
    registrations: z
      .array(idSchema, '请选择人员')
      .min(1, '请选择人员')
      .max(MAX_ISSUED, `一次最多为 ${MAX_ISSUED} 人出具`)
      .optional(),
    unit: idSchema.optional(),
    from: daySchema.optional(),
    to: daySchema.optional(),
    people: z
      .array(idSchema, '请选择人员')
      .min(1, '请选择人员')
      .max(MAX_ISSUED, `一次最多为 ${MAX_ISSUED} 人出具`)
      .optional(),
  })
  .refine(({ activity, unit }) => (activity === undefined) !== (unit === undefined), {
    message: '请选择活动，或选择单位和起止日期（二选一）',
    path: ['activity'],
  })
  .refine(({ unit, from, to }) => unit === undefined || (from !== undefined && to !== undefined), {
    message: '请填写起止日期',
    path: ['from'],
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    message: '截止日期不能早于起始日期',
    path: ['to'],
  })
  .refine(({ activity, from, to, people }) => activity === undefined || (from ?? to ?? people) === undefined, {
    message: '按活动出具时不填起止日期和人员，请用 registrations 选择',
    path: ['activity'],
  })
  .refine(({ unit, registrations }) => unit === undefined || registrations === undefined, {
    message: '按时段出具时请用 people 选择人员',
    path: ['registrations'],
  })

export const revocationRequestSchema = z.strictObject({
  /** The person reads it. */
  reason: z
    .string('请填写撤销原因')
    .overwrite(lineText)
    .min(2, '请填写撤销原因')
    .max(MAX_NOTE, `撤销原因不超过 ${MAX_NOTE} 个字`),
})

export const verificationRequestSchema = z
  .strictObject({
    number: z
      .string('请填写证明编号')
      .overwrite(symbolText)
      .min(1, '请填写证明编号')
      .max(60, '证明编号过长，请核对')
      .optional(),
    /** A PDF as it was downloaded. */
    file: z.base64('文件应为 Base64 编码').min(4, '文件是空的，请重新选择').optional(),
  })
  .refine(({ number, file }) => (number === undefined) !== (file === undefined), {
    message: '请填写证明编号，或上传证明文件（二选一）',
    path: ['number'],
  })
export type IssueRequest = z.infer<typeof issueRequestSchema>
export type VerificationRequest = z.infer<typeof verificationRequestSchema>
