import { broadcastRequestSchema } from '../domain/messages/requests.ts'
import { idSchema } from '../domain/shared/requests.ts'
import { previewBroadcast } from '../operations/messages/previewBroadcast.ts'
import { sendBroadcast } from '../operations/messages/sendBroadcast.ts'
import { getCalendarEntry } from '../operations/messages/getCalendarEntry.ts'
import { call, file, json, parseOrThrow } from './endpoint.ts'

export const previewBroadcastCall = call({
  method: 'post',
  path: '/activities/:id/broadcast-previews',
  summary:
    '预览给报名人的群发消息，不发送：邮件和短信的样子、短信字数和条数、各有多少人收邮件、收短信、没有联系方式，何时发出；audience 为 all（全部）, confirmed（已有名额）, waiting（候补）, present（已到场）',
  who: 'staff',
  params: ['id'],
  body: broadcastRequestSchema,
  answers: {
    200: '{mail: {subject, html}, sms: {text, length, parts}, people: {mail, sms, unreachable}, partsInTotal, waitsUntil}，waitsUntil 为 null 时立即发出',
  },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'activity-draft',
    'activity-ended',
  ],
  handle: async ({ req, params, body, now }) =>
    json(await previewBroadcast(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now)),
})

export const sendBroadcastCall = call({
  method: 'post',
  path: '/activities/:id/broadcasts',
  summary:
    '给一场活动的报名人群发消息：有邮箱的发邮件，只有手机号的发短信；收件人为此刻属于该范围的人，发出前取消报名的不再发。同样的内容对同一范围只发一次，重发时返回 200 和原来的一条。一场活动 24 小时内最多 5 条',
  who: 'staff',
  params: ['id'],
  body: broadcastRequestSchema,
  answers: {
    201: '{id, people, waitsUntil}：people 为收件人数，waitsUntil 为 null 时立即发出',
    200: '同样的内容此前已发给同一范围，没有再发',
  },
  errors: [
    'invalid-input',
    'invalid-json',
    'not-logged-in',
    'forbidden',
    'not-found',
    'activity-draft',
    'activity-ended',
    'nobody-to-tell',
    'rate-limited',
    'busy',
  ],
  handle: async ({ req, params, body, now }) => {
    const { isNew, ...sent } = await sendBroadcast(req, { activityId: parseOrThrow(idSchema, params.id), ...body }, now)
    return json(sent, isNew ? 201 : 200)
  },
})

export const calendarEntryCall = call({
  method: 'get',
  path: '/registrations/:id/calendar',
  summary:
    '本人有名额的活动的日历文件（iCalendar，含开始前两小时的提醒），加入手机日历；与邮件所附的是同一条，活动变更后再加即更新',
  who: 'person',
  params: ['id'],
  answers: { 200: '.ics 文件' },
  errors: ['invalid-input', 'not-logged-in', 'forbidden', 'not-found'],
  handle: async ({ req, params, now }) => {
    const { title, entry } = await getCalendarEntry(req, parseOrThrow(idSchema, params.id), now)
    return file(new TextEncoder().encode(entry), {
      type: 'text/calendar; charset=utf-8',
      name: `${title}.ics`,
      plainName: 'activity.ics',
    })
  },
})
