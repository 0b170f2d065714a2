import { readdir, readFile } from 'node:fs/promises'
import { request } from 'node:http'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Payload } from 'payload'
import { LIMITS } from '../../src/domain/shared/limits.ts'
import { env } from '../../src/env.ts'
import { claimLimit } from '../../src/operations/shared/claimLimit.ts'
import { forgetOldKeys } from '../../src/operations/shared/forgetOldKeys.ts'
import type { Activity, Staff } from '../../src/payload-types.ts'
import { selfCheckInCode } from '../../src/privacy/cipher.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeStaff,
  makeUnitTree,
  newPhone,
  PASSWORD,
} from '../support/fixtures.ts'
import { ask, type Answer } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { tokenOf } from '../support/tokens.ts'

/** What may be asked how often, in every process at once, however it is spelled. */
let test: TestPayload
let payload: Payload
let activity: Activity
let staff: Staff

beforeAll(async () => {
  env.RATE_LIMITS = 'on'
  test = await startPayload()
  payload = test.payload
  const units = await makeUnitTree(payload)
  staff = await makeStaff(payload, 'organiser', units.community)
  activity = await makeActivity(payload, units.community, {
    selfCheckIn: true,
    startsAt: hoursFromNow(1),
    endsAt: hoursFromNow(3),
  })
})
afterAll(async () => {
  env.RATE_LIMITS = 'off'
  await test.stop()
})

interface Sent {
  method?: string
  /** As it stands in the request line. */
  path: string
  headers?: Record<string, string>
  body?: string
}
interface Got {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}
/** The request as it is written, dots and all, which `fetch` would tidy. */
const send = ({ url }: TestServer, { method = 'POST', path: target, headers = {}, body = '' }: Sent): Promise<Got> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const sent = request(
      {
        hostname,
        port,
        method,
        path: target,
        agent: false,
        headers: { ...headers, ...(body !== '' && { 'content-length': String(Buffer.byteLength(body)) }) },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (part: string) => (text += part))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
      },
    )
    sent.on('error', reject).end(body)
  })
const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' }

/** So many at once, in rounds. */
async function inRounds<T>(count: number, atOnce: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let from = 0; from < count; from += atOnce)
    results.push(
      ...(await Promise.all(Array.from({ length: Math.min(atOnce, count - from) }, (_, index) => work(from + index)))),
    )
  return results
}
const messagesTo = async (phone: string): Promise<string[]> => {
  const files = (await readdir(env.outboxDir).catch(() => [])).filter((file) => file.endsWith('.json')).sort()
  const messages = await Promise.all(
    files.map(
      async (file) =>
        JSON.parse(await readFile(path.join(env.outboxDir, file), 'utf8')) as { phone: string; text: string },
    ),
  )
  return messages.filter((message) => message.phone === phone).map(({ text }) => /\d{6}/.exec(text)?.[0] ?? '')
}
const another = (code: string): string => (code === '000000' ? '111111' : '000000')

