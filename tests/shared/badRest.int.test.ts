import { describe, expect, test } from '@jest/globals'
import type { CollectionSlug } from 'payload'
import * as calls from '../../src/endpoints/calls.ts'
import { logIn } from '../support/accessWorld.ts'
import { makeStaff } from '../support/fixtures.ts'
import { ask, type Answer, type Call } from '../support/http.ts'
import {
  TRIED_IN,
  expectNoInsides,
  expectProblem,
  nothingIsWritten,
  payload,
  refused,
  useWorld,
  world,
  watched,
} from '../support/badRequests.ts'

useWorld()

test('every call of the contract has its cases in one of the files', () => {
  expect(
    Object.values(TRIED_IN)
      .flatMap((part) => Object.keys(part))
      .sort(),
  ).toEqual(Object.keys(calls).sort())
})

// Addresses and methods
// ---------------------------------------------------------------------------------------------------

describe('methods that a call does not have', () => {
  nothingIsWritten()
  const byPath = new Map<string, string[]>()
  for (const { method, path: where } of Object.values(calls))
    byPath.set(where, [...(byPath.get(where) ?? []), method.toUpperCase()])
  // GET and PATCH of a registration are Payload's, for the admin.
  byPath.delete('/registrations/:id')
  const cases = [...byPath].flatMap(([where, methods]) =>
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE']
      .filter((method) => !methods.includes(method))
      .map((method): [string, string, string[]] => [method, where, methods]),
  )

  test.each(cases)('%s %s', async (method, where, methods) => {
    const answer = await ask({
      method,
      path: where.replace(':id', world.activities.open.id),
      token: world.tokens.person,
    })
    expectProblem(answer, 405, 'method-not-allowed')
    expect(answer.headers.get('allow')).toBe(methods.join(', '))
  })
})

describe('addresses that are none', () => {
  nothingIsWritten()
  test.each([
    '/nope',
    '/public',
    '/public/nope',
    '/public/activities/a/b',
    '/me/nope',
    '/sessions/x',
    '/activities/a/b/c',
    '/exports',
    '/exports/people',
    '/graphql',
    '/globals/x',
    '/staff/a/b/c',
    '/activities/versions',
    '/activities/versions/x',
    '/staff/verify/x',
    '/payload-migrations',
    '/%E0%A4%A',
    '/%00',
    '',
    '/',
    '/..%2f..%2fetc%2fpasswd',
  ])('%s', async (where) => {
    for (const method of ['GET', 'POST', 'DELETE'])
      await refused({ method, path: where, token: world.tokens.person }, 404, 'not-found')
  })

  test('a method that overrides another breaks nothing', async () => {
    for (const header of ['x-http-method-override', 'x-payload-http-method-override']) {
      await refused(
        { method: 'POST', path: '/activities', body: '{broken', headers: { [header]: 'GET' } },
        400,
        'invalid-json',
      )
    }
  })
})

// Payload's own REST, which keeps its own form of errors
// --------------------------------------------------------------------

