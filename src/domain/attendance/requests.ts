import * as z from 'zod'
import { codeText, isVisible, lineText, longText, symbolText } from '../shared/typedText.ts'
import { DOOR_SECRET, MAX_LABEL } from './doorLinks.ts'
import { EVALUATIONS, type Evaluation } from './vocabulary.ts'
import {
  idSchema,
  momentSchema,
  partySchema,
  nameSchema,
  phoneSchema,
  whoSchema,
  keysOf,
  MAX_NOTE,
  MAX_WISH,
} from '../shared/requests.ts'

/** The note that a device makes at the door: of whom, by ticket or from the list, and when. */
const scan = {
  clientId: z
    .string()
    .min(1, '缺少 clientId')
    .max(64, 'clientId 不超过 64 个字符')
    .regex(/^[\x20-\x7e]*$/, 'clientId 只能用英文字符'),
  activity: idSchema,
  ticket: z.string().overwrite(symbolText).max(300, '票码过长').optional(),
  registration: idSchema.optional(),
  /** When it happened on the device; may lie up to 30 days back, at most 5 minutes ahead. */
  at: momentSchema,
}

const namesOne = (item: { ticket?: string | undefined; registration?: string | undefined }) =>
  (item.ticket === undefined) !== (item.registration === undefined)
const ONE = { message: '请提供票码或报名编号（二选一）', path: ['ticket'] }

/**
 * The member of staff who noted it, where a phone sends what waited: another session's is refused, so that nothing is
 * recorded as somebody else's.
 */
const notedBy = idSchema.optional()

export const checkInRequestSchema = z.strictObject({
  by: notedBy,
  items: z
    .array(
      z
        .strictObject({
          ...scan,
          method: z.enum(['scan', 'manual'], '登记方式只能是 scan 或 manual'),
          attendance: z.enum(['present', 'absent', 'unknown'], '到场状态不正确').optional(),
          /** Heads of the party that came; all of them when left out. */
          came: partySchema.optional(),
        })
        .refine(namesOne, ONE),
      '缺少签到记录',
    )
    .min(1, '至少一条签到记录')
    .max(500, '一次最多 500 条签到记录'),
})

export const checkOutRequestSchema = z.strictObject({
  items: z
    .array(z.strictObject(scan).refine(namesOne, ONE), '缺少签退记录')
    .min(1, '至少一条签退记录')
    .max(500, '一次最多 500 条签退记录'),
})

export const walkInRequestSchema = z.strictObject({
  name: nameSchema,
  phone: phoneSchema,
  who: whoSchema.optional(),
  /** The person agreed, on the spot, to being recorded. */
  consent: z.literal(true, '请先取得本人同意'),
  /** When it happened, if a phone without a network noted it; bounds as for a check-in. */
  at: momentSchema.optional(),
  by: notedBy,
})

/** The label is for whom it is, as the desk and the audit trail call them. */
export const doorLinkRequestSchema = z.strictObject({
  label: z
    .string('请写明给谁用')
    .overwrite(lineText)
    .refine(isVisible, { message: '请写明给谁用', abort: true })
    .max(MAX_LABEL, `称呼不超过 ${MAX_LABEL} 个字`)
    .regex(/^[^<>]*$/, '称呼中有不能使用的字符，请修改'),
})

export const doorOpeningSchema = z.strictObject({
  token: z.string('链接不完整，请重新扫码').regex(DOOR_SECRET, '链接不完整，请重新扫码'),
})

/** As at the door of staff, of the link's own activity: nobody is marked as absent, and no mark is taken away. */
export const helperCheckInSchema = z.strictObject({
  /** The link by which it was noted. */
  by: idSchema,
  items: z
    .array(
      z
        .strictObject({
          clientId: scan.clientId,
          ticket: scan.ticket,
          registration: scan.registration,
          at: scan.at,
          method: z.enum(['scan', 'manual'], '登记方式只能是 scan 或 manual'),
          came: partySchema.optional(),
        })
        .refine(namesOne, ONE),
      '缺少签到记录',
    )
    .min(1, '至少一条签到记录')
    .max(500, '一次最多 500 条签到记录'),
})

/** A pass as src/privacy/cipher.ts makes it: the step it was read in, its digits and a signature. */
const PASS = /^\d{1,12}\.\d{6}\.[\w-]{22}$/

/** The six digits on the organiser's screen, or the pass that who scanned them in time got for the log-in. */
export const selfCheckInRequestSchema = z.strictObject({
  code: z
    .string('请填写签到码')
    .overwrite((typed) => (PASS.test(symbolText(typed)) ? symbolText(typed) : codeText(typed)))
    .regex(/^(\d{6}|\d{1,12}\.\d{6}\.[\w-]{22})$/, '签到码是 6 位数字，请看组织者屏幕'),
})

export const correctionRequestSchema = z.strictObject({
  attendance: z.enum(['present', 'absent', 'unknown'], '到场状态不正确').optional(),
  came: partySchema.optional(),
  /** Actual service time in whole minutes, 0–1440. */
  minutes: z
    .number('时长应为数字')
    .int('时长应为整数分钟')
    .min(0, '时长不能为负')
    .max(1440, '时长不超过 24 小时')
    .nullable()
    .optional(),
  reason: z.string('请填写更正原因').overwrite(lineText).min(2, '请填写更正原因').max(300, '更正原因不超过 300 个字'),
})

export const evaluationRequestSchema = z.strictObject({
  registrations: z.array(idSchema, '请选择要评价的人').min(1, '请选择要评价的人').max(500, '一次最多评价 500 人'),
  evaluation: z.enum(keysOf<Evaluation>(EVALUATIONS), '请选择评价'),
  /** The person reads it. */
  note: z.string().overwrite(lineText).min(1, '评语不能为空白').max(MAX_NOTE, `评语不超过 ${MAX_NOTE} 个字`).optional(),
})

export const feedbackRequestSchema = z.strictObject({
  rating: z.number('请选择 1–5 分').int('请选择 1–5 分').min(1, '请选择 1–5 分').max(5, '请选择 1–5 分'),
  text: z.string().overwrite(longText).max(MAX_WISH, `意见不超过 ${MAX_WISH} 个字`).optional(),
})

export const wishSchema = z.strictObject({
  wish: z
    .string('请写明要更正什么')
    .overwrite(longText)
    .min(5, '请写明要更正什么，至少 5 个字')
    .max(MAX_WISH, `申请不超过 ${MAX_WISH} 个字`),
})

export const correctionAnswerSchema = z
  .strictObject({
    decision: z.enum(['accepted', 'refused'], '决定只能是 accepted 或 refused'),
    /** The person reads it. */
    answer: z
      .string('请写明答复')
      .overwrite(longText)
      .min(2, '请写明答复')
      .max(MAX_WISH, `答复不超过 ${MAX_WISH} 个字`),
    attendance: correctionRequestSchema.shape.attendance,
    minutes: correctionRequestSchema.shape.minutes,
  })
  .refine(
    ({ decision, attendance, minutes }) =>
      decision === 'accepted' || (attendance === undefined && minutes === undefined),
    { message: '不采纳时不能同时更正记录', path: ['decision'] },
  )
export type CheckInItem = z.infer<typeof checkInRequestSchema>['items'][number]
export type HelperScan = z.infer<typeof helperCheckInSchema>['items'][number]
export type CheckOutItem = z.infer<typeof checkOutRequestSchema>['items'][number]
export type EvaluationRequest = z.infer<typeof evaluationRequestSchema>
export type FeedbackRequest = z.infer<typeof feedbackRequestSchema>
export type CorrectionAnswer = z.infer<typeof correctionAnswerSchema>
