import {
  activityQuerySchema,
  copyRequestSchema,
  followingRequestSchema,
  recurrenceRequestSchema,
} from '../domain/activities/requests.ts'
import { idSchema } from '../domain/shared/requests.ts'
import { copyActivity } from '../operations/activities/copyActivity.ts'
import { createRecurrence, listRecurrence } from '../operations/activities/createRecurrence.ts'
import { editFollowing } from '../operations/activities/editFollowing.ts'
import { getPublicActivity } from '../operations/activities/getPublicActivity.ts'
import { listPublicActivities } from '../operations/activities/listPublicActivities.ts'
import { call, json, parseOrThrow } from './endpoint.ts'

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
    '把本场的若干内容用到同一系列以后各场：逐场修改，改不了的说明原因；parts 为 title, time, place, description, contact, capacity, signUp, questions',
  who: 'staff',
  params: ['id'],
  body: followingRequestSchema,
  answers: { 200: '{sessions: [{id, startsAt, outcome, reason?}]}，outcome 为 changed, unchanged, refused' },
  errors: ['invalid-input', 'invalid-json', 'not-logged-in', 'forbidden', 'not-found', 'not-in-series', 'busy'],
  handle: async ({ req, params, body, now }) =>
    json(await editFollowing(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now)),
})
