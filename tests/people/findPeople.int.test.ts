import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, jest, test } from '@jest/globals'
import type { Payload } from 'payload'
import { findRow, newId } from '../../src/database/rows.ts'
import { sealStored } from '../../src/database/sealStored.ts'
import { connectionOf, pathOf, SqliteConnection } from '../../src/database/sqlite.ts'
import { env } from '../../src/env.ts'
import { swap } from '../../src/database/swap.ts'
import { eraseMe } from '../../src/operations/people/eraseMe.ts'
import type { Person, Registration, Staff } from '../../src/payload-types.ts'
import { comparedName, namePartsOf } from '../../src/database/nameParts.ts'
import { bulkInsert } from '../../src/seed/bulkInsert.ts'
import {
  makeActivity,
  makePerson,
  makeStaff,
  makeUnit,
  makeUnitTree,
  PASSWORD,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask, queryOf } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { bytesAtRest, writeStored } from '../support/storedRows.ts'

/** Staff find people, and what belongs to them, by what they know: a name, a number, a phone. */
let app: TestPayload
let payload: Payload
let units: UnitTree
let token: string
let department: string
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
  department = await tokenFor(await makeStaff(payload, 'department', units.county))
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

const search = (collection: string, typed: string, as = token, limit = 10): ReturnType<typeof ask> =>
  ask({
    path: `/${collection}${queryOf({ where: { personTitle: { like: typed } }, sort: 'personTitle', select: { personTitle: true }, limit })}`,
    token: as,
  })

async function find(
  collection: string,
  typed: string,
  as = token,
  limit?: number,
): Promise<{ status: number; ids: string[] }> {
  const { status, body } = await search(collection, typed, as, limit)
  return { status, ids: ((body as { docs?: { id: string }[] }).docs ?? []).map(({ id }) => id) }
}

/** People of the other town, past every hook. */
async function storePeople(names: string[]): Promise<{ id: string; name: string }[]> {
  const at = new Date().toISOString()
  const people = names.map((name) => ({
    id: newId(payload),
    name,
    unit: units.otherTown.id,
    phoneHash: `none:${newId(payload)}`,
    emailHash: `none:${newId(payload)}`,
    volunteerNumber: `N${newId(payload)}`,
    createdAt: at,
    updatedAt: at,
  }))
  await bulkInsert(payload, 'people', people)
  return people
}

