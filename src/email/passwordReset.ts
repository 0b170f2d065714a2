import type { Payload } from 'payload'
import { sendStaffLetter } from './staffLetter.ts'

/** As long as Payload takes the link; an hour. */
const VALID = '1 小时'

export async function sendPasswordReset(
  payload: Payload,
  { email, name }: { email: string; name: string },
  link: string,
): Promise<void> {
  await sendStaffLetter(payload, {
    to: email,
    subject: '先“蜂”平台：设置新密码',
    says: [
      `${name}，您好：`,
      `有人（应当是您）要为先“蜂”平台的工作人员账号 ${email} 设置新密码。请在 ${VALID}内打开下面的链接设置，链接只能用一次。`,
    ],
    link,
    otherwise: '如果不是您本人操作，请不要打开链接，密码不会改变；多次收到请联系组织部门。',
  })
}
