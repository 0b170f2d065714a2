import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Payload } from 'payload'
import * as calls from '../../src/endpoints/calls.ts'
import type { Call } from '../../src/endpoints/endpoint.ts'
import type { Activity, Staff } from '../../src/payload-types.ts'
import { signMessageSettings } from '../../src/privacy/cipher.ts'
import { createSite } from '../../src/server/site.tsx'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  PASSWORD,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { tokenOf } from '../support/tokens.ts'

/** Every route of the site and every call, with every kind of body: the right answer at once, and never a 5xx. */
let test: TestPayload
let payload: Payload
let server: TestServer
let activity: Activity
let staff: Staff
let registration: string
let settingsToken: string
let reader: string

beforeAll(async () => {
  test = await startPayload()
  payload = test.payload
  const units = await makeUnitTree(payload)
  staff = await makeStaff(payload, 'organiser', units.community)
  activity = await makeActivity(payload, units.community, {
    selfCheckIn: true,
    startsAt: hoursFromNow(1),
    endsAt: hoursFromNow(3),
  })
  const person = await makePerson(payload)
  registration = (await makeRegistration(payload, activity, person)).id
  settingsToken = signMessageSettings(person.id)
  reader = person.id
  server = await startServer()
})
afterAll(async () => {
  await server.stop()
  await test.stop()
})

interface Kind {
  type: string | null
  body: string | undefined
  /** Whether there is a word in it that the site reads: it is shown again to who has to log in first. */
  isTyped?: boolean
}
const boundary = (content: string): Kind => ({ type: 'multipart/form-data; boundary=x', body: content })
/** What anybody may send in place of a form. */
const KINDS: Record<string, Kind> = {
  none: { type: null, body: undefined },
  'a form': { type: 'application/x-www-form-urlencoded', body: 'a=1&a=2', isTyped: true },
  'a form with a bad escape': { type: 'application/x-www-form-urlencoded', body: 'a=%&%zz=%ff', isTyped: true },
  'a form with brackets': {
    type: 'application/x-www-form-urlencoded',
    body: 'code[a]=1&contact[]=2&__proto__=3&constructor=4&here[]=1&text[]=2',
    isTyped: true,
  },
  JSON: { type: 'application/json', body: '{"contact":"13800000000","code":{"a":1},"here":["/x"]}' },
  'broken JSON': { type: 'application/json', body: '{"a":' },
  null: { type: 'application/json', body: 'null' },
  multipart: {
    ...boundary('--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'),
    isTyped: true,
  },
  'multipart with files for fields': boundary(
    ['contact', 'code', 'name', 'here', 'text', 'rating']
      .map((name) => `--x\r\nContent-Disposition: form-data; name="${name}"; filename="a"\r\n\r\n1\r\n`)
      .join('') + '--x--\r\n',
  ),
  'broken multipart': boundary('--y\r\nnonsense'),
  'multipart without a boundary': { type: 'multipart/form-data', body: 'nonsense' },
  text: { type: 'text/plain', body: 'hello' },
  'no type': { type: null, body: 'hello' },
}
/** What is refused before anybody looks at fields. */
const REFUSED: Record<string, Kind & { status: number; headers?: Record<string, string> }> = {
  'a form in a strange charset': {
    type: 'application/x-www-form-urlencoded; charset=klingon',
    body: 'a=1',
    status: 415,
  },
  'a form packed strangely': {
    type: 'application/x-www-form-urlencoded',
    body: 'a=1',
    headers: { 'content-encoding': 'zip' },
    status: 415,
  },
  'a form that is no gzip': {
    type: 'application/x-www-form-urlencoded',
    body: 'a=1',
    headers: { 'content-encoding': 'gzip' },
    status: 400,
  },
  'a form that is too long': {
    type: 'application/x-www-form-urlencoded',
    body: `a=${'x'.repeat(70_000)}`,
    status: 413,
  },
  'a form of too many fields': { type: 'application/x-www-form-urlencoded', body: 'a=1&'.repeat(200), status: 413 },
  'multipart that is too long': { ...boundary('x'.repeat(1_100_000)), status: 413 },
}

