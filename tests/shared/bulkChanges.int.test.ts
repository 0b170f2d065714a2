import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { connectionOf } from '../../src/database/sqlite.ts'
import { MAX_CHANGED } from '../../src/hooks/shared/bulkChanges.ts'
import { oneByOne } from '../../src/operations/shared/oneByOne.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { PLACES, type Role } from '../support/accessRules.ts'
import { makeAccessWorld, type AccessWorld } from '../support/accessWorld.ts'
import { makeActivity, makePerson, makeRegistration, makeUnit } from '../support/fixtures.ts'
import { ask, queryOf, type Answer } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

/** Payload's changes of many records by a filter: bounded, and each as the call for one record does it. */
let app: TestPayload
let payload: Payload
let world: AccessWorld

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  world = await makeAccessWorld(payload)
})
afterAll(() => app.stop())

interface Told {
  message: string
  data: { code: string; fields: Record<string, string> }
}
interface Bulk {
  docs: { id: string }[]
  errors: (Told & { id?: string })[]
}

const send = (method: 'PATCH' | 'DELETE', path: string, role: Role): Promise<Answer> =>
  ask({ method, path, token: world.tokens[role], ...(method === 'PATCH' && { body: { place: '村委会' } }) })

const byIds = (ids: string[]): string => queryOf({ where: { id: { in: ids.join(',') } } })

describe('how many', () => {
  test.each(['PATCH', 'DELETE'] as const)(
    '%s of more than 50 records changes none, and says what to do',
    async (method) => {
      const unit = await makeUnit(payload, 'county', null)
      const many: string[] = []
      for (let index = 0; index <= MAX_CHANGED; index += 1)
        many.push((await makeActivity(payload, unit, { place: '祠堂' })).id)
      const where = { unit: { equals: unit.id } }
      const refused = await send(method, `/activities${queryOf({ where })}`, 'department')
      expect({ status: refused.status, errors: (refused.body as Bulk).errors }).toMatchObject({
        status: 400,
        errors: [{ data: { code: 'invalid-input' } }],
      })
      expect((refused.body as Bulk).errors[0]?.message).toMatch(/51 条.*最多.*50 条.*请/)
      expect(
        (await payload.find({ collection: 'activities', where: { and: [where, { place: { equals: '祠堂' } }] } }))
          .totalDocs,
      ).toBe(MAX_CHANGED + 1)
      const most = many.slice(1)
      expect((await send(method, `/activities${byIds(most)}`, 'department')).status).toBe(200)
      // What a limit names is bounded by it.
      const limited = await send(method, `/activities${queryOf({ where, limit: 1 })}`, 'department')
      expect({ status: limited.status, changed: (limited.body as Bulk).docs.length }).toEqual({
        status: 200,
        changed: 1,
      })
      const places = (
        await payload.find({ collection: 'activities', where: { unit: { equals: unit.id } }, pagination: false })
      ).docs.map(({ place }) => place)
      if (method === 'DELETE') expect(places).toEqual([])
      else expect(places.filter((place) => place === '村委会').length).toBeGreaterThanOrEqual(MAX_CHANGED)
    },
  )

  test.each(['PATCH', 'DELETE'] as const)('%s by a filter that names nothing changes nothing', async (method) => {
    for (const where of [{}, { or: [] }, { and: [{}] }]) {
      const answer = await send(method, `/activities?where=${encodeURIComponent(JSON.stringify(where))}`, 'department')
      expect({ where, status: answer.status, code: (answer.body as Bulk).errors[0]?.data.code }).toEqual({
        where,
        status: 400,
        code: 'invalid-input',
      })
    }
    expect((await send(method, '/activities', 'department')).status).toBe(400)
  })
})

test('each record that is refused has the code and the sentence of the call for one', async () => {
  const roles: Role[] = ['organiser', 'town', 'department']
  const compared: unknown[] = []
  for (const { collection, make } of Object.values(world.practice)) {
    const ids: string[] = []
    for (const place of PLACES) ids.push(String((await make(place)).id))
    for (const role of roles) {
      for (const method of ['PATCH', 'DELETE'] as const) {
        const several = (await send(method, `/${collection}${byIds(ids)}`, role)).body as Partial<Bulk>
        for (const { id, message, data } of several.errors ?? []) {
          expect({ collection, method, code: typeof data.code, isChinese: /[\u4e00-\u9fff]/.test(message) }).toEqual({
            collection,
            method,
            code: 'string',
            isChinese: true,
          })
          // A refusal of the whole names no record.
          if (id === undefined) continue
          const [single] = ((await send(method, `/${collection}/${id}`, role)).body as { errors: Told[] }).errors
          expect({ collection, method, message, data }).toEqual({ collection, method, ...single })
          compared.push(id)
        }
      }
    }
  }
  // Some are in use, whatever else.
  const activity = await makeActivity(payload, await makeUnit(payload, 'county', null))
  await makeRegistration(payload, activity, await makePerson(payload))
  const { errors } = (await send('DELETE', `/activities${byIds([activity.id])}`, 'department')).body as Bulk
  expect(errors).toMatchObject([{ id: activity.id, data: { code: 'in-use' } }])
  expect((await recount(await app.req())).differences).toEqual([])
})

describe('one by one', () => {
  test('others have their turn while a request works on many records', async () => {
    let turns = 0
    const count = (): void => {
      turns += 1
      if (turns < 100) setImmediate(count)
    }
    setImmediate(count)
    const seen = await oneByOne(await app.req(), [1, 2, 3], (item) => {
      const until = performance.now() + 60
      while (performance.now() < until);
      return Promise.resolve([item, turns])
    })
    expect(seen.map(([item]) => item)).toEqual([1, 2, 3])
    const [first, , last] = seen.map(([, turn]) => turn)
    expect(last).toBeGreaterThan(first ?? 0)
  })

  test('what is written meanwhile by others reaches the disk at once, and so does all that follows', async () => {
    if (payload.db.name !== 'sqlite') return
    const connection = connectionOf(payload)
    const modes = (): unknown => connection.read({ sql: 'PRAGMA synchronous', args: [] })[0]?.[0]
    const req = await app.req()
    await oneByOne(req, [1, 2], () => makeUnit(payload, 'county', null))
    expect(modes()).toBe(2)
    await expect(oneByOne(req, [1], () => Promise.reject(new Error('nothing')))).rejects.toThrow('nothing')
    expect(modes()).toBe(2)
  })
})