describe('a person is found [F3]', () => {
  it.each(['刘海峰', '海', ' 刘海峰 ', '海峰', '15400008888', '154-0000-8888', 'LIU@example.org'])(
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

  it('by whoever has the unit in scope, and by nobody else', async () => {
    const of = async (role: 'organiser' | 'town', unit: keyof UnitTree): Promise<string> =>
      tokenFor(await makeStaff(payload, role, units[unit]))
    const places = ['community', 'otherCommunity', 'town', 'otherTown', 'county'] as const
    const named = await Promise.all(
      places.map(async (place) => ({
        place,
        ...(await makePerson(payload, { name: '诸葛孔明', unit: units[place].id })),
      })),
    )
    const seen = async (as: string): Promise<string[]> => {
      const { ids } = await find('people', '葛孔', as)
      return named.filter(({ id }) => ids.includes(id)).map(({ place }) => place)
    }
    expect(await seen(department)).toEqual([...places])
    expect(await seen(token)).toEqual(['community'])
    expect(await seen(await of('organiser', 'otherCommunity'))).toEqual(['otherCommunity'])
    expect(await seen(await of('town', 'otherTown'))).toEqual(['otherCommunity', 'otherTown'])
    expect(await seen(await of('town', 'town'))).toEqual(['community', 'town'])
  })
})

/** A server that stops empties the log beside its file. */
async function bytesAfterStop(): Promise<string> {
  if (payload.db.name === 'sqlite') connectionOf(payload).emptyLog()
  return bytesAtRest(payload)
}

describe('a name is found by its parts', () => {
  /** Few characters, so that many names share parts, and hold them apart from each other. */
  const CHARACTERS = [...'甲乙丙𡒄Aa·1 ']
  const drawn = (length: number): string =>
    Array.from({ length }, () => CHARACTERS[randomInt(CHARACTERS.length)]).join('')

  it('of any two characters or more, as looking at every name would find it', async () => {
    const names = Array.from({ length: 120 }, () => `丁${drawn(randomInt(0, 6))}`)
    const people = await storePeople(names)
    const as = await tokenFor(await makeStaff(payload, 'town', units.otherTown))
    const pieces = names.slice(0, 30).map((name) => {
      const characters = [...name]
      const start = randomInt(characters.length)
      return characters.slice(start, start + randomInt(1, 5)).join('')
    })
    for (const typed of [...pieces, ...names.slice(60, 70), ...Array.from({ length: 10 }, () => drawn(3))]) {
      const wanted = comparedName(typed)
      const meant = people.filter(({ name }) => wanted !== '' && comparedName(name).includes(wanted))
      expect([typed, (await find('people', typed, as, 500)).ids.toSorted()]).toEqual([
        typed,
        meant.map(({ id }) => id).toSorted(),
      ])
    }
  })

  it('of a town with many, by reading those who were found, and not all whom the town has', async () => {
    if (payload.db.name !== 'sqlite') return
    for (let index = 0; index < 12; index += 1) await makeUnit(payload, 'community', units.otherTown)
    const crowd = await storePeople(Array.from({ length: 150 }, (_, index) => `司马${index}`))
    const as = await tokenFor(await makeStaff(payload, 'town', units.otherTown))
    const spy = jest.spyOn(connectionOf(payload), 'execute')
    expect((await search('people', '司马', as)).body).toMatchObject({ totalDocs: crowd.length })
    const asked = spy.mock.calls.map(([statement]) => statement).filter(({ sql }) => /"people"."id" IN/i.test(sql))
    spy.mockRestore()
    const beside = new SqliteConnection(pathOf(env.DATABASE_URI))
    const plans = asked.map(({ sql, args }) => beside.read({ sql: `EXPLAIN QUERY PLAN ${sql}`, args }).join(' '))
    beside.close()
    // The page, and how many there are.
    expect(plans.length).toBeGreaterThanOrEqual(2)
    for (const plan of plans) expect(plan).toMatch(/SEARCH people USING .*autoindex_people_1 \(id=\?\)/)
  })

  it('and a page of those who were found reads all people of its titles together, and all units', async () => {
    if (payload.db.name !== 'sqlite') return
    await storePeople(Array.from({ length: 20 }, (_, index) => `诸葛${index}`))
    const as = await tokenFor(await makeStaff(payload, 'department', units.county))
    const spies = (['read', 'readOne'] as const).map((name) => jest.spyOn(connectionOf(payload), name))
    expect((await find('people', '诸葛', as)).ids).toHaveLength(10)
    const asked = spies.flatMap(({ mock }) => mock.calls.map(([{ sql }]) => sql))
    for (const spy of spies) spy.mockRestore()
    // Those who may be meant are read by parts of their names before.
    expect(asked.filter((sql) => /FROM "people" WHERE "id"/.test(sql))).toHaveLength(1)
    expect(asked.filter((sql) => /FROM "units" WHERE "id"/.test(sql)).length).toBeLessThanOrEqual(1)
  })

  it('after it was changed, by whatever way; and its old parts lie nowhere any more', async () => {
    const person = await makePerson(payload, { name: '端木赐', unit: units.community.id })
    const parts = async (): Promise<unknown> => (await findRow(await app.req(), 'people', person.id))?.nameParts
    expect(await parts()).toEqual(namePartsOf('端木赐'))
    const changed = await ask({
      method: 'PATCH',
      path: `/people/${person.id}`,
      token,
      body: { name: '公冶长', area: '甲一' },
    })
    expect(changed.status).toBe(200)
    expect([await find('people', '端木'), await find('people', '冶长')]).toMatchObject([
      { ids: [] },
      { ids: [person.id] },
    ])
    const row = await findRow(await app.req(), 'people', person.id)
    const set = { name: '漆雕开' }
    const change = { collection: 'people', id: person.id, revision: row?.revision ?? null, set } as const
    expect(await swap(await app.req(), [change])).toBe(true)
    expect([await find('people', '公冶'), await find('people', '雕开')]).toMatchObject([
      { ids: [] },
      { ids: [person.id] },
    ])
    await eraseMe(await app.req(person), new Date())
    expect((await find('people', '漆雕')).ids).toEqual([])
    const bytes = await bytesAfterStop()
    for (const part of ['端木赐', '公冶长', '漆雕开'].flatMap(namePartsOf))
      expect([part, bytes.includes(part)]).toEqual([part, false])
    for (const part of namePartsOf('刘海峰')) expect(bytes).toContain(part)
    for (const plain of ['刘海', '海峰', '漆雕']) expect([plain, bytes.includes(plain)]).toEqual([plain, false])
  })

  it('from before there were parts, once the server has started', async () => {
    const person = await makePerson(payload, { name: '澹台灭明', unit: units.community.id })
    await writeStored(payload, 'people', person.id, 'nameParts', null)
    expect((await find('people', '澹台')).ids).toEqual([])
    await sealStored(payload)
    expect((await find('people', '灭明')).ids).toEqual([person.id])
    await payload.delete({ collection: 'people', id: person.id, overrideAccess: true })
    const bytes = await bytesAfterStop()
    expect(namePartsOf('澹台灭明').filter((part) => bytes.includes(part))).toEqual([])
  })

  it('by one character alone among a few, and otherwise says what to type', async () => {
    await storePeople(Array.from({ length: 5_000 }, (_, index) => `欧${index}`))
    expect((await find('people', '海')).ids).toEqual([own.id])
    const { status, body } = await search('people', '海', department)
    expect([status, body]).toMatchObject([400, { errors: [{ message: expect.stringContaining('相连的两个字') }] }])
    expect((await find('people', '海霞', department)).ids).toEqual([other.id])
    // The list of the admin, which an error would leave blank, is empty.
    const asDepartment = await app.req(await makeStaff(payload, 'department', units.county))
    const list = payload.find({
      collection: 'people',
      where: { personTitle: { like: '海' } },
      overrideAccess: false,
      req: asDepartment,
      user: asDepartment.user,
    })
    expect((await list).docs).toEqual([])
  })
})

test('a message to a member of staff is called by the name, and never by its id', async () => {
  const { id: staff, name } = await makeStaff(payload, 'organiser', units.community)
  const message = await payload.db.create({
    collection: 'messages',
    data: {
      staff,
      unit: units.community.id,
      kind: 'digest',
      state: 'sent',
      dueAt: new Date().toISOString(),
      attempts: 0,
      key: 'digest',
    },
  })
  for (const field of ['personTitle', 'personName'])
    for (const query of ['', `?select[${field}]=true`]) {
      const { body } = await ask({ path: `/messages/${String(message.id)}${query}`, token: department })
      expect((body as Record<string, unknown>)[field]).toBe(name)
    }
})

test('a person, a sign-up and a message are called by name, number and enough of the phone, in a picker too [F3]', async () => {
  const title = `刘海峰 · ${own.volunteerNumber} · 154****8888`
  for (const [path, id, called] of [
    ['people', own.id, `${title} · ${units.community.name}`],
    ['registrations', registration.id, title],
  ]) {
    for (const query of ['', '?select[personTitle]=true']) {
      const { body } = await ask({ path: `/${path}/${id}${query}`, token })
      expect((body as { personTitle?: string }).personTitle).toBe(called)
    }
  }
  for (const slug of ['people', 'registrations', 'messages', 'corrections', 'appointments'] as const)
    expect(payload.collections[slug].config.admin.useAsTitle).toBe('personTitle')
})
