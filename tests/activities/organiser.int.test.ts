import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { loadActivity } from '../../src/frontend/features/activities/activities.server.ts'
import { copyActivity } from '../../src/operations/activities/copyActivity.ts'
import { createRecurrence, listRecurrence } from '../../src/operations/activities/createRecurrence.ts'
import { decideRegistrations } from '../../src/operations/seats/decideRegistrations.ts'
import { editFollowing } from '../../src/operations/activities/editFollowing.ts'
import { exportAnswers } from '../../src/operations/records/exportAnswers.ts'
import { listMyRegistrations } from '../../src/operations/seats/listMyRegistrations.ts'
import { listSignUps } from '../../src/operations/seats/listSignUps.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { register } from '../../src/operations/seats/register.ts'
import type { Activity, Staff } from '../../src/payload-types.ts'
import { expectExact } from '../support/expectExact.ts'
import {
  hoursFromNow,
  makeActivity,
  makePeople,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  type UnitTree,
} from '../support/fixtures.ts'
import { asUser, startPayload, type TestPayload } from '../support/payload.ts'

let app: TestPayload
let payload: Payload
let units: UnitTree
let organiser: Staff
let elsewhere: Staff

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', units.community)
  elsewhere = await makeStaff(payload, 'organiser', units.otherCommunity)
})
afterAll(() => app.stop())
afterEach(async () => {
  await expectExact(payload)
  expect((await recount(await app.req())).differences).toEqual([])
})

const activityNow = async (id: string): Promise<Activity> =>
  payload.findByID({ collection: 'activities', id, depth: 0, overrideAccess: true })
const registrationNow = async (id: string) =>
  payload.findByID({ collection: 'registrations', id, depth: 0, overrideAccess: true })
const week = 7 * 24

