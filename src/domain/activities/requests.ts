import * as z from 'zod'
import { lineText, longText } from '../shared/typedText.ts'
import { MAX_REASON } from './activityRules.ts'
import { COVER_WIDTHS, MAX_ALT, type CoverWidth } from './covers.ts'
import { FOLLOWING_PARTS, RECURRENCE_RULES, type FollowingPart, type RecurrenceRule } from './vocabulary.ts'
import { LINES, THEMES, type Line, type Theme } from '../shared/vocabulary.ts'
import { keysOf, idSchema, sharedDateSchema, momentSchema } from '../shared/requests.ts'

/** Sessions that one request adds at most: a year of weeks. */
export const MAX_SESSIONS = 52

export const answersSchema = z.record(
  z.string().max(64),
  z.union([
    z.string().overwrite(longText).max(1000, '回答不超过 1000 个字'),
    z.array(z.string().overwrite(lineText).max(200)).max(50),
  ]),
)

/**
 * A parameter that others append to a link that is passed on (`from=singlemessage`, `utm_source`) is no filter: it is
 * left out, here and wherever the public asks.
 */
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
  /**
   * Those to come (also under way) when left out, the soonest first; `past` and `all` the newest first. Days that are
   * chosen say it themselves.
   */
  when: z.enum(['past', 'all'], 'when 应为 past 或 all').optional(),
  sort: z.enum(['-startsAt', 'startsAt'], '排序方式只能是 startsAt 或 -startsAt').optional(),
  page: z.coerce.number('页码应为数字').int('页码应为整数').min(1, '页码从 1 开始').max(10_000, '页码过大').optional(),
  limit: z.coerce
    .number('每页条数应为数字')
    .int('每页条数应为整数')
    .min(1, '每页至少 1 条')
    .max(100, '每页最多 100 条')
    .optional(),
})

export const coverRequestSchema = z.strictObject({
  /** The bytes of a JPEG, PNG or WebP picture. */
  file: z.base64('图片应为 Base64 编码').min(4, '文件是空的，请重新选择'),
  alt: z
    .string('请填写图片说明')
    .overwrite(lineText)
    .min(2, '图片说明至少 2 个字')
    .max(MAX_ALT, `图片说明不超过 ${MAX_ALT} 个字`),
})

export const coverQuerySchema = z.object({
  width: z
    .enum(COVER_WIDTHS.map(String) as [`${CoverWidth}`, `${CoverWidth}`], `宽度只能是 ${COVER_WIDTHS.join('、')}`)
    .transform((width) => Number(width) as CoverWidth),
  /** The name of the picture that is meant, so that it need not be asked for again. */
  v: z
    .string()
    .regex(/^[\w-]{1,100}$/, 'v 只能是图片的名称')
    .optional(),
})

export const copyRequestSchema = z.strictObject({ startsAt: momentSchema })

export const recurrenceRequestSchema = z.strictObject({
  rule: z.enum(keysOf<RecurrenceRule>(RECURRENCE_RULES), '请选择怎样重复'),
  /** Sessions to add. */
  count: z
    .number('场数应为数字')
    .int('场数应为整数')
    .min(1, '至少添加 1 场')
    .max(MAX_SESSIONS, `一次最多添加 ${MAX_SESSIONS} 场`),
  /** Otherwise they are drafts. */
  publish: z.boolean('publish 应为 true 或 false').optional(),
})

/** Activities that one request publishes at most: a page of the list. */
const MAX_PUBLISHED = 100

export const publicationsRequestSchema = z.strictObject({
  activities: z
    .array(idSchema, '请选择要发布的活动')
    .min(1, '请选择要发布的活动')
    .max(MAX_PUBLISHED, `一次最多发布 ${MAX_PUBLISHED} 场`),
})

export const templateRequestSchema = z.strictObject({
  name: z.string('请填写模板名称').overwrite(lineText).min(2, '模板名称至少 2 个字').max(60, '模板名称不超过 60 个字'),
})

export const fromTemplateRequestSchema = z.strictObject({
  startsAt: momentSchema,
  /** That of the template when left out. */
  title: z
    .string('请填写活动名称')
    .overwrite(lineText)
    .min(2, '活动名称至少 2 个字')
    .max(60, '活动名称不超过 60 个字')
    .optional(),
  /** Otherwise it is a draft. */
  publish: z.boolean('publish 应为 true 或 false').optional(),
})

export const followingRequestSchema = z.strictObject({
  parts: z
    .array(z.enum(keysOf<FollowingPart>(FOLLOWING_PARTS), '没有这一项内容'), '请选择要用到以后各场的内容')
    .min(1, '请选择要用到以后各场的内容')
    .max(20, '选择的内容过多'),
  /** Why sessions are moved; told to everybody signed up for them. */
  reason: z
    .string('请填写变更原因')
    .overwrite(lineText)
    .max(MAX_REASON, `变更原因不超过 ${MAX_REASON} 个字`)
    .optional(),
})
export type ActivityQuery = z.infer<typeof activityQuerySchema>
export type Answers = z.infer<typeof answersSchema>
