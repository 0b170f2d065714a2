import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { findRow, findRowsBy, type RegistrationRow } from '../../src/database/rows.ts'
import { endOfUndo, UNDO_MS } from '../../src/domain/seats/undo.ts'
import { checkIn } from '../../src/operations/attendance/checkIn.ts'
import { planMessages } from '../../src/operations/messages/planMessages.ts'
import { sendMessages } from '../../src/operations/messages/sendMessages.ts'
import { mergePeople } from '../../src/operations/people/mergePeople.ts'
import { acceptOffer } from '../../src/operations/seats/acceptOffer.ts'
import { cancelRegistration } from '../../src/operations/seats/cancelRegistration.ts'
import { finishCancellations } from '../../src/operations/seats/finishCancellations.ts'
import { listMyRegistrations } from '../../src/operations/seats/listMyRegistrations.ts'
import { moveOffersOn } from '../../src/operations/seats/moveOffersOn.ts'
import { register } from '../../src/operations/seats/register.ts'
import { undoCancellation } from '../../src/operations/seats/undoCancellation.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { signTicket } from '../../src/privacy/cipher.ts'
import type { Activity, Person, Staff } from '../../src/payload-types.ts'
import { expectExact } from '../support/expectExact.ts'
import {
  hoursFromNow,
  makeActivity,
  makePeople,
  makePerson,
  makeStaff,
  makeUnitTree,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { tokenOf } from '../support/tokens.ts'

/** A cancellation can be taken back for 30 seconds, and nobody else gets the seat before that (docs/seats.md). */
let app: TestPayload
let payload: Payload
let units: UnitTree
let people: [Person, Person, Person, Person]
let organiser: Staff
let department: Staff

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  people = (await makePeople(payload, 4)) as typeof people
  organiser = await makeStaff(payload, 'organiser', units.community)
  department = await makeStaff(payload, 'department', units.county)
})
afterAll(() => app.stop())

/** Whatever a test did, every stored number equals its records. */
afterEach(async () => {
  await expectExact(payload)
  expect((await recount(await app.req())).differences).toEqual([])
})

const NOW = new Date()
const after = (ms: number): Date => new Date(NOW.getTime() + ms)
const LAST = after(UNDO_MS - 1)
const OVER = after(UNDO_MS)

const activityFor = (capacity: number | null, over: Partial<Activity> = {}): Promise<Activity> =>
  makeActivity(payload, units.community, {
    capacity,
    startsAt: hoursFromNow(48),
    endsAt: hoursFromNow(50),
    ...over,
  })
const join = async (person: Person, activity: Activity, now = NOW) =>
  register(await app.req(person), { activityId: activity.id }, now)
const leave = async (person: Person, { id }: { id: string }, now = NOW) =>
  cancelRegistration(await app.req(person), id, now, { isUndoable: true })
const undo = async (person: Person, { id }: { id: string }, now = LAST) =>
  undoCancellation(await app.req(person), id, now)
const tick = async (now = OVER) => moveOffersOn(await app.req(), now)
const row = async ({ id }: { id: string }): Promise<RegistrationRow> => {
  const found = await findRow({ payload }, 'registrations', id)
  if (!found) throw new Error('No such sign-up')
  return found
}
const statusOf = async (signUp: { id: string }) => (await row(signUp)).status
const countersOf = async ({ id }: { id: string }) => {
  const { taken, waiting, free } = (await findRow({ payload }, 'activities', id)) as Activity
  return { taken, waiting, free }
}
const decisions = async (signUp: { id: string }) =>
  ((await row(signUp)).history ?? []).map(({ what, by }) => `${what} by ${by.split(':')[0] ?? ''}`)
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: { code?: unknown }) => error.code ?? error,
  )

