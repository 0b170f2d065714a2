import * as z from 'zod'
import { emailSchema, nameSchema, oneTimeCodeSchema, phoneSchema } from '../../domain/requests.ts'

export interface SignUpValues {
  contact: string
  code: string
  name: string
  consent: boolean
  answers: Record<string, string | boolean>
}

/** One box for both: what holds an @ is an e-mail address. */
export function splitContact(contact: string): { email: string } | { phone: string } {
  return contact.includes('@') ? { email: contact.trim() } : { phone: contact.trim() }
}

const contactSchema = z
  .string()
  .trim()
  .min(1, '请填写手机号或邮箱')
  .superRefine((value, context) => {
    const parsed = (value.includes('@') ? emailSchema : phoneSchema).safeParse(value)
    if (!parsed.success) context.addIssue({ code: 'custom', message: parsed.error.issues[0]?.message ?? '请核对' })
  })

/** What each step of the form has to have; the server checks everything again with src/domain/requests.ts. */
export function signUpSchema(step: 'contact' | 'code' | 'profile' | 'done') {
  const isLoggedIn = step === 'done'
  return z.object({
    contact: isLoggedIn ? z.string() : contactSchema,
    code: isLoggedIn || step === 'contact' ? z.string() : oneTimeCodeSchema,
    name: step === 'profile' ? nameSchema : z.string(),
    consent: step === 'profile' ? z.boolean().refine((value) => value, '请阅读并勾选同意') : z.boolean(),
    answers: z.record(z.string(), z.union([z.string().max(1000, '回答不超过 1000 个字'), z.boolean()])),
  })
}
