import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals'
import type { CollectionSlug, FlattenedField, Payload } from 'payload'
import { recount } from '../../src/operations/tallies/recount.ts'
import { logIn } from '../support/accessWorld.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeProgramme,
  makeRegistration,
  makeStaff,
  makeStation,
  makeTarget,
  makeUnitTree,
} from '../support/fixtures.ts'
import { ask, type Answer } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

/**
 * Every field of every collection that staff may write, from the configuration itself: what is not a value of its kind
 * is refused with 400 naming the field, by each way to write, and nothing is stored.
 */
let app: TestPayload
let payload: Payload
let world: Awaited<ReturnType<typeof makeWorld>>

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  world = await makeWorld()
})
afterAll(() => app.stop())

const WRITABLE = [
  'activities',
  'registrations',
  'people',
  'trainings',
  'awards',
  'targets',
  'stations',
  'programmes',
  'units',
  'duties',
  'staff',
] as const
type Writable = (typeof WRITABLE)[number]

async function makeWorld() {
  const units = await makeUnitTree(payload)
  const department = await makeStaff(payload, 'department', units.county)
  const [organiser, person] = [
    await makeStaff(payload, 'organiser', units.community),
    await makePerson(payload, { unit: units.community.id }),
  ]
  const activity = await makeActivity(payload, units.community, {
    line: 'pairing',
    theme: null,
    partnerUnit: units.firm.id,
  })
  const [target, programme, station] = [
    await makeTarget(payload, { measure: 'visits', opening: 1 }),
    await makeProgramme(payload),
    await makeStation(payload, units.community),
  ]
  const registration = await makeRegistration(payload, activity, person)
  const of = { person: person.id, unit: units.community.id, date: '2026-03-01T00:00:00.000Z', title: '急救' }
  const ids: Record<Writable, string> = {
    activities: activity.id,
    registrations: registration.id,
    people: person.id,
    trainings: (
      await payload.create({
        collection: 'trainings',
        data: { ...of, hours: 1.5, host: '县医院' },
        overrideAccess: true,
      })
    ).id,
    awards: (
      await payload.create({ collection: 'awards', data: { ...of, grantor: '县委组织部' }, overrideAccess: true })
    ).id,
    targets: target.id,
    stations: station.id,
    programmes: programme.id,
    units: units.firm.id,
    duties: (
      await payload.create({
        collection: 'duties',
        data: {
          code: '1',
          title: '调处噪声扰民',
          class: '平安建设',
          aspect: '矛盾纠纷',
          publicLabel: '邻里纠纷',
          kind: 'dispute',
          complexity: 'ordinary',
        },
        overrideAccess: true,
      })
    ).id,
    staff: organiser.id,
  }
  return {
    units,
    activity,
    target,
    registration,
    person,
    ids,
    department: await logIn(department),
    organiser: await logIn(organiser),
  }
}

async function rowsOf(collection: CollectionSlug): Promise<string> {
  const { docs } = await payload.db.find<{ id: string }>({
    collection,
    where: { id: { exists: true } },
    pagination: false,
    limit: 0,
    sort: 'id',
  })
  return JSON.stringify(docs)
}

/** What the fields of a type can never hold. */
const WRONG: Partial<Record<FlattenedField['type'], unknown[]>> = {
  number: ['１２', '12', 'NaN', 'Infinity', 'null', '', true, [], {}, 1e300],
  date: ['', '0', 'garbage', '2026-02-30', false, true, 0, 1, [], {}],
  text: [1, true, [1], {}],
  textarea: [1, true, [], {}],
  email: [1, [], {}],
  select: [1, true, 'nope', '', [1], {}],
  checkbox: ['true', 'perhaps', 1, [], {}],
  relationship: [1, true, '', 'x', ['x', 1], { $ne: null }, { id: 1 }],
  json: ['x', 1, true],
  group: [null, 'x', 1, []],
  array: ['x', 1, true, {}, [1], [null]],
}
/** Kinds that hold whole things alone, but for these. */
const IN_PARTS = ['trainings.hours', 'activities.questions.min', 'activities.questions.max']

interface Field {
  path: string[]
  field: FlattenedField
  inRow: boolean
}

function fieldsOf(fields: FlattenedField[], path: string[] = [], inRow = false): Field[] {
  return fields
    .filter((field) => !('virtual' in field && field.virtual === true))
    .flatMap((field) => {
      const own = { path: [...path, field.name], field, inRow }
      return 'flattenedFields' in field
        ? [own, ...fieldsOf(field.flattenedFields, own.path, inRow || field.type === 'array')]
        : [own]
    })
}

/**
 * A record in which every one of the fields holds a wrong value, the nth of its kind, and the paths under which each is
 * to be named.
 */
