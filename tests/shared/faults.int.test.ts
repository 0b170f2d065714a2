import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CollectionSlug, Payload } from 'payload'
import { connectionOf } from '../../src/database/sqlite.ts'
import { addWalkIn } from '../../src/operations/attendance/addWalkIn.ts'
import { correctRegistration } from '../../src/operations/attendance/correctRegistration.ts'
import { exportAnswers } from '../../src/operations/records/exportAnswers.ts'
import { listSignUps } from '../../src/operations/seats/listSignUps.ts'
import { moveOffersOn } from '../../src/operations/seats/moveOffersOn.ts'
import { planMessages } from '../../src/operations/messages/planMessages.ts'
import { settleLeftovers } from '../../src/operations/desk/sweep.ts'
import type { Activity, Staff } from '../../src/payload-types.ts'
import { keyedHash } from '../../src/privacy/cipher.ts'
import { methodsOf } from '../support/around.ts'
import { startDesk, type Desk } from '../support/desk.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  newPhone,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
import { tokenOf } from '../support/tokens.ts'

/** Faults of docs/faults.md that no other test shows by itself, each by the input it was found with. */
let app: Desk
let payload: Payload
let units: UnitTree
let department: Staff
let token: string

beforeAll(async () => {
  app = await startDesk()
  ;({ payload, units, department, token } = app)
})
afterAll(() => app.stop())

const all = { depth: 0, overrideAccess: true } as const

/**
 * As many sign-ups as a large activity has, past the rules that would seat them one by one. @returns their ids, in the
 * order of the line
 */
async function fill(activity: Activity, count: number, more: object = {}): Promise<string[]> {
  const ids: string[] = []
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const person = String(
      (
        await payload.db.create({
          collection: 'people',
          data: { name: `骑手 ${sequence}`, volunteerNumber: `F${newPhone()}`, consentAt: hoursFromNow(-1) },
        })
      ).id,
    )
    const data = {
      activity: activity.id,
      person,
      unit: activity.unit,
      status: 'confirmed',
      attendance: 'unknown',
      sequence,
      ...more,
    }
    ids.push(String((await payload.db.create({ collection: 'registrations', data })).id))
  }
  return ids
}

describe('what a keyboard or the contacts of a phone put in', () => {
  it.each([
    '１３８１２３４５６７１',
    '\u202d13812345672\u202c',
    '008613812345673',
    '(+86)13812345674',
    '138\u200b12345675',
    '138－1234－5676',
    '138.1234.5677',
    '13812345678。',
  ])('is a phone: %p [D9]', async (phone) => {
    expect((await ask({ method: 'POST', path: '/codes', body: { phone } })).status).toBe(202)
  })

  it.each(['１２３４５６', '123 456', '\u200b123456'])('is a code: %j [D9]', async (code) => {
    const phone = newPhone()
    const contactHash = keyedHash('phone', phone)
    await payload.db.create({
      collection: 'codes',
      data: {
        contactHash,
        addressHash: keyedHash('address', '127.0.0.1'),
        codeHash: keyedHash('code', `${contactHash}:123456`),
        expiresAt: hoursFromNow(0.1),
        tries: 0,
        triesElsewhere: 0,
      },
    })
    expect(
      (await ask({ method: 'POST', path: '/sessions', body: { phone, code, name: '林小明', consent: true } })).status,
    ).toBe(201)
  })

  it('is refused with the way that is open where it is a phone from abroad [D9]', async () => {
    const answer = await ask({ method: 'POST', path: '/codes', body: { phone: '+85291234567' } })
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('邮箱')])
  })
})

