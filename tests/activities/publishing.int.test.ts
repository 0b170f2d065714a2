import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { createRecurrence, listRecurrence } from '../../src/operations/activities/createRecurrence.ts'
import { listMonth } from '../../src/operations/activities/listMonth.ts'
import { listTemplates } from '../../src/operations/activities/templates.ts'
import { planMessages } from '../../src/operations/messages/planMessages.ts'
import { sendMessages } from '../../src/operations/messages/sendMessages.ts'
import type { Activity, Staff } from '../../src/payload-types.ts'
import { logIn } from '../support/accessWorld.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask, queryOf } from '../support/http.ts'
import { mailsTo } from '../support/outbox.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

let app: TestPayload
let payload: Payload
let units: UnitTree
const staff = {} as Record<'organiser' | 'town' | 'elsewhere' | 'department', Staff>
const tokens = {} as Record<keyof typeof staff, string>

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  staff.organiser = await makeStaff(payload, 'organiser', units.community)
  staff.town = await makeStaff(payload, 'town', units.town)
  staff.elsewhere = await makeStaff(payload, 'organiser', units.otherCommunity)
  staff.department = await makeStaff(payload, 'department', units.county)
  for (const role of Object.keys(staff) as (keyof typeof staff)[]) tokens[role] = await logIn(staff[role])
})
afterAll(() => app.stop())

const post = (path: string, body: object, by: keyof typeof tokens = 'organiser') =>
  ask({ method: 'POST', path, body, token: tokens[by] })
const patch = (path: string, body: object) => ask({ method: 'PATCH', path, body, token: tokens.organiser })
const stored = (id: string): Promise<Activity> =>
  payload.findByID({ collection: 'activities', id, depth: 0, overrideAccess: true })
const auditOf = async (subject: string, action: 'changed' | 'created') =>
  (
    await payload.find({
      collection: 'audit',
      where: { and: [{ subject: { equals: subject } }, { action: { equals: action } }] },
      sort: '-createdAt',
      depth: 0,
      overrideAccess: true,
    })
  ).docs