function recordOf(
  collection: Writable,
  fields: Field[],
  nth: number,
): { data: Record<string, unknown>; paths: string[] } {
  const data: Record<string, unknown> = {}
  const paths = fields.map(({ path, field, inRow }) => {
    const wrong = [
      ...(WRONG[field.type] ?? []),
      ...(field.type === 'number' && !IN_PARTS.includes([collection, ...path].join('.')) ? [1.5] : []),
    ]
    const value = wrong[nth % wrong.length]
    const [first = '', second] = path
    if (second === undefined) data[first] = value
    else if (inRow) data[first] = [{ ...(data[first] as object[] | undefined)?.[0], [second]: value }]
    else data[first] = { ...(data[first] as object | undefined), [second]: value }
    return inRow ? [first, 0, ...path.slice(1)].join('.') : path.join('.')
  })
  return { data, paths }
}

/** Of the answer in Payload's own form. */
const fieldsNamed = ({ body }: Answer): string[] =>
  Object.keys((body as { errors?: { data?: { fields?: object } }[] }).errors?.[0]?.data?.fields ?? {})

describe.each(WRITABLE)('%s', (collection) => {
  it('refuses what is no value of the field, naming it, and stores nothing [S-B1] [S-B2] [S-m6] [S-m12]', async () => {
    const before = await rowsOf(collection)
    const fields = fieldsOf(payload.collections[collection].config.flattenedFields).filter(
      ({ field }) => field.name !== 'id',
    )
    expect(fields.filter(({ field }) => !WRONG[field.type])).toEqual([])
    const isWhole = ({ field }: Field): boolean => 'flattenedFields' in field
    const wholes = fields.filter(isWhole)
    const parts = fields.filter((one) => !isWhole(one))
    const ways = [
      ['POST', ''],
      ['PATCH', `/${world.ids[collection]}`],
    ] as const
    const taken: string[] = []
    for (const group of [parts, wholes].filter(({ length }) => length > 0)) {
      for (let nth = 0; nth < 11; nth += 1) {
        const { data, paths } = recordOf(collection, group, nth)
        for (const [method, path] of ways) {
          const answer = await ask({ method, path: `/${collection}${path}`, token: world.department, body: data })
          const named = fieldsNamed(answer)
          const unnamed = paths.filter((at) => !named.some((name) => name === at || name.startsWith(`${at}.`)))
          if (answer.status !== 400 || unnamed.length > 0 || !/[\u4e00-\u9fff]/.test(answer.text))
            taken.push(`${method} ${path} → ${answer.status}, took ${unnamed.join()} of ${JSON.stringify(data)}`)
        }
      }
    }
    expect(taken).toEqual([])
    expect(await rowsOf(collection)).toBe(before)
  })

  it('refuses a record without what it must have, naming each [S-M10]', async () => {
    const answer = await ask({ method: 'POST', path: `/${collection}`, token: world.department, body: {} })
    const required = payload.collections[collection].config.flattenedFields.filter(
      (field) =>
        'required' in field &&
        field.required &&
        !('defaultValue' in field && field.defaultValue !== undefined) &&
        field.name !== 'id',
    )
    expect(answer.status).toBe(400)
    if (collection !== 'registrations')
      expect(fieldsNamed(answer).sort()).toEqual(required.map(({ name }) => name).sort())
  })

  it('refuses a reference to what is not there, naming it [S-M10]', async () => {
    const gone = payload.db.name === 'sqlite' ? '123e4567-e89b-42d3-a456-426614174000' : '0123456789abcdef01234567'
    for (const { path, field } of fieldsOf(payload.collections[collection].config.flattenedFields)) {
      if (field.type !== 'relationship') continue
      const answer = await ask({
        method: 'PATCH',
        path: `/${collection}/${world.ids[collection]}`,
        token: world.department,
        body: path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), field.hasMany ? [gone] : gone),
      })
      const [status, named] = [answer.status, fieldsNamed(answer)]
      expect({ path, status, named }).toEqual({ path, status: 400, named: [path.join('.')] })
    }
  })
})

test('a multipart form is looked at like any other body [S-B1]', async () => {
  const body = `--x\r\nContent-Disposition: form-data; name="_payload"\r\n\r\n${JSON.stringify({ outcome: { visits: '１２' } })}\r\n--x--\r\n`
  const answer = await ask({
    method: 'PATCH',
    path: `/activities/${world.activity.id}`,
    token: world.organiser,
    body,
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  })
  expect({ status: answer.status, fields: fieldsNamed(answer) }).toEqual({ status: 400, fields: ['outcome.visits'] })
})

test.each<[Writable, object]>([
  ['registrations', { came: 1.5 }],
  ['registrations', { attendance: 1 }],
  ['activities', { outcome: { visits: 0.5 } }],
  ['activities', { capacity: 4.5 }],
  ['activities', { status: 1 }],
  ['activities', { ledger: true }],
  ['staff', { role: 1 }],
])('%s take no %j: heads are whole, a choice is one of its words [S-m6]', async (collection, body) => {
  const before = await rowsOf(collection)
  expect(
    (await ask({ method: 'PATCH', path: `/${collection}/${world.ids[collection]}`, token: world.department, body }))
      .status,
  ).toBe(400)
  expect(await rowsOf(collection)).toBe(before)
})

