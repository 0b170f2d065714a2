import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals'
import type { Payload } from 'payload'
import type { Person, Registration, Staff } from '../../src/payload-types.ts'
import { makeActivity, makePerson, makeStaff, makeUnitTree, PASSWORD, type UnitTree } from '../support/fixtures.ts'
import { ask, queryOf } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

/** Staff find people, and what belongs to them, by what they know: a name, a number, a phone. */
let app: TestPayload
let payload: Payload
let units: UnitTree
let token: string
let own: Person
let other: Person
let registration: Registration

const tokenFor = async ({ email }: Staff): Promise<string> =>
  String((await payload.login({ collection: 'staff', data: { email, password: PASSWORD } })).token)

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  token = await tokenFor(await makeStaff(payload, 'organiser', units.community))
  own = await makePerson(payload, {
    name: '刘海峰',
    unit: units.community.id,
    phone: '15400008888',
    email: 'liu@example.org',
  })
  other = await makePerson(payload, { name: '刘海霞', unit: units.otherCommunity.id })
  const activity = await makeActivity(payload, units.community, { title: '消防隐患排查' })
  registration = await payload.create({
    collection: 'registrations',
    data: { activity: activity.id, person: own.id, status: 'confirmed', attendance: 'unknown' },
    overrideAccess: true,
    depth: 0,
  })
})
afterAll(() => app.stop())

const find = async (collection: string, typed: string, as = token): Promise<{ status: number; ids: string[] }> => {
  const answer = await ask({
    path: `/${collection}${queryOf({ where: { personTitle: { like: typed } }, sort: 'personTitle', select: { personTitle: true }, limit: 10 })}`,
    token: as,
  })
  return { status: answer.status, ids: ((answer.body as { docs?: { id: string }[] }).docs ?? []).map(({ id }) => id) }
}

describe('a person is found [F3]', () => {
  it.each(['刘海峰', '海', ' 刘海峰 ', '15400008888', '154-0000-8888', 'LIU@example.org'])(
    'by %s, within the own scope',
    async (typed) => {
      expect(await find('people', typed)).toEqual({ status: 200, ids: [own.id] })
    },
  )

  it('by the number, and not by part of a phone', async () => {
    expect((await find('people', String(own.volunteerNumber).toLowerCase())).ids).toEqual([own.id])
    expect((await find('people', '0000888')).ids).toEqual([])
  })

  it('by the department in every unit', async () => {
    const department = await tokenFor(await makeStaff(payload, 'department', units.county))
    expect((await find('people', '刘海', department)).ids.sort()).toEqual([own.id, other.id].sort())
  })

  it('in what they signed up for, by person or activity', async () => {
    for (const typed of ['刘海峰', '15400008888', '隐患'])
      expect((await find('registrations', typed)).ids).toEqual([registration.id])
    expect((await find('registrations', '刘海霞')).ids).toEqual([])
    for (const collection of ['messages', 'corrections']) expect((await find(collection, '刘海峰')).status).toBe(200)
  })

  test('by nobody but staff', async () => {
    expect((await ask({ path: `/people${queryOf({ where: { personTitle: { like: '刘海峰' } } })}` })).status).toBe(400)
  })
})

test('a person, a sign-up and a message are called by name, number and enough of the phone, in a picker too [F3]', async () => {
  const title = `刘海峰 · ${own.volunteerNumber} · 154****8888`
  for (const [path, id] of [
    ['people', own.id],
    ['registrations', registration.id],
  ]) {
    for (const query of ['', '?select[personTitle]=true']) {
      const { body } = await ask({ path: `/${path}/${id}${query}`, token })
      expect((body as { personTitle?: string }).personTitle).toBe(title)
    }
  }
  for (const slug of ['people', 'registrations', 'messages', 'corrections'] as const)
    expect(payload.collections[slug].config.admin.useAsTitle).toBe('personTitle')
})