describe('templates', () => {
  const questions = [
    { label: '骑车来吗', kind: 'yesno' as const, required: true },
    { label: '车牌号', kind: 'text' as const, max: 10, showWhen: '骑车来吗', showWhenAnswer: '是' },
  ]
  const facts = {
    title: '骑手义诊',
    place: '甲一社区活动室',
    capacity: 12,
    contact: '0752-0000001',
    leader: '王五',
    partyLimit: 2,
    approval: true,
    selfCheckIn: true,
    description: '量血压',
    waitingList: false,
  }
  const save = async (unit: UnitTree['town'], by: keyof typeof tokens, name: string) => {
    const source = await makeActivity(payload, unit, {
      ...facts,
      questions,
      status: 'draft',
      startsAt: hoursFromNow(30),
      endsAt: hoursFromNow(31.5),
    })
    const answer = await post(`/activities/${source.id}/templates`, { name }, by)
    expect(answer.status).toBe(201)
    // Nobody's activity, nowhere.
    await payload.delete({ collection: 'activities', id: source.id, overrideAccess: true })
    return (answer.body as { id: string }).id
  }

  test('keep all but the day, and what is published from one has all of it, under the staff member’s name', async () => {
    const before = (await payload.count({ collection: 'activities', where: {}, overrideAccess: true })).totalDocs
    const template = await save(units.community, 'organiser', '义诊')
    expect((await payload.count({ collection: 'activities', where: {}, overrideAccess: true })).totalDocs).toBe(before)
    const startsAt = hoursFromNow(50)
    const answer = await post(`/templates/${template}/activities`, { startsAt, title: '义诊第二场', publish: true })
    expect(answer.status).toBe(201)
    const made = await stored((answer.body as { id: string }).id)
    expect(made).toMatchObject({
      ...facts,
      title: '义诊第二场',
      line: 'riders',
      theme: 'warm',
      unit: units.community.id,
      status: 'published',
      startsAt,
      endsAt: new Date(Date.parse(startsAt) + 1.5 * 3_600_000).toISOString(),
      taken: 0,
      free: 12,
    })
    expect(made.questions?.map(({ label, kind, showWhen }) => [label, kind, showWhen ?? null])).toEqual([
      ['骑车来吗', 'yesno', null],
      ['车牌号', 'text', '骑车来吗'],
    ])
    const [line] = await auditOf(made.id, 'created')
    expect(line?.actor).toBe(`staff:${staff.organiser.id}`)
  })

  test('of a unit above are used below it, for the own unit, and changed by neither; those elsewhere are not there', async () => {
    const [ofTown, ofOther] = [
      await save(units.town, 'town', '全镇义诊'),
      await save(units.otherCommunity, 'elsewhere', '别处义诊'),
    ]
    const usable = await listTemplates(await app.req(staff.organiser))
    expect(usable.find(({ template }) => template.id === ofTown)?.unit).toBe(units.community.id)
    expect(usable.some(({ template }) => template.id === ofOther)).toBe(false)
    // The town publishes from one below it for the unit below.
    const below = (await listTemplates(await app.req(staff.town))).filter(({ template }) => template.name === '义诊')
    expect(below.map(({ unit }) => unit)).toEqual([units.community.id])
    const read = await ask({ path: `/templates${queryOf({ limit: 100 })}`, token: tokens.organiser })
    const names = (read.body as { docs: { name: string }[] }).docs.map(({ name }) => name).sort()
    expect(names).toEqual(['义诊', '全镇义诊'].sort())
    const draft = await post(`/templates/${ofTown}/activities`, { startsAt: hoursFromNow(50) })
    expect(await stored((draft.body as { id: string }).id)).toMatchObject({
      status: 'draft',
      title: '骑手义诊',
      unit: units.community.id,
    })
    expect((await patch(`/templates/${ofTown}`, { place: '别处' })).status).toBe(403)
    expect((await post(`/templates/${ofOther}/activities`, { startsAt: hoursFromNow(50) })).status).toBe(404)
    expect((await ask({ path: `/templates/${ofTown}` })).status).toBe(403)
  })

  test('that lack what the line asks for are told so, and nothing is made', async () => {
    const { id } = await payload.create({
      collection: 'templates',
      data: {
        name: '缺主题',
        title: '骑手座谈',
        line: 'riders',
        unit: units.community.id,
        place: '一号楼',
        duration: 60,
        ledger: 'participation',
      },
      depth: 0,
      overrideAccess: true,
    })
    const answer = await post(`/templates/${id}/activities`, { startsAt: hoursFromNow(50), publish: true })
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid-input', fields: { theme: expect.stringContaining('请选择主题') } },
    })
    const { totalDocs } = await payload.count({
      collection: 'activities',
      where: { title: { equals: '骑手座谈' } },
      overrideAccess: true,
    })
    expect(totalDocs).toBe(0)
  })
})

test('several drafts are published at once, each judged by itself, and each is told of', async () => {
  const draft = (overrides: object = {}) => makeActivity(payload, units.community, { status: 'draft', ...overrides })
  const [good, bad, published, cancelled, elsewhere] = [
    await draft(),
    await draft(),
    await makeActivity(payload, units.community),
    await makeActivity(payload, units.community, { status: 'cancelled' }),
    await makeActivity(payload, units.otherCommunity, { status: 'draft' }),
  ]
  await payload.db.updateOne({ collection: 'activities', id: bad.id, data: { theme: null }, returning: false })
  const ids = [bad, good, published, cancelled, elsewhere, good].map(({ id }) => id)
  const answer = await post('/activities/publications', { activities: ids })
  expect(answer).toMatchObject({
    status: 200,
    body: {
      results: [
        { activity: bad.id, title: bad.title, outcome: 'refused', reason: expect.stringContaining('请选择主题') },
        { activity: good.id, outcome: 'published' },
        { activity: published.id, outcome: 'already' },
        { activity: cancelled.id, outcome: 'refused', reason: expect.stringContaining('恢复举办') },
        { activity: elsewhere.id, outcome: 'unknown' },
      ],
    },
  })
  expect((answer.body as { results: object[] }).results[4]).toEqual({ activity: elsewhere.id, outcome: 'unknown' })
  const states = await Promise.all([bad, good, published, cancelled, elsewhere].map(({ id }) => stored(id)))
  expect(states.map(({ status }) => status)).toEqual(['draft', 'published', 'published', 'cancelled', 'draft'])
  expect(await auditOf(good.id, 'changed')).toHaveLength(1)
})

