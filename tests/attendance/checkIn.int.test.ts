import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Payload } from 'payload'
import type { CheckInList, CheckInResult } from '../../src/domain/attendance/checkInViews.ts'
import { cancelRegistration } from '../../src/operations/seats/cancelRegistration.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import type { Activity, Person, Registration, Staff } from '../../src/payload-types.ts'
import { selfCheckInCode } from '../../src/privacy/cipher.ts'
import { logIn } from '../support/accessWorld.ts'
import { around, committers } from '../support/around.ts'
import { expectExact } from '../support/expectExact.ts'
import {
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeTarget,
  makeUnitTree,
  newPhone,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { tokenOf } from '../support/tokens.ts'

/** The calls of the door: its list, whose mark stands, walk-ins noted without a network, and checking in oneself. */
let app: TestPayload
let payload: Payload
let units: UnitTree
let staff: Record<'first' | 'second' | 'elsewhere', Staff>
let tokens: Record<'first' | 'second' | 'elsewhere', string>

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  const make = (name: string, unit = units.community) => makeStaff(payload, 'organiser', unit, { name })
  staff = {
    first: await make('甲组织者'),
    second: await make('乙组织者'),
    elsewhere: await make('别处组织者', units.otherCommunity),
  }
  tokens = {
    first: await logIn(staff.first),
    second: await logIn(staff.second),
    elsewhere: await logIn(staff.elsewhere),
  }
})
afterAll(() => app.stop())

const stored = (id: string): Promise<Registration> =>
  payload.findByID({ collection: 'registrations', id, depth: 0, overrideAccess: true })
const secondsAgo = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString()

async function mark(
  token: string,
  activity: Activity,
  registration: Registration,
  overrides: object = {},
): Promise<CheckInResult | undefined> {
  const item = {
    clientId: 'a',
    activity: activity.id,
    registration: registration.id,
    at: secondsAgo(60),
    method: 'scan',
    ...overrides,
  }
  const { body } = await ask({ method: 'POST', path: '/check-ins', token, body: { items: [item] } })
  return (body as { results: CheckInResult[] }).results[0]
}

describe('the list', () => {
  it('says what the door needs, and notes who looked', async () => {
    const activity = await makeActivity(payload, units.community, { capacity: 2 })
    const phone = newPhone()
    const [one, two, three, gone] = [
      await makePerson(payload, { name: '张三', phone, unit: units.otherCommunity.id }),
      await makePerson(payload),
      await makePerson(payload),
      await makePerson(payload),
    ]
    const first = await makeRegistration(payload, activity, one)
    const left = await makeRegistration(payload, activity, gone)
    await cancelRegistration(await app.req(gone), left.id, new Date())
    const others = [await makeRegistration(payload, activity, two), await makeRegistration(payload, activity, three)]
    const at = secondsAgo(5)
    await mark(tokens.second, activity, first, { at })

    const { status, body, text } = await ask({ path: `/activities/${activity.id}/check-in-list`, token: tokens.first })
    expect(status).toBe(200)
    const { rows, ...rest } = body as CheckInList
    expect(rest.activity).toEqual({
      id: activity.id,
      title: activity.title,
      place: activity.place,
      startsAt: activity.startsAt,
      endsAt: activity.endsAt,
      selfCheckIn: false,
    })
    expect(rows[0]).toEqual({
      id: first.id,
      name: '张三',
      phoneTail: phone.slice(-4),
      size: 1,
      status: 'confirmed',
      attendance: 'present',
      checkedInAt: at,
      recordedBy: '乙组织者',
    })
    expect(rows.map(({ id, status: standing }) => [id, standing])).toEqual([
      [first.id, 'confirmed'],
      [others[0]?.id, 'confirmed'],
      [others[1]?.id, 'waitlisted'],
    ])
    expect(text).not.toContain(phone)
    const { docs } = await payload.find({
      collection: 'audit',
      where: { subject: { equals: activity.id }, action: { equals: 'viewed' } },
      overrideAccess: true,
    })
    expect(docs).toMatchObject([
      { actor: `staff:${staff.first.id}`, subjectCollection: 'activities', details: { registrations: 3 } },
    ])
  })

  it('is for the staff of the unit alone', async () => {
    const activity = await makeActivity(payload, units.community)
    const asked = async (token?: string) =>
      (await ask({ path: `/activities/${activity.id}/check-in-list`, token })).status
    expect(await asked()).toBe(401)
    expect(await asked(await tokenOf(payload, await makePerson(payload)))).toBe(403)
    expect(await asked(tokens.elsewhere)).toBe(404)
    expect(await asked(tokens.second)).toBe(200)
  })
})

