import type { Payload } from 'payload'
import { postSms } from './sms.ts'

const LABELS = { phone: '手机号', email: '邮箱' } as const

const NOTICES = {
  typed: (label: string) => ({
    subject: `先“蜂”：有人为您登记了新的${label}`,
    text: `工作人员为您的先“蜂”记录登记了新的${label}，在您登录并用验证码确认以前不会生效。如不是您要求的，请不要确认，并向组织部门反映。`,
  }),
  confirmed: (label: string) => ({
    subject: `先“蜂”：您的${label}已更换`,
    text: `您的先“蜂”记录已登记新的${label}，由本人用验证码确认，以后用它登录；其他设备已退出登录。如不是您本人办理的，请尽快向组织部门反映。`,
  }),
} as const

/** Tells a person, by every contact that stood before, that another one was typed by staff or has been confirmed. */
export async function sendContactNotice(
  payload: Payload,
  { phone, email }: { phone: string | null; email: string | null },
  field: keyof typeof LABELS,
  what: keyof typeof NOTICES,
): Promise<void> {
  const { subject, text } = NOTICES[what](LABELS[field])
  await Promise.all([
    email && payload.sendEmail({ to: email, subject, text }),
    phone && postSms({ phone, text: `【先蜂】${text}` }),
  ])
}
