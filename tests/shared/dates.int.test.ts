import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Field, FlattenedField, Payload } from 'payload'
import { dayOf } from '../../src/domain/shared/calendar.ts'
import { loadActivities } from '../../src/frontend/features/activities/activities.server.ts'
import { copyActivity } from '../../src/operations/activities/copyActivity.ts'
import { listPublicActivities } from '../../src/operations/activities/listPublicActivities.ts'
import type { Activity, Staff } from '../../src/payload-types.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeStaff,
  makeUnitTree,
  PASSWORD,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

let app: TestPayload
let payload: Payload
let units: UnitTree
let organiser: Staff
let token: string

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', units.community)
  token = String(
    (
      (await ask({ method: 'POST', path: '/staff/login', body: { email: organiser.email, password: PASSWORD } }))
        .body as { token: string }
    ).token,
  )
})
afterAll(() => app.stop())

const activityNow = (id: string): Promise<Activity> =>
  payload.findByID({ collection: 'activities', id, depth: 0, overrideAccess: true })
const patch = (id: string, body: object) => ask({ method: 'PATCH', path: `/activities/${id}`, token, body })
const joinableNow = async (id: string) =>
  (await ask({ path: `/public/activities/${id}` })).body as { joinable: string; registrationClosesAt: string }

describe('a time without a zone', () => {
  test('is the county’s, in a body [D29]', async () => {
    const { id } = await makeActivity(payload, units.community, {
      startsAt: '2026-12-10T01:00:00Z',
      endsAt: '2026-12-10T03:00:00Z',
    })
    expect((await patch(id, { startsAt: '2026-12-10T14:00', endsAt: '2026-12-10T16:00:00' })).status).toBe(200)
    expect(await activityNow(id)).toMatchObject({
      startsAt: '2026-12-10T06:00:00.000Z',
      endsAt: '2026-12-10T08:00:00.000Z',
    })
    const copy = await ask({
      method: 'POST',
      path: `/activities/${id}/copies`,
      token,
      body: { startsAt: '2026-12-11T14:00' },
    })
    expect(copy.status).toBe(201)
    expect((await activityNow((copy.body as { id: string }).id)).startsAt).toBe('2026-12-11T06:00:00.000Z')
  })

  test('is the county’s, in a public query and in a filter [D29]', async () => {
    const { id } = await makeActivity(payload, units.otherCommunity, {
      title: '零点',
      startsAt: '2027-03-01T00:10+08:00',
      endsAt: '2027-03-01T02:00+08:00',
    })
    const found = async (query: string) =>
      ((await ask({ path: `/public/activities?q=零点&${query}` })).body as { totalDocs: number }).totalDocs
    expect([
      await found('from=2027-03-01T00:00'),
      await found('from=2027-03-01T00:11'),
      await found('from=2027-03-01&to=2027-03-01'),
      await found('to=2027-02-28'),
    ]).toEqual([1, 0, 1, 0])
    const listed = async (at: string) =>
      (
        (await ask({ path: `/activities?where[id][equals]=${id}&where[startsAt][greater_than_equal]=${at}`, token }))
          .body as { totalDocs: number }
      ).totalDocs
    expect([await listed('2027-03-01T00:00'), await listed('2027-03-01T00:11')]).toEqual([1, 0])
  })
})

describe('a day in a filter by a time', () => {
  const times = ['2027-04-06T23:59', '2027-04-07T00:00', '2027-04-07T12:00', '2027-04-07T23:59', '2027-04-08T00:00']
  beforeAll(async () => {
    for (const at of times)
      await makeActivity(payload, units.community, {
        title: '按天筛选',
        description: at,
        startsAt: `${at}:00+08:00`,
        endsAt: '2027-04-09T00:00:00+08:00',
      })
  })
  const [before, first, , last, after] = times
  const within = times.slice(1, 4)

  test.each<[string, unknown[]]>([
    ['equals', within],
    ['in', within],
    ['not_equals', [before, after]],
    ['not_in', [before, after]],
    ['greater_than', [after]],
    ['greater_than_equal', [...within, after]],
    ['less_than', [before]],
    ['less_than_equal', [before, ...within]],
  ])('is the whole day of the county: %s [F11] [D29]', async (operator, wanted) => {
    const answer = await ask({
      path: `/activities?where[title][equals]=按天筛选&where[startsAt][${operator}]=2027-04-07&sort=startsAt&limit=10`,
      token,
    })
    expect((answer.body as { docs: Activity[] }).docs.map(({ description }) => description)).toEqual(wanted)
  })

  test('days and times may be mixed, and nothing is no day', async () => {
    const listed = async (query: string) =>
      (
        (await ask({ path: `/activities?where[title][equals]=按天筛选&${query}&sort=startsAt&limit=10`, token }))
          .body as { docs: Activity[] }
      ).docs.map(({ description }) => description)
    expect(await listed('where[startsAt][in]=2027-04-06,2027-04-08T00:00')).toEqual([before, after])
    expect(
      await listed(
        'where[and][0][startsAt][greater_than_equal]=2027-04-07T00:00&where[and][1][startsAt][less_than_equal]=2027-04-07',
      ),
    ).toEqual([first, times[2], last])
    expect(await listed('where[registrationClosesAt][exists]=false')).toHaveLength(5)
  })
})

