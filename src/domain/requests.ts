import * as z from 'zod'
import { DAY_FORMAT, isDateLike, isDay, MOMENT_FORMAT, NO_SUCH_DAY, readMoment } from './calendar.ts'
import { codeText, emailText, isPhoneAbroad, isVisible, lineText, longText, nameText, phoneText, symbolText } from './typedText.ts'
import { EVALUATIONS, FOLLOWING_PARTS, GENDERS, LINES, PERSON_KINDS, SERIES_RULES, THEMES } from './vocabulary.ts'
import type { Evaluation, FollowingPart, Gender, Line, PersonKind, SeriesRule, Theme } from './vocabulary.ts'

/**
 * The schemas of every request: the same ones validate in the browser's forms and on the server, and
 * generate /api/openapi.json. Messages are what a person reads beside the input.
 */
const keysOf = <T extends string>(labels: Record<T, string>) => Object.keys(labels) as [T, ...T[]]

/** Ids are UUIDs on SQLite, ObjectIds on MongoDB. */
export const idSchema = z
  .string('编号应为文字')
  .regex(/^([0-9a-f]{24}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i, '编号格式不正确，请从列表重新进入')

/** A mainland mobile number, however it was typed. */
export const phoneSchema = z
  .string('请填写手机号')
  .overwrite(phoneText)
  .refine((value) => !isPhoneAbroad(value), { message: '短信只能发到中国大陆的手机号，其他地区的号码请改用邮箱', abort: true })
  .regex(/^1[3-9]\d{9}$/, '手机号应为 11 位数字，请核对')

/** As zod has it, and a domain of any script in its ASCII form. */
const EMAIL = /^(?!\.)(?!.*\.\.)[a-z0-9_'+\-.]*[a-z0-9_+-]@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,}|xn--[a-z0-9-]*[a-z0-9])$/

export const emailSchema = z.string('请填写邮箱').overwrite(emailText).max(254, '邮箱过长，请核对').regex(EMAIL, '邮箱格式不正确，请核对')

export const nameSchema = z
  .string('请填写姓名')
  .overwrite(nameText)
  .refine(isVisible, { message: '请填写姓名', abort: true })
  .max(40, '姓名不超过 40 个字')
  .regex(/^[^<>]*$/, '姓名中有不能使用的字符，请修改')

export const oneTimeCodeSchema = z.string('请填写验证码').overwrite(codeText).regex(/^\d{6}$/, '验证码是 6 位数字')

const exactlyOneContact = (value: { email?: string | undefined; phone?: string | undefined }) =>
  (value.email === undefined) !== (value.phone === undefined)

export const codeRequestSchema = z
  .strictObject({ email: emailSchema.optional(), phone: phoneSchema.optional() })
  .refine(exactlyOneContact, { message: '请填写手机号或邮箱（二选一）', path: ['phone'] })

export const sessionRequestSchema = z
  .strictObject({
    email: emailSchema.optional(),
    phone: phoneSchema.optional(),
    code: oneTimeCodeSchema,
    name: nameSchema.optional(),
    consent: z.boolean('请勾选同意').optional(),
  })
  .refine(exactlyOneContact, { message: '请填写手机号或邮箱（二选一）', path: ['phone'] })

export const contactConfirmationSchema = z
  .strictObject({ email: emailSchema.optional(), phone: phoneSchema.optional(), code: oneTimeCodeSchema })
  .refine(exactlyOneContact, { message: '请填写手机号或邮箱（二选一）', path: ['phone'] })

/** Texts that people write to staff, and staff to people. */
export const MAX_WISH = 500
export const MAX_NOTE = 200

/** Sessions that one request adds at most: a year of weeks. */
export const MAX_SESSIONS = 52

/** Certificates that one request issues at most. */
export const MAX_ISSUED = 500

export const answersSchema = z.record(
  z.string().max(64),
  z.union([z.string().overwrite(longText).max(1000, '回答不超过 1000 个字'), z.array(z.string().overwrite(lineText).max(200)).max(50)]),
)

/** Heads in one sign-up, oneself included; an activity may allow fewer. */
export const MAX_PARTY = 10

const partySchema = z.number('人数应为数字').int('人数应为整数').min(1, '人数至少为 1').max(MAX_PARTY, `人数不超过 ${MAX_PARTY}`)

export const registrationRequestSchema = z.strictObject({ answers: answersSchema.optional(), size: partySchema.optional() })

const decision = {
  decision: z.enum(['approve', 'refuse'], '决定只能是 approve 或 refuse'),
  /** Shown to the person. */
  reason: z.string('请填写原因').overwrite(lineText).min(2, '请填写原因').max(200, '原因不超过 200 个字').optional(),
}
const isReasoned = (value: { decision: 'approve' | 'refuse'; reason?: string | undefined }): boolean => value.decision === 'approve' || value.reason !== undefined
const REASON = { message: '不通过时请填写原因，本人可见', path: ['reason'] }

/** Why staff cancel somebody's sign-up; the person reads it. */
export const cancellationRequestSchema = z.strictObject({ reason: decision.reason })
export const decisionRequestSchema = z.strictObject(decision).refine(isReasoned, REASON)

export const decisionsRequestSchema = z
  .strictObject({ registrations: z.array(idSchema, '请选择要审核的报名').min(1, '请选择要审核的报名').max(500, '一次最多审核 500 条'), ...decision })
  .refine(isReasoned, REASON)

/** A day of the county, or a moment; without a zone it is the county's. */
const dateSchema = z
  .string()
  .overwrite(symbolText)
  .regex(/^\d{4}-\d{2}-\d{2}(T.*)?$/, DAY_FORMAT)
  .refine((value) => readMoment(value) !== null, NO_SUCH_DAY)

const daySchema = z
  .string(DAY_FORMAT)
  .overwrite(symbolText)
  .regex(/^\d{4}-\d{2}-\d{2}$/, DAY_FORMAT)
  .refine(isDay, NO_SUCH_DAY)

const voluntary = (label: string, most: number) => z.string(`${label}应为文字`).overwrite(lineText).max(most, `${label}不超过 ${most} 个字`).nullable().optional()

/** What people say of themselves: what is left out stays as it is, and null or an empty list takes back what was said. */
export const ownChangesSchema = z
  .strictObject({
    name: nameSchema.optional(),
    kinds: z
      .array(z.enum(keysOf<PersonKind>(PERSON_KINDS), '没有这种身份'), '身份应为列表')
      .overwrite((kinds) => [...new Set(kinds)])
      .max(Object.keys(PERSON_KINDS).length)
      .optional(),
    /** Whose staff may then open the own record. */
    unit: idSchema.nullable().optional(),
    gender: z.enum(keysOf<Gender>(GENDERS), '性别只能是 male 或 female').nullable().optional(),
    birthDate: daySchema.nullable().optional(),
    area: voluntary('居住区域', 60),
    skills: voluntary('专业技能', 200),
    serviceKinds: voluntary('服务类别', 200),
  })
  .refine((changes) => Object.keys(changes).length > 0, { message: '请写明要更改的内容', path: ['name'] })

/** On a link that was passed on, `from` may be another's word: `singlemessage` is WeChat's. */
const sharedDateSchema = z
  .string()
  .overwrite(symbolText)
  .transform((value) => (isDateLike(value) ? value : undefined))
  .pipe(dateSchema.optional())

/** What others append to a link that is passed on (`from=singlemessage`, `utm_source`) is no filter: it is left out, here and wherever the public asks. */
export const activityQuerySchema = z.object({
  line: z.enum(keysOf<Line>(LINES), '没有这个活动品牌').optional(),
  theme: z.enum(keysOf<Theme>(THEMES), '没有这个主题').optional(),
  /** A unit; activities of its whole subtree are listed. */
  unit: idSchema.optional(),
  from: sharedDateSchema.optional(),
  to: sharedDateSchema.optional(),
  /** Only what can be joined now (a seat or a place on the waiting list). */
  open: z.stringbool('open 应为 true 或 false').optional(),
  q: z.string().overwrite(lineText).max(60, '搜索词不超过 60 个字').optional(),
  /** Those to come (also under way) when left out, the soonest first; `past` and `all` the newest first. Days that are chosen say it themselves. */
  when: z.enum(['past', 'all'], 'when 应为 past 或 all').optional(),
  sort: z.enum(['-startsAt', 'startsAt'], '排序方式只能是 startsAt 或 -startsAt').optional(),
  page: z.coerce.number('页码应为数字').int('页码应为整数').min(1, '页码从 1 开始').max(10_000, '页码过大').optional(),
  limit: z.coerce.number('每页条数应为数字').int('每页条数应为整数').min(1, '每页至少 1 条').max(100, '每页最多 100 条').optional(),
})

/** An instant; without a zone it is the county's. Handed on in ISO 8601, UTC. */
const momentSchema = z
  .string(MOMENT_FORMAT)
  .refine((value) => value.includes('T') && readMoment(value) !== null, MOMENT_FORMAT)
  .overwrite((value) => readMoment(value) ?? value)

/** What a device notes at the door: whom, by ticket or from the list, and when. */
const scan = {
  clientId: z.string().min(1, '缺少 clientId').max(64, 'clientId 不超过 64 个字符').regex(/^[\x20-\x7e]*$/, 'clientId 只能用英文字符'),
  activity: idSchema,
  ticket: z.string().overwrite(symbolText).max(300, '票码过长').optional(),
  registration: idSchema.optional(),
  /** When it happened on the device; may lie up to 30 days back, at most 5 minutes ahead. */
  at: momentSchema,
}

const namesOne = (item: { ticket?: string | undefined; registration?: string | undefined }) => (item.ticket === undefined) !== (item.registration === undefined)
const ONE = { message: '请提供票码或报名编号（二选一）', path: ['ticket'] }

/** Who noted it, where a phone sends what waited: another session's is refused, so that nothing is recorded as somebody else's. */
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
  items: z.array(z.strictObject(scan).refine(namesOne, ONE), '缺少签退记录').min(1, '至少一条签退记录').max(500, '一次最多 500 条签退记录'),
})