describe('two processes', () => {
  let servers: TestServer[]
  beforeAll(async () => {
    servers = await Promise.all([startServer({ RATE_LIMITS: 'on' }), startServer({ RATE_LIMITS: 'on' })])
  })
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()))
  })
  const either = (index: number): TestServer => servers[index % servers.length] as TestServer

  it('send one code when two hundred are asked for one phone at once, by call and by form [B2] [S-M3]', async () => {
    const phone = newPhone()
    const asked: Sent[] = [
      { path: '/api/codes', headers: JSON_TYPE, body: JSON.stringify({ phone }) },
      { path: '/login', headers: FORM_TYPE, body: new URLSearchParams({ step: 'contact', contact: phone }).toString() },
      { path: '/api/x/../codes', headers: JSON_TYPE, body: JSON.stringify({ phone: `+86 ${phone}` }) },
    ]
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        send(either(index), asked[Math.floor(index / 2) % asked.length] as Sent),
      ),
    )
    expect(await messagesTo(phone)).toHaveLength(1)
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(199)
    for (const { headers, text } of refused) {
      expect(Number(headers['retry-after'])).toBeGreaterThan(0)
      expect(text).toMatch(/验证码刚刚发送过，请 (\d+ 秒|1 分钟)后再试。/)
    }
  })

  it('answer ten of a thousand guesses of a self check-in code, in any disguise [B1] [S-M4]', async () => {
    const person = await makePerson(payload)
    const token = await tokenOf(payload, person)
    const guess = another(selfCheckInCode(activity.id, new Date()))
    const cookie = { cookie: `payload-token=${token}` }
    const form = new URLSearchParams({ code: guess }).toString()
    const json = JSON.stringify({ code: guess })
    const at = `/activities/${activity.id}`
    const disguises: ((index: number) => Sent)[] = [
      () => ({
        path: `/api${at}/self-check-ins`,
        headers: { ...JSON_TYPE, authorization: `JWT ${token}` },
        body: json,
      }),
      (index) => ({
        path: `/api${at}/self-check-ins`,
        headers: { ...JSON_TYPE, ...cookie, origin: either(index).url, authorization: `z${index}` },
        body: json,
      }),
      (index) => ({
        path: `/api/activities/x/../${activity.id}/self-check-ins`,
        headers: { ...JSON_TYPE, authorization: `JWT ${token}`, cookie: `payload-token=${index}` },
        body: json,
      }),
      () => ({
        path: `/api/%2e/activities/${activity.id}/self-check-ins/`,
        headers: { ...JSON_TYPE, authorization: `JWT ${token}` },
        body: json,
      }),
      (index) => ({
        path: `${either(index).url}/api${at}/self-check-ins`,
        headers: {
          ...JSON_TYPE,
          authorization: `JWT ${token}`,
          'x-forwarded-for': `192.0.2.${index % 250}`,
          'x-client-address': `192.0.2.${index % 250}`,
        },
        body: json,
      }),
      (index) => ({
        path: `${at}/self-check-in`,
        headers: { ...FORM_TYPE, ...cookie, authorization: `z${index}` },
        body: form,
      }),
      (index) => ({
        path: `${at}/self-check-in?x=${index}`,
        headers: { ...FORM_TYPE, cookie: `payload-token=${token}; x=${index}` },
        body: form,
      }),
      (index) => ({
        method: 'GET',
        path: `${at}/self-check-in?code=${guess}`,
        headers: { ...cookie, authorization: `z${index}` },
      }),
      (index) => ({
        method: 'GET',
        path: `${at}/self-check-in?code=${guess}`,
        headers: { authorization: `z${index}` },
      }),
      (index) => ({
        path: `${at}/self-check-in`,
        headers: { ...FORM_TYPE, cookie: `payload-token=${index}` },
        body: form,
      }),
    ]
    const answers = await inRounds(1000, 50, async (index) => {
      const sent = (disguises[index % disguises.length] as (index: number) => Sent)(
        Math.floor(index / disguises.length),
      )
      return { sent, ...(await send(either(Math.floor(index / disguises.length)), sent)) }
    })
    // Whatever tells that the digits were wrong. A page that is opened, or a way to the log-in, is the same for right
    // and wrong ones.
    const told = answers.filter(({ text }) => /code-invalid|不正确/.test(text))
    expect(told).toHaveLength(LIMITS['self-check-in-by-person'].max)
    for (const { sent, status, text, headers } of answers) {
      const isNobody = sent.headers?.authorization?.startsWith('JWT') !== true && !sent.headers?.cookie?.includes(token)
      if (sent.method === 'GET' || isNobody) expect([200, 303]).toContain(status)
      else if (!/code-invalid|不正确/.test(text))
        expect([
          status,
          /签到码输错次数过多，请 \d+ (秒|分钟)后再试/.test(text),
          Number(headers['retry-after']) > 0,
        ]).toEqual([429, true, true])
    }
  })

  it('a right code is no guess: a hall on one Wi-Fi checks in, and who was too quick waits for five minutes only [B1]', async () => {
    const people = await Promise.all(Array.from({ length: 24 }, () => makePerson(payload)))
    const answers = await Promise.all(
      people.map(async (person, index) =>
        send(either(index), {
          path: `/api/activities/${activity.id}/self-check-ins`,
          headers: { ...JSON_TYPE, authorization: `JWT ${await tokenOf(payload, person)}` },
          body: JSON.stringify({ code: selfCheckInCode(activity.id, new Date()) }),
        }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(people.map(() => 201))
  })

  it('give five hundred phones behind one address their codes [D31] [S-m3]', async () => {
    const answers = await inRounds(500, 25, (index) =>
      send(either(index), { path: '/api/codes', headers: JSON_TYPE, body: JSON.stringify({ phone: newPhone() }) }),
    )
    expect(answers.filter(({ status }) => status !== 202)).toEqual([])
  })

  it('count guesses of a staff password together, whatever the address is written like, and let a right one in before [S-M3]', async () => {
    const right = JSON.stringify({ email: staff.email, password: PASSWORD })
    const first = await Promise.all(
      [0, 1].map((index) => send(either(index), { path: '/api/staff/login', headers: JSON_TYPE, body: right })),
    )
    expect(first.map(({ status }) => status)).toEqual([200, 200])
    const spellings = [
      '/api/staff/login',
      '/api/x/../staff/login',
      '/api/./staff/login',
      '/api/staff/x/../login',
      '/api/staff/x/%2e%2e/login',
      '/api/staff/login/',
      '/api/staff/login?a=1',
    ]
    const answers = await inRounds(100, 10, (index) =>
      send(either(index), {
        path: spellings[index % spellings.length] as string,
        headers: { ...JSON_TYPE, 'x-forwarded-for': `192.0.2.${index}`, authorization: `z${index}` },
        body: JSON.stringify({ email: `nobody-${index}@example.org`, password: 'wrong' }),
      }),
    )
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(LIMITS['log-ins-from-network'].max)
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(100 - LIMITS['log-ins-from-network'].max)
    for (const { text, headers } of refused) {
      expect(JSON.parse(text)).toMatchObject({ errors: [{ data: { code: 'rate-limited' } }] })
      expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    }
  })
})

describe('claims', () => {
  const claim = async (of: string, now = new Date()): Promise<() => Promise<void>> =>
    claimLimit(await test.req(), [{ limit: 'code-again', of }], now)

  it('are atomic: of fifty at once one gets through; reading first and writing then would let more [B2]', async () => {
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => claim('atomic')))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    // The control: the same question asked as it was before, by a count and a write.
    const rows = { collection: 'limits', where: { keyHash: { equals: 'control' } } } as const
    const racing = await Promise.allSettled(
      Array.from({ length: 50 }, async (_, index) => {
        if ((await payload.db.count({ collection: 'limits', where: { keyHash: { like: 'control' } } })).totalDocs > 0)
          throw new Error('refused')
        await payload.db.create({ ...rows, data: { keyHash: `control ${index}`, used: 1, expiresAt: hoursFromNow(1) } })
      }),
    )
    expect(racing.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(1)
  })

  it('begin anew when the time is over, and say how long that is', async () => {
    const start = new Date()
    const after = (ms: number): Date => new Date(start.getTime() + ms)
    await claim('window', start)
    await expect(claim('window', after(20_000))).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfter: 40,
      message: '验证码刚刚发送过，请 40 秒后再试。',
    })
    // Of two who come at once the later one may be the first.
    await expect(claim('window', after(-5_000))).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfter: 60,
      message: '验证码刚刚发送过，请 1 分钟后再试。',
    })
    const later = await Promise.allSettled(Array.from({ length: 20 }, () => claim('window', after(60_000))))
    expect(later.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('are given back, and never twice over', async () => {
    const giveBack = await claim('back')
    await giveBack()
    await giveBack()
    await claim('back')
    await expect(claim('back')).rejects.toMatchObject({ code: 'rate-limited' })
    const sign = async (): Promise<() => Promise<void>> =>
      claimLimit(await test.req(), [{ limit: 'sign-ups-by-person', of: 'back' }], new Date())
    const giveOneBack = await sign()
    for (let used = 1; used < LIMITS['sign-ups-by-person'].max; used += 1) await sign()
    await giveOneBack()
    await giveOneBack()
    await sign()
    await expect(sign()).rejects.toMatchObject({ code: 'rate-limited' })
  })

  it('of several count all or none', async () => {
    const req = await test.req()
    const both = [
      { limit: 'sign-ups-by-person', of: 'all-or-none' },
      { limit: 'code-again', of: 'all-or-none' },
    ] as const
    await claimLimit(req, [...both], new Date())
    for (let attempt = 0; attempt < LIMITS['sign-ups-by-person'].max; attempt += 1)
      await expect(claimLimit(req, [...both], new Date())).rejects.toMatchObject({ code: 'rate-limited' })
    for (let left = 1; left < LIMITS['sign-ups-by-person'].max; left += 1)
      await claimLimit(req, [{ limit: 'sign-ups-by-person', of: 'all-or-none' }], new Date())
    await expect(
      claimLimit(req, [{ limit: 'sign-ups-by-person', of: 'all-or-none' }], new Date()),
    ).rejects.toMatchObject({ code: 'rate-limited' })
  })

  it('are forgotten by a job once their time is over', async () => {
    await claim('forgotten', new Date(Date.now() - 120_000))
    const before = await payload.db.count({
      collection: 'limits',
      where: { expiresAt: { less_than: new Date().toISOString() } },
    })
    expect(before.totalDocs).toBeGreaterThan(0)
    await forgetOldKeys(await test.req(), new Date())
    const after = await payload.db.count({
      collection: 'limits',
      where: { expiresAt: { less_than: new Date(Date.now() - 1000).toISOString() } },
    })
    expect(after.totalDocs).toBe(0)
  })
})

