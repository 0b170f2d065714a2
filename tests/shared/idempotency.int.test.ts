import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { env } from '../../src/env.ts'
import { answerOnce } from '../../src/operations/identity/answerOnce.ts'
import { forgetOldKeys } from '../../src/operations/shared/forgetOldKeys.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { isCiphertext } from '../../src/privacy/cipher.ts'
import type { Activity, Person } from '../../src/payload-types.ts'
import { logIn } from '../support/accessWorld.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeStaff,
  makeUnitTree,
  newPhone,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask, type Answer, type Call } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { storedRows } from '../support/storedRows.ts'
import { tokenOf } from '../support/tokens.ts'

/**
 * Idempotency-Key: one request, sent however often and to however many processes, is executed once
 * (docs/decisions/011).
 */
let app: TestPayload
let payload: Payload
let units: UnitTree
let activity: Activity
let person: Person
let token: string

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  activity = await makeActivity(payload, units.community)
  person = await makePerson(payload)
  token = await tokenOf(payload, person)
})
afterAll(() => app.stop())

interface KeyRow {
  id: string
  keyHash: string
  answer?: string | null
  leaseUntil: string
  expiresAt: string
}

const rows = async (): Promise<KeyRow[]> =>
  (
    await payload.db.find<KeyRow>({
      collection: 'idempotency-keys',
      where: { keyHash: { exists: true } },
      pagination: false,
      sort: '-createdAt',
    })
  ).docs
const set = (row: KeyRow | undefined, data: Partial<KeyRow>) =>
  payload.db.updateOne({ collection: 'idempotency-keys', id: row?.id ?? '', data, returning: false })
const newest = async (): Promise<KeyRow | undefined> => (await rows())[0]
const count = async (collection: 'codes' | 'registrations' | 'people'): Promise<number> =>
  (await payload.count({ collection, where: { createdAt: { exists: true } }, overrideAccess: true })).totalDocs

const withKey = (call: Call, key: string): Promise<Answer> =>
  ask({ ...call, headers: { ...call.headers, 'idempotency-key': key } })
const requestCode = (phone = newPhone()): Call => ({ method: 'POST', path: '/codes', body: { phone } })
const signUp = (to = activity): Call => ({ method: 'POST', path: `/activities/${to.id}/registrations`, token })
const isReplayed = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true'

const codeOf = async (phone: string): Promise<string> => {
  const files = (await readdir(env.outboxDir)).filter((file) => file.endsWith('.json'))
  const messages = await Promise.all(
    files.map(
      async (file) =>
        JSON.parse(await readFile(path.join(env.outboxDir, file), 'utf8')) as { phone: string; text: string },
    ),
  )
  return /\d{6}/.exec(messages.find((message) => message.phone === phone)?.text ?? '')?.[0] ?? ''
}

/** @throws when it is not so within five seconds, twice as long as a lease is left alone */
async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = Date.now() + 5000; Date.now() < deadline; await sleep(50)) if (await isSo()) return
  throw new Error('not so within five seconds')
}

