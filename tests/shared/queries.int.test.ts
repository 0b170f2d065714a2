import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals'
import type { MongooseAdapter } from '@payloadcms/db-mongodb'
import type { CommandStartedEvent } from 'mongodb'
import type { Payload } from 'payload'
import { env } from '../../src/env.ts'
import type { Role } from '../support/accessRules.ts'
import { makeAccessWorld, type AccessWorld } from '../support/accessWorld.ts'
import { makeActivity, makeUnit } from '../support/fixtures.ts'
import { ask, queryOf, type Answer } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

/**
 * What may be asked of Payload's REST, by whom, and how much of it; all else is 400 with a stable code, before any
 * query is made.
 */
let app: TestPayload
let payload: Payload
let world: AccessWorld

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  world = await makeAccessWorld(payload)
})
afterAll(() => app.stop())

const get = (path: string, role: Role = 'anonymous'): Promise<Answer> => ask({ path, token: world.tokens[role] })

interface Refusal {
  errors: { message: string; data: { code: string; fields: Record<string, string> } }[]
}

function expectRefused(answer: Answer, ...named: string[]): void {
  const [error] = (answer.body as Partial<Refusal>).errors ?? []
  expect({ status: answer.status, code: error?.data.code, named: Object.keys(error?.data.fields ?? {}) }).toEqual({
    status: 400,
    code: 'invalid-input',
    named,
  })
  expect(error?.message).toMatch(/[\u4e00-\u9fff]/)
}

describe('how much', () => {
  test('a list without a condition is counted, and not estimated from what the database remembers of it', async () => {
    const asked: string[] = []
    const note = ({ commandName }: CommandStartedEvent): unknown => asked.push(commandName)
    const client = env.isMongo ? (payload.db as unknown as MongooseAdapter).connection.getClient() : null
    client?.on('commandStarted', note)
    const { docs } = await payload.find({ collection: 'units', pagination: false, depth: 0 })
    expect((await payload.find({ collection: 'units', limit: 1, depth: 0 })).totalDocs).toBe(docs.length)
    expect((await payload.count({ collection: 'units', where: { and: [] } })).totalDocs).toBe(docs.length)
    client?.off('commandStarted', note)
    // `count` is how MongoDB is asked for its estimate.
    expect(asked).not.toContain('count')
  })

  const bounds: [Role, number, number][] = [
    ['anonymous', 100, 1],
    ['personA', 100, 1],
    ['organiser', 500, 2],
    ['department', 500, 2],
  ]

  it.each(bounds)('%s gets pages of at most %i, to a depth of at most %i [B6] [S-M1]', async (role, limit, depth) => {
    for (const collection of ['activities', 'units']) {
      for (const asked of ['0', '-1', 'NaN', '', 'abc', '1.5', '1e3', String(limit + 1)])
        expectRefused(await get(`/${collection}?limit=${asked}`, role), 'limit')
      for (const asked of ['-1', 'abc', '1e99', String(depth + 1)])
        expectRefused(await get(`/${collection}?depth=${asked}`, role), 'depth')
      for (const asked of ['0', '-1', 'abc', '1e300'])
        expectRefused(await get(`/${collection}?page=${asked}`, role), 'page')
      expectRefused(await get(`/${collection}?pagination=false`, role), 'pagination')
      expect((await get(`/${collection}?limit=${limit}&depth=${depth}&pagination=false&page=1`, role)).status).toBe(200)
    }
  })

  test('a filter names at most so much, in a POST that stands for a GET as well [S-M10]', async () => {
    const many = (count: number, one: (index: number) => object) =>
      JSON.stringify({ or: Array.from({ length: count }, (_, index) => one(index)) })
    for (const where of [
      many(1100, () => ({ title: { equals: 'x' } })),
      JSON.stringify({ id: { in: Array.from({ length: 33_000 }, () => world.activities.own.id) } }),
    ]) {
      const form = {
        method: 'POST',
        path: '/activities',
        body: new URLSearchParams({ where }).toString(),
        headers: { 'x-http-method-override': 'GET', 'content-type': 'application/x-www-form-urlencoded' },
      }
      expectRefused(await ask(form), 'where')
      expectRefused(await ask({ ...form, token: world.tokens.department }), 'where')
    }
    for (const like of ['%'.repeat(50_001), 'x '.repeat(3000)])
      expect(
        (
          await ask({
            method: 'POST',
            path: '/activities',
            body: new URLSearchParams({ where: JSON.stringify({ title: { like } }) }).toString(),
            headers: { 'x-http-method-override': 'GET', 'content-type': 'application/x-www-form-urlencoded' },
          })
        ).status,
      ).toBe(400)
    const parameters = Array.from({ length: 10_000 }, (_, index) => `where[or][${index}][title][equals]=x`).join('&')
    expect(
      (
        await ask({
          method: 'POST',
          path: '/activities',
          body: parameters,
          headers: { 'x-http-method-override': 'GET', 'content-type': 'application/x-www-form-urlencoded' },
        })
      ).status,
    ).toBe(400)
  })
})