describe('a fresh code', () => {
  const from = (address: string, where: string, body: object): Promise<Answer> =>
    ask({ method: 'POST', path: where, body, headers: { 'x-client-address': address } })
  const open = (address: string, phone: string, code: string): Promise<Answer> =>
    from(address, '/sessions', { phone, code, name: '新骑手', consent: true })

  it('is not killed by strangers who guess it, nor replaced by one that they ask for [S-m4]', async () => {
    const phone = newPhone()
    expect((await from('192.0.2.1', '/codes', { phone })).status).toBe(202)
    const [code = ''] = await messagesTo(phone)
    for (let attempt = 0; attempt < 30; attempt += 1)
      expect((await open(`198.51.100.${attempt}`, phone, another(code))).status).toBe(400)
    // A minute later a stranger asks for another one.
    const rows = await payload.db.find<{ id: string; used: number }>({
      collection: 'limits',
      where: { used: { equals: 1 } },
      pagination: false,
      limit: 0,
    })
    for (const { id } of rows.docs)
      await payload.db.updateOne({ collection: 'limits', id, data: { expiresAt: hoursFromNow(-1) } })
    expect((await from('203.0.113.9', '/codes', { phone })).status).toBe(202)
    expect((await open('192.0.2.1', phone, code)).status).toBe(201)
  })

  it('takes five tries from the network it was asked for from, all addresses of an IPv6 /64 together, and twenty from elsewhere', async () => {
    const phone = newPhone()
    expect((await from('2001:db8:0:1::1', '/codes', { phone })).status).toBe(202)
    const [code = ''] = await messagesTo(phone)
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect((await open(`2001:db8:0:1::${attempt + 2}`, phone, another(code))).status).toBe(400)
    expect((await open('2001:db8:0:1::1', phone, code)).status).toBe(400)
    for (let attempt = 0; attempt < 20; attempt += 1) await open(`2001:db8:1:${attempt}::1`, phone, another(code))
    expect((await open('2001:db8:2::1', phone, code)).status).toBe(400)
  })

  it('is tried two hundred times from one network in ten minutes, whoever it was sent to; right ones do not count', async () => {
    const phone = newPhone()
    await from('192.0.2.200', '/codes', { phone })
    const [code = ''] = await messagesTo(phone)
    const address = '198.51.100.200'
    const { max } = LIMITS['wrong-codes-from-network']
    for (let attempt = 0; attempt < max; attempt += 1)
      expect((await open(address, newPhone(), '000000')).status).toBe(400)
    const refused = await open(address, newPhone(), '000000')
    expect([refused.status, refused.headers.get('retry-after') !== null]).toEqual([429, true])
    expect((await open('192.0.2.200', phone, code)).status).toBe(201)
  })
})

describe('mails about a password', () => {
  it('are three an hour for an account, known or not [S-M5]', async () => {
    for (const email of [staff.email, 'nobody-at-all@example.org']) {
      const statuses: number[] = []
      for (let attempt = 0; attempt < 5; attempt += 1)
        statuses.push(
          (
            await ask({
              method: 'POST',
              path: '/staff/forgot-password',
              body: { email: attempt % 2 ? email.toUpperCase() : email },
              headers: { 'x-client-address': `192.0.2.${attempt}` },
            })
          ).status,
        )
      expect(statuses).toEqual([200, 200, 200, 429, 429])
    }
  })
})
