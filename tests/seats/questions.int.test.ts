import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Payload } from 'payload'
import { copyActivity } from '../../src/operations/activities/copyActivity.ts'
import { createRecurrence } from '../../src/operations/activities/createRecurrence.ts'
import { editFollowing } from '../../src/operations/activities/editFollowing.ts'
import { exportAnswers } from '../../src/operations/records/exportAnswers.ts'
import { register } from '../../src/operations/seats/register.ts'
import type { Activity, Staff } from '../../src/payload-types.ts'
import { hoursFromNow, makeActivity, makePerson, makeStaff, makeUnitTree, type UnitTree } from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { refuseWrites } from '../support/refuseWrites.ts'

type Question = NonNullable<Activity['questions']>[number]

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

const NAME: Question = { label: '孩子姓名', kind: 'text' }
const activityNow = async (id: string): Promise<Activity> =>
  payload.findByID({ collection: 'activities', id, depth: 0, overrideAccess: true })
const questionsOf = async (id: string): Promise<Question[]> => (await activityNow(id)).questions ?? []
const idsOf = async (id: string): Promise<string[]> => (await questionsOf(id)).map((question) => String(question.id))

/** A session that asks, and two weekly ones after it, all open for sign-up. */
async function makeRecurrenceAsking(questions: Question[]): Promise<[string, string, string]> {
  const { id } = await makeActivity(payload, units.community, {
    startsAt: hoursFromNow(24),
    endsAt: hoursFromNow(26),
    questions,
  })
  const { sessions } = await createRecurrence(
    await app.req(organiser),
    { activityId: id, rule: 'weekly', count: 2, publish: true },
    new Date(),
  )
  const [second, third] = sessions.map((session) => String(session.id))
  return [id, second ?? '', third ?? '']
}

const setQuestions = async (id: string, questions: Question[]): Promise<Activity> =>
  payload.update({
    collection: 'activities',
    id,
    data: { questions },
    depth: 0,
    overrideAccess: false,
    req: await app.req(organiser),
    user: organiser,
  })
const editQuestions = async (id: string) =>
  (await editFollowing(await app.req(organiser), { activityId: id, parts: ['questions'] }, new Date())).sessions

async function answer(id: string, ...given: string[]): Promise<void> {
  const ids = await idsOf(id)
  await register(
    await app.req(await makePerson(payload)),
    { activityId: id, answers: Object.fromEntries(given.map((text, index) => [ids[index] ?? '', text])) },
    new Date(),
  )
}

/** The lines of the export, without its heading. */
async function exported(id: string): Promise<string> {
  const { body } = await exportAnswers(await app.req(organiser), { activityId: id, format: 'csv' }, new Date())
  return (await new Response(body).text()).split('\r\n').slice(1).join('\n')
}

describe('questions of later sessions', () => {
  it('keep their own ids when two have the same name, and the answers stay with them [D2]', async () => {
    const [first, second, third] = await makeRecurrenceAsking([NAME, NAME])
    const before = [await idsOf(second), await idsOf(third)]
    await answer(second, '大宝', '二宝')
    expect(await editQuestions(first)).toMatchObject([{ outcome: 'unchanged' }, { outcome: 'unchanged' }])
    await setQuestions(
      first,
      (await questionsOf(first)).map((question) => ({ ...question, required: true })),
    )
    expect(await editQuestions(first)).toMatchObject([{ outcome: 'changed' }, { outcome: 'changed' }])
    expect([await idsOf(second), await idsOf(third)]).toEqual(before)
    expect(await questionsOf(second)).toMatchObject([
      { label: NAME.label, required: true },
      { label: NAME.label, required: true },
    ])
    expect(await exported(second)).toMatch(/大宝,二宝$/m)
  })

  it('keep their ids when they are reordered or renamed in the session they come from [D2]', async () => {
    const [first, second] = await makeRecurrenceAsking([
      { label: '甲', kind: 'text' },
      { label: '乙', kind: 'text' },
    ])
    const [one = '', two = ''] = await idsOf(second)
    await answer(second, '答甲', '答乙')
    const [a, b] = await questionsOf(first)
    // Each takes the other's old name: by the name they would be taken for one another.
    await setQuestions(first, [
      { ...b, label: '甲', kind: 'text' },
      { ...a, label: '乙', kind: 'text' },
    ])
    await editQuestions(first)
    expect(await questionsOf(second)).toMatchObject([
      { id: two, label: '甲' },
      { id: one, label: '乙' },
    ])
    expect(await exported(second)).toMatch(/答乙,答甲$/m)
  })

  it('are new when one was removed and another of the same name added [D2]', async () => {
    const [first, second] = await makeRecurrenceAsking([{ label: '尺码', kind: 'text' }, NAME])
    const [size, name] = await idsOf(second)
    const [, kept] = await questionsOf(first)
    await setQuestions(first, [{ label: '尺码', kind: 'text' }, kept ?? NAME])
    await editQuestions(first)
    const [added, same] = await idsOf(second)
    expect(same).toBe(name)
    expect(added).not.toBe(size)
    expect(new Set(await idsOf(second)).size).toBe(2)
  })

  it('keep the ids of a series made before questions knew where they came from [D2]', async () => {
    const [first, second] = await makeRecurrenceAsking([NAME, NAME])
    // As an older version stored them.
    await payload.update({
      collection: 'activities',
      id: second,
      data: { questions: (await questionsOf(second)).map((question) => ({ ...question, origin: null })) },
      overrideAccess: true,
    })
    const before = await idsOf(second)
    await setQuestions(
      first,
      (await questionsOf(first)).map((question) => ({ ...question, required: true })),
    )
    await editQuestions(first)
    expect(await idsOf(second)).toEqual(before)
  })

  it('get ids of their own in a copy [D2]', async () => {
    const [first] = await makeRecurrenceAsking([NAME, NAME])
    const { id } = await copyActivity(
      await app.req(organiser),
      { activityId: first, startsAt: hoursFromNow(99) },
      new Date(),
    )
    expect(new Set([...(await idsOf(first)), ...(await idsOf(id))]).size).toBe(4)
  })

  it('stay as they were in the one session whose edit fails, and the others are edited [D2]', async () => {
    const [first, second, third] = await makeRecurrenceAsking([NAME])
    const before = await questionsOf(second)
    await setQuestions(first, [...(await questionsOf(first)), { label: '忌口', kind: 'text' }])
    const allow = await refuseWrites(payload, second)
    try {
      expect(await editQuestions(first)).toMatchObject([
        { id: second, outcome: 'refused', reason: expect.stringMatching(/未作改动/) },
        { id: third, outcome: 'changed' },
      ])
    } finally {
      await allow()
    }
    expect(await questionsOf(second)).toEqual(before)
    expect(await questionsOf(third)).toMatchObject([{ label: NAME.label }, { label: '忌口' }])
    expect(await editQuestions(first)).toMatchObject([
      { id: second, outcome: 'changed' },
      { id: third, outcome: 'unchanged' },
    ])
  })
})