test.each([
  'limit[a]=1',
  'where[status][all]=x',
  `where=${encodeURIComponent('{"unit.name":{"all":1}}')}`,
  `where=${encodeURIComponent('{"_id":{"like":false}}')}`,
  'where[title][not_equals][0]=a',
  `where=${encodeURIComponent('{"unit.parent":{"not_like":[]}}')}`,
  'populate[units][contact]=true&depth=1',
  'joins[x][limit]=1',
  'select[nope]=true',
  'showHiddenFields=true',
  'sort=nope',
  'sort=place',
  'sort=title,place',
  'sort=title.x',
  'where[counted][exists]=true',
  'where[revision][exists]=true',
  'where[unit.contact][like]=1',
  'where[unit.parent.name][like]=1',
])('?%s is refused before the database [S-M10] [S-M11]', async (query) => {
  for (const role of ['anonymous', 'department'] as const) {
    for (const path of ['/activities', ...(query.startsWith('where') ? ['/activities/count'] : [])]) {
      const isForStaff = role === 'department' && query === 'where[unit.contact][like]=1'
      expect([path, role, (await get(`${path}?${query}`, role)).status]).toEqual([path, role, isForStaff ? 200 : 400])
    }
  }
})

test('?data is refused for one record, whatever it holds [S-M10]', async () => {
  expectRefused(await get(`/activities/${world.activities.own.id}?data=1`), 'data')
  const byBody = await ask({
    method: 'POST',
    path: `/activities/${world.activities.own.id}`,
    body: { depth: 9 },
    headers: { 'x-http-method-override': 'GET' },
  })
  expectRefused(byBody, 'depth')
  const notJson = await ask({
    method: 'POST',
    path: '/activities/count',
    body: { where: 'x' },
    headers: { 'x-payload-http-method-override': 'GET' },
  })
  expectRefused(notJson, 'where')
})

test.each([
  ['units', 'contact.x'],
  ['units', 'memberCount.x'],
  ['units', 'memberCount__x'],
  ['activities', 'counted.x'],
  ['activities', 'revision.x'],
  ['activities', 'lastSequence.x'],
  ['registrations', 'note.x'],
  ['people', 'phoneHash.x'],
  ['staff', 'hash.x'],
  ['certificates', 'seal.x'],
  ['messages', 'key.x'],
])('%s cannot be sorted by %s [S-M11]', async (collection, path) => {
  for (const role of ['anonymous', 'personA', 'organiser', 'department'] as const) {
    for (const sort of [path, `-${path}`]) expect((await get(`/${collection}?sort=${sort}`, role)).status).toBe(400)
  }
})

test('a refusal writes nothing into the log, which anybody could fill [S-m5]', async () => {
  const logged: unknown[] = []
  const { error, warn } = payload.logger
  payload.logger.error = payload.logger.warn = (...line: unknown[]) => void logged.push(line)
  const asked = [
    '/activities?where[counted][exists]=true',
    '/activities?where[unit.contact][like]=1',
    '/units?where[nope][equals]=1',
    '/people',
    '/activities/nope',
  ]
  for (const path of asked) expect([path, Math.floor((await get(path)).status / 100)]).toEqual([path, 4])
  Object.assign(payload.logger, { error, warn })
  expect(logged).toEqual([])
})

test('a rider who filters by an answer gets 400 [S-M10]', async () => {
  for (const operator of ['greater_than', 'in', 'not_in', 'all', 'less_than'])
    expect((await get(`/registrations?where[answers.x][${operator}]=0`, 'personA')).status).toBe(400)
})

test('a reference to one of several kinds is asked for by its halves alone, in whatever collection has one [S-M10]', async () => {
  const several = payload.config.collections.flatMap(({ slug, flattenedFields }) =>
    flattenedFields.flatMap((field) =>
      field.type === 'relationship' && Array.isArray(field.relationTo) ? [[slug, field.name] as const] : [],
    ),
  )
  expect(several.length).toBeGreaterThan(0)
  for (const [slug, field] of several) {
    for (const operator of ['equals', 'not_equals', 'in', 'exists']) {
      // The last part of a preference's address is its key.
      for (const path of [`/${slug}`, ...(slug === 'payload-preferences' ? [] : [`/${slug}/count`])]) {
        const asked = async (name: string, operand: string) => [
          path,
          name,
          operator,
          (await get(`${path}?where[${name}][${operator}]=${operand}`, 'organiser')).status,
        ]
        expect(await asked(field, world.activities.own.id)).toEqual([path, field, operator, 400])
        if (operator === 'equals')
          expect(await asked(`${field}.value`, world.activities.own.id)).toEqual([
            path,
            `${field}.value`,
            operator,
            200,
          ])
      }
    }
  }
})

