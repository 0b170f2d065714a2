import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import Database from 'libsql'
import { dayOf } from '../../src/domain/shared/calendar.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { DEMO_PASSWORD, DEMO_RIDER, DEMO_STAFF } from '../../src/seed/data/logins.ts'
import { bundled } from '../support/bundled.ts'
import { inMongo, restoreOlder, rowsAt, type StoredRow } from '../support/older.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { startSmtp, type TestSmtp } from '../support/smtp.ts'

/**
 * A database of e31db10 (tests/older) is taken over by starts that are killed one after the other, and then by two at
 * once; afterwards every number, day and answer is what it was, and everybody gets in.
 */
const uri = process.env.DATABASE_URI ?? ''
const isMongo = uri.startsWith('mongodb')
const file = uri.replace(/^file:/, '')
const LEFT_BEHIND = '李四的旧备注'

let before: Record<
  'activities' | 'awards' | 'people' | 'registrations' | 'targets' | 'trainings',
  Map<string, StoredRow>
>
let smtp: TestSmtp
let servers: TestServer[] = []
let app: TestPayload

beforeAll(async () => {
  await restoreOlder(uri)
  if (!isMongo) leaveInFreeSpace(LEFT_BEHIND)
  before = await allRows()
  smtp = await startSmtp()
  // In the middle of the days, of the closing times and of the encrypting. On SQLite, where the migrations did the
  // former two: of the encrypting, and after it.
  for (const writes of isMongo ? [3, 60, 150] : [3, 'all'])
    expect([writes, await startThatDiesAfter(writes)]).toEqual([writes, 'SIGKILL'])
  // The passwords of then were hashed as in production.
  servers = await Promise.all([0, 1].map(() => startServer({ SMTP_URL: smtp.url, TEST_HASHES: '' })))
  app = await startPayload()
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await smtp.stop()
  await app.stop()
})

async function allRows(): Promise<typeof before> {
  const slugs = ['activities', 'awards', 'people', 'registrations', 'targets', 'trainings'] as const
  return Object.fromEntries(
    await Promise.all(slugs.map(async (slug) => [slug, await rowsAt(uri, slug)])),
  ) as typeof before
}

/** A column of SQLite or a field of MongoDB. */
const fieldOf = (row: StoredRow | undefined, name: string): unknown =>
  row?.[isMongo ? name : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] ?? null

/** As e31db10 left what it deleted. */
function leaveInFreeSpace(text: string): void {
  const database = new Database(file)
  database.exec(
    `PRAGMA secure_delete = OFF; CREATE TABLE old (note text); INSERT INTO old VALUES ('${text.repeat(100_000)}'); DROP TABLE old;`,
  )
  database.close()
  expect(readFileSync(file).includes(text)).toBe(true)
}

/** @returns the signal or the status with which it ended */
async function startThatDiesAfter(writes: number | string): Promise<unknown> {
  const child = spawn(process.execPath, ['-C', 'production', await bundled('tests/support/dyingStart.ts')], {
    stdio: 'ignore',
    env: { ...process.env, NODE_OPTIONS: '', DIES_AFTER: String(writes) },
  })
  const [status, signal] = (await once(child, 'close')) as [number | null, string | null]
  return signal ?? status
}

