import {
  activityQuerySchema,
  copyRequestSchema,
  coverQuerySchema,
  coverRequestSchema,
  followingRequestSchema,
  fromTemplateRequestSchema,
  publicationsRequestSchema,
  recurrenceRequestSchema,
  templateRequestSchema,
} from '../domain/activities/requests.ts'
import { idSchema } from '../domain/shared/requests.ts'
import { copyActivity } from '../operations/activities/copyActivity.ts'
import { getCover, setCover, takeCoverAway } from '../operations/activities/covers.ts'
import { createRecurrence, listRecurrence } from '../operations/activities/createRecurrence.ts'
import { editFollowing } from '../operations/activities/editFollowing.ts'
import { getPoster } from '../operations/activities/getPoster.ts'
import { getPublicActivity } from '../operations/activities/getPublicActivity.ts'
import { listPublicActivities } from '../operations/activities/listPublicActivities.ts'
import { publishActivities } from '../operations/activities/publishActivities.ts'
import { createFromTemplate, saveTemplate } from '../operations/activities/templates.ts'
import { call, file, json, parseOrThrow } from './endpoint.ts'

export const listActivitiesCall = call({
  method: 'get',
  path: '/public/activities',
  isShared: true,
  summary:
    '公开活动列表：按品牌、主题、单位（含下级）、日期、是否可报名和关键词筛选，默认只列未结束的、最近开始的在前；when=past 列已结束的，when=all 列全部，给出日期时列那些日子的，均为最新的在前；每页 20 条',
  who: 'anyone',
  query: activityQuerySchema,
  answers: { 200: '一页活动：docs, page, totalPages, totalDocs' },
  errors: ['invalid-input'],
  handle: async ({ req, query, now }) => json(await listPublicActivities(req, query, now)),
})

export const getActivityCall = call({
  method: 'get',
  path: '/public/activities/:id',
  isShared: true,
  summary: '一场公开活动',
  who: 'anyone',
  params: ['id'],
  answers: { 200: '活动' },
  errors: ['invalid-input', 'not-found'],
  handle: async ({ req, params, now }) => json(await getPublicActivity(req, parseOrThrow(idSchema, params.id), now)),
})

export const posterCall = call({
  method: 'get',
  path: '/activities/:id/poster',
  summary: '海报（PDF，A4），印有通向公开页面的二维码；草稿、已取消和已结束的活动没有',
  who: 'staff',
  params: ['id'],
  answers: { 200: 'PDF 文件' },
  errors: [
    'invalid-input',
    'not-logged-in',
    'forbidden',
    'not-found',
    'activity-draft',
    'activity-ended',
    'activity-cancelled',
  ],
  handle: async ({ req, params, now }) => {
    const { title, file: pdf } = await getPoster(req, parseOrThrow(idSchema, params.id), now)
    const name = `海报-${title}.pdf`
    return file(new Uint8Array(pdf), { type: 'application/pdf', name, plainName: 'poster.pdf' })
  },
})