test('a preference that is not there is nobody’s to remove [S-M10]', async () => {
  const answer = await ask({ method: 'DELETE', path: '/payload-preferences/x', token: world.tokens.organiser })
  expect({ status: answer.status, code: (answer.body as Refusal).errors[0]?.data.code }).toEqual({
    status: 403,
    code: 'forbidden',
  })
})

describe('the admin goes on asking what it asks', () => {
  test('pickers: a POST that stands for a GET, with the units of a subtree, those chosen left out, and words to search for', async () => {
    const where = {
      and: [
        { id: { not_in: [world.units.own] } },
        { name: { like: '镇' } },
        { id: { in: [world.units.own, world.units.other] } },
      ],
    }
    const body = queryOf({
      depth: 0,
      draft: true,
      limit: 10,
      page: 1,
      select: { name: true },
      sort: 'name',
      where,
    }).slice(1)
    const answer = await ask({
      method: 'POST',
      path: '/units',
      body,
      token: world.tokens.organiser,
      headers: { 'x-payload-http-method-override': 'GET', 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(answer.status).toBe(200)
  })

  test('names in columns, by their ids', async () => {
    for (const [collection, id, field] of [
      ['units', world.units.own, 'name'],
      ['activities', world.activities.own.id, 'title'],
    ] as const) {
      const answer = await get(
        `/${collection}${queryOf({ depth: 0, limit: 1, select: { [field]: true } })}&where[id][in]=${id}`,
        'organiser',
      )
      expect({ status: answer.status, docs: (answer.body as { docs: unknown[] }).docs.length }).toEqual({
        status: 200,
        docs: 1,
      })
    }
  })

  test('a save, with its depth and language', async () => {
    const answer = await ask({
      method: 'PATCH',
      path: `/activities/${world.activities.own.id}?depth=0&fallback-locale=null`,
      token: world.tokens.organiser,
      body: { description: '新内容' },
    })
    expect(answer.status).toBe(200)
  })
})

describe('refusals of records have stable codes', () => {
  const refusalOf = (answer: Answer): { status: number; code?: string } => ({
    status: answer.status,
    code: (answer.body as Refusal).errors[0]?.data.code,
  })

  test('by kind [S-m8]', async () => {
    expect(refusalOf(await ask({ method: 'POST', path: '/units', body: { name: 'x', kind: 'town' } }))).toEqual({
      status: 403,
      code: 'forbidden',
    })
    expect(refusalOf(await get('/people'))).toEqual({ status: 403, code: 'forbidden' })
    expect(refusalOf(await get(`/people/${world.people.other.id}`, 'organiser'))).toEqual({
      status: 404,
      code: 'not-found',
    })
    const long = await ask({
      method: 'PATCH',
      path: `/activities/${world.activities.own.id}`,
      token: world.tokens.organiser,
      body: { title: '长'.repeat(61) },
    })
    expect(refusalOf(long)).toEqual({ status: 400, code: 'invalid-input' })
    expect(Object.keys((long.body as Refusal).errors[0]?.data.fields ?? {})).toEqual(['title'])
  })

  test('a contact that somebody has is named as people know it, without names of tables and hashes [S-m8] [D27]', async () => {
    const answer = await ask({
      method: 'POST',
      path: '/people',
      token: world.tokens.organiser,
      body: { name: '重复', phone: '15400010001', unit: world.units.own },
    })
    expect(answer.status).toBe(400)
    expect(Object.keys((answer.body as Refusal).errors[0]?.data.fields ?? {})).toEqual(['phone'])
    expect(answer.text).toMatch(/手机号已有人登记/)
    expect(answer.text).not.toMatch(/phoneHash|tableName|"people"/)
  })
})

test('a page of the public list holds no more than was asked, however many there are [B6]', async () => {
  const unit = await makeUnit(payload, 'community', null)
  for (let made = 0; made < 12; made += 1) await makeActivity(payload, unit)
  const { body } = await get('/activities?limit=10&depth=0')
  expect((body as { docs: unknown[] }).docs).toHaveLength(10)
})
