import { afterAll, beforeAll, expect, test } from '@jest/globals'
import nodemailer from 'nodemailer'
import { startSmtp, type TestSmtp } from './smtp.ts'

let smtp: TestSmtp
beforeAll(async () => {
  smtp = await startSmtp()
})
afterAll(() => smtp.stop())

test('a message sent over SMTP is found by its recipient', async () => {
  const transport = nodemailer.createTransport({ url: smtp.url })
  await transport.sendMail({
    from: 'a@example.org',
    to: 'b@example.org',
    subject: '验证码',
    text: '您的验证码是 123456',
  })
  const message = await smtp.waitFor('b@example.org', '验证码')
  expect(message.subject).toBe('验证码')
  expect(message.text).toContain('123456')
})
