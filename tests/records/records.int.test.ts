import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { answerCorrection } from '../../src/operations/attendance/answerCorrection.ts'
import { checkIn } from '../../src/operations/attendance/checkIn.ts'
import { eraseMe } from '../../src/operations/people/eraseMe.ts'
import { evaluateService } from '../../src/operations/attendance/evaluateService.ts'
import { getMyData } from '../../src/operations/people/getMyData.ts'
import { giveFeedback } from '../../src/operations/attendance/giveFeedback.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { requestCorrection } from '../../src/operations/attendance/requestCorrection.ts'
import type { Activity, Person, Registration, Staff } from '../../src/payload-types.ts'
import { expectExact } from '../support/expectExact.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  type UnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { storedValue } from '../support/storedRows.ts'

let app: TestPayload
let payload: Payload
let units: UnitTree
let organiser: Staff
let elsewhere: Staff
let person: Person
let activity: Activity
let registration: Registration

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', units.community)
  elsewhere = await makeStaff(payload, 'organiser', units.otherCommunity)
})
afterAll(() => app.stop())

beforeEach(async () => {
  person = await makePerson(payload, { unit: units.community.id })
  activity = await makeActivity(payload, units.community, {
    startsAt: hoursFromNow(-3),
    endsAt: hoursFromNow(-1),
    ledger: 'service',
  })
  registration = await makeRegistration(payload, activity, person)
})
afterEach(async () => {
  await expectExact(payload)
  expect((await recount(await app.req())).differences).toEqual([])
})

const come = async (attendance: 'present' | 'absent' = 'present') =>
  checkIn(
    await app.req(organiser),
    [
      {
        clientId: 'a',
        activity: activity.id,
        registration: registration.id,
        at: hoursFromNow(-3),
        method: 'scan',
        attendance,
      },
    ],
    new Date(),
  )
const now = async () =>
  payload.findByID({ collection: 'registrations', id: registration.id, depth: 0, overrideAccess: true })
const audits = async (subject: string) =>
  (
    await payload.find({
      collection: 'audit',
      where: { subject: { equals: subject } },
      sort: 'createdAt',
      overrideAccess: true,
    })
  ).docs

describe('evaluation by the organiser', () => {
  const evaluate = async (staff: Staff, evaluation: 'excellent' | 'good' = 'good', note?: string) => {
    const results = await evaluateService(
      await app.req(staff),
      { activityId: activity.id, registrations: [registration.id], evaluation, ...(note !== undefined && { note }) },
      new Date(),
    )
    return results.map(({ outcome }) => outcome)
  }

  test('is kept with its date and its author, once', async () => {
    await come()
    expect(await evaluate(organiser, 'good', '耐心细致')).toEqual(['recorded'])
    expect(await evaluate(organiser, 'good', '耐心细致')).toEqual(['duplicate'])
    expect(await evaluate(organiser, 'excellent')).toEqual(['recorded'])
    expect(await now()).toMatchObject({
      evaluation: 'excellent',
      evaluationNote: null,
      evaluatedBy: organiser.id,
      evaluatedAt: expect.any(String),
    })
    expect((await audits(activity.id)).filter(({ action }) => action === 'evaluated')).toHaveLength(2)
  })

  test('its words are encrypted at rest', async () => {
    await come()
    await evaluate(organiser, 'good', '耐心细致')
    expect(await storedValue(payload, 'registrations', registration.id, 'evaluationNote')).toMatch(/^v1:/)
    expect((await now()).evaluationNote).toBe('耐心细致')
  })

  test('only of service, only of who was there, only in scope; gone when the attendance is', async () => {
    expect(await evaluate(organiser)).toEqual(['not-served'])
    await expect(evaluate(elsewhere)).rejects.toMatchObject({ code: 'not-found' })
    await come()
    const other = await makeActivity(payload, units.community)
    expect(
      await evaluateService(
        await app.req(organiser),
        { activityId: other.id, registrations: [registration.id], evaluation: 'good' },
        new Date(),
      ),
    ).toEqual([{ registration: registration.id, outcome: 'unknown' }])
    await evaluate(organiser)
    await payload.update({
      collection: 'activities',
      id: activity.id,
      data: { ledger: 'participation' },
      overrideAccess: true,
    })
    expect(await now()).toMatchObject({ evaluation: null, evaluatedAt: null, evaluatedBy: null })
    expect(await evaluate(organiser)).toEqual(['not-served'])
  })
})

