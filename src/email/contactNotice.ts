import type { Payload } from 'payload'
import { postSms } from './sms.ts'

const LABELS = { phone: '手机号', email: '邮箱' } as const

/** Tells a person, by the contacts that stand on the record, that staff have typed another one. */
export async function sendContactNotice(payload: Payload, { phone, email }: { phone: string | null; email: string | null }, typed: keyof typeof LABELS): Promise<void> {
  const text = `工作人员为您的先“蜂”记录登记了新的${LABELS[typed]}，在您登录并用验证码确认以前不会生效。如不是您要求的，请不要确认，并向组织部门反映。`
  if (email !== null) await payload.sendEmail({ to: email, subject: `先“蜂”：有人为您登记了新的${LABELS[typed]}`, text })
  else if (phone !== null) await postSms({ phone, text: `【先蜂】${text}` })
}
