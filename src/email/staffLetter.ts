import type { Payload } from 'payload'
import { safe } from './templates.ts'

interface StaffLetter {
  to: string
  subject: string
  /** A paragraph each. */
  says: string[]
  link?: string
  /** The way out for somebody who did not ask for it. */
  otherwise: string
}

/** A mail to one member of staff about their account. */
export async function sendStaffLetter(
  payload: Payload,
  { to, subject, says, link, otherwise }: StaffLetter,
): Promise<void> {
  const signed = '先“蜂”志愿服务与活动平台'
  await payload.sendEmail({
    to,
    subject,
    text: [...says, ...(link === undefined ? [] : [link]), otherwise, signed].join('\n\n'),
    html: [
      ...says.map((line) => `<p>${safe(line)}</p>`),
      ...(link === undefined ? [] : [`<p><a href="${safe(link)}">${safe(link)}</a></p>`]),
      `<p>${safe(otherwise)}</p>`,
      `<p>${signed}</p>`,
    ].join('\n'),
  })
}