describe('feedback by the participant', () => {
  test('after coming; the last word stands, and comes to nobody out of scope', async () => {
    const give = async (rating: number, text?: string) =>
      giveFeedback(
        await app.req(person),
        { id: registration.id, rating, ...(text !== undefined && { text }) },
        new Date(),
      )
    await expect(give(5)).rejects.toMatchObject({ code: 'not-attended' })
    await come()
    await give(3, '集合点难找')
    await give(4)
    expect(await now()).toMatchObject({ rating: 4, feedback: null })
    await give(5, '下次还来')
    const found = async (user: Staff) =>
      (
        await payload.find({
          collection: 'registrations',
          where: { id: { equals: registration.id } },
          overrideAccess: false,
          user,
        })
      ).docs.map(({ feedback }) => feedback)
    expect([await found(organiser), await found(elsewhere)]).toEqual([['下次还来'], []])
  })
})

describe('a correction that the person asks for', () => {
  const ask = async (user = person) =>
    requestCorrection(await app.req(user), { id: registration.id, wish: '我那天到场了，请更正' })
  const answer = async (id: string, over: object = {}, staff = organiser) =>
    answerCorrection(await app.req(staff), { id, decision: 'refused', answer: '签到表上没有', ...over }, new Date())
  const read = async (id: string, user: Staff | Person) =>
    payload.findByID({ collection: 'corrections', id, depth: 0, overrideAccess: false, user, disableErrors: true })

  test('accepted with a correction: record, answer and audit in one go', async () => {
    await come('absent')
    const { id } = await ask()
    expect(
      await answer(id, { decision: 'accepted', answer: '核对签到表，已更正', attendance: 'present', minutes: 90 }),
    ).toEqual({ id, status: 'accepted' })
    expect(await now()).toMatchObject({ attendance: 'present', minutes: 90, minutesSource: 'entered' })
    expect(await read(id, person)).toMatchObject({
      status: 'accepted',
      answer: '核对签到表，已更正',
      wish: '我那天到场了，请更正',
    })
    expect((await audits(registration.id)).map(({ action, reason }) => [action, reason])).toContainEqual([
      'corrected',
      `本人申请更正（${id}）`,
    ])
    expect((await audits(id)).map(({ action }) => action)).toEqual(['answered'])
  })

  test('accepted where the record says so already, or with words alone', async () => {
    await come()
    await answer((await ask()).id, { decision: 'accepted', attendance: 'present' })
    const { id } = await ask()
    expect(await answer(id, { decision: 'accepted', answer: '已在活动页更正' })).toEqual({ id, status: 'accepted' })
  })

  test('a correction that cannot be leaves the request open and the record as it was', async () => {
    await come('absent')
    const { id } = await ask()
    await expect(answer(id, { decision: 'accepted', minutes: 60 })).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await read(id, person)).toMatchObject({ status: 'open' })
    expect(await now()).toMatchObject({ attendance: 'absent', minutes: null })
  })

  test('one is open at a time, also when asked ten times at once; the next after the answer', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 10 }, () => ask()))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of asked)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'correction-open' })
    const { docs } = await payload.find({
      collection: 'corrections',
      where: { registration: { equals: registration.id } },
      overrideAccess: true,
    })
    expect(docs).toHaveLength(1)
    await answer(docs[0]?.id ?? '')
    expect((await ask()).status).toBe('open')
  })

  test('answered once, also when two answer at once', async () => {
    await come('absent')
    const { id } = await ask()
    const answers = await Promise.allSettled([
      answer(id, { decision: 'accepted', attendance: 'present' }),
      answer(id),
      answer(id, { decision: 'accepted', attendance: 'present' }),
    ])
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of answers)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'correction-answered' })
    const isAccepted = (await read(id, person))?.status === 'accepted'
    expect((await now()).attendance).toBe(isAccepted ? 'present' : 'absent')
  })

  test('for nobody else, and answered by nobody out of scope', async () => {
    await expect(ask(await makePerson(payload))).rejects.toMatchObject({ code: 'not-found' })
    const { id } = await ask()
    expect(await read(id, elsewhere)).toBeNull()
    await expect(answer(id, {}, elsewhere)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('goes along when the activity changes hands, and goes with its registration', async () => {
    const { id } = await ask()
    await payload.update({
      collection: 'activities',
      id: activity.id,
      data: { unit: units.otherCommunity.id },
      overrideAccess: true,
    })
    expect(await read(id, organiser)).toBeNull()
    expect(await read(id, elsewhere)).toMatchObject({ status: 'open' })
    await payload.delete({ collection: 'registrations', id: registration.id, overrideAccess: true })
    expect(await read(id, elsewhere)).toBeNull()
  })
})

describe('training and awards', () => {
  const asStaff = (user: Staff) => ({ depth: 0, overrideAccess: false, user }) as const
  const training = () => ({
    person: person.id,
    unit: units.community.id,
    title: '急救培训',
    hours: 4,
    host: '县红十字会',
    date: hoursFromNow(-72),
  })

  test('are read by the person with all else that is kept, and by nobody else', async () => {
    await payload.create({ collection: 'trainings', data: training(), ...asStaff(organiser) })
    await payload.create({
      collection: 'awards',
      data: {
        person: person.id,
        unit: units.community.id,
        title: '优秀志愿者',
        grantor: '甲镇人民政府',
        date: hoursFromNow(-24),
      },
      ...asStaff(organiser),
    })
    await requestCorrection(await app.req(person), { id: registration.id, wish: '我那天到场了，请更正' })
    const data = await getMyData(await app.req(person))
    expect([data.trainings, data.awards, data.corrections].map((list) => list?.length)).toEqual([1, 1, 1])
    const stranger = await getMyData(await app.req(await makePerson(payload)))
    expect([stranger.trainings, stranger.awards, stranger.corrections]).toEqual([[], [], []])
  })

  test('are added only to people in scope, and stay with whom they are of', async () => {
    const stranger = await makePerson(payload, { unit: units.otherCommunity.id })
    await expect(
      payload.create({ collection: 'trainings', data: { ...training(), person: stranger.id }, ...asStaff(organiser) }),
    ).rejects.toMatchObject({ status: 403 })
    const { id } = await payload.create({ collection: 'trainings', data: training(), ...asStaff(organiser) })
    await payload.update({ collection: 'trainings', id, data: { person: stranger.id }, ...asStaff(organiser) })
    expect((await payload.findByID({ collection: 'trainings', id, depth: 0, overrideAccess: true })).person).toBe(
      person.id,
    )
  })
})

test('who is erased leaves no word, no training, no award and no request; the count stays', async () => {
  await come()
  await evaluateService(
    await app.req(organiser),
    { activityId: activity.id, registrations: [registration.id], evaluation: 'good', note: '耐心' },
    new Date(),
  )
  await giveFeedback(await app.req(person), { id: registration.id, rating: 5, text: '我是张三' }, new Date())
  await requestCorrection(await app.req(person), { id: registration.id, wish: '我叫张三，不是李四' })
  await payload.create({
    collection: 'trainings',
    data: { person: person.id, unit: units.community.id, title: '培训', hours: 1, host: '县', date: hoursFromNow(-9) },
    overrideAccess: true,
  })
  await payload.create({
    collection: 'awards',
    data: { person: person.id, unit: units.community.id, title: '表彰', grantor: '县', date: hoursFromNow(-9) },
    overrideAccess: true,
  })
  await eraseMe(await app.req(person), new Date())
  for (const collection of ['trainings', 'awards', 'corrections'] as const) {
    expect(
      (await payload.count({ collection, where: { person: { equals: person.id } }, overrideAccess: true })).totalDocs,
    ).toBe(0)
  }
  expect(await now()).toMatchObject({
    attendance: 'present',
    minutes: 120,
    evaluation: 'good',
    evaluationNote: null,
    feedback: null,
    note: null,
  })
})
