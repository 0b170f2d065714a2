import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { AppError } from '../../src/domain/shared/AppError.ts'
import type { Answer, Visit } from '../../src/frontend/shared/route.ts'
import { routes } from '../../src/server/routes.ts'
import { makeActivity, makePerson, makeUnitTree } from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

/** Routes are data: a page is what its route answers to a visit, without a server. */
let test: TestPayload
beforeAll(async () => {
  test = await startPayload()
})
afterAll(() => test.stop())

async function visit(path: string, method: 'get' | 'post', given: Partial<Visit> = {}): Promise<Answer> {
  const handle = routes.find((route) => route.path === path)?.[method]
  if (!handle) throw new Error(`No ${method} ${path}`)
  return handle({
    req: await test.req(),
    method: method.toUpperCase(),
    address: path,
    params: {},
    query: {},
    fields: {},
    origin: 'http://localhost',
    now: new Date(),
    ...given,
  })
}

it('each address has one route', () => {
  const paths = routes.map(({ path }) => path)
  expect(new Set(paths).size).toBe(paths.length)
})

it('answers with a page, an error or a way on', async () => {
  const { community } = await makeUnitTree(test.payload)
  const { id, title } = await makeActivity(test.payload, community)
  expect(await visit('/activities/:id', 'get', { params: { id } })).toMatchObject({ title, status: 200 })
  expect(await visit('/activities', 'get', { query: { page: '0' } })).toMatchObject({ title: '活动', status: 400 })
  expect(await visit('/certificates', 'get', { query: { number: 'XF-1' } })).toEqual({ to: '/certificates/XF-1' })
  await expect(visit('/me', 'get')).rejects.toThrow(new AppError('not-logged-in'))
})

it('says when a session ends', async () => {
  const req = await test.req(await makePerson(test.payload))
  expect(await visit('/logout', 'post', { req })).toEqual({ to: '/', session: null })
})
