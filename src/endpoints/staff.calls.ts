import {
  acceptanceSchema,
  endSessionsSchema,
  firstAccountSchema,
  handoverSchema,
  invitationSchema,
  ownPasswordSchema,
  secondFactorSchema,
} from '../domain/identity/requests.ts'
import { idSchema } from '../domain/shared/requests.ts'
import { getHandover, handOver } from '../operations/activities/handOver.ts'
import { listColleagues } from '../operations/activities/responsible.ts'
import { makeFirstAccount } from '../operations/identity/firstAccount.ts'
import { acceptInvitation, getInvitation, inviteAgain } from '../operations/identity/invitations.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  renewRecoveryCodes,
} from '../operations/identity/secondFactor.ts'
import { endStaffSessions, getSecurity } from '../operations/identity/staffLogins.ts'
import { call, json, parseOrThrow } from './endpoint.ts'

const accountOf = ({ id }: { id: string }): string => parseOrThrow(idSchema, id)

export const firstAccountCall = call({
  method: 'post',
  path: '/first-account',
  isSecret: true,
  summary: '还没有任何工作人员时，用服务器启动时打印的一次性链接建立首个组织部门账号；没有县级单位时按 unit 新建',
  who: 'anyone',
  body: firstAccountSchema,
  answers: { 201: '{email}，用它和密码登录' },
  errors: ['invalid-input', 'invalid-json', 'link-invalid', 'busy'],
  handle: async ({ req, body, now }) => json(await makeFirstAccount(req, body, now), 201),
})

export const invitationCall = call({
  method: 'post',
  path: '/invitations/details',
  isSecret: true,
  summary: '邀请链接是给谁的',
  who: 'anyone',
  body: invitationSchema,
  answers: { 200: '{name, email, unit}' },
  errors: ['invalid-input', 'invalid-json', 'link-invalid'],
  handle: async ({ req, body, now }) => json(await getInvitation(req, body.token, now)),
})

export const acceptInvitationCall = call({
  method: 'post',
  path: '/invitations/acceptance',
  isSecret: true,
  summary:
    '接受邀请：用邮件里的链接（7 天内有效，只能用一次）设置本人的密码；容易猜到的密码答 invalid-input，附改进办法',
  who: 'anyone',
  body: acceptanceSchema,
  answers: { 200: '{email}，用它和密码登录' },
  errors: ['invalid-input', 'invalid-json', 'link-invalid', 'busy'],
  handle: async ({ req, body, now }) => json(await acceptInvitation(req, body, now)),
})

export const inviteAgainCall = call({
  method: 'post',
  path: '/staff/:id/invitation',
  summary: '组织部门再发一次邀请邮件，原来的链接失效；新建工作人员时不填密码即发第一次',
  who: 'staff',
  params: ['id'],
  answers: { 202: '{invited: true}，邮件随后发出' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'not-invited', 'rate-limited', 'busy'],
  handle: async ({ req, params, now }) => {
    await inviteAgain(req, accountOf(params), now)
    return json({ invited: true }, 202)
  },
})

export const beginSecondFactorCall = call({
  method: 'post',
  path: '/staff/:id/second-factor',
  isSecret: true,
  summary: '本人开始设置两步验证：得到身份验证器的密钥和二维码，输入一次验证码后才生效',
  who: 'staff',
  params: ['id'],
  body: ownPasswordSchema,
  answers: { 200: '{secret, picture}' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'second-factor-on',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, params, body, now }) =>
    json(await beginSecondFactor(req, accountOf(params), body.password, now)),
})

export const confirmSecondFactorCall = call({
  method: 'post',
  path: '/staff/:id/second-factor/confirmation',
  isSecret: true,
  summary: '本人用第一个验证码开启两步验证，得到 10 个恢复码，只显示这一次',
  who: 'staff',
  params: ['id'],
  body: secondFactorSchema,
  answers: { 200: '{recoveryCodes}' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'second-factor-wrong',
    'second-factor-on',
    'second-factor-off',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, params, body, now }) => json(await confirmSecondFactor(req, accountOf(params), body.code, now)),
})

export const renewRecoveryCodesCall = call({
  method: 'post',
  path: '/staff/:id/second-factor/recovery-codes',
  isSecret: true,
  summary: '本人重新生成恢复码，原来的全部失效',
  who: 'staff',
  params: ['id'],
  body: ownPasswordSchema,
  answers: { 200: '{recoveryCodes}' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'second-factor-off',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, params, body, now }) =>
    json(await renewRecoveryCodes(req, accountOf(params), body.password, now)),
})

export const endSecondFactorCall = call({
  method: 'post',
  path: '/staff/:id/second-factor/removal',
  isSecret: true,
  summary: '关闭两步验证：本人，或组织部门为丢失手机的同事；邮件通知账号的主人；password 是操作人自己的密码',
  who: 'staff',
  params: ['id'],
  body: ownPasswordSchema,
  answers: { 200: '{removed: true}' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'second-factor-off',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, params, body, now }) => {
    await endSecondFactor(req, accountOf(params), body.password, now)
    return json({ removed: true })
  },
})

export const securityCall = call({
  method: 'get',
  path: '/staff/:id/security',
  summary: '本人（组织部门可查所有人）的两步验证，和现在登录着的设备',
  who: 'staff',
  params: ['id'],
  answers: { 200: '{secondFactorSince, recoveryCodesLeft, sessions: [{id, device, network, since, usedAt, isThis}]}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found'],
  handle: async ({ req, params, now }) => json(await getSecurity(req, accountOf(params), now)),
})

export const endSessionsCall = call({
  method: 'post',
  path: '/staff/:id/sessions/end',
  summary: '结束一处登录（session 为其 id），或除现在这处以外的全部（session 为 null）；本人，或组织部门',
  who: 'staff',
  params: ['id'],
  body: endSessionsSchema,
  answers: { 200: '{ended}，结束了几处' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params, body }) =>
    json({ ended: await endStaffSessions(req, accountOf(params), body.session) }),
})

export const colleaguesCall = call({
  method: 'get',
  path: '/units/:id/staff',
  summary: '可以负责该单位活动的工作人员：在用，且管理范围包含该单位；只有姓名和所属单位',
  who: 'staff',
  params: ['id'],
  answers: { 200: '{staff: [{id, name, unit}]}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found'],
  handle: async ({ req, params }) => json(await listColleagues(req, accountOf(params))),
})

export const handoverCall = call({
  method: 'get',
  path: '/staff/:id/handover',
  summary: '本人（组织部门可查所有人）要交接的：由其负责的草稿、未结束的活动，其中待审核的报名，和可以接手的人',
  who: 'staff',
  params: ['id'],
  answers: { 200: '{drafts, upcoming, pending, successors: [{id, name, unit}]}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found'],
  handle: async ({ req, params, now }) => json(await getHandover(req, accountOf(params), now)),
})

export const handOverCall = call({
  method: 'post',
  path: '/staff/:id/handover',
  summary:
    '把由其负责的草稿和未结束的活动一次交接给 successor，每 100 场发一封邮件告诉接手人；本人，或组织部门；switchOff 为 true 时先停用账号（限组织部门），没有要交接的也停用',
  who: 'staff',
  params: ['id'],
  body: handoverSchema,
  answers: { 200: '{drafts, upcoming, isSwitchedOff}，交接了几场' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'responsible-unfit',
    'nothing-to-hand-over',
    'last-department',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, params, body, now }) => json(await handOver(req, { account: accountOf(params), ...body }, now)),
})
