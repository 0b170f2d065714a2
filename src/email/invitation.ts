import type { Payload } from 'payload'
import { sendStaffLetter } from './staffLetter.ts'

export async function sendInvitation(
  payload: Payload,
  { email, name, unit }: { email: string; name: string; unit: string },
  link: string,
): Promise<void> {
  await sendStaffLetter(payload, {
    to: email,
    subject: '先“蜂”平台：请设置密码，开通工作人员账号',
    says: [
      `${name}，您好：`,
      `${unit}为您在先“蜂”志愿服务与活动平台开通了工作人员账号，用这个邮箱（${email}）登录。请在 7 天内打开下面的链接设置密码，链接只能用一次。`,
    ],
    link,
    otherwise: '密码只有您自己知道。如果您不认识这个平台，请不要打开链接；链接过期了，请组织部门再发一次。',
  })
}