describe('a name that nobody can see, or that reads otherwise', () => {
  it.each(['\u200b', '\u2060\u200d', '\u3164'])('%j alone is none [D30]', async (name) => {
    expect(
      (await ask({ method: 'POST', path: '/people', token, body: { name, unit: units.community.id } })).status,
    ).toBe(400)
  })

  it.each([
    ['张\u202e三李四', '张三李四'],
    ['张\u200b三', '张三'],
  ])('%j is stored as it is read [D30]', async (name, read) => {
    const { status, body } = await ask({
      method: 'POST',
      path: '/people',
      token,
      body: { name, unit: units.community.id },
    })
    expect([status, (body as { doc?: { name: string } }).doc?.name]).toEqual([201, read])
  })
})

it('a number of an identity card survives a spreadsheet that opens the CSV [D22]', async () => {
  const person = await makePerson(payload, { idNumber: '441322199001011234' })
  await makeRegistration(
    payload,
    await makeActivity(payload, units.community, { startsAt: hoursFromNow(-3), endsAt: hoursFromNow(-1) }),
    person,
    { status: 'confirmed', attendance: 'present' },
  )
  const { text } = await ask({ path: '/exports/participations?fields=name,idNumber&format=csv', token })
  expect(text).toContain(`${person.name},'441322199001011234`)
})

it('the list of an activity with more than 500 sign-ups counts and finds all of them at once [D34]', async () => {
  const activity = await makeActivity(payload, units.community)
  await fill(activity, 505)
  const { signUps, totalPages } = await listSignUps(await app.req(department), activity.id, 1, new Date())
  expect([signUps.length, totalPages]).toEqual([505, 1])
})

it('a walk-in of somebody who was corrected to absent is not told as recorded [B-min walk-in absent]', async () => {
  const activity = await makeActivity(payload, units.community, { startsAt: hoursFromNow(-1), endsAt: hoursFromNow(1) })
  const guest = { activityId: activity.id, name: '林小明', phone: newPhone() }
  const { id } = await addWalkIn(await app.req(department), guest, new Date())
  await correctRegistration(await app.req(department), { id, attendance: 'absent', reason: '记错了人' }, new Date())
  await expect(addWalkIn(await app.req(department), guest, new Date())).rejects.toMatchObject({
    code: 'attendance-recorded',
  })
  expect((await payload.findByID({ collection: 'registrations', id, ...all })).attendance).toBe('absent')
})

it('the list of answers names everybody though the line moves while it is read [B-min pages by number]', async () => {
  const activity = await makeActivity(payload, units.community)
  const ids = await fill(activity, 505)
  const { body } = await exportAnswers(
    await app.req(department),
    { activityId: activity.id, format: 'csv' },
    new Date(),
  )
  const reader = body.getReader()
  const chunks = [(await reader.read()).value, (await reader.read()).value]
  // The head of the line goes: what comes after it moves up by ten.
  for (const id of ids.slice(0, 10))
    await payload.db.deleteOne({ collection: 'registrations', where: { id: { equals: id } } })
  for (let read = await reader.read(); !read.done; read = await reader.read()) chunks.push(read.value)
  const numbers = Buffer.concat(chunks.map((chunk) => chunk ?? new Uint8Array()))
    .toString()
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split(',')[0]))
  expect(
    Array.from({ length: 495 }, (_, index) => index + 11).filter((sequence) => !numbers.includes(sequence)),
  ).toEqual([])
})

it('an activity that somebody signs up for while it is deleted stands as it was [B-min deleted meanwhile]', async () => {
  const activity = await makeActivity(payload, units.community)
  const person = await tokenOf(payload, await makePerson(payload))
  const { count } = payload.db
  // At the moment when it was looked who had signed up, and nobody was found.
  const signedUp: ReturnType<typeof ask>[] = []
  payload.db.count = async (args) => {
    const answer = await count.call(payload.db, args)
    if (args.collection === 'registrations' && signedUp.length === 0)
      signedUp.push(ask({ method: 'POST', path: `/activities/${activity.id}/registrations`, token: person }))
    await Promise.all(signedUp)
    return answer
  }
  const removed = await ask({ method: 'DELETE', path: `/activities/${activity.id}`, token })
  payload.db.count = count
  expect([removed.status, (await signedUp[0])?.status]).toEqual([409, 201])
  expect((await payload.findByID({ collection: 'activities', id: activity.id, ...all })).status).toBe('published')
})

