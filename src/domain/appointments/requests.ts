import * as z from 'zod'
import { daySchema, idSchema, keysOf, MAX_NOTE } from '../shared/requests.ts'
import { lineText } from '../shared/typedText.ts'
import { factsOf, POSTS, type Post } from './vocabulary.ts'

const reason = (what: string) =>
  z.string(`请写明${what}`).overwrite(lineText).min(2, `请写明${what}`).max(MAX_NOTE, `${what}不超过 ${MAX_NOTE} 个字`)

const term = {
  /** Today when left out. */
  from: daySchema.optional(),
  /** The last day; until it is ended when left out. */
  to: daySchema.optional(),
  /** The number of the document that says so. */
  source: z.string('任命文号应为文字').overwrite(lineText).max(60, '任命文号不超过 60 个字').optional(),
}
/** One of the two. */
const holder = { person: idSchema.optional(), organisation: idSchema.optional() }

const namesOne = ({ person, organisation }: { person?: string | undefined; organisation?: string | undefined }) =>
  (person === undefined) !== (organisation === undefined)
const ONE = { message: '请选择任职的人或组织（二选一）', path: ['person'] }

export const appointmentRequestSchema = z
  .strictObject({ post: z.enum(keysOf<Post>(POSTS), '没有这个岗位'), ...holder, ...term })
  .refine(namesOne, ONE)
  .refine(({ post, person }) => (factsOf(post).holder === 'person') === (person !== undefined), {
    message: '这个岗位由人担任还是由组织担任，请核对',
    path: ['post'],
  })

export const handoverRequestSchema = z.strictObject({ ...holder, ...term }).refine(namesOne, ONE)

export const endRequestSchema = z.strictObject({
  /** At once when left out. */
  lastDay: daySchema.optional(),
  reason: reason('结束原因'),
})

export const reportRequestSchema = z.strictObject({ unit: idSchema })

export const confirmationSchema = z
  .strictObject({
    decision: z.enum(['confirmed', 'refused'], '决定只能是 confirmed 或 refused'),
    reason: reason('不确认的原因').optional(),
  })
  .refine(({ decision, reason: said }) => decision === 'confirmed' || said !== undefined, {
    message: '请写明不确认的原因，本人可见',
    path: ['reason'],
  })

export const nameShownSchema = z.strictObject({ shown: z.boolean('请填写是否公开姓名') })

export type AppointmentRequest = z.infer<typeof appointmentRequestSchema>
export type HandoverRequest = z.infer<typeof handoverRequestSchema>
