import { doorLinkRequestSchema, doorOpeningSchema, helperCheckInSchema } from '../domain/attendance/requests.ts'
import { idSchema } from '../domain/shared/requests.ts'
import { listDoorLinks, makeDoorLink, revokeDoorLink } from '../operations/attendance/doorLinks.ts'
import { checkInAsHelper, getHelpersList, leaveDoor, openDoor } from '../operations/attendance/helpAtDoor.ts'
import { call, json, parseOrThrow } from './endpoint.ts'
import { helperCookie, helperSecret } from './sessionCookie.ts'

export const doorLinksCall = call({
  method: 'get',
  path: '/activities/:id/door-links',
  summary: '一场活动的门口协助链接，新的在前：给谁用、谁开通的、有效到何时、最近使用',
  who: 'staff',
  params: ['id'],
  answers: {
    200: '{links: [{id, label, madeBy, madeAt, until, state, usedAt}]}，state 为 unopened, open, paused, over, revoked, left',
  },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found'],
  handle: async ({ req, params, now }) =>
    json({ links: await listDoorLinks(req, parseOrThrow(idSchema, params.id), now) }),
})

export const makeDoorLinkCall = call({
  method: 'post',
  path: '/activities/:id/door-links',
  isSecret: true,
  summary:
    '开通一个门口协助链接：没有账号的人用自己的手机，只为这一场签到；活动结束 2 小时后失效，活动取消、开通者停用或不再管理时暂停；一场最多 10 个在用',
  who: 'staff',
  params: ['id'],
  body: doorLinkRequestSchema,
  answers: {
    201: '{id, label, madeBy, madeAt, until, state, usedAt, address, picture}，address 和二维码 picture 只给这一次',
  },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'activity-cancelled',
    'activity-ended',
    'door-links-full',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, params, body, now }) =>
    json(await makeDoorLink(req, { activityId: parseOrThrow(idSchema, params.id), label: body.label }, now), 201),
})

export const revokeDoorLinkCall = call({
  method: 'post',
  path: '/door-links/:id/revocation',
  summary: '收回一个门口协助链接，随即失效；可放心重试',
  who: 'staff',
  params: ['id'],
  answers: { 200: '{id, label, madeBy, madeAt, until, state, usedAt}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params, now }) => json(await revokeDoorLink(req, parseOrThrow(idSchema, params.id), now)),
})

export const openDoorCall = call({
  method: 'post',
  path: '/door/session',
  isSecret: true,
  summary:
    '打开协助链接：# 后的 token 换一个只对 /api/door 有效的 Cookie；首次看到名单 10 分钟后，别的手机或浏览器不能再打开',
  who: 'anyone',
  body: doorOpeningSchema,
  answers: { 201: '{id, label, madeBy, activity, until}', 200: '这个浏览器已经打开过' },
  errors: [
    'invalid-input',
    'invalid-json',
    'link-invalid',
    'door-link-taken',
    'door-closed',
    'door-paused',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, body, now }) => {
    const { helper, session } = await openDoor(req, { token: body.token, session: helperSecret(req) }, now)
    return session === null ? json(helper) : json(helper, 201, { 'set-cookie': helperCookie(session, now) })
  },
})

export const leaveDoorCall = call({
  method: 'delete',
  path: '/door/session',
  isSecret: true,
  summary: '结束协助：链接随即失效；可放心重试',
  who: 'anyone',
  answers: { 200: '{left: true}' },
  errors: ['busy'],
  handle: async ({ req, now }) => {
    await leaveDoor(req, helperSecret(req), now)
    return json({ left: true }, 200, { 'set-cookie': helperCookie(null, now) })
  },
})

export const helpersListCall = call({
  method: 'get',
  path: '/door/check-in-list',
  summary: '协助者的现场签到名单，与工作人员的相同；每次查看都会留痕',
  who: 'helper',
  answers: { 200: '{activity, asOf, rows, until}' },
  errors: [
    'not-logged-in',
    'not-found',
    'activity-cancelled',
    'door-closed',
    'door-paused',
    'door-not-open',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, now }) => json(await getHelpersList(req, helperSecret(req), now)),
})

export const helperCheckInCall = call({
  method: 'post',
  path: '/door/check-ins',
  // A batch may be sent again as it is. An answer that is kept for a key would be given without asking for the link.
  isSecret: true,
  summary: '协助者登记到场，一次最多 500 条，只限本场；重复提交不会改变任何结果；失效前登记的，12 小时内补送仍接收',
  who: 'helper',
  body: helperCheckInSchema,
  answers: { 200: '{results}，与 /check-ins 相同，另有 door-closed：链接失效之后登记的' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'door-closed',
    'door-paused',
    'door-not-open',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, body, now }) => json({ results: await checkInAsHelper(req, helperSecret(req), body, now) }),
})