describe('one after the other', () => {
  test('a request without a key leaves no trace', async () => {
    await ask(requestCode())
    expect(await rows()).toEqual([])
  })

  test('a request on which nothing can be done writes nothing', async () => {
    expect((await withKey({ method: 'POST', path: '/codes', body: {} }, randomUUID())).status).toBe(400)
    expect((await withKey({ path: '/public/targets' }, randomUUID())).status).toBe(200)
    expect(await rows()).toEqual([])
  })

  test('the same request again has the answer of the first', async () => {
    const key = randomUUID()
    const first = await withKey(signUp(), key)
    const second = await withKey(signUp(), key)
    expect([first.status, isReplayed(first)]).toEqual([201, false])
    // Executed again it would answer 200.
    expect([second.status, isReplayed(second), second.text]).toEqual([201, true, first.text])
    expect(second.type).toBe(first.type)
  })

  test('quotes as in the draft, 255 characters and signs are a key too', async () => {
    for (const key of [`"${randomUUID()}"`, '"a \\" and a \\\\"', 'k'.repeat(255), '~!#$%&*+-./:;=?@^_`|']) {
      expect((await withKey(signUp(), key)).status).toBe(200)
      expect(isReplayed(await withKey(signUp(), key))).toBe(true)
    }
  })

  test('a used log-in code is never answered again, whatever the key, and no session is ever stored [S-head]', async () => {
    const phone = newPhone()
    await ask(requestCode(phone))
    const call: Call = {
      method: 'POST',
      path: '/sessions',
      body: { phone, code: await codeOf(phone), name: '单于一次', consent: true },
    }
    const key = randomUUID()
    const before = (await rows()).length
    const first = await withKey(call, key)
    expect([first.status, first.headers.getSetCookie().join()]).toEqual([
      201,
      expect.stringContaining('payload-token=ey'),
    ])
    const [again, withoutKey, withAnother] = [
      await withKey(call, key),
      await ask(call),
      await withKey(call, randomUUID()),
    ]
    for (const answer of [again, withoutKey, withAnother]) {
      expect([answer.status, isReplayed(answer), answer.body]).toEqual([
        400,
        false,
        expect.objectContaining({ code: 'code-invalid' }),
      ])
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    expect(await rows()).toHaveLength(before)
    expect((await withKey(call, 'no key at\tall')).body).toMatchObject({ code: 'idempotency-key-invalid' })
  })

  test('no stored answer holds a cookie, and each is encrypted [S-head]', async () => {
    await withKey(requestCode(), randomUUID())
    const stored = await storedRows(payload, 'idempotency-keys')
    expect(stored.map(({ answer }) => answer).every((answer) => answer === null || isCiphertext(answer))).toBe(true)
    for (const { answer } of await rows()) expect(answer ?? '').not.toMatch(/payload-token=ey|"token/)
  })

  test('the same key with another body is refused', async () => {
    const key = randomUUID()
    await withKey(requestCode(), key)
    const codes = await count('codes')
    const other = await withKey(requestCode(), key)
    expect([other.status, other.body]).toEqual([
      422,
      expect.objectContaining({ code: 'idempotency-key-reused', status: 422 }),
    ])
    expect(await count('codes')).toBe(codes)
  })

  test('the same key for another record is refused', async () => {
    const key = randomUUID()
    await withKey(signUp(), key)
    expect((await withKey(signUp(await makeActivity(payload, units.community)), key)).status).toBe(422)
  })

  test('the same fields in another order are the same request', async () => {
    const key = randomUUID()
    const staffToken = await logIn(await makeStaff(payload, 'organiser', units.community))
    const phone = newPhone()
    const walkIn = (body: object): Promise<Answer> =>
      withKey({ method: 'POST', path: `/activities/${activity.id}/walk-ins`, token: staffToken, body }, key)
    const first = await walkIn({ name: '现场来客', phone, consent: true })
    const second = await walkIn({ consent: true, phone, name: '现场来客' })
    expect([first.status, second.status, isReplayed(second)]).toEqual([201, 201, true])
  })

  test('a key belongs to one user and one call', async () => {
    const key = randomUUID()
    await withKey(signUp(), key)
    const other = await makePerson(payload)
    expect((await withKey({ ...signUp(), token: await tokenOf(payload, other) }, key)).status).toBe(201)
    const code = await withKey(requestCode(), key)
    expect([code.status, isReplayed(code)]).toEqual([202, false])
    const elsewhere = await withKey({ ...requestCode(), headers: { 'x-client-address': '192.0.2.7' } }, key)
    expect([elsewhere.status, isReplayed(elsewhere)]).toEqual([202, false])
  })

  test('a refusal is an answer as well', async () => {
    const full = await makeActivity(payload, units.community, { capacity: 1, waitingList: false })
    await ask({ ...signUp(full), token: await tokenOf(payload, await makePerson(payload)) })
    const key = randomUUID()
    const first = await withKey(signUp(full), key)
    const second = await withKey(signUp(full), key)
    expect([first.status, second.status, isReplayed(second), second.text]).toEqual([409, 409, true, first.text])
  })

  test('a rate limit and a fault are not stored', async () => {
    const key = randomUUID()
    const call = requestCode()
    const create = payload.db.create.bind(payload.db)
    payload.db.create = async (args) => {
      if (args.collection === 'codes') throw new Error('no space left on device')
      return create(args)
    }
    const logged = payload.logger.error
    payload.logger.error = () => undefined
    const failed = await withKey(call, key)
    payload.db.create = create
    payload.logger.error = logged
    expect(failed.status).toBe(500)
    Object.assign(env, { RATE_LIMITS: 'on' })
    await ask(call)
    const limited = await withKey(call, key)
    Object.assign(env, { RATE_LIMITS: 'off' })
    expect(limited.status).toBe(429)
    const third = await withKey(call, key)
    expect([third.status, isReplayed(third)]).toEqual([202, false])
    expect(isReplayed(await withKey(call, key))).toBe(true)
  })

  test('erasing oneself is answered again, though nobody is logged in by then', async () => {
    const leaving = await makePerson(payload)
    const call: Call = { method: 'DELETE', path: '/me', token: await tokenOf(payload, leaving) }
    const key = randomUUID()
    const first = await withKey(call, key)
    const second = await withKey(call, key)
    expect([first.status, second.status, isReplayed(second), second.text]).toEqual([200, 200, true, first.text])
    expect(second.headers.getSetCookie()).toEqual(first.headers.getSetCookie())
    expect((await ask(call)).status).toBe(401)
  })

  test('after 24 hours a key is a new one, also for another body, though its record is still there', async () => {
    const key = randomUUID()
    const call = requestCode()
    await withKey(call, key)
    const row = await newest()
    expect(Date.parse(row?.expiresAt ?? '') - Date.now()).toBeGreaterThan(23 * 3_600_000)
    await set(row, { expiresAt: hoursFromNow(-0.001) })
    const again = await withKey(requestCode(), key)
    expect([again.status, isReplayed(again)]).toEqual([202, false])
    expect((await rows()).filter(({ keyHash }) => keyHash === row?.keyHash)).toHaveLength(1)
    expect((await withKey(call, key)).status).toBe(422)
  })

  test('expired keys are removed, others stay', async () => {
    await withKey(requestCode(), randomUUID())
    await withKey(requestCode(), randomUUID())
    const [kept, old] = await rows()
    await set(old, { expiresAt: hoursFromNow(-0.001) })
    await forgetOldKeys(await app.req(), new Date())
    const left = (await rows()).map(({ id }) => id)
    expect(left).toContain(kept?.id)
    expect(left).not.toContain(old?.id)
  })

  test('work that takes longer than its lease keeps it while it goes on [B-min lease]', async () => {
    const request = { key: randomUUID(), call: 'post /test', address: '127.0.0.1', content: [] }
    let runs = 0
    let finish = (): void => undefined
    const goesOn = new Promise<void>((resolve) => (finish = resolve))
    const work = async () => {
      const body = String((runs += 1))
      if (runs === 1) await goesOn
      return { status: 200, headers: [], body }
    }
    const first = answerOnce(await app.req(), request, new Date(), work)
    await until(() => runs === 1)
    // As if the time of the lease were over.
    const row = await newest()
    await set(row, { leaseUntil: hoursFromNow(-0.001) })
    await until(async () => Date.parse((await newest())?.leaseUntil ?? '') > Date.now()).catch(() => undefined)
    const second = await answerOnce(await app.req(), request, new Date(), work).then(
      ({ answer }) => answer.body,
      (error: { code?: string }) => error.code,
    )
    finish()
    expect([(await first).answer.body, second, runs]).toEqual(['1', 'idempotency-key-in-use', 1])
    expect(await answerOnce(await app.req(), request, new Date(), work)).toMatchObject({
      isReplayed: true,
      answer: { body: '1' },
    })
  })

  test('while the first is worked on, the second waits; once the lease has run out it takes over', async () => {
    const key = randomUUID()
    const call = requestCode()
    await withKey(call, key)
    const row = await newest()
    await set(row, { answer: null })
    const codes = await count('codes')
    const waiting = await withKey(call, key)
    expect([waiting.status, waiting.body]).toEqual([409, expect.objectContaining({ code: 'idempotency-key-in-use' })])
    expect(Number(waiting.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await count('codes')).toBe(codes)

    await set(row, { leaseUntil: hoursFromNow(-0.001) })
    const [one, two] = await Promise.all([withKey(call, key), withKey(call, key)])
    expect([one.status, two.status].filter((status) => status === 202).length).toBeGreaterThanOrEqual(1)
    expect(await count('codes')).toBe(codes + 1)
  })
})

describe('two processes', () => {
  let servers: TestServer[]
  beforeAll(async () => {
    servers = [await startServer(), await startServer()]
  })
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()))
  })

  const TIMES = 40
  /** A code is made and sent each time a request is executed: executions can be counted. */
  const executions = async (headers: Record<string, string>) => {
    const before = await count('codes')
    const body = JSON.stringify({ phone: newPhone() })
    const answers = await Promise.all(
      Array.from({ length: TIMES }, (_, index) =>
        fetch(`${servers[index % 2]?.url}/api/codes`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body,
        }),
      ),
    )
    return { answers, executed: (await count('codes')) - before }
  }

  test('execute a request once that comes forty times at once', async () => {
    const { answers, executed } = await executions({ 'idempotency-key': randomUUID() })
    expect(executed).toBe(1)
    expect(answers.filter(({ status }) => status !== 202 && status !== 409)).toEqual([])
    expect(
      answers.filter(({ status, headers }) => status === 202 && !headers.has('idempotency-replayed')),
    ).toHaveLength(1)
  })

  test('control: without a key they execute it forty times, so the test above can see it', async () => {
    expect((await executions({})).executed).toBe(TIMES)
  })
})