/**
 * What our own rows are read by while `work` runs, in order, each with its table and what is looked for. Asked at the
 * driver, on either database.
 */
async function readsOf(work: () => Promise<unknown>): Promise<{ table: string; by: string }[]> {
  const reads: { table: string; by: string }[] = []
  const note = (
    owner: Record<string, (...given: unknown[]) => unknown>,
    name: string,
    read: (asked: unknown) => { table: string; by: string },
  ): (() => void) => {
    const real = owner[name]
    owner[name] = function (...given) {
      reads.push(read(given[0]))
      return real?.apply(this, given)
    }
    return () => Reflect.deleteProperty(owner, name)
  }
  const undo =
    payload.db.name === 'sqlite'
      ? methodsOf(connectionOf(payload), 'read', 'readOne').map(([owner, name]) =>
          note(owner, name, (asked) => {
            const { sql, args } = asked as { sql: string; args: unknown[] }
            return { table: /FROM "(\w+)"/.exec(sql)?.[1] ?? '', by: JSON.stringify(args) }
          }),
        )
      : Object.entries(
          (payload.db as unknown as { collections: Record<string, { collection: Parameters<typeof note>[0] }> })
            .collections,
        ).map(([table, { collection }]) =>
          note(collection, 'find', (filter) => ({ table, by: JSON.stringify(filter) })),
        )
  try {
    await work()
  } finally {
    undo.forEach((one) => one())
  }
  return reads
}

it('whoever is told that an activity is full was in the line for it once [B-min full]', async () => {
  const activity = await makeActivity(payload, units.community, { capacity: 1, waitingList: false })
  await makeRegistration(payload, activity, await makePerson(payload))
  const person = await tokenOf(payload, await makePerson(payload))
  const reads = await readsOf(async () => {
    const { status, body } = await ask({
      method: 'POST',
      path: `/activities/${activity.id}/registrations`,
      token: person,
    })
    expect([status, body]).toEqual([409, expect.objectContaining({ code: 'full' })])
  })
  // Cancellations that have lapsed are looked for first, and then the own sign-ups; then comes the activity, each time
  // that it is decided by.
  const tables = reads.map(({ table }) => table)
  const own = tables.indexOf('registrations', tables.indexOf('registrations') + 1)
  expect(own).toBeGreaterThan(0)
  expect(tables.slice(own).filter((table) => table === 'activities')).toHaveLength(1)
})

it('of two processes that plan messages at once, seldom both deal with the same sign-up [B-min same 200]', async () => {
  // Far ahead: nobody is reminded of it.
  const activity = await makeActivity(payload, units.community, {
    startsAt: hoursFromNow(240),
    endsAt: hoursFromNow(242),
  })
  const marked = (await fill(activity, 100, { unnotified: true })).length
  const reads = await readsOf(async () =>
    Promise.all([planMessages(await app.req(), new Date()), planMessages(await app.req(), new Date())]),
  )
  // A sign-up is planned by its activity, which nobody reads where another was faster.
  const planned = reads.filter(({ table, by }) => table === 'activities' && by.includes(activity.id)).length
  expect(planned).toBeGreaterThanOrEqual(marked)
  expect(planned).toBeLessThan(1.5 * marked)
})

