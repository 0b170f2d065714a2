import {
  checkInRequestSchema,
  checkOutRequestSchema,
  correctionAnswerSchema,
  correctionRequestSchema,
  evaluationRequestSchema,
  feedbackRequestSchema,
  selfCheckInRequestSchema,
  walkInRequestSchema,
  wishSchema,
} from '../domain/attendance/requests.ts'
import { idSchema } from '../domain/shared/requests.ts'
import { answerCorrection } from '../operations/attendance/answerCorrection.ts'
import { evaluateService } from '../operations/attendance/evaluateService.ts'
import { giveFeedback } from '../operations/attendance/giveFeedback.ts'
import { requestCorrection } from '../operations/attendance/requestCorrection.ts'
import { requireStaff } from '../operations/identity/requireUser.ts'
import { addWalkIn } from '../operations/attendance/addWalkIn.ts'
import { checkIn } from '../operations/attendance/checkIn.ts'
import { checkOut } from '../operations/attendance/checkOut.ts'
import { correctRegistration } from '../operations/attendance/correctRegistration.ts'
import { getCheckInList } from '../operations/attendance/getCheckInList.ts'
import { getSelfCheckInCode } from '../operations/attendance/getSelfCheckInCode.ts'
import { getSignInSheet } from '../operations/attendance/getSignInSheet.ts'
import { selfCheckIn } from '../operations/attendance/selfCheckIn.ts'
import { call, file, json, parseOrThrow } from './endpoint.ts'

export const checkInCall = call({
  method: 'post',
  path: '/check-ins',
  summary: '登记到场，一次最多 500 条；重复提交同一批不会改变任何结果',
  who: 'staff',
  body: checkInRequestSchema,
  answers: {
    200: '{results: [{clientId, outcome, registration?, standing?}]}，outcome 为 recorded, duplicate, unknown, out-of-scope, wrong-activity, too-early, invalid-time, not-open（活动是草稿或已取消）；duplicate 时 standing 说明已有记录：{attendance, at, method, by}',
  },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'payload-too-large', 'busy'],
  handle: async ({ req, body, now }) => {
    requireStaff(req, body.by)
    return json({ results: await checkIn(req, body.items, now) })
  },
})

export const checkOutCall = call({
  method: 'post',
  path: '/check-outs',
  summary:
    '登记签退（仅志愿服务类活动），一次最多 500 条；最早的一次为准，重复提交同一批不会改变任何结果；服务时长随之算出',
  who: 'staff',
  body: checkOutRequestSchema,
  answers: {
    200: '{results: [{clientId, outcome}]}，outcome 为 recorded, duplicate, unknown, out-of-scope, wrong-activity, invalid-time, not-service, not-present, before-check-in, too-late（活动结束 1 小时后）, not-open（活动是草稿或已取消）',
  },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'payload-too-large', 'busy'],
  handle: async ({ req, body, now }) => json({ results: await checkOut(req, body.items, now) }),
})

export const walkInCall = call({
  method: 'post',
  path: '/activities/:id/walk-ins',
  summary:
    '登记现场参加的人（不占名额）；须本人当场同意。按手机号和活动只登记一次，可放心重试；手机号属于别人、或名单中有同名的人时答 walk-in-unclear，以 who 说明：known 同一个人，another 另一个人（手机号归原主，此人不记手机号）；at 为离线登记的时间',
  who: 'staff',
  params: ['id'],
  body: walkInRequestSchema,
  answers: { 201: '{id}', 200: '此人已在名单中，已登记到场' },
  errors: [
    'walk-in-unclear',
    'rate-limited',
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'activity-cancelled',
    'registration-closed',
    'attendance-recorded',
    'person-merged',
    'person-erased',
    'busy',
  ],
  handle: async ({ req, params, body, now }) => {
    requireStaff(req, body.by)
    const { created, id } = await addWalkIn(
      req,
      { activityId: parseOrThrow(idSchema, params.id), name: body.name, phone: body.phone, who: body.who, at: body.at },
      now,
    )
    return json({ id }, created ? 201 : 200)
  },
})