it('at many doors at once shares commits, and every head is counted', async () => {
  const target = await makeTarget(payload)
  const before = (await payload.findByID({ collection: 'targets', id: target.id, overrideAccess: true })).tally ?? 0
  const doors: { activity: Activity; registration: Registration }[] = []
  for (let count = 0; count < 12; count += 1) {
    const activity = await makeActivity(payload, units.community)
    doors.push({ activity, registration: await makeRegistration(payload, activity, await makePerson(payload)) })
  }
  let commits = 0
  const stop = around(committers(payload), { before: () => (commits += 1) })
  const results = await Promise.all(
    doors.map(({ activity, registration }) => mark(tokens.first, activity, registration)),
  )
  stop()
  expect(results.map((result) => result?.outcome)).toEqual(doors.map(() => 'recorded'))
  expect(commits).toBeLessThan(doors.length)
  expect((await payload.findByID({ collection: 'targets', id: target.id, overrideAccess: true })).tally).toBe(
    before + doors.length,
  )
  expect((await recount(await app.req())).differences).toEqual([])
})

describe('two devices', () => {
  let activity: Activity
  let registration: Registration
  const make = async (overrides: Partial<Activity> = {}): Promise<void> => {
    activity = await makeActivity(payload, units.community, overrides)
    registration = await makeRegistration(payload, activity, await makePerson(payload))
  }

  it('the first “present” that arrives stands, also against an earlier scan that comes later; the second is told of it', async () => {
    await make()
    const at = secondsAgo(60)
    expect(await mark(tokens.first, activity, registration, { at })).toEqual({
      clientId: 'a',
      outcome: 'recorded',
      registration: registration.id,
    })
    const standing = { attendance: 'present', at, method: 'scan', by: '甲组织者' }
    for (const later of [secondsAgo(600), secondsAgo(1)]) {
      expect(await mark(tokens.second, activity, registration, { at: later, method: 'manual' })).toEqual({
        clientId: 'a',
        outcome: 'duplicate',
        registration: registration.id,
        standing,
      })
    }
    expect(await stored(registration.id)).toMatchObject({ checkedInAt: at, method: 'scan', recordedBy: staff.first.id })
  })
  it('“present” beats “absent”, whichever comes first', async () => {
    await make()
    expect(await mark(tokens.first, activity, registration, { attendance: 'absent' })).toMatchObject({
      outcome: 'recorded',
    })
    expect(await mark(tokens.second, activity, registration)).toMatchObject({ outcome: 'recorded' })
    expect(await mark(tokens.first, activity, registration, { attendance: 'absent' })).toMatchObject({
      outcome: 'duplicate',
      standing: { attendance: 'present', by: '乙组织者' },
    })
    expect((await stored(registration.id)).attendance).toBe('present')
  })
  it('a correction stands against a scan that comes later', async () => {
    await make()
    await mark(tokens.first, activity, registration)
    await ask({
      method: 'POST',
      path: `/registrations/${registration.id}/corrections`,
      token: tokens.first,
      body: { attendance: 'absent', reason: '登记错人' },
    })
    expect(await mark(tokens.second, activity, registration)).toMatchObject({
      outcome: 'duplicate',
      standing: { attendance: 'absent', by: '甲组织者' },
    })
    expect((await stored(registration.id)).attendance).toBe('absent')
    await expectExact(payload)
  })
  it('the rest of a party that comes later is added; who was counted stays counted', async () => {
    await make({ partyLimit: 5 })
    registration = await payload.create({
      collection: 'registrations',
      data: {
        activity: activity.id,
        person: (await makePerson(payload)).id,
        status: 'waitlisted',
        attendance: 'unknown',
        size: 4,
      },
      depth: 0,
      overrideAccess: true,
    })
    for (const came of [2, 3, 1, 2]) await mark(tokens.first, activity, registration, { came })
    expect(await stored(registration.id)).toMatchObject({ came: 3 })
    await expectExact(payload)
  })
})

