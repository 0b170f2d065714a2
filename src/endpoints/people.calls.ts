import { contactConfirmationSchema } from '../domain/identity/requests.ts'
import { idSchema } from '../domain/shared/requests.ts'
import { mergeRequestSchema, ownChangesSchema } from '../domain/people/requests.ts'
import { changeMe } from '../operations/people/changeMe.ts'
import { confirmContact } from '../operations/people/confirmContact.ts'
import { eraseMe } from '../operations/people/eraseMe.ts'
import { getMe, getMyData } from '../operations/people/getMyData.ts'
import { mergePeople } from '../operations/people/mergePeople.ts'
import { call, json, parseOrThrow } from './endpoint.ts'
import { sessionCookie } from './sessionCookie.ts'

export const meCall = call({
  method: 'get',
  path: '/me',
  summary: '当前登录的人',
  who: 'person',
  answers: {
    200: '{id, volunteerNumber, phone, email, name, kinds, unit, station, gender, birthDate, area, skills, serviceKinds}，phone 和 email 打码，完整的见 GET /me/data',
  },
  errors: ['not-logged-in', 'forbidden'],
  handle: async ({ req }) => json(await getMe(req)),
})

export const changeMeCall = call({
  method: 'patch',
  path: '/me',
  summary:
    '本人更正姓名，填写或收回身份（kinds）、报到单位（unit）、常去的先“蜂”空间（station）等自愿项目：没有写的不变，null 或空列表即收回。kinds 中的 partyMember 属敏感个人信息，填写即单独同意；填写 unit 后，该单位及其上级的工作人员可查看本人记录。已出具的证明不变。手机号和邮箱用 POST /me/contacts 更换',
  who: 'person',
  body: ownChangesSchema,
  answers: { 200: '更正后的本人资料，同 GET /me' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'person-merged',
    'person-erased',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, body, now }) => json(await changeMe(req, body, now)),
})

export const myDataCall = call({
  method: 'get',
  path: '/me/data',
  summary: '系统保存的本人全部数据（副本）',
  who: 'person',
  answers: { 200: '{person, registrations}' },
  errors: ['not-logged-in', 'forbidden'],
  handle: async ({ req }) =>
    json(await getMyData(req), 200, { 'content-disposition': 'attachment; filename="my-data.json"' }),
})

export const confirmContactCall = call({
  method: 'post',
  path: '/me/contacts',
  summary:
    '本人更换或添加手机号或邮箱，或确认工作人员登记的：先用 POST /codes 向新的发送验证码；确认以前原来的仍有效，确认后用新的登录，其他设备上的登录随之结束，并通知原来的联系方式。属于另一条人员记录的答 contact-taken',
  who: 'person',
  body: contactConfirmationSchema,
  answers: { 200: '{confirmed: true}' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'code-invalid',
    'contact-taken',
    'person-merged',
    'person-erased',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, body, now }) => {
    await confirmContact(req, body, now)
    return json({ confirmed: true })
  },
})

export const eraseMeCall = call({
  method: 'delete',
  path: '/me',
  summary: '注销：清除个人信息，取消未开始的报名；记录数保持不变',
  who: 'person',
  answers: { 200: '{erased: true}' },
  errors: ['not-logged-in', 'forbidden', 'busy'],
  handle: async ({ req, now }) => {
    await eraseMe(req, now)
    return json({ erased: true }, 200, { 'set-cookie': sessionCookie(null) })
  },
})

export const mergePeopleCall = call({
  method: 'post',
  path: '/people/:id/merge',
  summary:
    '合并同一人的两条人员记录，须写明原因：from 并入本条，或本条并入 into（二选一）。报名、记录、证明和所缺的联系方式随之转移，被并入的一条不能再登录；同一活动两条都有报名的只留一条，不重复计数。不能撤销；可放心重试。限组织部门',
  who: 'staff',
  params: ['id'],
  body: mergeRequestSchema,
  answers: { 200: '{id, from}：留下的一条和被并入的一条' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'person-merged',
    'person-erased',
    'busy',
  ],
  handle: async ({ req, params, body, now }) => {
    const id = parseOrThrow(idSchema, params.id)
    const { into = id, from = id, reason } = body
    return json(await mergePeople(req, { from, into, reason }, now))
  },
})
