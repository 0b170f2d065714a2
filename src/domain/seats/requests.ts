import * as z from 'zod'
import { lineText, nameText } from '../shared/typedText.ts'
import { answersSchema } from '../activities/requests.ts'
import { idSchema, nameSchema, partySchema, phoneSchema, whoSchema } from '../shared/requests.ts'

export const registrationRequestSchema = z.strictObject({
  answers: answersSchema.optional(),
  size: partySchema.optional(),
})

/** Somebody who rang up or stands at the counter: chosen from those who are known, or by name and phone as typed. */
export const signUpForAnotherRequestSchema = z
  .strictObject({
    person: idSchema.optional(),
    name: nameSchema.optional(),
    phone: phoneSchema.optional(),
    who: whoSchema.optional(),
    /** The person agreed, by word of mouth, to being recorded. */
    consent: z.literal(true, '请先向本人口头说明，并取得同意'),
    ...registrationRequestSchema.shape,
  })
  .refine(({ person, name }) => person !== undefined || name !== undefined, {
    message: '请填写姓名，或选择已有的人员',
    path: ['name'],
  })
  .refine(({ person, phone }) => person !== undefined || phone !== undefined, {
    message: '请填写手机号',
    path: ['phone'],
  })
  .refine(({ person, name, phone, who }) => person === undefined || (name ?? phone ?? who) === undefined, {
    message: '已选择人员时不再填写姓名和手机号',
    path: ['person'],
  })

/** At least two characters of a name or a number, or a whole phone. */
export const candidateQuerySchema = z.strictObject({
  q: z.string('请输入姓名或手机号').overwrite(nameText).min(2, '请至少输入 2 个字').max(40, '输入过长，请减少'),
})

const decision = {
  decision: z.enum(['approve', 'refuse'], '决定只能是 approve 或 refuse'),
  /** Shown to the person. */
  reason: z.string('请填写原因').overwrite(lineText).min(2, '请填写原因').max(200, '原因不超过 200 个字').optional(),
}
const isReasoned = (value: { decision: 'approve' | 'refuse'; reason?: string | undefined }): boolean =>
  value.decision === 'approve' || value.reason !== undefined
const REASON = { message: '不通过时请填写原因，本人可见', path: ['reason'] }

export const cancellationRequestSchema = z.strictObject({
  /** Why staff cancel somebody's sign-up; the person reads it. */
  reason: decision.reason,
  /** A person's own: it takes effect in 30 seconds, and can be taken back until then. */
  undoable: z.boolean('undoable 只能是 true 或 false').optional(),
})
export const decisionRequestSchema = z.strictObject(decision).refine(isReasoned, REASON)

export const decisionsRequestSchema = z
  .strictObject({
    registrations: z.array(idSchema, '请选择要审核的报名').min(1, '请选择要审核的报名').max(500, '一次最多审核 500 条'),
    ...decision,
  })
  .refine(isReasoned, REASON)