const post = async (
  where: string,
  { type, body }: Kind,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<Response> =>
  fetch(`${server.url}${where}`, {
    method,
    redirect: 'manual',
    headers: { ...(type !== null && { 'content-type': type }), ...headers },
    ...(body !== undefined && { body: Buffer.from(body) }),
  })

/**
 * What each form of the site says to one with nothing filled in, to nobody and to a person. A new form has to be named
 * here.
 */
const FORMS: Record<string, { path?: () => string; nobody: number; isKept?: boolean; person: number | null }> = {
  '/activities/:id': { path: () => `/activities/${activity.id}`, nobody: 400, person: 303 },
  '/activities/:id/self-check-in': { path: () => `/activities/${activity.id}/self-check-in`, nobody: 400, person: 400 },
  '/certificates': { nobody: 400, person: 400 },
  '/login': { nobody: 400, person: 303 },
  '/logout': { nobody: 303, person: null },
  '/me/registrations/:id/feedback': {
    path: () => `/me/registrations/${registration}/feedback`,
    nobody: 303,
    isKept: true,
    person: 404,
  },
  '/me/registrations/:id/correction': {
    path: () => `/me/registrations/${registration}/correction`,
    nobody: 303,
    isKept: true,
    person: 404,
  },
  '/me/registrations/:id/cancel': {
    path: () => `/me/registrations/${registration}/cancel`,
    nobody: 303,
    isKept: true,
    person: 404,
  },
  '/me/registrations/:id/undo': {
    path: () => `/me/registrations/${registration}/undo`,
    nobody: 303,
    isKept: true,
    person: 404,
  },
  '/me/registrations/:id/accept': {
    path: () => `/me/registrations/${registration}/accept`,
    nobody: 303,
    isKept: true,
    person: 404,
  },
  '/message-settings': { path: () => `/message-settings?t=${settingsToken}`, nobody: 200, person: 200 },
  '/me/sessions': { nobody: 303, isKept: true, person: 303 },
  '/me/profile': { nobody: 303, isKept: true, person: 400 },
  '/me/contacts': { nobody: 303, isKept: true, person: 303 },
  '/report-in': { nobody: 303, isKept: true, person: 400 },
  '/me/appointments/:id/end': {
    path: () => `/me/appointments/${registration}/end`,
    nobody: 303,
    isKept: true,
    person: 404,
  },
  '/me/appointments/:id/name': {
    path: () => `/me/appointments/${registration}/name`,
    nobody: 303,
    isKept: true,
    person: 404,
  },
  '/me/erase': { nobody: 303, isKept: true, person: null },
  '/display': { nobody: 303, person: 303 },
}

describe('forms of the site', () => {
  it('are all named here', () => {
    const routes = createSite({ payload }).stack.flatMap(({ route }) =>
      route && (route as unknown as { methods: Record<string, boolean> }).methods.post ? [route.path] : [],
    )
    expect([...new Set(routes)].sort()).toEqual(Object.keys(FORMS).sort())
  })

  it.each(Object.keys(FORMS))('%s answers any body as a form with nothing filled in [D8] [S-M10]', async (route) => {
    const form = FORMS[route]
    if (!form) throw new Error(route)
    const where = form.path?.() ?? route
    const cookie = `payload-token=${await tokenOf(payload, await makePerson(payload))}`
    for (const [name, kind] of Object.entries(KINDS)) {
      expect([name, (await post(where, kind)).status]).toEqual([name, form.isKept && kind.isTyped ? 401 : form.nobody])
      if (form.person !== null)
        expect([name, (await post(where, kind, { cookie })).status]).toEqual([name, form.person])
    }
    for (const [name, { status, headers, ...kind }] of Object.entries(REFUSED)) {
      const answer = await post(where, kind, headers)
      expect([name, answer.status, answer.headers.get('content-type')]).toEqual([
        name,
        status,
        'text/html; charset=utf-8',
      ])
    }
  })

  it('take a one-click unsubscribe in both forms that RFC 8058 has [D8]', async () => {
    for (const kind of [
      KINDS.multipart,
      { type: 'application/x-www-form-urlencoded', body: 'List-Unsubscribe=One-Click' },
    ]) {
      await payload.db.updateOne({ collection: 'people', id: reader, data: { optedOutAt: null } })
      expect((await post(`/message-settings?t=${settingsToken}`, kind as Kind)).status).toBe(200)
      const person = await payload.db.findOne<{ id: string; optedOutAt: string | null }>({
        collection: 'people',
        where: { id: { equals: reader } },
      })
      expect(person?.optedOutAt).not.toBeNull()
    }
  })

  it.each([
    '/activities/%',
    '/%',
    '/me/registrations/%E0%A4%A',
    '/certificates/%',
    '/staff/check-in/%',
    '/assets/%',
    '/staff/%',
    '/admin/%',
    '/admin/collections/%E0',
    '/_next/%',
    '/api/%',
  ])('GET %s is no fault of ours [S-M10]', async (where) => {
    const answer = await rawRequest('GET', where)
    expect([400, 404]).toContain(answer.status)
  })
})

/** What may stand after the question mark of an address. */
const QUERIES = [
  '',
  'isappinstalled=0&utm_source=x',
  'q=a&q=b',
  'q[a]=1&q[]=2&page[$gt]=1&t[]=x',
  'page=-1&limit=-1',
  'page=1e9&limit=999999',
  'page=NaN&limit=Infinity',
  'q=%00&from=%00',
  'from=2026-02-30&to=x',
  '__proto__[a]=1&constructor=1',
  'q=%F0%9F%98%80%E2%80%AE',
  `q=${'x'.repeat(4000)}`,
  '&&&==',
  'where[id][equals]=x&depth=99&locale=zz&sort=-x',
  'unit=x&line=x&theme=x&when=x&open=x&t=x&code=x&next=//evil.example',
]

/** Asks with each odd query, and with each kind of body, which says nothing to a GET. */
async function expectSound(where: string, headers: Record<string, string>): Promise<void> {
  const plain = await rawRequest('GET', where, { headers })
  expect([where, plain.status < 500]).toEqual([where, true])
  for (const query of QUERIES) {
    const address = `${where}?${query}`
    const { status } = await rawRequest('GET', address, { headers })
    expect([address, status < 500]).toEqual([address, true])
  }
  for (const [name, { type, body }] of Object.entries(KINDS)) {
    const { status } = await rawRequest('GET', where, {
      headers: { ...headers, ...(type !== null && { 'content-type': type }) },
      body: body ?? '',
    })
    expect([where, name, status]).toEqual([where, name, plain.status])
  }
}

describe('pages of the site', () => {
  it('answer any query, and any body as none [S-M10]', async () => {
    const routes = createSite({ payload }).stack.flatMap(({ route }) =>
      route && (route as unknown as { methods: Record<string, boolean> }).methods.get ? [route.path].flat() : [],
    )
    expect(routes.length).toBeGreaterThan(20)
    const cookie = `payload-token=${await tokenOf(payload, await makePerson(payload))}`
    for (const route of new Set(routes))
      await expectSound(
        route
          .replace('/:id', route.startsWith('/me/registrations') ? `/${registration}` : `/${activity.id}`)
          .replace(/[{}*]/g, '')
          .replace(/:\w+/g, 'x'),
        { cookie },
      )
  })
})

describe('calls', () => {
  const all = Object.entries(calls as unknown as Record<string, Call<string, unknown, unknown>>)
  const ID = '11111111-1111-4111-8111-111111111111'

  it.each(all.filter(([, { method }]) => method !== 'get'))(
    '%s answers any body [S-M10]',
    async (_name, { method, path, body }) => {
      const where = `/api${path.replace(/:\w+/g, ID)}`
      const login = await payload.login({ collection: 'staff', data: { email: staff.email, password: PASSWORD } })
      const roles = [undefined, await tokenOf(payload, await makePerson(payload)), login.token]
      for (const token of roles) {
        for (const [name, kind] of Object.entries(KINDS)) {
          // Erasing oneself needs no body, and ends the person that the others need.
          if (method === 'delete' && path === '/me' && token !== undefined) continue
          const answer = await post(where, kind, token ? { authorization: `JWT ${token}` } : {}, method.toUpperCase())
          expect([name, answer.status < 500]).toEqual([name, true])
          if (!body || kind.body === undefined) continue
          const expected = { JSON: [400], null: [400], 'broken JSON': [400] }[name] ?? [400, 415]
          expect([name, expected.includes(answer.status)]).toEqual([name, true])
        }
      }
    },
  )

  it.each(all.filter(([, { method }]) => method === 'get'))(
    '%s answers any query, and any body as none [S-M10]',
    async (_name, { path, who }) => {
      const { token } = await payload.login({ collection: 'staff', data: { email: staff.email, password: PASSWORD } })
      const authorization = `JWT ${who === 'staff' ? token : await tokenOf(payload, await makePerson(payload))}`
      await expectSound(`/api${path.replace(':id', activity.id).replace(/:\w+/g, ID)}`, { authorization })
    },
  )

  it('leave the connection in order after a body that is too large [S-M2]', async () => {
    for (const size of [1_048_577, 2_000_010, 8_000_000, 20_000_000]) {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      const refused = await rawRequest('POST', '/api/codes', {
        agent,
        headers: { 'content-type': 'application/json' },
        body: 'x'.repeat(size),
      })
      expect([size, refused.status]).toEqual([size, 413])
      const after = await rawRequest('GET', '/healthz', { agent })
      expect([size, after.status]).toEqual([size, 200])
      agent.destroy()
    }
  })
})

describe('the admin', () => {
  /** As it stands in the public log-in page. */
  const actionIds = async (): Promise<string[]> => {
    const page = await (await fetch(`${server.url}/admin/login`)).text()
    return [...new Set(page.match(/\b[0-9a-f]{42}\b/g) ?? [])]
  }
  const callFunction = (action: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
    post(
      '/admin/login',
      { type: 'text/plain;charset=UTF-8', body },
      { 'next-action': action, origin: server.url, ...headers },
    )

  it('takes what its own screens ask [S-M10] [S-m7]', async () => {
    const { token } = await payload.login({ collection: 'staff', data: { email: staff.email, password: PASSWORD } })
    const ids = await actionIds()
    expect(ids.length).toBeGreaterThan(0)
    const asked = JSON.stringify([
      {
        name: 'form-state',
        args: {
          collectionSlug: 'stations',
          schemaPath: 'stations',
          operation: 'create',
          data: {},
          docPermissions: { create: true, fields: true, read: true, update: true },
          docPreferences: { fields: {} },
        },
      },
    ])
    const answers = await Promise.all(
      ids.map(async (id) => callFunction(id, asked, { cookie: `payload-token=${token}` })),
    )
    expect(answers.map(({ status }) => status)).toContain(200)
  })

  it('refuses odd replies to its server function [S-M10] [S-m7]', async () => {
    const [action = '0'.repeat(42)] = await actionIds()
    const named = (name: unknown, args: unknown = {}): string => JSON.stringify([{ name, args }])
    const odd = [
      '',
      '[]',
      '{}',
      'null',
      '1',
      '"$K1"',
      '["$K1"]',
      '["$F1"]',
      '["$@1"]',
      '[{}]',
      '[null]',
      'nonsense',
      named('constructor'),
      named('toString'),
      named('__proto__'),
      named('hasOwnProperty'),
      named('schedule-publish'),
      named('nobody-knows'),
      named(['form-state']),
      named('form-state', null),
      named('form-state', []),
      named('form-state', { a: '$F1' }),
      '[{"name":"form-state","args":{"__proto__":{}}}]',
      '[{"name":"form-state","args":{}},1]',
    ]
    for (const body of odd) expect([body, (await callFunction(action, body)).status]).toEqual([body, 400])
    for (const id of ['x', '', 'constructor', `${action}0`])
      expect([
        id,
        (await callFunction(id, named('form-state'))).status >= 400 &&
          (await callFunction(id, named('form-state'))).status < 500,
      ]).toEqual([id, true])
    for (const kind of Object.values(KINDS))
      expect((await post('/admin/login', kind, { 'next-action': action })).status).toBe(400)
    expect(
      (await post('/admin/login', { type: 'text/plain', body: 'x'.repeat(1_100_000) }, { 'next-action': action }))
        .status,
    ).toBe(413)
  })

  it.each(['PROPFIND', 'QUERY', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'POST', 'TRACE'])(
    'knows no %s [S-m13]',
    async (method) => {
      for (const where of ['/admin', '/admin/login', '/_next/static/x.js'])
        expect([where, (await rawRequest(method, where)).status]).toEqual([where, 405])
    },
  )
})

describe('headers', () => {
  it('let no page of ours be framed, on every answer [S-m9]', async () => {
    for (const where of [
      '/',
      '/admin/login',
      '/_next/static/x.js',
      '/api/openapi.json',
      '/api/nowhere',
      '/healthz',
      '/assets/x.js',
      '/nowhere',
    ]) {
      const { headers } = await rawRequest('GET', where)
      expect([
        where,
        headers['x-content-type-options'],
        headers['x-frame-options'],
        headers['referrer-policy'],
        String(headers['content-security-policy']).includes("frame-ancestors 'none'"),
      ]).toEqual([where, 'nosniff', 'DENY', 'no-referrer', true])
    }
  })

  it('let the admin run no script of which it does not know the number of the day [S-m9]', async () => {
    const numbers = await Promise.all(
      [1, 2].map(async () => {
        const page = await fetch(`${server.url}/admin/login`, {
          headers: { 'content-security-policy': "script-src 'nonce-bm90aGluZw=='" },
        })
        const [policy] = /script-src [^;]*/.exec(page.headers.get('content-security-policy') ?? '') ?? []
        const [, nonce] = /^script-src 'self' 'nonce-([^']+)'$/.exec(policy ?? '') ?? []
        expect(policy).toEqual(`script-src 'self' 'nonce-${nonce}'`)
        const scripts = (await page.text()).match(/<script\b[^>]*>/g) ?? []
        expect(scripts.length).toBeGreaterThan(0)
        expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([])
        return nonce
      }),
    )
    expect(numbers[0]).not.toBe(numbers[1])
  })
})