const post = (server: TestServer | undefined, where: string, body: object): Promise<Response> =>
  fetch(`${server?.url}/api${where}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

test('both serve, and staff and people get in [B9]', async () => {
  for (const server of servers) {
    expect((await fetch(`${server.url}/api/public/activities`)).status).toBe(200)
    expect((await post(server, '/staff/login', { email: DEMO_STAFF.department, password: DEMO_PASSWORD })).status).toBe(
      200,
    )
  }
  const { email } = DEMO_RIDER
  expect((await post(servers[0], '/codes', { email })).status).toBe(202)
  const code = /\b\d{6}\b/.exec((await smtp.waitFor(email, '')).text ?? '')?.[0]
  const session = await post(servers[1], '/sessions', { email, code })
  expect(session.status).toBe(201)
  const { token } = (await session.json()) as { token: string }
  const me = await fetch(`${servers[0]?.url}/api/me`, { headers: { authorization: `JWT ${token}` } })
  expect(await me.json()).toMatchObject({ name: DEMO_RIDER.name })
})

test('every number equals its records, as it did before', async () => {
  // What counts by days is counted again in the background.
  let after = await rowsAt(uri, 'targets')
  for (let tries = 0; tries < 300 && [...after.values()].some((row) => fieldOf(row, 'recount') !== null); tries += 1) {
    await sleep(100)
    after = await rowsAt(uri, 'targets')
  }
  expect((await recount(await app.req())).differences).toEqual([])
  expect(before.targets.size).toBe(9)
  for (const [id, row] of before.targets)
    expect([fieldOf(row, 'title'), fieldOf(after.get(id), 'tally')]).toEqual([
      fieldOf(row, 'title'),
      fieldOf(row, 'tally'),
    ])
})

test('what was recorded says since when: since its first check-in', async () => {
  const { activities, registrations } = await allRows()
  const time = (value: unknown): number => new Date(value as string).getTime()
  let recorded = 0
  for (const [id, row] of activities) {
    const own = [...registrations.values()].filter(
      (one) => String(fieldOf(one, isMongo ? 'activity' : 'activityId')) === id,
    )
    const times = own.map((one) => fieldOf(one, 'checkedInAt')).filter((at) => at !== null)
    if (times.length === 0) continue
    recorded += 1
    expect([id, time(fieldOf(row, 'recordedAt'))]).toEqual([id, Math.min(...times.map(time))])
  }
  expect(recorded).toBeGreaterThan(0)
})

test("days are the county's days, and no closing time is made up any more [D1]", async () => {
  const after = await allRows()
  for (const [slug, fields] of [
    ['targets', ['from', 'to']],
    ['trainings', ['date']],
    ['awards', ['date']],
  ] as const) {
    expect(before[slug].size).toBeGreaterThan(0)
    for (const [id, row] of before[slug]) {
      for (const field of fields)
        expect([slug, field, fieldOf(after[slug].get(id), field)]).toEqual([
          slug,
          field,
          dayOf(new Date(fieldOf(row, field) as string | Date)),
        ])
    }
  }
  let [left, set] = [0, 0]
  for (const [id, row] of before.activities) {
    const [closes, starts] = [fieldOf(row, 'registrationClosesAt'), fieldOf(row, 'startsAt')]
    const isMadeUp = String(closes) === String(starts)
    if (isMadeUp) left += 1
    else set += 1
    expect(fieldOf(after.activities.get(id), 'registrationClosesAt')).toEqual(isMadeUp ? null : closes)
  }
  expect([left > 0, set > 0]).toEqual([true, true])
})

test('answers lie encrypted, and say what they said [D23]', async () => {
  const after = await allRows()
  const answered = [...before.registrations].filter(([, row]) => fieldOf(row, 'answers') !== null)
  expect(answered.length).toBeGreaterThan(50)
  for (const [id, row] of answered) {
    const stored = fieldOf(row, 'answers')
    const said: unknown = typeof stored === 'string' ? JSON.parse(stored) : stored
    expect(said).toEqual(expect.any(Object))
    expect(String(fieldOf(after.registrations.get(id), 'answers'))).toMatch(/^"?v1:/)
    expect(
      (
        await app.payload.db.findOne<{ id: string; answers: unknown }>({
          collection: 'registrations',
          where: { id: { equals: id } },
        })
      )?.answers,
    ).toEqual(said)
  }
})

test('two that start at once on an empty database both serve, with every index [B9]', async () => {
  // On SQLite: tests/shared/sharedFile.int.test.ts.
  if (!isMongo) return
  const empty = new URL(uri)
  empty.pathname = `${empty.pathname}_empty`
  const started = await Promise.all(
    [0, 1].map(() =>
      startServer({ DATABASE_URI: empty.href, DATA_DIR: path.join(process.env.DATA_DIR ?? '', 'empty') }),
    ),
  )
  try {
    for (const { url } of started) expect((await fetch(`${url}/api/public/activities`)).status).toBe(200)
    // One that was upgraded has what an empty one is given, and maybe some of before.
    const [made, upgraded] = [await indexesOf(empty.href), await indexesOf(uri)]
    expect(made.filter((index) => index.includes('unique')).length).toBeGreaterThan(5)
    expect(made.filter((index) => !upgraded.includes(index))).toEqual([])
  } finally {
    await Promise.all(started.map((server) => server.stop()))
    await inMongo(empty.href, (client) => client.db().dropDatabase())
  }
})

test('after a stop no free space of the file holds what e31db10 had deleted, whoever was killed before it was rebuilt [S-m1]', async () => {
  if (isMongo) return
  await Promise.all(servers.map((server) => server.stop()))
  expect(readFileSync(file).includes(LEFT_BEHIND)).toBe(false)
})

async function indexesOf(address: string): Promise<string[]> {
  return inMongo(address, async (client) => {
    const lists = await Promise.all(
      (await client.db().collections()).map(async (collection) =>
        (await collection.indexes()).map(({ name, key, unique }) =>
          JSON.stringify([collection.collectionName, name, key, unique && 'unique']),
        ),
      ),
    )
    return lists.flat().sort()
  })
}
