import * as z from 'zod'
import { codeText } from '../shared/typedText.ts'
import { emailSchema, phoneSchema, nameSchema } from '../shared/requests.ts'

export const oneTimeCodeSchema = z
  .string('请填写验证码')
  .overwrite(codeText)
  .regex(/^\d{6}$/, '验证码是 6 位数字')

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