test('an end before its start is named beside its field, where the form marks it [m3]', async () => {
  const { status, body } = await ask({
    method: 'PATCH',
    path: `/activities/${world.activity.id}`,
    token: world.organiser,
    body: { endsAt: hoursFromNow(-9) },
  })
  const { errors } = body as { errors: { data: { errors: { path: string; message: string }[] } }[] }
  expect({ status, marked: errors[0]?.data.errors }).toEqual({
    status: 400,
    marked: expect.arrayContaining([{ path: 'endsAt', message: '结束时间应晚于开始时间，请修改。' }]),
  })
})

test('an organiser who types full-width digits is told so, and the public total stands [S-B1]', async () => {
  const held = await makeActivity(payload, world.units.community, {
    line: 'pairing',
    theme: null,
    partnerUnit: world.units.firm.id,
    startsAt: hoursFromNow(-3),
    endsAt: hoursFromNow(-1),
  })
  const patch = (outcome: object) =>
    ask({ method: 'PATCH', path: `/activities/${held.id}`, token: world.organiser, body: { outcome } })
  expect((await patch({ visits: 7 })).status).toBe(200)
  const refused = await patch({ visits: '１２' })
  expect(refused.status).toBe(400)
  expect(refused.text).toContain('走访人次应为 0 到 100000 的整数，请修改。')
  expect((await payload.findByID({ collection: 'targets', id: world.target.id, overrideAccess: true })).tally).toBe(7)
  expect((await recount(await app.req())).differences).toEqual([])
})

test('an empty date takes no page down, for it is never stored [S-B2]', async () => {
  const data = {
    title: '快递员体检',
    line: 'riders',
    unit: world.units.community.id,
    startsAt: hoursFromNow(3),
    endsAt: hoursFromNow(5),
    place: '甲一社区',
    status: 'published',
  }
  const before = await rowsOf('activities')
  for (const value of ['', false])
    expect(
      (
        await ask({
          method: 'POST',
          path: '/activities',
          token: world.organiser,
          body: { ...data, registrationOpensAt: value },
        })
      ).status,
    ).toBe(400)
  for (const field of ['from', 'to'])
    expect(
      (
        await ask({
          method: 'PATCH',
          path: `/targets/${world.target.id}`,
          token: world.department,
          body: { [field]: '' },
        })
      ).status,
    ).toBe(400)
  expect(await rowsOf('activities')).toBe(before)
  for (const path of ['/public/activities?open=true&sort=startsAt', '/public/targets', '/activities'])
    expect((await ask({ path })).status).toBe(200)
})

test('what is broken in the stored record stops neither an edit of something else nor a cancellation [D4]', async () => {
  const activity = await makeActivity(payload, world.units.community)
  const patch = (body: object) =>
    ask({ method: 'PATCH', path: `/activities/${activity.id}`, token: world.organiser, body })
  // As a record from before these rules: its series gone, sign-up open after its own end.
  const broken = {
    line: 'programmes',
    series: null,
    registrationOpensAt: hoursFromNow(1.5),
    registrationClosesAt: hoursFromNow(1),
  }
  await payload.db.updateOne({ collection: 'activities', id: activity.id, data: broken })
  expect((await patch({ place: '二号楼' })).status).toBe(200)
  const refused = await patch({ endsAt: activity.startsAt })
  expect([refused.status, refused.text.includes('结束时间应晚于开始时间'), refused.text.includes('系列')]).toEqual([
    400,
    true,
    false,
  ])
  const { line, startsAt, endsAt } = await payload.findByID({
    collection: 'activities',
    id: activity.id,
    depth: 0,
    overrideAccess: true,
  })
  expect(
    (await patch({ line, startsAt, endsAt, series: null, status: 'cancelled', cancelReason: '台风' })).status,
  ).toBe(200)
})

test('a form that sends back a reference that went meanwhile still changes another field [D4]', async () => {
  const station = await makeStation(payload, world.units.community)
  const activity = await makeActivity(payload, world.units.community, { station: station.id })
  await payload.db.deleteOne({ collection: 'stations', where: { id: { equals: station.id } } })
  const stored = await payload.db.findOne<{ id: string; station?: string }>({
    collection: 'activities',
    where: { id: { equals: activity.id } },
  })
  const answer = await ask({
    method: 'PATCH',
    path: `/activities/${activity.id}`,
    token: world.organiser,
    body: { station: stored?.station ?? null, status: 'cancelled', cancelReason: '台风' },
  })
  expect({ status: answer.status, text: answer.status === 200 ? '' : answer.text }).toEqual({ status: 200, text: '' })
})