describe('kill -9 between the work and the storing of its answer', () => {
  const crashOn = async (call: Call, key: string): Promise<void> => {
    const server = await startServer({}, 'tests/support/dyingServer.ts')
    const { method = 'GET', path: target, body, token: given } = call
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(given !== undefined && { authorization: `JWT ${given}` }),
    }
    const lost = fetch(`${server.url}/api${target}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    await expect(lost).rejects.toThrow()
    await server.stop()
  }
  const retried = async (call: Call, key: string): Promise<Answer> => {
    expect((await withKey(call, key)).status).toBe(409)
    await set(await newest(), { leaseUntil: hoursFromNow(-0.001) })
    return withKey(call, key)
  }

  test('a sign-up stands once, and the retry is told so', async () => {
    const to = await makeActivity(payload, units.community, { capacity: 5 })
    const key = randomUUID()
    const before = await count('registrations')
    await crashOn(signUp(to), key)
    expect(await count('registrations')).toBe(before + 1)
    const retry = await retried(signUp(to), key)
    expect([retry.status, retry.body]).toEqual([200, expect.objectContaining({ status: 'confirmed' })])
    expect(await count('registrations')).toBe(before + 1)
    expect(isReplayed(await withKey(signUp(to), key))).toBe(true)
    expect((await recount(await app.req())).differences).toEqual([])
  })

  test('who asks again is told to wait for ten seconds at most, not for a minute [S-m14]', async () => {
    await crashOn(signUp(await makeActivity(payload, units.community)), randomUUID())
    expect(Date.parse((await newest())?.leaseUntil ?? '') - Date.now()).toBeLessThanOrEqual(10_000)
  })

  test('a walk-in is one person and one record', async () => {
    const key = randomUUID()
    const call: Call = {
      method: 'POST',
      path: `/activities/${activity.id}/walk-ins`,
      token: await logIn(await makeStaff(payload, 'organiser', units.community)),
      body: { name: '另一位来客', phone: newPhone(), consent: true },
    }
    const before = [await count('people'), await count('registrations')]
    await crashOn(call, key)
    const retry = await retried(call, key)
    expect([retry.status, retry.body]).toEqual([200, expect.anything()])
    expect([await count('people'), await count('registrations')]).toEqual(before.map((number) => number + 1))
    expect((await recount(await app.req())).differences).toEqual([])
  })
})