describe('a walk-in noted without a network', () => {
  it('is recorded once, at the time it was noted', async () => {
    const activity = await makeActivity(payload, units.community)
    const at = secondsAgo(1800)
    const body = { name: '路过的人', phone: newPhone(), consent: true, at }
    const sent = () => ask({ method: 'POST', path: `/activities/${activity.id}/walk-ins`, token: tokens.first, body })
    expect((await Promise.all([sent(), sent(), sent()])).map(({ status }) => status).sort()).toEqual([200, 200, 201])
    const { docs } = await payload.find({
      collection: 'registrations',
      where: { activity: { equals: activity.id } },
      depth: 0,
      overrideAccess: true,
    })
    expect(docs).toMatchObject([{ walkIn: true, attendance: 'present', checkedInAt: at, recordedBy: staff.first.id }])
    await expectExact(payload)
  })
})

describe('self check-in', () => {
  const open = () => makeActivity(payload, units.community, { capacity: 1, selfCheckIn: true })
  const present = async (activity: Activity, person: Person, code = selfCheckInCode(activity.id, new Date())) =>
    ask({
      method: 'POST',
      path: `/activities/${activity.id}/self-check-ins`,
      token: await tokenOf(payload, person),
      body: { code },
    })

  it('records who signed up, once', async () => {
    const [activity, person] = [await open(), await makePerson(payload)]
    const { id } = await makeRegistration(payload, activity, person)
    expect(await present(activity, person)).toMatchObject({ status: 201, body: { id } })
    const first = await stored(id)
    expect(first).toMatchObject({ attendance: 'present', method: 'self', walkIn: false, recordedBy: null })
    expect(await present(activity, person)).toMatchObject({ status: 200, body: { id, checkedInAt: first.checkedInAt } })
    await expectExact(payload)
  })
  it('records who waited or never signed up as a walk-in, also when the button is pressed often', async () => {
    const activity = await open()
    await makeRegistration(payload, activity, await makePerson(payload))
    const [waiting, passing] = [await makePerson(payload), await makePerson(payload)]
    await makeRegistration(payload, activity, waiting)
    await present(activity, waiting)
    expect(
      (await Promise.all([present(activity, passing), present(activity, passing), present(activity, passing)]))
        .map(({ status }) => status)
        .sort(),
    ).toEqual([200, 200, 201])
    const { docs } = await payload.find({
      collection: 'registrations',
      where: { activity: { equals: activity.id }, method: { equals: 'self' } },
      depth: 0,
      overrideAccess: true,
    })
    expect(docs).toHaveLength(2)
    for (const row of docs) expect(row).toMatchObject({ walkIn: true, attendance: 'present' })
    await expectExact(payload)
  })
  it('leaves a correction to the organiser', async () => {
    const [activity, person] = [await open(), await makePerson(payload)]
    const { id } = await makeRegistration(payload, activity, person)
    await present(activity, person)
    await ask({
      method: 'POST',
      path: `/registrations/${id}/corrections`,
      token: tokens.first,
      body: { attendance: 'absent', reason: '替人签到' },
    })
    expect(await present(activity, person)).toMatchObject({ status: 409, body: { code: 'check-in-closed' } })
    expect((await stored(id)).attendance).toBe('absent')
  })
  it('shows the code to the staff of the unit alone', async () => {
    const activity = await open()
    const path = `/activities/${activity.id}/self-check-in-code`
    expect(await ask({ path, token: tokens.first })).toMatchObject({
      status: 200,
      body: { title: activity.title, code: expect.stringMatching(/^\d{6}$/) as unknown },
    })
    expect((await ask({ path, token: tokens.elsewhere })).status).toBe(404)
    expect((await ask({ path, token: await tokenOf(payload, await makePerson(payload)) })).status).toBe(403)
  })
})
