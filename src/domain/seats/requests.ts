import * as z from 'zod'
import { lineText } from '../shared/typedText.ts'
import { answersSchema } from '../activities/requests.ts'
import { partySchema, idSchema } from '../shared/requests.ts'

export const registrationRequestSchema = z.strictObject({
  answers: answersSchema.optional(),
  size: partySchema.optional(),
})

const decision = {
  decision: z.enum(['approve', 'refuse'], '决定只能是 approve 或 refuse'),
  /** Shown to the person. */
  reason: z.string('请填写原因').overwrite(lineText).min(2, '请填写原因').max(200, '原因不超过 200 个字').optional(),
}
const isReasoned = (value: { decision: 'approve' | 'refuse'; reason?: string | undefined }): boolean =>
  value.decision === 'approve' || value.reason !== undefined
const REASON = { message: '不通过时请填写原因，本人可见', path: ['reason'] }

/** Why staff cancel somebody's sign-up; the person reads it. */
export const cancellationRequestSchema = z.strictObject({ reason: decision.reason })
export const decisionRequestSchema = z.strictObject(decision).refine(isReasoned, REASON)

export const decisionsRequestSchema = z
  .strictObject({
    registrations: z.array(idSchema, '请选择要审核的报名').min(1, '请选择要审核的报名').max(500, '一次最多审核 500 条'),
    ...decision,
  })
  .refine(isReasoned, REASON)