describe('over https', () => {
  const PUBLIC_URL = 'https://xianfeng.example.org'
  let encrypted: TestServer
  beforeAll(async () => {
    encrypted = await startServer({ PUBLIC_URL })
  })
  afterAll(() => encrypted.stop())

  const send = (where: string, headers: Record<string, string>, body: string): Promise<Response> =>
    fetch(`${encrypted.url}${where}`, {
      method: 'POST',
      headers: { origin: PUBLIC_URL, ...headers },
      body,
      redirect: 'manual',
    })
  const isOfThisHost = (cookie: string): boolean =>
    cookie.startsWith('__Host-') &&
    /; Secure/.test(cookie) &&
    /; Path=\/(;|$)/.test(cookie) &&
    !/Domain/i.test(cookie) &&
    /HttpOnly/.test(cookie)

  it('cookies are for this host alone, and open what they opened [S-m9]', async () => {
    const login = await send(
      '/api/staff/login',
      { 'content-type': 'application/json' },
      JSON.stringify({ email: staff.email, password: PASSWORD }),
    )
    const display = await send('/display', { 'content-type': 'application/x-www-form-urlencoded' }, 'size=large&here=/')
    const set = [...login.headers.getSetCookie(), ...display.headers.getSetCookie()]
    expect(set).toHaveLength(2)
    expect(set.filter((cookie) => !isOfThisHost(cookie))).toEqual([])
    const cookie = String(set[0]).split(';')[0] ?? ''
    const asked = async (path: string, sent: string): Promise<string> =>
      (await fetch(`${encrypted.url}${path}`, { headers: { origin: PUBLIC_URL, cookie: sent } })).text()
    expect(await asked('/api/staff/me', cookie)).toContain(staff.id)
    expect(await asked('/api/staff/me', cookie.replace('__Host-', ''))).not.toContain(staff.id)
    const out = await send('/logout', { 'content-type': 'application/x-www-form-urlencoded', cookie }, '')
    expect(out.headers.getSetCookie().filter((one) => !isOfThisHost(one))).toEqual([])
    expect(await asked('/api/staff/me', cookie)).not.toContain(staff.id)
    const rider = `__Host-payload-token=${await tokenOf(payload, await makePerson(payload, { name: '石榴' }))}`
    expect(await asked('/me', rider)).toContain('石榴')
    const gone = await send('/api/people/logout', { cookie: rider }, '')
    expect(
      gone.headers.getSetCookie().map((one) => [isOfThisHost(one), one.startsWith('__Host-payload-token=;')]),
    ).toEqual([[true, true]])
  })
})

