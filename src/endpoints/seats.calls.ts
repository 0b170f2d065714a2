import {
  cancellationRequestSchema,
  decisionRequestSchema,
  decisionsRequestSchema,
  registrationRequestSchema,
} from '../domain/seats/requests.ts'
import { idSchema } from '../domain/shared/requests.ts'
import { acceptOffer } from '../operations/seats/acceptOffer.ts'
import { cancelRegistration } from '../operations/seats/cancelRegistration.ts'
import { decideRegistrations } from '../operations/seats/decideRegistrations.ts'
import { decideRegistration } from '../operations/seats/decideRegistration.ts'
import { listMyRegistrations } from '../operations/seats/listMyRegistrations.ts'
import { register } from '../operations/seats/register.ts'
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
    const { created, position, offerExpiresAt, ...rest } = await register(
      req,
      { activityId: parseOrThrow(idSchema, params.id), ...body },
      now,
    )
    return json(
      { ...rest, ...(position !== null && { position }), ...(offerExpiresAt !== null && { offerExpiresAt }) },
      created ? 201 : 200,
    )
  },
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
  summary: '取消报名，不影响以后报名；重复取消结果相同；工作人员取消时可写明 reason，本人可见',
  who: 'person or staff',
  params: ['id'],
  body: cancellationRequestSchema,
  answers: { 200: '{id, status: "cancelled"}' },
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
    json(await cancelRegistration(req, parseOrThrow(idSchema, params.id), now, body.reason)),
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