describe('a seat that was given back', () => {
  test('is nobody else’s for 30 seconds, and then the first in line’s', async () => {
    const activity = await activityFor(1)
    const [seat, next] = [await join(people[0], activity), await join(people[1], activity)]
    expect(await leave(people[0], seat)).toEqual({
      id: seat.id,
      status: 'cancelled',
      undoUntil: after(UNDO_MS).toISOString(),
    })
    await tick(LAST)
    expect(await countersOf(activity)).toEqual({ taken: 1, waiting: 1, free: 0 })
    expect(await join(people[2], activity, LAST)).toMatchObject({ status: 'waitlisted', position: 2 })
    // For the person it is cancelled, with the way back.
    expect(await listMyRegistrations(await app.req(people[0]), LAST)).toMatchObject([
      { id: seat.id, status: 'cancelled', ticket: null, undoUntil: after(UNDO_MS).toISOString() },
    ])

    await tick()
    expect([await statusOf(seat), await statusOf(next)]).toEqual(['cancelled', 'confirmed'])
    expect(await countersOf(activity)).toEqual({ taken: 1, waiting: 1, free: 0 })
    expect(await decisions(seat)).toEqual(['confirmed by person', 'cancelled by person'])
    expect(await row(seat)).toMatchObject({ cancelsAt: null, cancelledAt: OVER.toISOString() })
    expect(await codeOf(undo(people[0], seat, OVER))).toBe('undo-lapsed')
    // And the person may come again, like anybody else.
    expect(await join(people[0], activity, OVER)).toMatchObject({ id: seat.id, status: 'waitlisted', position: 2 })
  })

  test('is the person’s again, as it was, when they take it back in time; twice is once', async () => {
    const activity = await activityFor(1)
    const seat = await join(people[0], activity)
    const before = await row(seat)
    await leave(people[0], seat)
    // A second press does not begin anew.
    expect(await leave(people[0], seat, after(20_000))).toMatchObject({ undoUntil: after(UNDO_MS).toISOString() })
    expect(await undo(people[0], seat)).toEqual({ id: seat.id, status: 'confirmed' })
    expect(await undo(people[0], seat)).toEqual({ id: seat.id, status: 'confirmed' })
    await tick(after(2 * UNDO_MS))
    const { revision: _, updatedAt: __, unnotified: ___, ...kept } = before
    expect(await row(seat)).toMatchObject({ ...kept, cancelsAt: null })
  })

  test('goes to whoever comes next, also where every job is dead', async () => {
    const activity = await activityFor(1, { waitingList: false })
    const seat = await join(people[0], activity)
    await leave(people[0], seat)
    expect(await codeOf(join(people[1], activity, LAST))).toBe('full')
    expect(await join(people[1], activity, OVER)).toMatchObject({ status: 'confirmed' })
    expect(await statusOf(seat)).toBe('cancelled')
  })

  test('is not taken back once its time is over, also where no job has been there yet', async () => {
    const activity = await activityFor(1)
    const [seat, next] = [await join(people[0], activity), await join(people[1], activity)]
    await leave(people[0], seat)
    expect(await codeOf(undo(people[0], seat, OVER))).toBe('undo-lapsed')
    // Signing up again finds it gone as well.
    expect(await join(people[0], activity, OVER)).toMatchObject({ status: 'waitlisted' })
    expect(await statusOf(next)).toBe('confirmed')
  })

  test('is kept by signing up again within the time: the same sign-up stands', async () => {
    const activity = await activityFor(1)
    const [seat] = [await join(people[0], activity), await join(people[1], activity)]
    await leave(people[0], seat)
    expect(await join(people[0], activity, LAST)).toMatchObject({ id: seat.id, created: false, status: 'confirmed' })
    await tick()
    expect(await statusOf(seat)).toBe('confirmed')
  })
})

describe('what was to be told', () => {
  test('waits for the end of the 30 seconds, and is told after an undo', async () => {
    const noon = new Date(new Date(hoursFromNow(24)).setUTCHours(4))
    const activity = await activityFor(1, { startsAt: hoursFromNow(96), endsAt: hoursFromNow(98) })
    const person = await makePerson(payload, { email: 'leaving@example.org' })
    const seat = await join(person, activity, noon)
    await planMessages(await app.req(), noon)
    const message = async () =>
      (await findRowsBy({ payload }, 'messages', { registration: seat.id }, ['state', 'dueAt']))[0]
    expect(await message()).toMatchObject({ state: 'waiting' })
    await leave(person, seat, noon)
    await sendMessages(await app.req(), noon)
    expect(await message()).toMatchObject({ state: 'waiting', dueAt: endOfUndo(noon) })
    await undo(person, seat, noon)
    await sendMessages(await app.req(), new Date(endOfUndo(noon)))
    expect(await message()).toMatchObject({ state: 'sent' })
  })
})