describe('the operator', () => {
  it('has headers on every answer, and the numbers to itself [S-m9]', async () => {
    for (const where of ['/healthz', '/readyz', '/metrics']) {
      const { status, headers } = await rawRequest('GET', where)
      expect([where, status, headers['x-content-type-options'], headers['x-frame-options']]).toEqual([
        where,
        200,
        'nosniff',
        'DENY',
      ])
    }
    expect((await rawRequest('GET', '/metrics', { headers: { 'x-forwarded-for': '127.0.0.1' } })).status).toBe(403)
  })
})

describe('slow clients', () => {
  it('are cut off, in the headers as in the body; one that rests between two requests is not [S-m13]', async () => {
    const { port } = new URL(server.url)
    const asked = 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'
    let told = ''
    const resting = connect(Number(port), '127.0.0.1', () => resting.write(asked))
    resting.setEncoding('utf8').on('data', (part: string) => (told += part))
    const slow = [
      'POST /api/codes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
      'POST /login HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\na',
      'GET / HTTP/1.1\r\nhost: x\r\n',
    ]
    const answers = await Promise.all(
      slow.map(
        (text) =>
          new Promise<string>((resolve) => {
            let got = ''
            const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
            socket.setEncoding('utf8').on('data', (part: string) => (got += part))
            socket.on('close', () => resolve(got)).on('error', () => resolve(got))
          }),
      ),
    )
    for (const answer of answers) expect(answer).toMatch(/^(HTTP\/1\.1 408|$)/)
    // Half a minute later: long past what Node allows by itself.
    resting.write(asked.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n'))
    await new Promise((resolve) => resting.on('close', resolve))
    expect(told.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
  }, 60_000)
})

function rawRequest(
  method: string,
  path: string,
  { agent, headers = {}, body = '' }: { agent?: Agent; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const sent = request(
      {
        hostname,
        port,
        method,
        path,
        ...(agent && { agent }),
        headers: { ...headers, ...(body !== '' && { 'content-length': String(body.length) }) },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (part: string) => (text += part))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
        answer.on('error', reject)
      },
    )
    sent.on('error', reject).end(body)
  })
}
