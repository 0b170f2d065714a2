import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { newId } from '../../src/database/rows.ts'
import { registrationContribution } from '../../src/domain/tallies/contributions.ts'
import { cancelRegistration } from '../../src/operations/seats/cancelRegistration.ts'
import { fillFreeSeats } from '../../src/operations/seats/fillFreeSeats.ts'
import { listSignUps } from '../../src/operations/seats/listSignUps.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import type { Staff, Unit } from '../../src/payload-types.ts'
import { bulkInsert, type Row } from '../../src/seed/bulkInsert.ts'
import { around, committers } from '../support/around.ts'
import { makeStaff, makeUnitTree } from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import * as paper from '../support/queueModel.ts'
import type { Party, Sheet } from '../support/queueModel.ts'

/**
 * Lines of 500 parties: free seats are given as the list on paper (queueModel.ts) gives them, however far down the line
 * the next who fits stands, and many of them in one write.
 */
const LINE = 500
const HOLDERS = 10
const RUNS = 12
const HOUR_MS = 3_600_000

let app: TestPayload
let unit: Unit
let staff: Staff
let people: string[]

const stamped = () => {
  const at = new Date(Date.now() - HOUR_MS).toISOString()
  return { createdAt: at, updatedAt: at }
}

beforeAll(async () => {
  app = await startPayload()
  ;({ community: unit } = await makeUnitTree(app.payload))
  staff = await makeStaff(app.payload, 'organiser', unit)
  people = Array.from({ length: HOLDERS + LINE }, () => newId(app.payload))
  await bulkInsert(
    app.payload,
    'people',
    people.map((id): Row => {
      const none = `none:${randomUUID()}`
      return { id, ...stamped(), name: '测试', phone: null, phoneHash: none, emailHash: none, volunteerNumber: none }
    }),
  )
})
afterAll(async () => {
  await app.stop()
})

interface Plan {
  /** Hours to the start. */
  startsIn: number
  free: number
  /** Heads of each party that waits, head of the line first, and those that went past it so far. */
  line: { size: number; passes: number }[]
}

const sheetOf = ({ startsIn, free, line }: Plan): Sheet => {
  const common = { walkIn: false, attendance: 'unknown' as const, came: null, minutes: null, corrected: false }
  return paper.emptySheet({
    capacity: HOLDERS + free,
    startsAt: Date.now() + startsIn * HOUR_MS,
    drawn: HOLDERS + line.length,
    parties: [
      ...Array.from({ length: HOLDERS }, () => ({ status: 'confirmed' as const, size: 1, passes: 0 })),
      ...line.map((party) => ({ status: 'waitlisted' as const, ...party })),
    ].map((party, who) => ({ ...common, ...party, who, sequence: who + 1 })),
  })
}

/** Stores the sheet. @returns the ids of the activity and of each party's sign-up */
async function store(sheet: Sheet): Promise<{ activity: string; ids: string[] }> {
  const { payload } = app
  const [activity, ids] = [newId(payload), sheet.parties.map(() => newId(payload))]
  const [taken, waiting] = [paper.headsSeated(sheet), paper.headsWaiting(sheet)]
  const at = (hours: number): string => new Date(sheet.startsAt + hours * HOUR_MS).toISOString()
  await bulkInsert(payload, 'activities', [
    {
      id: activity,
      ...stamped(),
      revision: randomUUID(),
      title: '长队',
      line: 'riders',
      theme: 'warm',
      unit: unit.id,
      startsAt: at(0),
      endsAt: at(2),
      registrationClosesAt: at(0),
      place: '长队',
      ledger: 'participation',
      status: 'published',
      capacity: sheet.capacity,
      waitingList: true,
      approval: false,
      partyLimit: 10,
      taken,
      waiting,
      free: (sheet.capacity ?? 0) - taken,
      present: 0,
      minutes: 0,
      lastSequence: sheet.drawn,
      counted: '{}',
      unsettled: false,
    },
  ])
  await bulkInsert(
    payload,
    'registrations',
    sheet.parties.map(({ who, status, size, sequence, passes }): Row => {
      const facts = { status, size, attendance: 'unknown' as const, minutes: null, walkIn: false, came: null }
      return {
        id: ids[who] ?? '',
        ...stamped(),
        revision: randomUUID(),
        activity,
        unit: unit.id,
        person: people[who] ?? '',
        ...facts,
        sequence,
        passes,
        answers: null,
        counted: JSON.stringify(registrationContribution(facts)),
        unsettled: false,
        unnotified: false,
      }
    }),
  )
  return { activity, ids }
}