const WHO = ['known', 'another'] as const
export type Who = (typeof WHO)[number]

export const walkInRequestSchema = z.strictObject({
  name: nameSchema,
  phone: phoneSchema,
  /** Asked for when phone or name are somebody's already: the very person, or another one (of one family, with one phone). */
  who: z.enum(WHO, '请选择是同一个人还是另一个人').optional(),
  /** The person agreed, on the spot, to being recorded. */
  consent: z.literal(true, '请先取得本人同意'),
  /** When it happened, if a phone without a network noted it; bounds as for a check-in. */
  at: momentSchema.optional(),
  by: notedBy,
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
  minutes: z.number('时长应为数字').int('时长应为整数分钟').min(0, '时长不能为负').max(1440, '时长不超过 24 小时').nullable().optional(),
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
  wish: z.string('请写明要更正什么').overwrite(longText).min(5, '请写明要更正什么，至少 5 个字').max(MAX_WISH, `申请不超过 ${MAX_WISH} 个字`),
})

export const correctionAnswerSchema = z
  .strictObject({
    decision: z.enum(['accepted', 'refused'], '决定只能是 accepted 或 refused'),
    /** The person reads it. */
    answer: z.string('请写明答复').overwrite(longText).min(2, '请写明答复').max(MAX_WISH, `答复不超过 ${MAX_WISH} 个字`),
    attendance: correctionRequestSchema.shape.attendance,
    minutes: correctionRequestSchema.shape.minutes,
  })
  .refine(({ decision, attendance, minutes }) => decision === 'accepted' || (attendance === undefined && minutes === undefined), { message: '不采纳时不能同时更正记录', path: ['decision'] })