describe("garbage for Payload's REST is the client's mistake", () => {
  nothingIsWritten()
  const filters: [string, string][] = [
    ...[
      'nonsense',
      '{bad',
      '[',
      '"x"',
      '1',
      'null',
      '[]',
      '{"and":1}',
      '{"and":[1]}',
      '{"or":{"0":{}}}',
      '{"title":1}',
      '{"title":{"equals":{"$ne":1}}}',
      '{"title":{"like":{"a":1}}}',
      '{"title":{"in":[{"a":1}]}}',
      `${'{"and":['.repeat(500)}{}${']}'.repeat(500)}`,
    ].map((where): [string, string] => [where.slice(0, 40), `where=${encodeURIComponent(where)}`]),
    ...[
      'where=x&where=y',
      'where[nope][equals]=1',
      'where[title][nope]=1',
      'where[title]=1',
      'where[or]=1',
      'where[or][0]=1',
      'where[and][x][title][equals]=1',
      'where[startsAt][greater_than]=garbage',
      'where[startsAt][equals]=%00',
      'where[unit.createdAt][less_than]=garbage',
      'where[taken][equals]=abc',
      'where[taken][greater_than]=',
      'where[taken][in]=1,b',
      'where[waitingList][equals]=perhaps',
      'where[id][equals]=abc',
      'where[id][in][]=abc',
      'where[id][like]=abc',
      'where[id][greater_than]=abc',
      'where[id][not_in][]=123e4567-e89b-42d3-a456-426614174000&where[id][not_in][]=0123456789abcdef01234567',
      'where[unit][in][]=abc',
      'where[unit.id][in][]=abc',
      'where[series.order][equals]=abc',
      'where[unit][equals]=abc',
      'where[unit][like]=abc',
      'where[unit][exists]=abc',
      'where[unit.id][equals]=abc',
      'where[status][equals]=nope',
      'where[status][greater_than]=nope',
      'where[questions.label][equals]=x',
      'where[questions][equals]=x',
      'where[outcome.visits][equals]=x',
      'where[title][near]=1,2,3',
      'where[title][within]=x',
      'where[title][like]=(((',
      'where[title][like]=%00',
      'where[title][contains][$regex]=.*',
      'where[title][equals][$ne]=1',
      'where[$where][equals]=1',
      'where[$or][0][title][equals]=1',
      'where[__proto__][equals]=1',
      'where[constructor][prototype][equals]=1',
      'where[station.unit.name][equals]=x',
      'where[station.unit.contact][equals]=x',
      'where[unit.parent.parent.parent.contact][like]=x',
      'sort=nope',
      'sort=-',
      'sort=.',
      'sort[a]=b',
      'sort=title;drop',
      'sort=unit.contact',
      'sort=questions.label',
      'depth=abc',
      'depth=-1',
      'depth=1e99',
      'limit=-1',
      'limit=abc',
      'limit=1.5',
      'limit=1e300',
      'limit[]=1',
      'page=-1',
      'page=abc',
      'page=1.5&limit=3',
      'page=1e300',
      'page=999999',
      'select=abc',
      'select[nope]=true',
      'select[title][x]=true',
      'select[__proto__]=true',
      'populate=abc&depth=2',
      'populate[units]=abc&depth=2',
      'populate[nope][x]=true&depth=2',
      'joins=abc',
      'joins[x][limit]=abc',
      'locale=zz',
      'fallback-locale=zz',
      'trash=maybe&draft=maybe&pagination=maybe',
      `${'a'.repeat(3000)}=1`,
      'a[b][c][d][e][f][g][h][i][j][k][l][m]=1',
    ].map((text): [string, string] => [text, text]),
  ]

  async function expectNoFault(call: Call): Promise<Answer> {
    const answer = await ask(call)
    expect(answer.status).toBeLessThan(500)
    expectNoInsides(answer)
    return answer
  }

  test.each(filters)('?%s', async (_name, text) => {
    for (const token of [undefined, world.tokens.staff]) {
      for (const where of [
        '/activities',
        '/activities/count',
        `/activities/${world.activities.open.id}`,
        '/registrations',
        '/people',
      ])
        await expectNoFault({ path: `${where}?${text}`, token })
    }
    await expectNoFault({
      method: 'POST',
      path: '/activities',
      body: text,
      headers: { 'x-http-method-override': 'GET', 'content-type': 'application/x-www-form-urlencoded' },
    })
  })

  test.each([
    'x',
    '0',
    '-1',
    '%00',
    'a-b',
    "1'",
    '%7B%22$ne%22:1%7D',
    '123e4567-e89b-42d3-a456-426614174000',
    '0123456789abcdef01234567',
    'a'.repeat(3000),
  ])('the id %s', async (id) => {
    const department = await departmentToken()
    for (const collection of [
      'activities',
      'people',
      'registrations',
      'corrections',
      'certificates',
      'trainings',
      'awards',
      'appointments',
      'duties',
      'targets',
      'stations',
      'programmes',
      'units',
      'staff',
      'audit',
      'codes',
      'payload-locked-documents',
    ]) {
      for (const [method, tail, body] of [
        ['GET', '', undefined],
        ['PATCH', '', { title: '改' }],
        ['POST', '/duplicate', {}],
      ] as const) {
        const { status } = await expectNoFault({ method, path: `/${collection}/${id}${tail}`, token: department, body })
        expect([400, 403, 404, 405]).toContain(status)
      }
      await expectNoFault({ method: 'DELETE', path: `/${collection}/${id}`, token: department })
      await expectNoFault({ method: 'POST', path: `/${collection}/access/${id}`, token: department, body: {} })
    }
  })

  const BODIES = (
    [
      ['null', 'null'],
      ['a list', '[]'],
      ['a list of records', '[{"title":"x"}]'],
      ['text', '"x"'],
      ['a number', '1'],
      ['nothing', undefined],
      ['broken', '{'],
      ['plain text', 'x', 'text/plain'],
      ['a form', 'title=x', 'application/x-www-form-urlencoded'],
      ['half a multipart', '{', 'multipart/form-data'],
      ['a multipart without its end', '--x\r\nfoo', 'multipart/form-data; boundary=x'],
      [
        'a multipart with broken JSON',
        '--x\r\nContent-Disposition: form-data; name="_payload"\r\n\r\n{\r\n--x--\r\n',
        'multipart/form-data; boundary=x',
      ],
      [
        'a multipart without a record',
        '--x\r\nContent-Disposition: form-data; name="other"\r\n\r\n{}\r\n--x--\r\n',
        'multipart/form-data; boundary=x',
      ],
      ['a NUL', { title: 'a\0b' }],
      ['half a character', { title: '\ud83d' }],
      [
        'wrong types',
        {
          title: { a: 1 },
          line: [],
          unit: { x: 1 },
          startsAt: 'garbage',
          endsAt: 5,
          place: {},
          questions: 'x',
          outcome: 'x',
          capacity: 'x',
          status: {},
          name: 5,
          kind: {},
          goal: 'x',
          kinds: 'x',
          email: {},
          role: [],
          parent: 5,
        },
      ],
      [
        'wrong types within',
        {
          questions: [1, null, 'x'],
          outcome: [],
          units: [{}],
          lines: [{}],
          facilities: [{}],
          kinds: [1],
          ancestors: 'x',
          parent: { id: 1 },
        },
      ],
      ['references in lists', { unit: ['x'], activity: ['x'], person: ['x'], parent: ['x'] }],
      [
        'references by operator',
        { unit: { $ne: null }, activity: { $ne: null }, person: { $ne: null }, parent: { $gt: '' } },
      ],
      [
        'references to nothing',
        {
          unit: '123e4567-e89b-42d3-a456-426614174000',
          activity: '0123456789abcdef01234567',
          person: 'x',
          parent: 'x',
        },
      ],
      ['__proto__', '{"__proto__": {"role": "department"}, "constructor": {"prototype": {"x": 1}}, "toString": 1}'],
      ['a long text', { title: 'x'.repeat(400_000), name: 'x'.repeat(400_000), place: 'x'.repeat(400_000) }],
      ['lists 20,000 deep', `{"questions": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ] as [string, unknown, string?][]
  ).map(([name, body, type]) => ({ name, body, headers: { ...(type !== undefined && { 'content-type': type }) } }))
  const PATCHABLE = [
    'activities',
    'registrations',
    'people',
    'targets',
    'stations',
    'programmes',
    'units',
    'staff',
    'payload-locked-documents',
  ] as const

  test.each(BODIES)('a record made from $name', async ({ body, headers }) => {
    const department = await departmentToken()
    for (const collection of [...PATCHABLE, 'audit', 'codes']) {
      const { status } = await expectNoFault({
        method: 'POST',
        path: `/${collection}`,
        token: department,
        body,
        headers,
      })
      expect([400, 403, 404, 413, 415]).toContain(status)
    }
  })

  test.each(BODIES)('a change made of $name, for records that are not there', async ({ body, headers }) => {
    const department = await departmentToken()
    for (const collection of PATCHABLE as readonly CollectionSlug[]) {
      for (const target of [
        `/${world.ids.unknown}`,
        `?where[id][equals]=${world.ids.unknown}`,
        '',
        '?where={}',
        '?where[]=',
      ]) {
        await expectNoFault({ method: 'PATCH', path: `/${collection}${target}`, token: department, body, headers })
      }
    }
  })

  test.each(['a,b', 'x', '%00', '文', "1' OR '1'='1"])('a record by an id that is none: %s', async (bad) => {
    const department = await departmentToken()
    const ids = [bad, `${world.ids.unknown},${world.ids.unknown}`, `${world.ids.otherShape},${bad}`]
    for (const collection of PATCHABLE)
      for (const id of ids)
        for (const method of ['GET', 'PATCH', 'DELETE']) {
          const { status } = await expectNoFault({
            method,
            path: `/${collection}/${id === '%00' ? id : encodeURIComponent(id)}`,
            token: department,
            body: method === 'PATCH' ? {} : undefined,
          })
          expect([400, 403, 404]).toContain(status)
        }
  })

  test('a change or a removal of many without a filter, or with an empty one, is of none', async () => {
    const department = await departmentToken()
    for (const method of ['PATCH', 'DELETE']) {
      for (const filter of [
        '',
        '?where=',
        '?where={}',
        '?where[]=',
        '?where[and]=',
        '?where[and][]=',
        '?where={"and":[]}',
        '?where={"or":[{}]}',
        '?where={"and":[{"or":[]}]}',
        '?where={"title":{}}',
      ]) {
        for (const collection of ['stations', 'units', 'activities', 'programmes']) {
          const { status } = await expectNoFault({
            method,
            path: `/${collection}${filter}`,
            token: department,
            body: method === 'PATCH' ? { name: '改', title: '改' } : undefined,
          })
          expect(status).toBe(400)
        }
      }
    }
  })

  test.each([
    ['login', 'null'],
    ['login', '[]'],
    ['login', '{'],
    ['login', { email: { $gt: '' }, password: { $gt: '' } }],
    ['login', { email: 'nobody@example.org', password: 'wrong' }],
    ['login', { email: 'a\0@example.org', password: '\0' }],
    ['login', { email: 'x'.repeat(100_000), password: 'x'.repeat(100_000) }],
    ['login', undefined],
    ['forgot-password', { email: { $ne: '' } }],
    ['forgot-password', undefined],
    ['reset-password', { token: { $ne: '' }, password: 'long enough' }],
    ['reset-password', { token: '', password: 'long enough' }],
    ['reset-password', { token: null, password: null }],
    ['reset-password', undefined],
    ['unlock', { email: 'nobody@example.org' }],
    ['logout', undefined],
    ['refresh-token', undefined],
    ['first-register', undefined],
  ])('staff %s with %j', async (call, body) => {
    const { status } = await expectNoFault({ method: 'POST', path: `/staff/${call}`, body })
    expect([400, 401, 403, 410]).toContain(status)
  })

  let department: string | undefined
  async function departmentToken(): Promise<string> {
    if (department === undefined) {
      department = await logIn(await makeStaff(payload, 'department', world.units.county))
      await watched?.written()
    }
    return department
  }
})