describe('a place in line', () => {
  test('is kept for 30 seconds, in its order', async () => {
    const activity = await activityFor(1)
    const [seat, first, second] = [
      await join(people[0], activity),
      await join(people[1], activity),
      await join(people[2], activity),
    ]
    await leave(people[1], first)
    await undo(people[1], first)
    expect(await row(first)).toMatchObject({ status: 'waitlisted', sequence: 2 })
    await cancelRegistration(await app.req(people[0]), seat.id, LAST)
    expect([await statusOf(first), await statusOf(second)]).toEqual(['confirmed', 'waitlisted'])
  })

  test('that is served meanwhile is served: its seat stands after an undo, and moves on without one', async () => {
    const activity = await activityFor(1)
    const [seat, first, second] = [
      await join(people[0], activity),
      await join(people[1], activity),
      await join(people[2], activity),
    ]
    await leave(people[1], first)
    await cancelRegistration(await app.req(people[0]), seat.id, after(1000))
    expect(await undo(people[1], first)).toMatchObject({ status: 'confirmed' })
    await leave(people[1], first, after(31_000))
    await tick(after(61_000))
    expect([await statusOf(first), await statusOf(second)]).toEqual(['cancelled', 'confirmed'])
  })
})

describe('what else happens within the 30 seconds', () => {
  test('who comes has come; who accepts an offer stays', async () => {
    const activity = await activityFor(1, { startsAt: hoursFromNow(1), endsAt: hoursFromNow(3) })
    const seat = await join(people[0], activity)
    await leave(people[0], seat)
    await checkIn(
      await app.req(organiser),
      [{ clientId: 'a', activity: activity.id, ticket: signTicket(seat.id), at: NOW.toISOString(), method: 'scan' }],
      LAST,
    )
    await tick()
    expect(await row(seat)).toMatchObject({ status: 'confirmed', attendance: 'present', cancelsAt: null })

    const other = await activityFor(1, { startsAt: hoursFromNow(1), endsAt: hoursFromNow(3) })
    const [held, offered] = [await join(people[0], other), await join(people[1], other)]
    await cancelRegistration(await app.req(people[0]), held.id, NOW)
    expect(await statusOf(offered)).toBe('offered')
    await leave(people[1], offered)
    await acceptOffer(await app.req(people[1]), offered.id, LAST)
    await tick()
    expect(await row(offered)).toMatchObject({ status: 'confirmed', cancelsAt: null })
  })

  test('staff cancel at once, and no undo comes after them; so does the person who does not ask for it', async () => {
    const activity = await activityFor(2)
    const [one, two] = [await join(people[0], activity), await join(people[1], activity)]
    await leave(people[0], one)
    expect(
      await cancelRegistration(await app.req(organiser), one.id, LAST, { reason: '名额有误', isUndoable: true }),
    ).toEqual({ id: one.id, status: 'cancelled' })
    expect(await codeOf(undo(people[0], one))).toBe('undo-lapsed')
    await leave(people[1], two)
    await cancelRegistration(await app.req(people[1]), two.id, LAST)
    expect(await statusOf(two)).toBe('cancelled')
    expect(await countersOf(activity)).toMatchObject({ taken: 0 })
  })

  test('an activity that is called off is not joined again by an undo, and the cancellation goes through', async () => {
    const activity = await activityFor(1)
    const seat = await join(people[0], activity)
    await leave(people[0], seat)
    await payload.update({
      collection: 'activities',
      id: activity.id,
      data: { status: 'cancelled', cancelReason: '台风' },
      overrideAccess: true,
    })
    expect(await codeOf(undo(people[0], seat))).toBe('activity-cancelled')
    await tick()
    expect(await statusOf(seat)).toBe('cancelled')
  })

  test('a merge keeps the sign-up that stands, not the one that was cancelled', async () => {
    const [staying, ending] = await makePeople(payload, 2)
    const activity = await activityFor(2)
    const kept = await join(staying as Person, activity)
    await join(ending as Person, activity)
    await leave(staying as Person, kept)
    await mergePeople(
      await app.req(department),
      { into: String(staying?.id), from: String(ending?.id), reason: '同一人' },
      after(1000),
    )
    await tick()
    expect(await statusOf(kept)).toBe('confirmed')
    expect(await countersOf(activity)).toMatchObject({ taken: 1 })
  })
})

