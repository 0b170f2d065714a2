import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { getPoster } from '../../src/operations/activities/getPoster.ts'
import { getShareCard } from '../../src/operations/activities/getShareCard.ts'
import { addWalkIn } from '../../src/operations/attendance/addWalkIn.ts'
import { getSignInSheet } from '../../src/operations/attendance/getSignInSheet.ts'
import { listSignUps } from '../../src/operations/seats/listSignUps.ts'
import { register } from '../../src/operations/seats/register.ts'
import type { Activity, Staff } from '../../src/payload-types.ts'
import { logIn } from '../support/accessWorld.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeStaff,
  makeUnitTree,
  newPhone,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { boxesOf, textsOf } from '../support/pdf.ts'
import { tokenOf } from '../support/tokens.ts'

let app: TestPayload
let payload: Payload
let units: UnitTree
let organiser: Staff

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', units.community)
})
afterAll(() => app.stop())

const now = () => new Date()
const join = async (activity: Activity, name: string, phone = newPhone()) => {
  const person = await makePerson(payload, { name, phone })
  await register(await app.req(person), { activityId: activity.id }, now())
  return person
}
const sheetOf = async (activity: Activity, staff = organiser) =>
  (await getSignInSheet(await app.req(staff), activity.id, now())).file
const looks = async (activity: Activity) =>
  (
    await payload.find({
      collection: 'audit',
      where: { and: [{ subject: { equals: activity.id } }, { action: { equals: 'viewed' } }] },
      sort: 'createdAt',
      overrideAccess: true,
    })
  ).docs

describe('the poster', () => {
  test('says what the activity says, and leads to its public page', async () => {
    const activity = await makeActivity(payload, units.community, { title: '骑手健康义诊', capacity: 20 })
    const { title, file } = await getPoster(await app.req(organiser), activity.id, now())
    expect(title).toBe('骑手健康义诊')
    const text = await textsOf(file)
    for (const part of [
      '骑手健康义诊',
      '甲一社区',
      '名额20人',
      `${payload.config.serverURL}/activities/${activity.id}`,
    ])
      expect(text).toContain(part)
  })

  test('does not change by a sign-up, since it hangs for weeks', async () => {
    const activity = await makeActivity(payload, units.community, { capacity: 20 })
    const before = await textsOf((await getPoster(await app.req(organiser), activity.id, now())).file)
    await join(activity, '欧阳慧')
    expect(await textsOf((await getPoster(await app.req(organiser), activity.id, now())).file)).toBe(before)
  })

  test.each([
    ['a draft', { status: 'draft' }, 409, '活动还是草稿，没有可以扫码打开的页面；请先发布，再下载海报。'],
    [
      'one that is over',
      { startsAt: hoursFromNow(-5), endsAt: hoursFromNow(-3) },
      409,
      '活动已结束，不能再报名，没有海报可下载。',
    ],
  ] as const)('is refused in Chinese of %s', async (_, over, status, detail) => {
    const activity = await makeActivity(payload, units.community, over)
    const answer = await ask({ path: `/activities/${activity.id}/poster`, token: await logIn(organiser) })
    expect([answer.status, (answer.body as { detail: string }).detail]).toEqual([status, detail])
  })
})