export const checkInListCall = call({
  method: 'get',
  path: '/activities/:id/check-in-list',
  summary: '现场签到名单：姓名、手机尾号、人数、报名与到场情况；每次查看都会留痕',
  who: 'staff',
  params: ['id'],
  answers: { 200: '{activity, asOf, rows}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'activity-cancelled'],
  handle: async ({ req, params, now }) => json(await getCheckInList(req, parseOrThrow(idSchema, params.id), now)),
})

export const signInSheetCall = call({
  method: 'get',
  path: '/activities/:id/sign-in-sheet',
  summary: '签到表（PDF，A4）：姓名、人数、手机尾号、签名栏和空行，已报名的在前，候补等在后；每次下载都会留痕',
  who: 'staff',
  params: ['id'],
  answers: { 200: 'PDF 文件' },
  errors: [
    'invalid-input',
    'not-logged-in',
    'forbidden',
    'not-found',
    'activity-draft',
    'activity-cancelled',
    'sheet-too-long',
  ],
  handle: async ({ req, params, now }) => {
    const { title, file: pdf } = await getSignInSheet(req, parseOrThrow(idSchema, params.id), now)
    const name = `签到表-${title}.pdf`
    return file(new Uint8Array(pdf), { type: 'application/pdf', name, plainName: 'sign-in-sheet.pdf' })
  },
})

export const selfCheckInCodeCall = call({
  method: 'get',
  path: '/activities/:id/self-check-in-code',
  summary: '组织者屏幕上的自助签到码，每 30 秒更换',
  who: 'staff',
  params: ['id'],
  answers: { 200: '{title, code, expiresIn}，expiresIn 为毫秒' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'activity-cancelled', 'check-in-closed'],
  handle: async ({ req, params, now }) => json(await getSelfCheckInCode(req, parseOrThrow(idSchema, params.id), now)),
})

export const selfCheckInCall = call({
  method: 'post',
  path: '/activities/:id/self-check-ins',
  summary: '本人用组织者屏幕上的码签到（自愿，不采集位置）；未报名的按现场参加记录；可放心重试',
  who: 'person',
  params: ['id'],
  body: selfCheckInRequestSchema,
  answers: { 201: '{id, checkedInAt}', 200: '此前已登记到场' },
  errors: [
    'invalid-input',
    'invalid-json',
    'code-invalid',
    'not-logged-in',
    'forbidden',
    'not-found',
    'activity-cancelled',
    'check-in-closed',
    'rate-limited',
    'person-merged',
    'person-erased',
    'busy',
  ],
  handle: async ({ req, params, body, now }) => {
    const { isNew, ...rest } = await selfCheckIn(
      req,
      { activityId: parseOrThrow(idSchema, params.id), code: body.code },
      now,
    )
    return json(rest, isNew ? 201 : 200)
  },
})

export const correctCall = call({
  method: 'post',
  path: '/registrations/:id/corrections',
  summary: '更正到场情况或服务时长（整分钟，0–1440；null 表示取消填写，改按规则计算），须写明原因',
  who: 'staff',
  params: ['id'],
  body: correctionRequestSchema,
  answers: { 200: '{id, attendance, came, minutes, minutesSource}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params, body, now }) =>
    json(await correctRegistration(req, { id: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const evaluateCall = call({
  method: 'post',
  path: '/activities/:id/evaluations',
  summary: '评价志愿服务质量，一次最多 500 人；本人可见，不公开、不排名',
  who: 'staff',
  params: ['id'],
  body: evaluationRequestSchema,
  answers: { 200: '{results: [{registration, outcome}]}，outcome 为 recorded, duplicate, unknown, not-served' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'activity-draft',
    'activity-cancelled',
    'busy',
  ],
  handle: async ({ req, params, body, now }) =>
    json({ results: await evaluateService(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now) }),
})

export const feedbackCall = call({
  method: 'post',
  path: '/registrations/:id/feedback',
  summary: '到场后的反馈：1–5 分和意见（可不填），再次提交以最后一次为准；只有活动组织单位及其上级可见',
  who: 'person',
  params: ['id'],
  body: feedbackRequestSchema,
  answers: { 200: '{id, rating}' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'activity-cancelled',
    'not-attended',
    'busy',
  ],
  handle: async ({ req, params, body, now }) =>
    json(await giveFeedback(req, { id: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const requestCorrectionCall = call({
  method: 'post',
  path: '/registrations/:id/correction-requests',
  summary: '本人申请更正记录；每条记录同时只有一份待答复的申请',
  who: 'person',
  params: ['id'],
  body: wishSchema,
  answers: { 201: '{id, status: "open"}' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'correction-open',
    'person-merged',
    'person-erased',
    'busy',
  ],
  handle: async ({ req, params, body }) =>
    json(await requestCorrection(req, { id: parseOrThrow(idSchema, params.id), ...body }), 201),
})

export const answerCorrectionCall = call({
  method: 'post',
  path: '/corrections/:id/answer',
  summary: '答复更正申请，须写明理由，本人可见；采纳时可同时更正到场情况或服务时长',
  who: 'staff',
  params: ['id'],
  body: correctionAnswerSchema,
  answers: { 200: '{id, status}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'correction-answered', 'busy'],
  handle: async ({ req, params, body, now }) =>
    json(await answerCorrection(req, { id: parseOrThrow(idSchema, params.id), ...body }, now)),
})
