import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { parseCsv } from 'hucre/csv'
import type { Payload } from 'payload'
import { newId } from '../../src/database/rows.ts'
import { exportAnswers } from '../../src/operations/records/exportAnswers.ts'
import { exportParticipations } from '../../src/operations/records/exportParticipations.ts'
import type { Activity, Staff } from '../../src/payload-types.ts'
import { bulkInsert } from '../../src/seed/bulkInsert.ts'
import { makeActivity, makeStaff, makeUnitTree, type UnitTree } from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

/**
 * The file shows one moment although writers go on. Each writer has two sign-ups, of the first and the last activity:
 * it takes the presence of the last away, gives it to the first, and back again. At each moment a writer has one
 * participation, or none; whoever reads the first activity before the writes and the last after them counts other sums.
 */
const WRITERS = 50
const MIDDLE = 4500

let app: TestPayload
let payload: Payload
let units: UnitTree
let department: Staff
let first: Activity
let last: Activity
let pairs: { first: string; last: string }[]

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  department = await makeStaff(payload, 'department', units.county)
  const people = Array.from({ length: MIDDLE }, (_, index) => ({
    id: newId(payload),
    ...STAMPS,
    name: `第${index}人`,
    phoneHash: `none:${index}`,
    emailHash: `none:${index}`,
    volunteerNumber: String(index),
    unit: units.firm.id,
  }))
  await bulkInsert(payload, 'people', people)
  const ids = people.map(({ id }) => id)
  first = await activityOn(1)
  const middle = await activityOn(2)
  await signUp(middle, ids, 'present')
  // As the hooks would leave it.
  await payload.db.updateOne({
    collection: 'activities',
    id: middle.id,
    data: { present: MIDDLE },
    returning: false,
  })
  last = await activityOn(3)
  const some = ids.slice(0, WRITERS)
  const [early, late] = [await signUp(first, some, 'unknown'), await signUp(last, some, 'present')]
  pairs = early.map((id, index) => ({ first: id, last: late[index] ?? '' }))
})
afterAll(() => app.stop())

const STAMPS = { createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' }

const activityOn = (day: number): Promise<Activity> =>
  makeActivity(payload, units.firm, {
    title: `第${day}日`,
    startsAt: `2026-05-0${day}T01:00:00.000Z`,
    endsAt: `2026-05-0${day}T03:00:00.000Z`,
    questions: [{ label: '尺码', kind: 'text' }],
  })

async function signUp(activity: Activity, people: string[], attendance: 'present' | 'unknown'): Promise<string[]> {
  const rows = people.map((person, index) => ({
    id: newId(payload),
    ...STAMPS,
    activity: activity.id,
    person,
    unit: units.firm.id,
    status: 'confirmed',
    attendance,
    walkIn: false,
    sequence: index + 1,
  }))
  await bulkInsert(payload, 'registrations', rows)
  return rows.map(({ id }) => id)
}

const setAttendance = (id: string, attendance: 'present' | 'unknown') =>
  payload.db.updateOne({ collection: 'registrations', id, data: { attendance }, returning: false })

/** Writers at work until they are stopped, or one of them fails; the number of rounds that all of them have done. */
function startWriters(): { rounds: () => number; working: Promise<unknown>; stop: () => Promise<unknown> } {
  const work = { isOver: false }
  const done = pairs.map(() => 0)
  const working = Promise.all(
    pairs.map(async (pair, index) => {
      while (!work.isOver) {
        await setAttendance(pair.last, 'unknown')
        await setAttendance(pair.first, 'present')
        await setAttendance(pair.first, 'unknown')
        await setAttendance(pair.last, 'present')
        done[index] = (done[index] ?? 0) + 1
        // A short timer would be due again before the loop has come round: the thread's messages would never arrive.
        await turn()
      }
    }),
  )
  const stop = () => {
    work.isOver = true
    return working
  }
  return { rounds: () => Math.min(...done), working, stop }
}

/** Writers that have more than one participation, which none has at any moment. */
function torn(present: Set<string>): number {
  return pairs.filter((pair) => present.has(pair.first) && present.has(pair.last)).length
}

const untilRound = async (writers: ReturnType<typeof startWriters>, round: number): Promise<void> => {
  while (writers.rounds() < round) await Promise.race([sleep(5), writers.working])
}

it('shows one moment although 50 writers go on', async () => {
  const writers = startWriters()
  try {
    await untilRound(writers, 1)
    for (let time = 0; time < 2; time += 1) {
      const { rows, body } = await exportParticipations(
        await app.req(department),
        { format: 'csv', fields: 'registrationId' },
        new Date(),
      )
      const reader = body.getReader()
      let text = ''
      for (let chunk = 0; ; chunk += 1) {
        const { done, value } = await reader.read()
        if (done) break
        text += new TextDecoder().decode(value)
        // The first activity has been read, the last not yet.
        if (chunk === 2) await untilRound(writers, writers.rounds() + 1)
      }
      const ids = parseCsv(text, { delimiter: ',' })
        .slice(1)
        .map(([id]) => String(id))
      expect(ids).toHaveLength(rows)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.length).toBeLessThanOrEqual(MIDDLE + WRITERS)
      expect(torn(new Set(ids))).toBe(0)
    }
  } finally {
    await writers.stop()
  }
})

it('is what a recount finds, when the moment is known', async () => {
  await setAttendance(pairs[0]?.last ?? '', 'unknown')
  const { docs } = await payload.find({
    collection: 'registrations',
    where: { status: { equals: 'confirmed' }, attendance: { equals: 'present' } },
    pagination: false,
    depth: 0,
    overrideAccess: true,
  })
  const { rows, body } = await exportParticipations(
    await app.req(department),
    { format: 'csv', fields: 'registrationId' },
    new Date(),
  )
  // The moment is that of the count: what is written before the first row is taken is not seen any more.
  for (const { first: id } of pairs) await setAttendance(id, 'present')
  const ids = parseCsv(await new Response(body).text(), { delimiter: ',' })
    .slice(1)
    // MongoDB's ids may look like a number with an exponent, which the file marks as text.
    .map(([id]) => String(id).replace(/^'/, ''))
  for (const { first: id } of pairs) await setAttendance(id, 'unknown')
  expect(rows).toBe(docs.length)
  expect(ids.sort()).toEqual(docs.map(({ id }) => id).sort())
})

it('control: reads one after the other, without the transaction, are torn', async () => {
  const present = async (activity: Activity): Promise<string[]> => {
    const { docs } = await payload.find({
      collection: 'registrations',
      where: { activity: { equals: activity.id }, attendance: { equals: 'present' } },
      pagination: false,
      depth: 0,
      overrideAccess: true,
    })
    return docs.map(({ id }) => id)
  }
  for (const pair of pairs) await setAttendance(pair.last, 'unknown')
  for (const pair of pairs) await setAttendance(pair.first, 'present')
  const early = await present(first)
  for (const pair of pairs) {
    await setAttendance(pair.first, 'unknown')
    await setAttendance(pair.last, 'present')
  }
  expect(torn(new Set([...early, ...(await present(last))]))).toBe(WRITERS)
})

it('shows the list of one activity at one moment too', async () => {
  const { rows, body } = await exportAnswers(
    await app.req(department),
    { activityId: last.id, format: 'csv' },
    new Date(),
  )
  await payload.db.deleteOne({ collection: 'registrations', where: { id: { equals: pairs[0]?.last ?? '' } } })
  expect(rows).toBe(WRITERS)
  expect(parseCsv(await new Response(body).text(), { delimiter: ',' })).toHaveLength(WRITERS + 1)
})