describe('one row that cannot be written', () => {
  /** Every write of it fails, as on a bad page of the disk. */
  async function refusing(collection: CollectionSlug, id: string, work: () => Promise<void>): Promise<void> {
    const { client } = payload.db as unknown as { client: { execute(sql: string): Promise<unknown> } }
    await client.execute(
      `CREATE TRIGGER bad_row BEFORE UPDATE ON "${collection}" WHEN OLD.id = '${id}' BEGIN SELECT RAISE(ABORT, 'bad row'); END`,
    )
    try {
      await work()
    } finally {
      await client.execute('DROP TRIGGER bad_row')
    }
  }

  it('keeps no other offer from moving on [B-min poisoned row]', async () => {
    if (payload.db.name !== 'sqlite') return
    const lapsed: string[] = []
    for (let n = 0; n < 2; n += 1) {
      const registration = await makeRegistration(
        payload,
        await makeActivity(payload, units.community, { capacity: 1 }),
        await makePerson(payload),
      )
      await payload.db.updateOne({
        collection: 'registrations',
        id: registration.id,
        data: { status: 'offered', offerExpiresAt: hoursFromNow(-1 + n / 10) },
        returning: false,
      })
      lapsed.push(registration.id)
    }
    const [bad = '', good = ''] = lapsed
    await refusing('registrations', bad, async () => moveOffersOn(await app.req(), new Date()))
    expect((await payload.findByID({ collection: 'registrations', id: good, ...all })).status).toBe('cancelled')
  })

  it('keeps no other edit from being settled [B-min poisoned row]', async () => {
    if (payload.db.name !== 'sqlite') return
    const marked: string[] = []
    for (let n = 0; n < 2; n += 1) {
      const { id } = await makeActivity(payload, units.community)
      await payload.db.updateOne({
        collection: 'activities',
        id,
        data: { unsettled: true, updatedAt: hoursFromNow(-1) },
        returning: false,
      })
      marked.push(id)
    }
    const [bad = '', good = ''] = marked
    await refusing('activities', bad, async () => settleLeftovers(await app.req(), new Date(Date.now() + 3_600_000)))
    expect(
      (
        await payload.db.findOne<{ id: string; unsettled?: boolean }>({
          collection: 'activities',
          where: { id: { equals: good } },
        })
      )?.unsettled,
    ).not.toBe(true)
  })
})

it('who signs up at the same moment reads the questions at the same moment, before the queue for seats [B-min questions]', async () => {
  const activity = await makeActivity(payload, units.community, {
    questions: [{ label: '尺码', kind: 'text', required: false }],
  })
  const tokens = await Promise.all(Array.from({ length: 4 }, async () => tokenOf(payload, await makePerson(payload))))
  const { findByID } = payload
  let [reading, most] = [0, 0]
  payload.findByID = (async (args: Parameters<typeof findByID>[0]) => {
    const isQuestions = args.collection === 'activities' && 'questions' in (args.select ?? {})
    if (isQuestions) most = Math.max(most, (reading += 1))
    // Long enough for the others to come.
    if (isQuestions) await sleep(200)
    return findByID.call(payload, args).finally(() => (reading -= isQuestions ? 1 : 0))
  }) as typeof findByID
  const answers = await Promise.all(
    tokens.map((of) => ask({ method: 'POST', path: `/activities/${activity.id}/registrations`, token: of })),
  )
  payload.findByID = findByID
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201])
  expect(most).toBeGreaterThan(1)
})

it('an edit of a service activity reads nobody’s history [B-min service activity]', async () => {
  const activity = await makeActivity(payload, units.community, {
    ledger: 'service',
    startsAt: hoursFromNow(-3),
    endsAt: hoursFromNow(-1),
  })
  await makeRegistration(payload, activity, await makePerson(payload), { status: 'confirmed', attendance: 'present' })
  const { find } = payload.db
  const whole: unknown[] = []
  payload.db.find = async (args) => {
    const answer = await find.call(payload.db, args)
    if (
      args.collection === 'registrations' &&
      args.limit === 0 &&
      answer.docs.some((doc) => 'history' in (doc as object))
    )
      whole.push(args.where)
    return answer as never
  }
  const { status } = await ask({
    method: 'PATCH',
    path: `/activities/${activity.id}`,
    token,
    body: { description: '带好水杯' },
  })
  payload.db.find = find
  expect([status, whole]).toEqual([200, []])
})
