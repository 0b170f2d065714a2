import type { Payload } from 'payload'
import { AppError } from '../domain/shared/AppError.ts'
import { postSms } from './sms.ts'

const text = (code: string) => `【先蜂】您的验证码是 ${code}，5 分钟内有效。请勿告诉他人；如非本人操作，请忽略。`

/** @throws AppError busy when the mail server does not take the message */
export async function sendCodeByMail(payload: Payload, email: string, code: string): Promise<void> {
  try {
    await payload.sendEmail({ to: email, subject: `先“蜂”验证码 ${code}`, text: text(code) })
  } catch (error) {
    payload.logger.error({ err: error }, 'one-time code could not be sent by mail')
    throw new AppError('busy', '验证码暂时无法发送，请稍后再试，或改用其他联系方式。')
  }
}

/** @throws AppError busy when the gateway does not take the message */
export async function sendCodeBySms(phone: string, code: string): Promise<void> {
  const answer = await postSms({ phone, text: text(code) }).catch(() => null)
  if (!answer?.ok) throw new AppError('busy', '短信暂时无法发送，请稍后再试，或改用邮箱登录。')
}
