import * as z from 'zod'
import { codeText, lineText } from '../shared/typedText.ts'
import { emailSchema, idSchema, phoneSchema, nameSchema } from '../shared/requests.ts'
import { PASSWORD_LENGTH } from './vocabulary.ts'

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

const BROKEN_LINK = '链接不完整，请从邮件里重新打开，或完整地复制'
/** Of a link; compared by its hash, so that its form tells nothing. */
const tokenSchema = z.string(BROKEN_LINK).regex(/^[\w-]{20,100}$/, BROKEN_LINK)
/** As it is: tidied, it would be another. */
const passwordSchema = z.string('请填写密码').min(1, '请填写密码').max(PASSWORD_LENGTH.most, '密码过长')

export const invitationSchema = z.strictObject({ token: tokenSchema })
export const acceptanceSchema = z.strictObject({ token: tokenSchema, password: passwordSchema })

export const firstAccountSchema = z.strictObject({
  token: tokenSchema,
  name: nameSchema,
  email: emailSchema,
  password: passwordSchema,
  unit: z
    .string('单位名称应为文字')
    .overwrite(lineText)
    .min(1, '请填写单位名称')
    .max(60, '单位名称不超过 60 个字')
    .optional(),
})

export const ownPasswordSchema = z.strictObject({ password: passwordSchema })
export const secondFactorSchema = z.strictObject({
  code: oneTimeCodeSchema,
})
export const endSessionsSchema = z.strictObject({
  session: z
    .string('请选择一处登录')
    .regex(/^[\w-]{1,60}$/, '请从列表重新选择')
    .nullable(),
})
export const handoverSchema = z.strictObject({
  successor: idSchema,
  switchOff: z.boolean('请选择是否同时停用').default(false),
})