/** Each of these at once, in a random order, on one seat: whatever happens first, one outcome stands for all. */
describe('at the same moment', () => {
  const shuffled = <T>(items: T[]): T[] =>
    items
      .map((item) => [Math.random(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item)

  test('an undo, the end of its time, a sign-up, a capacity: the seat is sold once', async () => {
    for (let round = 0; round < 12; round += 1) {
      const isRaised = round % 3 === 0
      const activity = await activityFor(1)
      const [seat, next] = [await join(people[0], activity), await join(people[1], activity)]
      await leave(people[0], seat)
      let undone = ''
      const deeds: (() => Promise<unknown>)[] = [
        async () => void (undone = String(await codeOf(undo(people[0], seat)))),
        async () => finishCancellations(await app.req(), OVER),
        async () => tick(),
        () => codeOf(join(people[2], activity, OVER)),
        ...(isRaised
          ? [
              async () =>
                payload.update({
                  collection: 'activities',
                  id: activity.id,
                  data: { capacity: 2 },
                  overrideAccess: true,
                }),
            ]
          : []),
      ]
      await Promise.all(shuffled(deeds).map((deed) => deed()))
      await tick()
      // A person who was told that it is undone has the seat; one who was told that it is too late has not.
      expect([undone, await statusOf(seat)]).toEqual(
        undone === 'done' ? ['done', 'confirmed'] : ['undo-lapsed', 'cancelled'],
      )
      const { taken } = await countersOf(activity)
      expect(taken).toBe(isRaised ? 2 : 1)
      if (!isRaised) expect(await statusOf(next)).toBe(undone === 'done' ? 'waitlisted' : 'confirmed')
    }
  })

  test('an undo and an organiser: whoever is told that it stands, or that it does not, is told the truth', async () => {
    for (let round = 0; round < 6; round += 1) {
      const activity = await activityFor(1)
      const [seat, next] = [await join(people[0], activity), await join(people[1], activity)]
      await leave(people[0], seat)
      let undone = ''
      await Promise.all(
        shuffled([
          async () => void (undone = String(await codeOf(undo(people[0], seat)))),
          async () => cancelRegistration(await app.req(organiser), seat.id, LAST),
        ]).map((deed) => deed()),
      )
      expect(['done', 'undo-lapsed']).toContain(undone)
      // Cancelled by staff in either order, and the seat moved on once.
      expect([await statusOf(seat), await statusOf(next)]).toEqual(['cancelled', 'confirmed'])
      expect(await countersOf(activity)).toEqual({ taken: 1, waiting: 0, free: 0 })
    }
  })

  test('control: an undo that writes what it read, without comparing, sells the seat twice', async () => {
    const activity = await activityFor(1)
    const [seat, next] = [await join(people[0], activity), await join(people[1], activity)]
    await leave(people[0], seat)
    const read = await row(seat)
    await tick()
    await payload.db.updateOne({
      collection: 'registrations',
      id: seat.id,
      data: { status: read.status, cancelsAt: null, cancelledAt: null, counted: read.counted },
    })
    expect([await statusOf(seat), await statusOf(next)]).toEqual(['confirmed', 'confirmed'])
    expect((await recount(await app.req())).differences).not.toEqual([])
    // Put right, for what every test is followed by.
    await payload.db.updateOne({
      collection: 'registrations',
      id: seat.id,
      data: { status: 'cancelled', counted: JSON.stringify({ taken: 0, waiting: 0, present: 0, minutes: 0 }) },
    })
  })
})

test('over HTTP: cancelled, undone, and too late; for nobody else', async () => {
  const activity = await activityFor(1)
  const seat = await join(people[0], activity)
  const token = await tokenOf(payload, people[0])
  const path = `/registrations/${seat.id}`
  const cancelled = await ask({ method: 'DELETE', path, body: { undoable: true }, token })
  expect(cancelled).toMatchObject({ status: 200, body: { id: seat.id, status: 'cancelled' } })
  expect(Date.parse((cancelled.body as { undoUntil: string }).undoUntil)).toBeGreaterThan(Date.now())
  expect(await ask({ method: 'POST', path: `${path}/undo`, token: await tokenOf(payload, people[1]) })).toMatchObject({
    status: 404,
  })
  expect(await ask({ method: 'POST', path: `${path}/undo`, token })).toMatchObject({
    status: 200,
    body: { id: seat.id, status: 'confirmed' },
  })
  await ask({ method: 'DELETE', path, token })
  expect(await ask({ method: 'POST', path: `${path}/undo`, token })).toMatchObject({
    status: 409,
    body: { code: 'undo-lapsed', detail: expect.stringContaining('重新报名') },
  })
})
