import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { checkIn } from '../../src/operations/attendance/checkIn.ts'
import { checkOut, type CheckOutOutcome } from '../../src/operations/attendance/checkOut.ts'
import { correctRegistration } from '../../src/operations/attendance/correctRegistration.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { sweep } from '../../src/operations/desk/sweep.ts'
import { signTicket } from '../../src/privacy/cipher.ts'
import type { Activity, Person, Registration, Staff } from '../../src/payload-types.ts'
import { expectExact } from '../support/expectExact.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeTarget,
  makeUnitTree,
  type UnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

let app: TestPayload
let payload: Payload
let units: UnitTree
let organiser: Staff
let elsewhere: Staff
let person: Person

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', units.community)
  elsewhere = await makeStaff(payload, 'organiser', units.otherCommunity)
  person = await makePerson(payload, { unit: units.community.id })
  await makeTarget(payload, { title: '服务时长', measure: 'serviceHours' })
  await makeTarget(payload, { title: '人次' })
})
afterAll(() => app.stop())

/** Whatever a test did, every figure equals its facts and every sum its figures. */
afterEach(async () => {
  await expectExact(payload)
  expect((await recount(await app.req())).differences).toEqual([])
})

/** Two hours, the first of which has passed; somebody is signed up. */
async function makeOngoing(
  overrides: Partial<Activity> = {},
): Promise<{ activity: Activity; registration: Registration }> {
  const activity = await makeActivity(payload, units.community, {
    startsAt: hoursFromNow(-1),
    endsAt: hoursFromNow(1),
    ledger: 'service',
    ...(overrides as object),
  })
  return { activity, registration: await makeRegistration(payload, activity, person) }
}
const now = async ({ id }: { id: string }) =>
  payload.findByID({ collection: 'registrations', id, depth: 0, overrideAccess: true })
const minutesOf = async ({ id }: Activity) =>
  (await payload.findByID({ collection: 'activities', id, depth: 0, overrideAccess: true })).minutes
const come = async (activity: Activity, registration: Registration, hours = -1, method: 'scan' | 'manual' = 'scan') =>
  checkIn(
    await app.req(organiser),
    [{ clientId: 'a', activity: activity.id, registration: registration.id, at: hoursFromNow(hours), method }],
    new Date(),
  )
const leave = async (
  activity: Activity,
  registration: Registration,
  hours = 0,
  staff = organiser,
): Promise<CheckOutOutcome | undefined> => {
  const [result] = await checkOut(
    await app.req(staff),
    [{ clientId: 'a', activity: activity.id, ticket: signTicket(registration.id), at: hoursFromNow(hours) }],
    new Date(),
  )
  return result?.outcome
}
const edit = async ({ id }: Registration, data: Partial<Registration>) =>
  payload.update({
    collection: 'registrations',
    id,
    data,
    depth: 0,
    overrideAccess: false,
    req: await app.req(organiser),
    user: organiser,
  })
const plan = async ({ id }: Activity, data: Partial<Activity>) =>
  payload.update({
    collection: 'activities',
    id,
    data,
    depth: 0,
    overrideAccess: false,
    req: await app.req(organiser),
    user: organiser,
  })

describe('check-out', () => {
  test('turns the planned time into the time that was served', async () => {
    const { activity, registration } = await makeOngoing()
    await come(activity, registration)
    expect(await now(registration)).toMatchObject({ minutes: 120, minutesSource: 'planned', checkedOutAt: null })
    expect(await leave(activity, registration)).toBe('recorded')
    expect(await now(registration)).toMatchObject({
      minutes: 60,
      minutesSource: 'times',
      method: 'scan',
      recordedBy: organiser.id,
    })
    expect(await minutesOf(activity)).toBe(60)
  })

  test('the earliest stands, in whatever order they arrive and however often', async () => {
    const { activity, registration } = await makeOngoing()
    await come(activity, registration)
    expect(await leave(activity, registration, -0.25)).toBe('recorded')
    expect(await leave(activity, registration, 0)).toBe('duplicate')
    expect(await leave(activity, registration, -0.5)).toBe('recorded')
    expect(await now(registration)).toMatchObject({ minutes: 30 })
  })

  test('is refused to whom it cannot say anything of, and changes nothing', async () => {
    const { activity, registration } = await makeOngoing()
    expect(await leave(activity, registration)).toBe('not-present')
    await come(activity, registration, -0.5)
    expect(await leave(activity, registration, -0.75)).toBe('before-check-in')
    expect(await leave(activity, registration, 0.5)).toBe('invalid-time')
    expect(await leave(activity, registration, 0, elsewhere)).toBe('out-of-scope')
    const over = await makeOngoing({ startsAt: hoursFromNow(-4), endsAt: hoursFromNow(-1.5) })
    await come(over.activity, over.registration, -4)
    expect(await leave(over.activity, over.registration)).toBe('too-late')
    expect(await leave(over.activity, registration, -1)).toBe('wrong-activity')
    for (const one of [registration, over.registration])
      expect(await now(one)).toMatchObject({ minutesSource: 'planned', checkedOutAt: null })
  })

  test('of participation: neither the time of leaving nor minutes are kept', async () => {
    const { activity, registration } = await makeOngoing({ ledger: 'participation' })
    await come(activity, registration)
    expect(await leave(activity, registration)).toBe('not-service')
    expect(await now(registration)).toMatchObject({
      attendance: 'present',
      minutes: null,
      minutesSource: null,
      checkedOutAt: null,
    })
  })

  test('twenty at once are all counted', async () => {
    const { activity } = await makeOngoing()
    const registrations: Registration[] = []
    for (let index = 0; index < 20; index += 1)
      registrations.push(await makeRegistration(payload, activity, await makePerson(payload)))
    for (const registration of registrations) await come(activity, registration)
    const outcomes = await Promise.all(registrations.map((registration) => leave(activity, registration)))
    expect(new Set(outcomes)).toEqual(new Set(['recorded']))
    expect(await minutesOf(activity)).toBe(1200)
  })
})