describe('what does not exist', () => {
  test.each([
    '2026-02-30T10:00',
    '2026-02-30T10:00:00Z',
    '2026-13-01T10:00',
    '0',
    0,
    1,
    'soon',
    '2026-12-10T25:00',
    true,
    '',
  ])('%p is no time of an activity, and nothing is written [D20] [S-m12]', async (registrationOpensAt) => {
    const { id, startsAt } = await makeActivity(payload, units.community)
    const answer = await patch(id, { registrationOpensAt, title: '不该写下' })
    expect(answer.status).toBe(400)
    expect(answer.text).toMatch(/[一-鿿]/)
    expect(await activityNow(id)).toMatchObject({ startsAt, title: expect.not.stringContaining('不该写下') })
  })

  test.each([
    'from=2026-02-30',
    'from=2026-04-31',
    'to=2026-02-29',
    'from=2026-02-30T10:00',
    'from=20261101',
    'from=2026-02-30&from=2026-02-31',
  ])('%s is answered 400, by call and by page [D20]', async (query) => {
    expect((await ask({ path: `/public/activities?${query}` })).status).toBe(400)
    const values: Record<string, string[]> = {}
    for (const [name, value] of new URLSearchParams(query)) values[name] = [...(values[name] ?? []), value]
    expect(Object.keys((await loadActivities(await app.req(), values, new Date())).errors)).toHaveLength(1)
  })

  test('a training is of a day that exists, whichever way it is sent', async () => {
    const person = await makePerson(payload, { unit: units.community.id })
    const post = (date: unknown) =>
      ask({
        method: 'POST',
        path: '/trainings',
        token,
        body: { person: person.id, unit: units.community.id, title: '急救培训', hours: 2, host: '红十字会', date },
      })
    for (const date of ['2026-02-30', 'soon', 5, '', null]) expect((await post(date)).status).toBe(400)
    for (const [sent, stored] of [
      ['2026-05-04', '2026-05-04'],
      ['2026-05-04T12:00:00.000Z', '2026-05-04'],
      ['2026-05-04T16:00:00.000Z', '2026-05-05'],
    ]) {
      const answer = await post(sent)
      expect(answer.status).toBe(201)
      expect((answer.body as { doc: { date: string } }).doc.date).toBe(stored)
    }
  })
})

describe('parameters of others', () => {
  const OTHERS = [
    'from=singlemessage&isappinstalled=0',
    'from=timeline',
    'utm_source=wechat&utm_medium=x',
    'from=groupmessage&scene=1&clicktime=1700000000',
    'where[id][exists]=true',
    'depth=2',
    '__proto__x=1',
    'line[0]=riders',
    'unit[$ne]=x',
  ]
  test.each(OTHERS)('%s filters nothing and is no error, behind any public call [D18]', async (query) => {
    const whole = await listPublicActivities(await app.req(), {}, new Date())
    const answer = await ask({ path: `/public/activities?${query}` })
    expect([answer.status, (answer.body as { totalDocs: number }).totalDocs]).toEqual([200, whole.totalDocs])
    expect((await ask({ path: `/public/targets?${query}` })).status).toBe(200)
    const props = await loadActivities(await app.req(), Object.fromEntries(new URLSearchParams(query)), new Date())
    expect([props.errors, props.filters]).toEqual([{}, {}])
  })

  test('a filter that was chosen stays, before or behind theirs [D18]', async () => {
    const filtered = async (query: string) =>
      ((await ask({ path: `/public/activities?${query}` })).body as { totalDocs: number }).totalDocs
    const expected = await filtered('from=2027-03-01')
    expect(expected).toBeLessThan(await filtered(''))
    for (const query of ['from=2027-03-01&from=singlemessage', 'from=singlemessage&from=2027-03-01&isappinstalled=0'])
      expect(await filtered(query)).toBe(expected)
    for (const from of [
      ['2027-03-01', 'singlemessage'],
      ['singlemessage', '2027-03-01'],
    ]) {
      const { found, filters, errors } = await loadActivities(
        await app.req(),
        { from, isappinstalled: '0' },
        new Date(),
      )
      expect([found.totalDocs, filters, errors]).toEqual([expected, { from: '2027-03-01' }, {}])
    }
  })
})

