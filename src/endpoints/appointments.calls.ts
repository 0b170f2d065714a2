import {
  appointmentRequestSchema,
  confirmationSchema,
  endRequestSchema,
  handoverRequestSchema,
  nameShownSchema,
  reportRequestSchema,
} from '../domain/appointments/requests.ts'
import { idSchema } from '../domain/shared/requests.ts'
import { appoint, handOverPost } from '../operations/appointments/appoint.ts'
import { confirmReport } from '../operations/appointments/confirmReport.ts'
import { endAppointment } from '../operations/appointments/endAppointment.ts'
import { listHolders } from '../operations/appointments/listHolders.ts'
import { listMyAppointments } from '../operations/appointments/listMyAppointments.ts'
import { listVacancies } from '../operations/appointments/listVacancies.ts'
import { reportIn } from '../operations/appointments/reportIn.ts'
import { showOwnName } from '../operations/appointments/showOwnName.ts'
import { call, json, parseOrThrow } from './endpoint.ts'

const WRITING = ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'busy'] as const
const HOLDING = ['post-held', 'already-appointed', 'person-merged', 'person-erased'] as const

export const holdersCall = call({
  method: 'get',
  path: '/units/:id/holders',
  summary:
    '一个单位现在由谁负责：按岗位列出，附公开的值班电话。任何人可见巷长、网格长和兼职委员等公开岗位；本单位在任的人和管理范围内的工作人员可见全部岗位。姓名只在本人同意后显示',
  who: 'anyone',
  params: ['id'],
  answers: { 200: '{unit: {id, name, kind, dutyPhone}, posts: [{post, holders, names}]}' },
  errors: ['invalid-input', 'not-found'],
  handle: async ({ req, params, now }) => json(await listHolders(req, parseOrThrow(idSchema, params.id), now)),
})

export const appointCall = call({
  method: 'post',
  path: '/units/:id/appointments',
  summary:
    '任命：person（可查看其记录的人）或 organisation 二选一，from 默认今天，to 为最后一天。网格长、巷长同一时间只有一人，可提前排定一位接任。限社区及以上单位的工作人员，在其管理范围内',
  who: 'staff',
  params: ['id'],
  body: appointmentRequestSchema,
  answers: { 201: '{id, standing}' },
  errors: [...WRITING, ...HOLDING],
  handle: async ({ req, params, body, now }) =>
    json(await appoint(req, { ...body, unit: parseOrThrow(idSchema, params.id) }, now), 201),
})

export const handOverPostCall = call({
  method: 'post',
  path: '/appointments/:id/handover',
  summary: '交接：前任止于接任日（from，默认今天）的前一天，新任同时记入，一次写入',
  who: 'staff',
  params: ['id'],
  body: handoverRequestSchema,
  answers: { 201: '{id, standing}：新的一项' },
  errors: [...WRITING, ...HOLDING, 'appointment-ended'],
  handle: async ({ req, params, body, now }) =>
    json(await handOverPost(req, { ...body, id: parseOrThrow(idSchema, params.id) }, now), 201),
})

export const endAppointmentCall = call({
  method: 'post',
  path: '/appointments/:id/end',
  summary:
    '结束任职，须写明原因：不写 lastDay 即刻结束，写将来的一天则到那天为止（也可延后）。本人可结束自己的报到；其他限管理范围内的工作人员。可放心重试',
  who: 'person or staff',
  params: ['id'],
  body: endRequestSchema,
  answers: { 200: '{id, standing, to}' },
  errors: [...WRITING, 'post-held', 'appointment-ended'],
  handle: async ({ req, params, body, now }) =>
    json(await endAppointment(req, { ...body, id: parseOrThrow(idSchema, params.id) }, now)),
})

export const confirmReportCall = call({
  method: 'post',
  path: '/appointments/:id/confirmation',
  summary: '社区确认党员报到，自当日起在任；不确认的写明原因，本人可见',
  who: 'staff',
  params: ['id'],
  body: confirmationSchema,
  answers: { 200: '{id, standing}' },
  errors: [...WRITING, 'report-answered'],
  handle: async ({ req, params, body, now }) =>
    json(await confirmReport(req, { ...body, id: parseOrThrow(idSchema, params.id) }, now)),
})

export const reportInCall = call({
  method: 'post',
  path: '/me/appointments',
  summary: '“我要报到”：在职党员向社区或小区报到，社区确认后生效；可放心重试',
  who: 'person',
  body: reportRequestSchema,
  answers: { 201: '{id, isAwaiting}', 200: '此前已报到' },
  errors: [...WRITING, 'not-party-member', 'person-merged', 'person-erased', 'rate-limited'],
  handle: async ({ req, body, now }) => {
    const { isNew, ...report } = await reportIn(req, body, now)
    return json(report, isNew ? 201 : 200)
  },
})

export const myAppointmentsCall = call({
  method: 'get',
  path: '/me/appointments',
  summary: '本人的任职和报到，在任的附职责事项',
  who: 'person',
  answers: {
    200: '{appointments: [{id, post, unit, standing, isAwaiting, from, to, endReason, isPublic, isNameShown, duties}]}',
  },
  errors: ['not-logged-in', 'forbidden'],
  handle: async ({ req, now }) => json({ appointments: await listMyAppointments(req, now) }),
})

export const showOwnNameCall = call({
  method: 'post',
  path: '/me/appointments/:id/name',
  summary: '公开岗位的本人同意公开姓名（shown: true），或收回同意',
  who: 'person',
  params: ['id'],
  body: nameShownSchema,
  answers: { 200: '{id, shown}' },
  errors: [...WRITING, 'rate-limited'],
  handle: async ({ req, params, body, now }) =>
    json(await showOwnName(req, { ...body, id: parseOrThrow(idSchema, params.id) }, now)),
})

export const vacanciesCall = call({
  method: 'get',
  path: '/desk/vacancies',
  summary: '管理范围内今天没有网格长的网格、没有巷长的巷；已排定接任的写明日期',
  who: 'staff',
  answers: { 200: '{vacancies: [{post, unit: {id, name, above}, followedOn}]}' },
  errors: ['not-logged-in', 'forbidden'],
  handle: async ({ req, now }) => json({ vacancies: await listVacancies(req, now) }),
})