describe('what the organiser enters', () => {
  test('stands against the times, says so, and is taken back by null', async () => {
    const { activity, registration } = await makeOngoing()
    await come(activity, registration)
    await leave(activity, registration)
    await correctRegistration(
      await app.req(organiser),
      { id: registration.id, minutes: 100, reason: '补记' },
      new Date(),
    )
    expect(await now(registration)).toMatchObject({ minutes: 100, minutesSource: 'entered' })
    await leave(activity, registration, -0.5)
    expect(await now(registration)).toMatchObject({ minutes: 100, minutesSource: 'entered' })
    await correctRegistration(
      await app.req(organiser),
      { id: registration.id, minutes: null, reason: '按签退' },
      new Date(),
    )
    expect(await now(registration)).toMatchObject({ minutes: 30, minutesSource: 'times' })
  })

  test('also in the record’s own form, where an unchanged figure keeps its source', async () => {
    const { activity, registration } = await makeOngoing()
    await come(activity, registration)
    await edit(registration, { minutes: 120, note: '来了' })
    expect(await now(registration)).toMatchObject({ minutes: 120, minutesSource: 'planned' })
    await edit(registration, { minutes: 45 })
    expect(await now(registration)).toMatchObject({ minutes: 45, minutesSource: 'entered' })
    await edit(registration, { minutes: null })
    expect(await now(registration)).toMatchObject({ minutes: 120, minutesSource: 'planned' })
    await edit(registration, { attendance: 'absent' })
    expect(await now(registration)).toMatchObject({ minutes: null, minutesSource: null })
  })

  test('is refused for participation and for who was not there', async () => {
    const { activity, registration } = await makeOngoing({ ledger: 'participation' })
    await come(activity, registration)
    await expect(edit(registration, { minutes: 30 })).rejects.toMatchObject({ status: 400 })
    const service = await makeOngoing()
    await expect(edit(service.registration, { minutes: 30 })).rejects.toMatchObject({ status: 400 })
  })
})

describe('the activity changes under its records', () => {
  test('planned time follows the plan, what was entered does not', async () => {
    const { activity, registration } = await makeOngoing()
    const other = await makeRegistration(payload, activity, await makePerson(payload))
    await come(activity, registration)
    await come(activity, other)
    await edit(other, { minutes: 10 })
    await plan(activity, { endsAt: hoursFromNow(2), changeReason: '延长一小时' })
    expect((await now(registration)).minutes).toBe(180)
    expect((await now(other)).minutes).toBe(10)
    expect(await minutesOf(activity)).toBe(190)
  })

  test('moved to participation, which the system alone may do once somebody came [F5], it has no service time left; moved back, the planned one', async () => {
    const { activity, registration } = await makeOngoing()
    await come(activity, registration)
    await leave(activity, registration)
    await expect(plan(activity, { ledger: 'participation' })).rejects.toMatchObject({ data: { code: 'ledger-locked' } })
    const move = (ledger: 'participation' | 'service') =>
      payload.update({ collection: 'activities', id: activity.id, data: { ledger }, depth: 0, overrideAccess: true })
    await move('participation')
    expect(await now(registration)).toMatchObject({
      attendance: 'present',
      minutes: null,
      minutesSource: null,
      checkedOutAt: null,
    })
    expect(await minutesOf(activity)).toBe(0)
    await move('service')
    expect(await now(registration)).toMatchObject({ minutes: 120, minutesSource: 'planned' })
  })

  test('a process that died in between is repaired at start', async () => {
    const { activity, registration } = await makeOngoing()
    await come(activity, registration)
    // As Payload's own write leaves it before its hook has run.
    await payload.db.updateOne({
      collection: 'activities',
      id: activity.id,
      data: { ledger: 'participation', unsettled: true },
    })
    await sweep(await app.req(), new Date())
    expect(await now(registration)).toMatchObject({ minutes: null, minutesSource: null })
    expect(await minutesOf(activity)).toBe(0)
  })
})

test('recount names a figure that its facts do not give', async () => {
  const { activity, registration } = await makeOngoing()
  await come(activity, registration)
  await payload.db.updateOne({ collection: 'registrations', id: registration.id, data: { minutes: 125 } })
  const { differences } = await recount(await app.req())
  expect(differences).toContainEqual(
    expect.objectContaining({
      collection: 'registrations',
      id: registration.id,
      field: 'minutes',
      stored: 125,
      counted: 120,
    }),
  )
  await payload.db.updateOne({ collection: 'registrations', id: registration.id, data: { minutes: 120 } })
})