describe('sign-up that is left open', () => {
  test('follows an activity that moves, either way [D5]', async () => {
    const { id } = await makeActivity(payload, units.community, {
      startsAt: hoursFromNow(48),
      endsAt: hoursFromNow(50),
      registrationClosesAt: null,
    })
    expect((await activityNow(id)).registrationClosesAt ?? null).toBeNull()
    const [later, end] = [hoursFromNow(48 + 168), hoursFromNow(50 + 168)]
    expect((await patch(id, { startsAt: later, endsAt: end })).status).toBe(200)
    expect(await joinableNow(id)).toMatchObject({ joinable: 'open', registrationClosesAt: later })
    const [sooner, soonEnd] = [hoursFromNow(24), hoursFromNow(26)]
    expect((await patch(id, { startsAt: sooner, endsAt: soonEnd })).status).toBe(200)
    expect(await joinableNow(id)).toMatchObject({ joinable: 'open', registrationClosesAt: sooner })
  })

  test('opens again when one that had begun is put off [D5]', async () => {
    const { id, title } = await makeActivity(payload, units.community, {
      startsAt: hoursFromNow(-1),
      endsAt: hoursFromNow(1),
    })
    expect((await joinableNow(id)).joinable).toBe('closed')
    const open = async () =>
      (await listPublicActivities(await app.req(), { open: true, q: title }, new Date())).totalDocs
    expect(await open()).toBe(0)
    await patch(id, { startsAt: hoursFromNow(24), endsAt: hoursFromNow(26) })
    expect((await joinableNow(id)).joinable).toBe('open')
    expect(await open()).toBe(1)
  })

  test('stays open to follow in a copy, and what was set stays set [D5]', async () => {
    const left = await makeActivity(payload, units.community)
    const set = await makeActivity(payload, units.community, { registrationClosesAt: hoursFromNow(2) })
    const startsAt = hoursFromNow(72)
    const copyOf = async (activity: Activity) =>
      activityNow((await copyActivity(await app.req(organiser), { activityId: activity.id, startsAt }, new Date())).id)
    expect((await copyOf(left)).registrationClosesAt ?? null).toBeNull()
    expect((await copyOf(set)).registrationClosesAt).toBe(
      new Date(
        Date.parse(set.registrationClosesAt ?? '') + Date.parse(startsAt) - Date.parse(set.startsAt),
      ).toISOString(),
    )
    await patch(set.id, { startsAt: hoursFromNow(4), endsAt: hoursFromNow(6) })
    expect((await activityNow(set.id)).registrationClosesAt).toBe(set.registrationClosesAt)
  })
})

describe('every date field of every collection', () => {
  const datesOf = (fields: Field[]): Extract<Field, { type: 'date' }>[] =>
    fields.flatMap((field) =>
      field.type === 'date'
        ? [field]
        : field.type === 'tabs'
          ? field.tabs.flatMap((tab) => datesOf(tab.fields))
          : 'fields' in field
            ? datesOf(field.fields)
            : [],
    )

  test('speaks the county’s time in the admin, and refuses what does not exist [D7] [F11]', () => {
    const fields = payload.config.collections.flatMap(({ slug, fields: own }) =>
      datesOf(own).map((field) => ({ slug, field })),
    )
    expect(fields.length).toBeGreaterThan(30)
    for (const { slug, field } of fields) {
      expect([slug, field.name, field.admin?.components?.Field, field.admin?.components?.Cell]).toEqual([
        slug,
        field.name,
        expect.stringMatching(/^\/dates\//),
        expect.stringMatching(/^\/dates\//),
      ])
      expect(field.validate?.('2026-02-30T10:00' as never, {} as never)).not.toBe(true)
    }
  })

  test('no field keeps a day as an instant unless the system itself notes the moment', () => {
    const typed = (fields: FlattenedField[]): string[] =>
      fields.flatMap((field) =>
        field.type === 'date' && field.admin?.date?.pickerAppearance === 'dayOnly' && field.admin.readOnly !== true
          ? [field.name]
          : [],
      )
    expect(payload.config.collections.flatMap(({ flattenedFields }) => typed(flattenedFields))).toEqual([])
  })
})

test('a day of the tests is the county’s too', () => expect(dayOf('2026-12-31T16:00:00.000Z')).toBe('2027-01-01'))