/** For people of one activity, or for what one unit and those below it recorded of people in a period. */
export const issueRequestSchema = z
  .strictObject({
    activity: idSchema.optional(),
    /** Everybody who served when left out. */
    registrations: z.array(idSchema, '请选择人员').min(1, '请选择人员').max(MAX_ISSUED, `一次最多为 ${MAX_ISSUED} 人出具`).optional(),
    unit: idSchema.optional(),
    from: daySchema.optional(),
    to: daySchema.optional(),
    people: z.array(idSchema, '请选择人员').min(1, '请选择人员').max(MAX_ISSUED, `一次最多为 ${MAX_ISSUED} 人出具`).optional(),
  })
  .refine(({ activity, unit }) => (activity === undefined) !== (unit === undefined), { message: '请选择活动，或选择单位和起止日期（二选一）', path: ['activity'] })
  .refine(({ unit, from, to }) => unit === undefined || (from !== undefined && to !== undefined), { message: '请填写起止日期', path: ['from'] })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, { message: '截止日期不能早于起始日期', path: ['to'] })
  .refine(({ activity, from, to, people }) => activity === undefined || (from ?? to ?? people) === undefined, { message: '按活动出具时不填起止日期和人员，请用 registrations 选择', path: ['activity'] })
  .refine(({ unit, registrations }) => unit === undefined || registrations === undefined, { message: '按时段出具时请用 people 选择人员', path: ['registrations'] })