describe('the sheet for signing', () => {
  test('has everybody who may come in the order of the sign-ups, those who wait apart, and is in the trail', async () => {
    const activity = await makeActivity(payload, units.community, { capacity: 2, waitingList: true })
    const phone = '15400127788'
    await join(activity, '欧阳慧', phone)
    const gone = await join(activity, '林不来')
    await join(activity, '赵候补')
    await join(activity, '钱候补')
    await ask({
      method: 'DELETE',
      path: `/registrations/${await registrationOf(gone.id)}`,
      token: await tokenOf(payload, gone),
    })
    const file = await sheetOf(activity)
    const names = ['欧阳慧', '赵候补', '钱候补']
    const printed = (await boxesOf(file)).filter(({ text }) => names.includes(text)).map(({ text }) => text)
    const { signUps } = await listSignUps(await app.req(organiser), activity.id, 1, now())
    expect(printed).toEqual(names)
    expect(signUps.filter(({ status }) => status !== 'cancelled').map(({ name }) => name)).toEqual(names)
    const text = await textsOf(file)
    expect(text).toContain('7788')
    expect(text).not.toContain(phone)
    expect(text).not.toContain('林不来')
    expect(await looks(activity)).toMatchObject([
      { reason: '签到表', details: { registrations: 3 }, actor: `staff:${organiser.id}` },
    ])
  })

  test('tells no more of a stranger who came to the door than the list does', async () => {
    const phone = newPhone()
    await makePerson(payload, { name: '林远方', phone, unit: units.otherCommunity.id })
    const activity = await makeActivity(payload, units.community)
    await addWalkIn(await app.req(organiser), { activityId: activity.id, name: '阿林', phone, who: 'known' }, now())
    const text = await textsOf(await sheetOf(activity))
    expect(text).toContain('1林**1现场参加')
    expect(text).not.toContain('林远方')
    expect(text).not.toContain(phone.slice(-4))
  })

  test('can be printed of one that is over, for the files', async () => {
    const activity = await makeActivity(payload, units.community, {
      startsAt: hoursFromNow(-5),
      endsAt: hoursFromNow(-3),
    })
    expect((await sheetOf(activity)).subarray(0, 5).toString()).toBe('%PDF-')
  })
})

describe('the picture of a shared link', () => {
  const cardOf = async (activity: Activity) => getShareCard(await app.req(), activity.id, now())

  test('is drawn once, whatever signs up, and anew when what it shows is changed', async () => {
    const activity = await makeActivity(payload, units.community, { title: '骑手健康义诊' })
    const [first, beside] = await Promise.all([cardOf(activity), cardOf(activity)])
    expect(beside).toBe(first)
    await join(activity, '欧阳慧')
    expect(await cardOf(activity)).toBe(first)
    await payload.update({
      collection: 'activities',
      id: activity.id,
      data: { title: '骑手健康义诊（改期）' },
      overrideAccess: true,
    })
    expect((await cardOf(activity)).bytes.equals(first.bytes)).toBe(false)
  })

  test('is not there for a draft', async () => {
    const draft = await makeActivity(payload, units.community, { status: 'draft' })
    await expect(cardOf(draft)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('is drawn for few at once: no crowd of addresses takes the process from those who sign up', async () => {
    const activities: Activity[] = []
    for (let one = 0; one < 24; one += 1) activities.push(await makeActivity(payload, units.community))
    const ends = await Promise.allSettled(activities.map(cardOf))
    const refused = ends.filter((end) => end.status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.length).toBeLessThan(24)
    for (const end of refused) expect(end.reason).toMatchObject({ code: 'busy', retryAfter: 2 })
    for (const activity of activities) expect((await cardOf(activity)).bytes.length).toBeGreaterThan(1000)
  }, 60_000)
})

test.each(['poster', 'sign-in-sheet'])('staff in scope alone are given it: %s', async (paper) => {
  const activity = await makeActivity(payload, units.community)
  const tokens = [
    await logIn(organiser),
    await logIn(await makeStaff(payload, 'town', units.town)),
    await logIn(await makeStaff(payload, 'department', units.county)),
    await logIn(await makeStaff(payload, 'organiser', units.otherCommunity)),
    await logIn(await makeStaff(payload, 'organiser', units.firm)),
    await tokenOf(payload, await makePerson(payload)),
    undefined,
  ]
  const answers = []
  for (const token of tokens) answers.push((await ask({ path: `/activities/${activity.id}/${paper}`, token })).status)
  expect(answers).toEqual([200, 200, 200, 404, 404, 403, 401])
})

const registrationOf = async (person: string): Promise<string> => {
  const { docs } = await payload.find({
    collection: 'registrations',
    where: { person: { equals: person } },
    overrideAccess: true,
  })
  return docs[0]?.id ?? ''
}