const facts = ({ who, status, passes }: Party): string => `${who}: ${status}, passed ${passes}`
const onPaper = (sheet: Sheet): string[] => [...sheet.parties].sort((a, b) => a.who - b.who).map(facts)

async function stored(activity: string, ids: string[]): Promise<string[]> {
  const { docs } = await app.payload.find({
    collection: 'registrations',
    where: { activity: { equals: activity } },
    select: { status: true, passes: true, history: true },
    pagination: false,
    depth: 0,
    overrideAccess: true,
  })
  // Every decision stands in the history of its own sign-up, in order.
  for (const { status, history } of docs) {
    const decisions = (history ?? []) as { n: number; what: string }[]
    expect(decisions.map(({ n }) => n)).toEqual(decisions.map((_, index) => index + 1))
    if (status === 'offered') expect(decisions.at(-1)?.what).toBe('offered')
    if (status === 'confirmed' && decisions.length > 0) expect(decisions.at(-1)?.what).toBe('promoted')
  }
  return docs
    .map(({ id, status, passes }) => ({ who: ids.indexOf(id), status, passes: passes ?? 0 }) as Party)
    .sort((a, b) => a.who - b.who)
    .map(facts)
}

const party = fc.record({ size: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 10 })), passes: fc.nat(3) })
const plan: fc.Arbitrary<Plan> = fc.record({
  startsIn: fc.constantFrom(1, 24),
  free: fc.integer({ min: 0, max: 160 }),
  line: fc.oneof(
    fc.array(party, { minLength: LINE, maxLength: LINE }),
    // Nobody but one fits, wherever in the line.
    fc
      .nat(LINE - 1)
      .map((place) => Array.from({ length: LINE }, (_, index) => ({ size: index === place ? 1 : 10, passes: 0 }))),
  ),
})

test(`a line of ${LINE} gets free seats as on paper, and again when a seat is given back`, async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (asked) => {
      let sheet = sheetOf(asked)
      const { activity, ids } = await store(sheet)
      await fillFreeSeats(await app.req(), activity, new Date())
      sheet = paper.giveAllSeats(sheet, Date.now())
      expect(await stored(activity, ids)).toEqual(onPaper(sheet))

      await cancelRegistration(await app.req(staff), ids[0] ?? '', new Date())
      sheet = paper.giveAllSeats(paper.cancel(0)(sheet, Date.now()) ?? sheet, Date.now())
      expect(await stored(activity, ids)).toEqual(onPaper(sheet))
    }),
    { numRuns: RUNS },
  )
  expect((await recount(await app.req())).differences).toEqual([])
}, 300_000)

test('the one free seat goes to the first who fits, who stands 400th', async () => {
  const line = Array.from({ length: LINE }, (_, index) => ({ size: index === 399 ? 1 : 2, passes: 0 }))
  const { activity, ids } = await store(sheetOf({ startsIn: 24, free: 1, line }))
  await fillFreeSeats(await app.req(), activity, new Date())
  const { status } = await app.payload.findByID({
    collection: 'registrations',
    id: ids[HOLDERS + 399] ?? '',
    depth: 0,
    overrideAccess: true,
  })
  expect(status).toBe('confirmed')
})

test('many free seats are given in few writes', async () => {
  const line = Array.from({ length: LINE }, () => ({ size: 1, passes: 0 }))
  const { activity } = await store(sheetOf({ startsIn: 24, free: 300, line }))
  let commits = 0
  const stop = around(committers(app.payload), { before: () => (commits += 1) })
  await fillFreeSeats(await app.req(), activity, new Date())
  stop()
  expect(commits).toBeLessThanOrEqual(6)
  expect((await recount(await app.req())).differences).toEqual([])
})

test('who reads a long list of sign-ups lets others in between', async () => {
  const line = Array.from({ length: LINE }, () => ({ size: 1, passes: 0 }))
  const { activity } = await store(sheetOf({ startsIn: 24, free: 0, line }))
  const req = await app.req(staff)
  let turns = 0
  let isReading = true
  const count = (): void => {
    turns += 1
    if (isReading) setImmediate(count)
  }
  setImmediate(count)
  const { signUps } = await listSignUps(req, activity, 1, new Date())
  isReading = false
  expect(signUps.map(({ sequence }) => sequence)).toEqual(Array.from({ length: HOLDERS + LINE }, (_, n) => n + 1))
  expect(turns).toBeGreaterThan(10)
})