export const revocationRequestSchema = z.strictObject({
  /** The person reads it. */
  reason: z.string('请填写撤销原因').overwrite(lineText).min(2, '请填写撤销原因').max(MAX_NOTE, `撤销原因不超过 ${MAX_NOTE} 个字`),
})

/** One of the two is the record in the path, the other is named here: `into` stays, `from` ends. */
export const mergeRequestSchema = z
  .strictObject({
    into: idSchema.optional(),
    from: idSchema.optional(),
    reason: z.string('请填写合并原因').overwrite(lineText).min(2, '请填写合并原因').max(MAX_NOTE, `合并原因不超过 ${MAX_NOTE} 个字`),
  })
  .refine(({ into, from }) => (into === undefined) !== (from === undefined), { message: '请填写另一条人员记录（into 或 from，二选一）', path: ['from'] })

export const verificationRequestSchema = z
  .strictObject({
    number: z.string('请填写证明编号').overwrite(symbolText).min(1, '请填写证明编号').max(60, '证明编号过长，请核对').optional(),
    /** A PDF as it was downloaded. */
    file: z.base64('文件应为 Base64 编码').min(4, '文件是空的，请重新选择').optional(),
  })
  .refine(({ number, file }) => (number === undefined) !== (file === undefined), { message: '请填写证明编号，或上传证明文件（二选一）', path: ['number'] })

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

export const copyRequestSchema = z.strictObject({ startsAt: momentSchema })

export const seriesRequestSchema = z.strictObject({
  rule: z.enum(keysOf<SeriesRule>(SERIES_RULES), '请选择怎样重复'),
  /** Sessions to add. */
  count: z.number('场数应为数字').int('场数应为整数').min(1, '至少添加 1 场').max(MAX_SESSIONS, `一次最多添加 ${MAX_SESSIONS} 场`),
  /** Otherwise they are drafts. */
  publish: z.boolean('publish 应为 true 或 false').optional(),
})

export const followingRequestSchema = z.strictObject({
  parts: z.array(z.enum(keysOf<FollowingPart>(FOLLOWING_PARTS), '没有这一项内容'), '请选择要用到以后各场的内容').min(1, '请选择要用到以后各场的内容').max(20, '选择的内容过多'),
})

export const answersExportQuerySchema = exportQuerySchema.pick({ format: true })

/** Of several values under one name the first that its schema takes: somebody else may have appended theirs. */
export function fittingValue(schema: z.ZodType | undefined, values: string[]): string | undefined {
  const fits = (value: string): boolean => {
    const parsed = schema?.safeParse(value)
    return parsed?.success === true && parsed.data !== undefined
  }
  return values.find(fits) ?? values[0]
}

export type OwnChanges = z.infer<typeof ownChangesSchema>
export type ActivityQuery = z.infer<typeof activityQuerySchema>
export type CheckInItem = z.infer<typeof checkInRequestSchema>['items'][number]
export type CheckOutItem = z.infer<typeof checkOutRequestSchema>['items'][number]
export type EvaluationRequest = z.infer<typeof evaluationRequestSchema>
export type FeedbackRequest = z.infer<typeof feedbackRequestSchema>
export type CorrectionAnswer = z.infer<typeof correctionAnswerSchema>
export type IssueRequest = z.infer<typeof issueRequestSchema>
export type VerificationRequest = z.infer<typeof verificationRequestSchema>
export type Answers = z.infer<typeof answersSchema>
export type ExportQuery = z.infer<typeof exportQuerySchema>
export type AnswersExportQuery = z.infer<typeof answersExportQuerySchema>