describe('moving what people signed up for', () => {
  const signedUp = async () => {
    const activity = await makeActivity(payload, units.community, {
      startsAt: hoursFromNow(50),
      endsAt: hoursFromNow(52),
    })
    const person = await makePerson(payload, { email: `moved-${activity.id}@example.org` })
    await makeRegistration(payload, activity, person)
    return { activity, person }
  }
  const moves = [{ place: '二号楼' }, { startsAt: hoursFromNow(49) }, { endsAt: hoursFromNow(53) }]

  test.each(moves)('asks for a reason, and says how many are told: %j', async (move) => {
    const { activity } = await signedUp()
    for (const changeReason of [undefined, null, '', ' 雨 ', 5, {}, ['下雨了']]) {
      const answer = await patch(`/activities/${activity.id}`, { ...move, changeReason })
      expect(answer.status).toBe(400)
      expect(answer.body).toMatchObject({
        errors: [
          { data: { code: 'invalid-input', fields: { changeReason: expect.stringMatching(/将通知 1 人.*变更原因/) } } },
        ],
      })
    }
    const many = queryOf({ where: { id: { equals: activity.id } } })
    expect(await patch(`/activities${many}`, move)).toMatchObject({ status: 400, body: { docs: [] } })
    expect((await stored(activity.id)).place).toBe(activity.place)
    expect((await patch(`/activities/${activity.id}`, { ...move, changeReason: '长'.repeat(201) })).status).toBe(400)
    expect((await patch(`/activities/${activity.id}`, { ...move, changeReason: '下雨' })).status).toBe(200)
  })

  test('tells everybody why, and the audit trail; the record itself keeps it nowhere that is public', async () => {
    const { activity, person } = await signedUp()
    const changed = await patch(`/activities/${activity.id}`, { place: '二号楼', changeReason: '一号楼停电' })
    expect(changed.status).toBe(200)
    const [line] = await auditOf(activity.id, 'changed')
    expect(line).toMatchObject({ reason: '一号楼停电', details: { changes: { place: { after: '二号楼' } } } })
    expect((await ask({ path: `/public/activities/${activity.id}` })).text).not.toContain('停电')
    expect((await ask({ path: `/activities/${activity.id}` })).text).not.toContain('停电')
    const noon = new Date(new Date(hoursFromNow(24)).setUTCHours(4))
    await planMessages(await app.req(), noon)
    await sendMessages(await app.req(), noon)
    const [mail] = await mailsTo(String(person.email), /时间或地点有变/)
    expect(mail?.text).toContain('原因：一号楼停电。')
  })

  test('asks and tells as well when it was called off meanwhile', async () => {
    const { activity, person } = await signedUp()
    await patch(`/activities/${activity.id}`, { status: 'cancelled', cancelReason: '台风' })
    await planMessages(await app.req(), new Date())
    expect((await patch(`/activities/${activity.id}`, { place: '二号楼' })).status).toBe(200)
    expect(await patch(`/activities/${activity.id}`, { status: 'published' })).toMatchObject({
      status: 400,
      body: { errors: [{ data: { fields: { changeReason: expect.stringMatching(/将通知 1 人/) } } }] },
    })
    const resumed = await patch(`/activities/${activity.id}`, { status: 'published', changeReason: '一号楼漏水' })
    expect(resumed.status).toBe(200)
    const noon = new Date(new Date(hoursFromNow(24)).setUTCHours(4))
    await planMessages(await app.req(), noon)
    await sendMessages(await app.req(), noon)
    const [mail] = await mailsTo(String(person.email), /照常举办/)
    expect(mail?.text).toContain(`地点由“${activity.place}”改为“二号楼”。`)
    expect(mail?.text).toContain('原因：一号楼漏水。')
  })

  test('a cancellation’s reason is in the audit trail too', async () => {
    const { activity } = await signedUp()
    await patch(`/activities/${activity.id}`, { status: 'cancelled', cancelReason: '台风' })
    expect((await auditOf(activity.id, 'changed'))[0]).toMatchObject({ reason: '台风' })
  })

  test('asks nothing where nobody is told: without sign-ups, of a draft, once it is over, of another field', async () => {
    const over = { startsAt: hoursFromNow(-5), endsAt: hoursFromNow(-3) }
    const { activity } = await signedUp()
    const ended = await makeActivity(payload, units.community, over)
    await makeRegistration(payload, ended, await makePerson(payload))
    for (const [id, body] of [
      [(await makeActivity(payload, units.community)).id, { place: '二号楼' }],
      [(await makeActivity(payload, units.community, { status: 'draft' })).id, { place: '二号楼' }],
      [ended.id, { place: '二号楼' }],
      [activity.id, { description: '带伞' }],
    ] as const)
      expect((await patch(`/activities/${id}`, body)).status).toBe(200)
  })

  test('of all following sessions asks for one reason for all', async () => {
    const first = await makeActivity(payload, units.community, {
      startsAt: hoursFromNow(50),
      endsAt: hoursFromNow(52),
    })
    const { sessions } = await createRecurrence(
      await app.req(staff.organiser),
      { activityId: first.id, rule: 'weekly', count: 2, publish: true },
      new Date(),
    )
    const [second] = sessions
    await makeRegistration(payload, await stored(second?.id ?? ''), await makePerson(payload))
    expect((await listRecurrence(await app.req(staff.organiser), first.id)).sessions.map(({ told }) => told)).toEqual([
      0, 1, 0,
    ])
    await patch(`/activities/${first.id}`, { place: '三号楼' })
    const following = async (body: object) =>
      (
        (await post(`/activities/${first.id}/following`, { parts: ['place'], ...body })).body as {
          sessions: { outcome: string; reason?: string }[]
        }
      ).sessions
    expect(await following({})).toMatchObject([
      { outcome: 'refused', reason: expect.stringContaining('变更原因') },
      { outcome: 'changed' },
    ])
    expect((await following({ reason: '一号楼装修' })).map(({ outcome }) => outcome)).toEqual(['changed', 'unchanged'])
    expect((await auditOf(second?.id ?? '', 'changed'))[0]).toMatchObject({ reason: '一号楼装修' })
  })
})

