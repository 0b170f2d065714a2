import * as z from 'zod'
import { dateSchema, idSchema, keysOf } from '../shared/requests.ts'
import { lineText } from '../shared/typedText.ts'
import { AUDIT_ACTIONS, type AuditAction } from '../shared/vocabulary.ts'

const typed = z.string().overwrite(lineText).max(60, '最多 60 个字').optional()

/** A search of the trail: all that is given has to hold. */
export const auditQuerySchema = z.object({
  /** A part of the name of who did it. */
  by: typed,
  /** A person by name, number, phone or mail: lines about them and about what is theirs. */
  person: typed,
  /** A part of the title of an activity, a unit, a target and the like. */
  record: typed,
  /** One record, as `collection:id`. */
  about: z
    .string()
    .regex(/^[a-z-]{1,40}:[0-9a-f-]{24,36}$/, '编号格式不正确，请从列表重新进入')
    .refine((value) => idSchema.safeParse(value.split(':')[1]).success, '编号格式不正确，请从列表重新进入')
    .optional(),
  action: z.enum(keysOf<AuditAction>(AUDIT_ACTIONS), '没有这种操作').optional(),
  /** Days of the county, both counted in whole. */
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  page: z.coerce.number('页码应为数字').int('页码应为整数').min(1, '页码从 1 开始').max(10_000, '页码过大').optional(),
})
export type AuditQuery = z.infer<typeof auditQuerySchema>
