import { CODE_LIFETIME_MS } from '../domain/identity/codes.ts'
import { codeRequestSchema, sessionRequestSchema } from '../domain/identity/requests.ts'
import { openSession } from '../operations/identity/openSession.ts'
import { requestCode, type Contact } from '../operations/identity/requestCode.ts'
import { call, json } from './endpoint.ts'
import { sessionCookie } from './sessionCookie.ts'

export const requestCodeCall = call({
  method: 'post',
  path: '/codes',
  summary: '发送六位一次性验证码（5 分钟有效）；无论是否注册过，回答都相同',
  who: 'anyone',
  body: codeRequestSchema,
  answers: { 202: '已受理；expiresIn 为有效秒数' },
  errors: ['invalid-input', 'invalid-json', 'rate-limited', 'busy'],
  handle: async ({ req, body, now }) => {
    await requestCode(req, body as Contact, now)
    return json({ expiresIn: CODE_LIFETIME_MS / 1000 }, 202)
  },
})

export const openSessionCall = call({
  method: 'post',
  path: '/sessions',
  isSecret: true,
  summary: '用验证码登录；首次使用需要 name 和 consent: true',
  who: 'anyone',
  body: sessionRequestSchema,
  answers: { 201: '{token, person}，并设置 httpOnly Cookie' },
  errors: ['invalid-input', 'invalid-json', 'code-invalid', 'profile-required', 'rate-limited'],
  handle: async ({ req, body, now }) => {
    const session = await openSession(req, body, now)
    return json(session, 201, { 'set-cookie': sessionCookie(session.token) })
  },
})
