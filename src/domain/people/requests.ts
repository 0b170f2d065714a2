import * as z from 'zod'
import { lineText } from '../shared/typedText.ts'
import { GENDERS, PERSON_KINDS, type Gender, type PersonKind } from './vocabulary.ts'
import { nameSchema, keysOf, idSchema, daySchema, voluntary, MAX_NOTE } from '../shared/requests.ts'

/**
 * The facts that people tell of themselves: what is left out stays as it is, and null or an empty list takes back what
 * was said.
 */
export const ownChangesSchema = z
  .strictObject({
    name: nameSchema.optional(),
    kinds: z
      .array(z.enum(keysOf<PersonKind>(PERSON_KINDS), '没有这种身份'), '身份应为列表')
      .overwrite((kinds) => [...new Set(kinds)])
      .max(Object.keys(PERSON_KINDS).length)
      .optional(),
    /** The unit whose staff may then open the own record. */
    unit: idSchema.nullable().optional(),
    station: idSchema.nullable().optional(),
    gender: z.enum(keysOf<Gender>(GENDERS), '性别只能是 male 或 female').nullable().optional(),
    birthDate: daySchema.nullable().optional(),
    area: voluntary('居住区域', 60),
    skills: voluntary('专业技能', 200),
    serviceKinds: voluntary('服务类别', 200),
  })
  .refine((changes) => Object.keys(changes).length > 0, { message: '请写明要更改的内容', path: ['name'] })

/** One of the two is the record in the path, the other is named here: `into` stays, `from` ends. */
export const mergeRequestSchema = z
  .strictObject({
    into: idSchema.optional(),
    from: idSchema.optional(),
    reason: z
      .string('请填写合并原因')
      .overwrite(lineText)
      .min(2, '请填写合并原因')
      .max(MAX_NOTE, `合并原因不超过 ${MAX_NOTE} 个字`),
  })
  .refine(({ into, from }) => (into === undefined) !== (from === undefined), {
    message: '请填写另一条人员记录（into 或 from，二选一）',
    path: ['from'],
  })

export type OwnChanges = z.infer<typeof ownChangesSchema>
