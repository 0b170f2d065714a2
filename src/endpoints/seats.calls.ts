import {
  cancellationRequestSchema,
  candidateQuerySchema,
  decisionRequestSchema,
  decisionsRequestSchema,
  registrationRequestSchema,
  signUpForAnotherRequestSchema,
} from '../domain/seats/requests.ts'
import { idSchema } from '../domain/shared/requests.ts'
import { acceptOffer } from '../operations/seats/acceptOffer.ts'
import { cancelRegistration } from '../operations/seats/cancelRegistration.ts'
import { decideRegistrations } from '../operations/seats/decideRegistrations.ts'
import { decideRegistration } from '../operations/seats/decideRegistration.ts'
import { listCandidates } from '../operations/seats/listCandidates.ts'
import { listMyRegistrations } from '../operations/seats/listMyRegistrations.ts'
import { register, type Registered } from '../operations/seats/register.ts'
import { signUpForAnother } from '../operations/seats/signUpForAnother.ts'
import { undoCancellation } from '../operations/seats/undoCancellation.ts'
import { call, json, parseOrThrow } from './endpoint.ts'

export const registerCall = call({
  method: 'post',
  path: '/activities/:id/registrations',
  summary: '报名，size 为一起参加的人数（含本人，1–10，名额要么全有要么候补）；已报名时返回 200 和原有结果，可放心重试',
  who: 'person',
  params: ['id'],
  body: registrationRequestSchema,
  answers: {
    201: '{id, status, size, position?, offerExpiresAt?, clashes: [{id, title, startsAt}]}，clashes 为本人时间重叠的其他报名（只提醒，不限制）；status 为 confirmed, waitlisted, pending（待审核）或 offered（待确认）',
    200: '此前已报名，结果相同',
  },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'registration-closed',
    'activity-cancelled',
    'full',
    'person-merged',
    'person-erased',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, params, body, now }) => {
    return answerOf(await register(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now))
  },
})

function answerOf({ created, position, offerExpiresAt, ...rest }: Registered): Response {
  return json(
    { ...rest, ...(position !== null && { position }), ...(offerExpiresAt !== null && { offerExpiresAt }) },
    created ? 201 : 200,
  )
}

export const signUpForAnotherCall = call({
  method: 'post',
  path: '/activities/:id/sign-ups',
  summary:
    '工作人员代为报名（来电、柜台），须已向本人口头说明并取得同意；person 为已有的人员，否则填 name 和 phone；手机号属于别人、或名单上有同名的人时答 walk-in-unclear，以 who 说明：known 同一个人，another 另一个人（手机号归原主，此人不记手机号）；其余与本人报名相同，可放心重试',
  who: 'staff',
  params: ['id'],
  body: signUpForAnotherRequestSchema,
  answers: {
    201: '{id, status, size, position?, offerExpiresAt?, clashes: [{id, title, startsAt}]}，同本人报名；clashes 只含您管理范围内的活动',
    200: '此人已报名，结果相同',
  },
  errors: [
    'walk-in-unclear',
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'activity-draft',
    'registration-closed',
    'activity-ended',
    'activity-cancelled',
    'full',
    'person-merged',
    'person-erased',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, params, body: { consent: _, ...body }, now }) =>
    answerOf(await signUpForAnother(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const candidatesCall = call({
  method: 'get',
  path: '/activities/:id/candidates',
  summary: '可代为报名的人：管理范围内的人员和名单上见过的人，按姓名、编号或完整手机号查找，最多 8 人',
  who: 'staff',
  params: ['id'],
  query: candidateQuerySchema,
  answers: { 200: '{people: [{id, name, volunteerNumber, phoneTail, unit, status, attendance}], more}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found'],
  handle: async ({ req, params, query }) => json(await listCandidates(req, parseOrThrow(idSchema, params.id), query.q)),
})

export const acceptOfferCall = call({
  method: 'post',
  path: '/registrations/:id/acceptance',
  summary: '确认接受保留的名额；重复确认结果相同',
  who: 'person',
  params: ['id'],
  answers: { 200: '{id, status: "confirmed"}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'offer-lapsed', 'activity-cancelled', 'busy'],
  handle: async ({ req, params, now }) => json(await acceptOffer(req, parseOrThrow(idSchema, params.id), now)),
})

export const decideCall = call({
  method: 'post',
  path: '/registrations/:id/decision',
  summary: '审核报名：通过后按先后得到名额或进入候补；不通过须写明原因，本人可见',
  who: 'staff',
  params: ['id'],
  body: decisionRequestSchema,
  answers: { 200: '{id, status}' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'not-pending',
    'activity-draft',
    'activity-cancelled',
    'activity-ended',
    'busy',
  ],
  handle: async ({ req, params, body, now }) =>
    json(await decideRegistration(req, { id: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const decideManyCall = call({
  method: 'post',
  path: '/activities/:id/decisions',
  summary: '审核一场活动的多条报名，一次最多 500 条；按报名先后逐条处理，不通过须写明原因，本人可见',
  who: 'staff',
  params: ['id'],
  body: decisionsRequestSchema,
  answers: {
    200: '{results: [{registration, outcome}]}，outcome 为 confirmed, waitlisted, offered, full（已通过，但无名额也无候补）, refused, not-pending, unknown',
  },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'activity-draft',
    'activity-cancelled',
    'activity-ended',
    'busy',
  ],
  handle: async ({ req, params, body, now }) =>
    json({ results: await decideRegistrations(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now) }),
})

export const cancelCall = call({
  method: 'delete',
  path: '/registrations/:id',
  summary:
    '取消报名，不影响以后报名；重复取消结果相同。本人写 undoable: true 的，名额或候补位次保留 30 秒，期间可用 POST /registrations/:id/undo 撤销，到时才让给下一位并通知本人；不写的立即生效。工作人员取消立即生效，可写明 reason，本人可见',
  who: 'person or staff',
  params: ['id'],
  body: cancellationRequestSchema,
  answers: { 200: '{id, status: "cancelled", undoUntil?}，undoUntil 为可撤销的截止时间，已生效的没有这一项' },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'not-found',
    'attendance-recorded',
    'activity-ended',
    'busy',
  ],
  handle: async ({ req, params, body, now }) =>
    json(
      await cancelRegistration(req, parseOrThrow(idSchema, params.id), now, {
        reason: body.reason,
        isUndoable: body.undoable,
      }),
    ),
})

export const undoCancellationCall = call({
  method: 'post',
  path: '/registrations/:id/undo',
  summary: '本人撤销 30 秒内的取消：名额、候补位次和回答都照旧；重复撤销结果相同；超过 30 秒答 undo-lapsed，可重新报名',
  who: 'person',
  params: ['id'],
  answers: { 200: '{id, status}' },
  errors: [
    'invalid-input',
    'not-logged-in',
    'forbidden',
    'not-found',
    'undo-lapsed',
    'activity-cancelled',
    'activity-ended',
    'busy',
  ],
  handle: async ({ req, params, now }) => json(await undoCancellation(req, parseOrThrow(idSchema, params.id), now)),
})

export const myRegistrationsCall = call({
  method: 'get',
  path: '/me/registrations',
  summary: '本人的报名，含候补位次和签到票码',
  who: 'person',
  answers: { 200: '报名列表' },
  errors: ['not-logged-in', 'forbidden'],
  handle: async ({ req, now }) => json(await listMyRegistrations(req, now)),
})