describe('questions', () => {
  const QUESTIONS: Activity['questions'] = [
    { label: '开车来吗', kind: 'yesno', required: true },
    { label: '车牌号', kind: 'text', max: 8, required: true, showWhen: '开车来吗', showWhenAnswer: '是' },
    { label: '可以帮忙', kind: 'multiselect', options: ['搬桌椅', '拍照'], max: 1 },
    { label: '=几点到', kind: 'time', earliest: '08:00', latest: '10:00' },
  ]
  const asking = async () => {
    const activity = await makeActivity(payload, units.community, { questions: QUESTIONS })
    const ids = (activity.questions ?? []).map(({ id }) => String(id))
    const join = async (...given: (string | string[] | undefined)[]) =>
      register(
        await app.req(await makePerson(payload)),
        {
          activityId: activity.id,
          answers: Object.fromEntries(
            given.flatMap((answer, index) => (answer === undefined ? [] : [[ids[index] ?? '', answer]])),
          ),
        },
        new Date(),
      )
    return { activity, ids, join }
  }

  test('are asked by their condition, on the server too', async () => {
    const { ids, join } = await asking()
    await expect(join('是')).rejects.toMatchObject({
      code: 'invalid-input',
      fields: { [`answers.${ids[1]}`]: '请回答“车牌号”。' },
    })
    await expect(join('是', '粤L12345678')).rejects.toMatchObject({
      fields: { [`answers.${ids[1]}`]: '“车牌号”最多 8 个字，请修改。' },
    })
    await expect(join('否', undefined, ['搬桌椅', '拍照'])).rejects.toMatchObject({
      fields: { [`answers.${ids[2]}`]: '“可以帮忙”最多 1 项，请修改。' },
    })
    await expect(join('否', undefined, undefined, '07:59')).rejects.toMatchObject({
      fields: { [`answers.${ids[3]}`]: '“=几点到”不能早于 08:00，请修改。' },
    })
    const { id } = await join('否', '粤L12345', ['拍照'])
    expect((await registrationNow(id)).answers).toEqual({ [ids[0] ?? '']: '否', [ids[2] ?? '']: ['拍照'] })
  })

  test.each<[string, NonNullable<Activity['questions']>[number][], RegExp]>([
    [
      'hang on no later question',
      [
        { label: '车牌号', kind: 'text', showWhen: '开车来吗', showWhenAnswer: '是' },
        { label: '开车来吗', kind: 'yesno' },
      ],
      /前面没有问题/,
    ],
    [
      'hang on an answer there is',
      [
        { label: '开车来吗', kind: 'yesno' },
        { label: '车牌号', kind: 'text', showWhen: '开车来吗', showWhenAnswer: '也许' },
      ],
      /请选择/,
    ],
    ['have something to choose from', [{ label: '尺码', kind: 'select', options: [] }], /请填写选项/],
    ['have bounds in order', [{ label: '人数', kind: 'number', min: 2, max: 1 }], /最大值/],
  ])('%s', async (_name, questions, sentence) => {
    await expect(makeActivity(payload, units.community, { questions })).rejects.toMatchObject({
      status: 400,
      data: { errors: [{ message: expect.stringMatching(sentence) }] },
    })
  })

  test('their answers leave as a file for staff in scope, safe from formulas, and the audit trail knows', async () => {
    const { activity, join } = await asking()
    await join('是', '@SUM(A1)', '拍照', '09:30')
    const { body } = await exportAnswers(
      await app.req(organiser),
      { activityId: activity.id, format: 'csv' },
      new Date(),
    )
    const [heading, row] = (await new Response(body).text()).split('\r\n')
    expect(heading).toContain("报名时间,开车来吗,车牌号,可以帮忙,'=几点到")
    expect(row).toContain("是,'@SUM(A1),拍照,'09:30")
    const { docs } = await payload.find({
      collection: 'audit',
      where: { subject: { equals: activity.id } },
      overrideAccess: true,
    })
    expect(docs.map(({ action }) => action)).toContain('exported')
    await expect(
      exportAnswers(await app.req(elsewhere), { activityId: activity.id, format: 'csv' }, new Date()),
    ).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('copies and series', () => {
  /** At noon by the county's clock, so that no test that moves it a little comes to another day. */
  const makeFirst = async (overrides: Parameters<typeof makeActivity>[2] = {}) => {
    const noon = new Date(hoursFromNow(week)).setUTCHours(4, 0, 0, 0)
    const at = (hours: number) => new Date(noon + hours * 3_600_000).toISOString()
    return makeActivity(payload, units.community, {
      startsAt: at(0),
      endsAt: at(2),
      registrationOpensAt: hoursFromNow(-1),
      registrationClosesAt: at(-1),
      questions: [{ label: '尺码', kind: 'select', options: ['M', 'L'] }],
      ...overrides,
    })
  }
  const inRecurrence = async (first: Activity) => (await listRecurrence(await app.req(organiser), first.id)).sessions
  const add = async (first: Activity, count: number, publish?: boolean, staff = organiser) =>
    (await createRecurrence(await app.req(staff), { activityId: first.id, rule: 'weekly', count, publish }, new Date()))
      .sessions

  test('a copy is a draft of its own with the same content at another time', async () => {
    const original = await makeFirst({ capacity: 5 })
    await makeRegistration(payload, original, await makePerson(payload))
    const startsAt = hoursFromNow(3 * week)
    const { id } = await copyActivity(await app.req(organiser), { activityId: original.id, startsAt }, new Date())
    const copy = await activityNow(id)
    expect(copy).toMatchObject({
      title: original.title,
      status: 'draft',
      capacity: 5,
      taken: 0,
      startsAt,
      questions: [{ label: '尺码', options: ['M', 'L'] }],
    })
    expect(copy.questions?.[0]?.id).not.toBe(original.questions?.[0]?.id)
    const length = ({ startsAt: from, endsAt, registrationClosesAt }: Activity) => [
      Date.parse(endsAt) - Date.parse(from),
      Date.parse(from) - Date.parse(registrationClosesAt ?? ''),
    ]
    expect(length(copy)).toEqual(length(original))
    await expect(
      copyActivity(await app.req(elsewhere), { activityId: original.id, startsAt }, new Date()),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  test('a series is made once, however often it is asked for', async () => {
    const first = await makeFirst()
    expect((await add(first, 3)).map(({ outcome }) => outcome)).toEqual(['created', 'created', 'created'])
    const more = await add(first, 4, true)
    expect(more.map(({ outcome }) => outcome)).toEqual(['exists', 'exists', 'exists', 'created'])
    const sessions = await inRecurrence(first)
    expect(sessions.map(({ startsAt }) => (Date.parse(startsAt) - Date.parse(first.startsAt)) / 3_600_000)).toEqual([
      0,
      week,
      2 * week,
      3 * week,
      4 * week,
    ])
    expect(sessions.map(({ status }) => status)).toEqual(['published', 'draft', 'draft', 'draft', 'published'])
    await expect(add(first, 1, false, elsewhere)).rejects.toMatchObject({ code: 'not-found' })
    // Nothing made later in the same process is drawn into it.
    await makeFirst()
    expect(await inRecurrence(first)).toHaveLength(5)
  })

  test('two requests at once make each session once', async () => {
    const first = await makeFirst()
    await Promise.all([add(first, 2), add(first, 2)])
    expect(await inRecurrence(first)).toHaveLength(3)
  })

  test('nobody joins a series by what they send', async () => {
    const first = await makeFirst()
    await add(first, 1)
    const forged = {
      title: '混入',
      line: 'riders',
      theme: 'warm',
      unit: units.community.id,
      startsAt: hoursFromNow(2 * week),
      endsAt: hoursFromNow(2 * week + 1),
      place: '甲',
      ledger: 'participation',
      status: 'draft',
      seriesKey: first.id,
    } as const
    const { id } = await payload.create({ collection: 'activities', data: forged, overrideAccess: true })
    await payload.update({ collection: 'activities', id, data: { seriesKey: first.id }, overrideAccess: true })
    expect((await inRecurrence(first)).map((session) => session.id)).not.toContain(id)
  })

  test('what is changed in one goes to all that follow, and what cannot change says why', async () => {
    const first = await makeFirst({ capacity: 1, registrationOpensAt: null })
    const made = await add(first, 4, true)
    const [second, third, cancelled, foreign] = made.map(({ id }) => String(id))
    const [held, waiting] = await makePeople(payload, 2)
    if (!second || !third || !cancelled || !foreign || !held || !waiting) throw new Error('too few')
    const before = await activityNow(third)
    await register(
      await app.req(held),
      { activityId: third, answers: { [String(before.questions?.[0]?.id)]: 'M' } },
      new Date(),
    )
    const queued = await register(await app.req(waiting), { activityId: third }, new Date())
    expect(queued.status).toBe('waitlisted')
    await payload.update({
      collection: 'activities',
      id: cancelled,
      data: { status: 'cancelled' },
      overrideAccess: true,
    })
    await payload.update({
      collection: 'activities',
      id: foreign,
      data: { unit: units.otherCommunity.id },
      overrideAccess: true,
    })
    const newStart = new Date(Date.parse((await activityNow(second)).startsAt) - 20 * 60_000).toISOString()
    await payload.update({
      collection: 'activities',
      id: second,
      data: {
        title: '换了名字',
        capacity: 3,
        place: '乙地',
        startsAt: newStart,
        questions: ((await activityNow(second)).questions ?? []).map((question) => ({
          ...question,
          label: '尺码',
          options: ['M', 'L', 'XL'],
        })),
      },
      overrideAccess: false,
      user: asUser(organiser),
    })
    const edit = async () =>
      (
        await editFollowing(
          await app.req(organiser),
          { activityId: second, parts: ['title', 'capacity', 'time', 'questions'], reason: '避开高峰' },
          new Date(),
        )
      ).sessions
    const outcomes = await edit()
    expect(outcomes.map(({ id, outcome }) => [id, outcome])).toEqual([
      [third, 'changed'],
      [cancelled, 'refused'],
      [foreign, 'refused'],
    ])
    expect(outcomes.map(({ reason }) => reason ?? '')).toEqual([
      '',
      expect.stringContaining('已取消'),
      expect.stringContaining('管理范围'),
    ])
    const after = await activityNow(third)
    expect(after).toMatchObject({ title: '换了名字', capacity: 3, place: before.place, taken: 2, waiting: 0 })
    expect((Date.parse(before.startsAt) - Date.parse(after.startsAt)) / 60_000).toBe(20)
    expect(after.questions).toMatchObject([{ id: before.questions?.[0]?.id, options: ['M', 'L', 'XL'] }])
    expect((await registrationNow(queued.id)).status).toBe('confirmed')
    expect((await activityNow(first.id)).title).toBe(first.title)
    expect((await edit()).map(({ outcome }) => outcome)).toEqual(['unchanged', 'refused', 'refused'])
    await expect(
      editFollowing(await app.req(organiser), { activityId: third, parts: ['title'] }, new Date()),
    ).resolves.toMatchObject({
      sessions: [
        { id: cancelled, outcome: 'refused' },
        { id: foreign, outcome: 'refused' },
      ],
    })
    await expect(
      editFollowing(await app.req(organiser), { activityId: (await makeFirst()).id, parts: ['title'] }, new Date()),
    ).rejects.toMatchObject({ code: 'not-in-series' })
  })

  test('what the collection’s own rules refuse is told of that one session', async () => {
    const first = await makeFirst({ ledger: 'participation', partyLimit: 3 })
    const [second, third] = (await add(first, 2, true)).map(({ id }) => String(id))
    await payload.update({
      collection: 'activities',
      id: second ?? '',
      data: { partyLimit: 1, ledger: 'service' },
      overrideAccess: true,
    })
    const { sessions } = await editFollowing(
      await app.req(organiser),
      { activityId: first.id, parts: ['signUp'] },
      new Date(),
    )
    expect(sessions).toEqual([
      {
        id: second,
        startsAt: expect.any(String),
        outcome: 'refused',
        reason: expect.stringContaining('志愿服务须本人逐一报名'),
      },
      { id: third, startsAt: expect.any(String), outcome: 'unchanged' },
    ])
  })
})

describe('deciding who comes', () => {
  const pendingOf = async (count: number, overrides: Parameters<typeof makeActivity>[2] = {}) => {
    const activity = await makeActivity(payload, units.community, {
      approval: true,
      partyLimit: 5,
      capacity: 4,
      ...overrides,
    })
    const people = await makePeople(payload, count)
    const ids: string[] = []
    for (const [index, person] of people.entries())
      ids.push(
        (await register(await app.req(person), { activityId: activity.id, size: index === 1 ? 3 : 1 }, new Date())).id,
      )
    return { activity, ids }
  }
  const decide = async (
    activity: Activity,
    registrations: string[],
    decision: 'approve' | 'refuse',
    reason?: string,
    staff = organiser,
  ) =>
    (
      await decideRegistrations(
        await app.req(staff),
        { activityId: activity.id, registrations, decision, reason },
        new Date(),
      )
    ).map(({ registration, outcome }) => [registration, outcome])
  const sheetOf = async (activity: Activity) => listSignUps(await app.req(organiser), activity.id, 1, new Date())

  test('several are approved in the order of their sign-ups, whatever was ticked first', async () => {
    const { activity, ids } = await pendingOf(4)
    const [first, party, third, fourth] = ids
    expect(await decide(activity, [...ids].reverse(), 'approve')).toEqual([
      [first, 'confirmed'],
      [party, 'confirmed'],
      [third, 'waitlisted'],
      [fourth, 'waitlisted'],
    ])
    expect(await decide(activity, [first ?? ''], 'approve')).toEqual([[first, 'confirmed']])
    const { signUps } = await sheetOf(activity)
    expect(signUps.map(({ id, position, size }) => [id, position, size])).toEqual([
      [first, null, 1],
      [party, null, 3],
      [third, 1, 1],
      [fourth, 2, 1],
    ])
  })

  test('who is refused reads why, the sheet tells who decided what, and the rest still stands', async () => {
    const { activity, ids } = await pendingOf(3)
    const other = await makeRegistration(
      payload,
      await makeActivity(payload, units.community),
      await makePerson(payload),
    )
    expect(await decide(activity, [ids[0] ?? '', ids[2] ?? '', other.id], 'refuse', '本场限有驾照的人')).toEqual([
      [ids[0], 'refused'],
      [ids[2], 'refused'],
      [other.id, 'unknown'],
    ])
    const { signUps } = await sheetOf(activity)
    const refused = signUps.find(({ id }) => id === ids[0])
    expect(refused).toMatchObject({ status: 'refused', refusal: '本场限有驾照的人' })
    expect(refused?.history.map(({ what, reason, by }) => [what, reason, by])).toEqual([
      ['requested', expect.any(String), '本人'],
      ['refused', '本场限有驾照的人', organiser.name],
    ])
    expect(signUps.find(({ id }) => id === ids[1])?.status).toBe('pending')
    await expect(decide(activity, ids, 'approve', undefined, elsewhere)).rejects.toMatchObject({ code: 'not-found' })
    expect(await decide(activity, [ids[0] ?? ''], 'approve')).toEqual([[ids[0], 'confirmed']])
  })

  test('approved without a seat or a waiting list is said to be so', async () => {
    const { activity, ids } = await pendingOf(1, { capacity: 1, waitingList: false })
    await makeRegistration(payload, activity, await makePerson(payload))
    expect((await decide(activity, ids, 'approve')).map(([, outcome]) => outcome)).toEqual(['full'])
  })

  test('the sheet has the answers in words', async () => {
    const activity = await makeActivity(payload, units.community, {
      questions: [
        { label: '帮忙', kind: 'multiselect', options: ['搬', '拍'] },
        { label: '期待', kind: 'rating' },
        { label: '备注', kind: 'text' },
      ],
    })
    const [help, wish] = (activity.questions ?? []).map(({ id }) => String(id))
    await register(
      await app.req(await makePerson(payload)),
      { activityId: activity.id, answers: { [help ?? '']: ['搬', '拍'], [wish ?? '']: '5' } },
      new Date(),
    )
    expect((await sheetOf(activity)).signUps[0]?.answers).toEqual([
      { label: '帮忙', answer: '搬、拍' },
      { label: '期待', answer: '5 分' },
    ])
  })
})

describe('a capacity changed in the admin', () => {
  const patch = async (id: string, capacity: number | null) =>
    payload.update({ collection: 'activities', id, data: { capacity }, overrideAccess: false, user: asUser(organiser) })

  test('lowered expels nobody and says by how many it is over; raised, it moves the line up at once', async () => {
    const activity = await makeActivity(payload, units.community, { capacity: 3 })
    for (const person of await makePeople(payload, 5))
      await register(await app.req(person), { activityId: activity.id }, new Date())
    await patch(activity.id, 1)
    expect(await activityNow(activity.id)).toMatchObject({ capacity: 1, taken: 3, free: -2, waiting: 2 })
    await patch(activity.id, 3)
    expect(await activityNow(activity.id)).toMatchObject({ taken: 3, free: 0, waiting: 2 })
    await patch(activity.id, 4)
    expect(await activityNow(activity.id)).toMatchObject({ taken: 4, free: 0, waiting: 1 })
    await patch(activity.id, null)
    expect(await activityNow(activity.id)).toMatchObject({ taken: 5, free: null, waiting: 0 })
  })
})

describe('two sign-ups at the same time', () => {
  test('are pointed out in the answer, on the lists and on the page, and not forbidden', async () => {
    const person = await makePerson(payload)
    const [early, late, apart] = [
      await makeActivity(payload, units.community, { startsAt: hoursFromNow(10), endsAt: hoursFromNow(12) }),
      await makeActivity(payload, units.otherCommunity, { startsAt: hoursFromNow(11), endsAt: hoursFromNow(13) }),
      await makeActivity(payload, units.community, { startsAt: hoursFromNow(14), endsAt: hoursFromNow(15) }),
    ]
    const join = async (activity: Activity) => register(await app.req(person), { activityId: activity.id }, new Date())
    expect((await join(early)).clashes).toEqual([])
    expect((await join(apart)).clashes).toEqual([])
    const page = async () =>
      (
        await loadActivity(await app.req(person), { id: late.id, isJustDone: false, problem: '', form: {} }, new Date())
      ).clashes.map(({ id }) => id)
    expect(await page()).toEqual([early.id])
    expect(await join(late)).toMatchObject({
      status: 'confirmed',
      clashes: [{ id: early.id, title: early.title, startsAt: early.startsAt }],
    })
    expect((await join(late)).clashes).toHaveLength(1)
    const mine = async () =>
      Object.fromEntries(
        (await listMyRegistrations(await app.req(person), new Date())).map(({ activity, clashes }) => [
          activity.id,
          clashes.map(({ id }) => id),
        ]),
      )
    expect(await mine()).toEqual({ [early.id]: [late.id], [late.id]: [early.id], [apart.id]: [] })
    // Who else signed up for both is nobody's business.
    expect(
      (await register(await app.req(await makePerson(payload)), { activityId: late.id }, new Date())).clashes,
    ).toEqual([])
    await payload.update({
      collection: 'activities',
      id: early.id,
      data: { status: 'cancelled' },
      overrideAccess: true,
    })
    expect((await join(late)).clashes).toEqual([])
    expect(await page()).toEqual([])
  })
})