test('a month has what begins in it by the county’s clock, of the own subtree, or of one unit and below', async () => {
  const at = (day: string) => ({
    startsAt: new Date(`${day}:00+08:00`).toISOString(),
    endsAt: new Date(Date.parse(`${day}:00+08:00`) + 3_600_000).toISOString(),
    registrationClosesAt: null,
  })
  const made = {
    first: await makeActivity(payload, units.community, at('2031-03-01T00:00')),
    last: await makeActivity(payload, units.firm, { ...at('2031-03-31T23:59'), status: 'draft' }),
    before: await makeActivity(payload, units.community, at('2031-02-28T23:59')),
    after: await makeActivity(payload, units.community, at('2031-04-01T00:00')),
    town: await makeActivity(payload, units.town, { ...at('2031-03-10T09:00'), status: 'cancelled' }),
    elsewhere: await makeActivity(payload, units.otherCommunity, at('2031-03-10T09:00')),
  }
  const list = async (by: keyof typeof staff, unit?: string) =>
    (await listMonth(await app.req(staff[by]), { month: '2031-03', unit })).map(({ id }) => id).sort()
  const idsOf = (...names: (keyof typeof made)[]) => names.map((name) => made[name].id).sort()
  expect(await list('organiser')).toEqual(idsOf('first', 'last'))
  expect(await list('town')).toEqual(idsOf('first', 'last', 'town'))
  expect(await list('department')).toEqual(idsOf('first', 'last', 'town', 'elsewhere'))
  expect(await list('department', units.otherTown.id)).toEqual(idsOf('elsewhere'))
  expect(await list('town', units.firm.id)).toEqual(idsOf('last'))
  expect(await list('organiser', units.otherTown.id)).toEqual([])
  const [one] = await listMonth(await app.req(staff.town), { month: '2031-03', unit: units.firm.id })
  expect(one).toMatchObject({ title: made.last.title, unit: units.firm.name, status: 'draft' })
})