export const copyActivityCall = call({
  method: 'post',
  path: '/activities/:id/copies',
  summary: '复制活动为一份草稿，开始时间为 startsAt，时长、报名起止随之移动',
  who: 'staff',
  params: ['id'],
  body: copyRequestSchema,
  answers: { 201: '{id}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params, body, now }) =>
    json(await copyActivity(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now), 201),
})

export const createRecurrenceCall = call({
  method: 'post',
  path: '/activities/:id/series',
  summary:
    '以本场为首添加同一系列的场次：每周（weekly）、每月第几个周几（monthlyNth）、每月最后一个周几（monthlyLast），一次最多 52 场，时刻按北京时间不变；已有的场次不重复添加',
  who: 'staff',
  params: ['id'],
  body: recurrenceRequestSchema,
  answers: { 200: '{sessions: [{id, startsAt, outcome, reason?}]}，outcome 为 created, exists, refused' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params, body, now }) =>
    json(await createRecurrence(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const listRecurrenceCall = call({
  method: 'get',
  path: '/activities/:id/series',
  summary: '本场所在系列的全部场次，最早的在前；不在系列中时为空',
  who: 'staff',
  params: ['id'],
  answers: { 200: '{sessions: [{id, title, startsAt, status}]}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found'],
  handle: async ({ req, params }) => json(await listRecurrence(req, parseOrThrow(idSchema, params.id))),
})

export const editFollowingCall = call({
  method: 'post',
  path: '/activities/:id/following',
  summary:
    '把本场的若干内容用到同一系列以后各场：逐场修改，改不了的说明原因；parts 为 title, time, place, description, contact, capacity, signUp, questions；改时间、地点而有人报名的场次须写明 reason',
  who: 'staff',
  params: ['id'],
  body: followingRequestSchema,
  answers: { 200: '{sessions: [{id, startsAt, outcome, reason?}]}，outcome 为 changed, unchanged, refused' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'not-in-series', 'busy'],
  handle: async ({ req, params, body, now }) =>
    json(await editFollowing(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const publishActivitiesCall = call({
  method: 'post',
  path: '/activities/publications',
  summary: '发布多份草稿，一次最多 100 份：逐场发布，发布不了的说明原因',
  who: 'staff',
  body: publicationsRequestSchema,
  answers: {
    200: '{results: [{activity, outcome, title?, startsAt?, reason?}]}，outcome 为 published, already, refused, unknown',
  },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'busy'],
  handle: async ({ req, body }) => json(await publishActivities(req, body.activities)),
})

export const saveTemplateCall = call({
  method: 'post',
  path: '/activities/:id/templates',
  summary: '把活动存为模板：除日期以外的内容和报名问题，归活动的组织单位所有',
  who: 'staff',
  params: ['id'],
  body: templateRequestSchema,
  answers: { 201: '{id}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params, body, now }) =>
    json(await saveTemplate(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now), 201),
})

export const createFromTemplateCall = call({
  method: 'post',
  path: '/templates/:id/activities',
  summary:
    '按模板新建一场活动，开始时间为 startsAt；publish 为 true 时直接发布，否则为草稿；上级单位的模板建为本单位的活动',
  who: 'staff',
  params: ['id'],
  body: fromTemplateRequestSchema,
  answers: { 201: '{id}' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params, body, now }) =>
    json(await createFromTemplate(req, { templateId: parseOrThrow(idSchema, params.id), ...body }, now), 201),
})

export const coverCall = call({
  method: 'get',
  path: '/activities/:id/cover',
  summary: '活动的封面图片（WebP），宽 480 或 960 像素；能读到活动的人都能读到',
  who: 'anyone',
  params: ['id'],
  query: coverQuerySchema,
  answers: { 200: '图片' },
  errors: ['invalid-input', 'not-found'],
  handle: async ({ req, params, query: { width, v } }) => {
    const { name, bytes } = await getCover(req, { activityId: parseOrThrow(idSchema, params.id), width })
    // A browser that has this very picture need not ask again; no proxy keeps one, as the activity may be withdrawn.
    const cacheControl = v === name ? 'private, max-age=604800, immutable' : 'private, no-cache'
    return new Response(new Uint8Array(bytes), {
      headers: { 'content-type': 'image/webp', 'cache-control': cacheControl, 'x-content-type-options': 'nosniff' },
    })
  },
})

export const setCoverCall = call({
  method: 'post',
  path: '/activities/:id/cover',
  summary: '设置活动的封面图片：file 为 Base64 编码的 JPG、PNG 或 WebP，alt 为图片说明；重新编码，去掉附带信息',
  who: 'staff',
  params: ['id'],
  body: coverRequestSchema,
  answers: { 201: '{name, alt, ratio}' },
  errors: [
    'invalid-input',
    'invalid-json',
    'picture-unusable',
    'payload-too-large',
    'not-logged-in',
    'forbidden',
    'not-found',
    'busy',
  ],
  handle: async ({ req, params, body: { file: sent, alt } }) => {
    const picture = Buffer.from(sent, 'base64')
    return json(await setCover(req, { activityId: parseOrThrow(idSchema, params.id), file: picture, alt }), 201)
  },
})

export const takeCoverAwayCall = call({
  method: 'delete',
  path: '/activities/:id/cover',
  summary: '去掉活动的封面图片；没有图片时也一样',
  who: 'staff',
  params: ['id'],
  answers: { 200: '{}' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found', 'busy'],
  handle: async ({ req, params }) => {
    await takeCoverAway(req, parseOrThrow(idSchema, params.id))
    return json({})
  },
})
