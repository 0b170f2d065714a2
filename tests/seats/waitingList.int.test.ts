import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { acceptOffer } from '../../src/operations/seats/acceptOffer.ts'
import { cancelRegistration } from '../../src/operations/seats/cancelRegistration.ts'
import { checkIn } from '../../src/operations/attendance/checkIn.ts'
import { correctRegistration } from '../../src/operations/attendance/correctRegistration.ts'
import { decideRegistration } from '../../src/operations/seats/decideRegistration.ts'
import { listMyRegistrations } from '../../src/operations/seats/listMyRegistrations.ts'
import { moveOffersOn } from '../../src/operations/seats/moveOffersOn.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { register } from '../../src/operations/seats/register.ts'
import type { Activity, Person, Registration, Staff } from '../../src/payload-types.ts'
import type { Decision } from '../../src/domain/seats/history.ts'
import { expectExact } from '../support/expectExact.ts'
import { hoursFromNow, makeActivity, makePeople, makeStaff, makeUnitTree, type UnitTree } from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

/** Parties, offers close to the start, approval, and the history that explains each decision. */
let app: TestPayload
let payload: Payload
let units: UnitTree
let people: [Person, Person, Person, Person, Person]
let organiser: Staff
let elsewhere: Staff

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  people = (await makePeople(payload, 5)) as typeof people
  organiser = await makeStaff(payload, 'organiser', units.community)
  elsewhere = await makeStaff(payload, 'organiser', units.otherCommunity)
})
afterAll(() => app.stop())

afterEach(async () => {
  await expectExact(payload)
  expect((await recount(await app.req())).differences).toEqual([])
})

const join = async (person: Person, activity: Activity, size = 1) =>
  register(await app.req(person), { activityId: activity.id, size }, new Date())
const leave = async (person: Person, { id }: { id: string }) =>
  cancelRegistration(await app.req(person), id, new Date())
const now = ({ id }: { id: string }) =>
  payload.findByID({ collection: 'registrations', id, depth: 0, overrideAccess: true })
const historyOf = ({ history }: Registration) => (history ?? []) as unknown as Decision[]
const decisions = async (registration: { id: string }) =>
  historyOf(await now(registration)).map(({ what, by }) => `${what} by ${by.split(':')[0] ?? ''}`)
const minutesLater = (minutes: number) => new Date(Date.now() + minutes * 60_000)

describe('a party', () => {
  const familyDay = (capacity: number, over: Partial<Activity> = {}) =>
    makeActivity(payload, units.community, { capacity, partyLimit: 5, ...over })

  test('takes all its seats or none, and gives all back', async () => {
    const activity = await familyDay(6)
    const four = await join(people[0], activity, 4)
    const three = await join(people[1], activity, 3)
    expect([four, three]).toMatchObject([
      { status: 'confirmed', size: 4 },
      { status: 'waitlisted', position: 1, size: 3 },
    ])
    await leave(people[0], four)
    expect((await now(three)).status).toBe('confirmed')
  })

  test('that does not fit is passed, but only until as many seats went past it as it needs', async () => {
    const activity = await familyDay(3)
    const first = await join(people[0], activity, 3)
    const pair = await join(people[1], activity, 2)
    const [one, two] = [await join(people[2], activity), await join(people[3], activity)]
    // One seat comes free at a time: the lowered capacity leaves one.
    await payload.update({ collection: 'activities', id: activity.id, data: { capacity: 1 }, overrideAccess: true })
    await leave(people[0], first)
    expect([(await now(pair)).status, (await now(one)).status, (await now(two)).status]).toEqual([
      'waitlisted',
      'confirmed',
      'waitlisted',
    ])
    expect((await now(pair)).passes).toBe(1)
    await payload.update({ collection: 'activities', id: activity.id, data: { capacity: 2 }, overrideAccess: true })
    expect([(await now(pair)).passes, (await now(two)).status]).toEqual([2, 'confirmed'])
    const third = await join(people[4], activity)
    await leave(people[2], one)
    // Two seats went past the pair: the free one is now kept for it …
    expect([(await now(pair)).status, (await now(third)).status]).toEqual(['waitlisted', 'waitlisted'])
    await leave(people[3], two)
    // … until there are two.
    expect([(await now(pair)).status, (await now(third)).status]).toEqual(['confirmed', 'waitlisted'])
    expect(await decisions(pair)).toEqual([
      'waitlisted by system',
      'passed by system',
      'passed by system',
      'promoted by system',
    ])
  })

  test('that seats were saved up for leaves the line: they go to those behind at once', async () => {
    const activity = await familyDay(3)
    const [one, two] = [await join(people[0], activity), await join(people[1], activity, 2)]
    const pair = await join(people[2], activity, 3)
    const three = await join(people[3], activity)
    await payload.db.updateOne({ collection: 'registrations', id: pair.id, data: { passes: 3 }, returning: false })
    await leave(people[0], one)
    expect((await now(three)).status).toBe('waitlisted')
    await leave(people[2], pair)
    expect([(await now(three)).status, (await now(two)).status]).toEqual(['confirmed', 'confirmed'])
  })

  test('counts as many heads as came', async () => {
    const activity = await familyDay(10)
    const family = await join(people[0], activity, 4)
    const item = {
      clientId: 'a',
      activity: activity.id,
      registration: family.id,
      at: new Date().toISOString(),
      method: 'manual' as const,
    }
    expect(await checkIn(await app.req(organiser), [{ ...item, came: 3 }], new Date())).toMatchObject([
      { outcome: 'recorded' },
    ])
    expect((await payload.findByID({ collection: 'activities', id: activity.id, overrideAccess: true })).present).toBe(
      3,
    )
    expect(await checkIn(await app.req(organiser), [item], new Date())).toMatchObject([{ outcome: 'duplicate' }])
  })

  test.each([
    ['more than the organiser allows', 6, 'invalid-input'],
    ['more than there are seats at all', 4, 'full'],
  ])('of %s is refused', async (_name, size, code) => {
    await expect(join(people[0], await familyDay(3), size)).rejects.toMatchObject({ code })
  })

  test('without a waiting list is told how many seats are left', async () => {
    const activity = await familyDay(4, { waitingList: false })
    await join(people[0], activity, 3)
    await expect(join(people[1], activity, 2)).rejects.toMatchObject({
      code: 'full',
      message: expect.stringContaining('只剩 1 个名额') as unknown,
    })
  })
})

describe('close to the start', () => {
  const soon = () =>
    makeActivity(payload, units.community, { capacity: 1, startsAt: hoursFromNow(1), endsAt: hoursFromNow(3) })

  test('a free seat is offered, and accepted in time', async () => {
    const activity = await soon()
    const [first, second] = [await join(people[0], activity), await join(people[1], activity)]
    await leave(people[0], first)
    const offered = await now(second)
    expect(offered.status).toBe('offered')
    // A quarter of the hour that is left.
    expect(Math.round((Date.parse(offered.offerExpiresAt ?? '') - Date.now()) / 60_000)).toBe(15)
    await expect(acceptOffer(await app.req(people[2]), second.id, new Date())).rejects.toMatchObject({
      code: 'not-found',
    })
    for (let times = 0; times < 2; times += 1)
      expect(await acceptOffer(await app.req(people[1]), second.id, new Date())).toEqual({
        id: second.id,
        status: 'confirmed',
      })
    expect(await decisions(second)).toEqual(['waitlisted by system', 'offered by system', 'accepted by person'])
  })

  test('an offer that nobody answers moves on, and can be accepted no more', async () => {
    const activity = await soon()
    const [first, second, third] = [
      await join(people[0], activity),
      await join(people[1], activity),
      await join(people[2], activity),
    ]
    await leave(people[0], first)
    await moveOffersOn(await app.req(), minutesLater(14))
    expect((await now(second)).status).toBe('offered')
    await expect(acceptOffer(await app.req(people[1]), second.id, minutesLater(16))).rejects.toMatchObject({
      code: 'offer-lapsed',
    })
    await moveOffersOn(await app.req(), minutesLater(16))
    expect([(await now(second)).status, (await now(third)).status]).toEqual(['cancelled', 'offered'])
    const seen = async (person: Person) =>
      (await listMyRegistrations(await app.req(person), new Date())).find(({ activity: { id } }) => id === activity.id)
    expect([await seen(people[0]), await seen(people[1])]).toMatchObject([
      { status: 'cancelled', lapsed: false },
      { status: 'cancelled', lapsed: true },
    ])
    expect(await decisions(second)).toEqual(['waitlisted by system', 'offered by system', 'lapsed by system'])
    await expect(acceptOffer(await app.req(people[1]), second.id, minutesLater(16))).rejects.toMatchObject({
      code: 'offer-lapsed',
    })
  })

  test('whoever is at the door takes the seat that is kept for them', async () => {
    const activity = await soon()
    const [first, second, third] = [
      await join(people[0], activity),
      await join(people[1], activity),
      await join(people[2], activity),
    ]
    await leave(people[0], first)
    const item = {
      clientId: 'a',
      activity: activity.id,
      registration: second.id,
      at: new Date().toISOString(),
      method: 'manual' as const,
    }
    await checkIn(await app.req(organiser), [item], new Date())
    expect(await now(second)).toMatchObject({ status: 'confirmed', walkIn: false, attendance: 'present' })
    expect((await now(third)).status).toBe('waitlisted')
  })

  test('an offer ends with the start of its activity where that is moved forward; once it has passed, so has the offer', async () => {
    const activity = await soon()
    const [first, second] = [await join(people[0], activity), await join(people[1], activity)]
    await leave(people[0], first)
    const begin = async (startsAt: string) =>
      payload.update({
        collection: 'activities',
        id: activity.id,
        data: { startsAt, registrationClosesAt: startsAt, changeReason: '提前开始' },
        overrideAccess: false,
        user: organiser,
      })
    const sooner = minutesLater(5).toISOString()
    await begin(sooner)
    expect(await now(second)).toMatchObject({ status: 'offered', offerExpiresAt: sooner })
    await begin(minutesLater(-1).toISOString())
    expect((await now(second)).status).toBe('cancelled')
    expect(historyOf(await now(second)).at(-1)).toMatchObject({
      what: 'lapsed',
      by: 'system',
      reason: '活动提前开始，保留期随之结束',
    })
  })

  test('an offer declined goes to the next at once', async () => {
    const activity = await soon()
    const [first, second, third] = [
      await join(people[0], activity),
      await join(people[1], activity),
      await join(people[2], activity),
    ]
    await leave(people[0], first)
    await leave(people[1], second)
    expect((await now(third)).status).toBe('offered')
  })

  test('seats saved up for a party are given to who fits', async () => {
    const activity = await makeActivity(payload, units.community, {
      capacity: 2,
      partyLimit: 2,
      startsAt: hoursFromNow(3),
      endsAt: hoursFromNow(5),
    })
    const [first, other] = [await join(people[0], activity), await join(people[1], activity)]
    const pair = await join(people[2], activity, 2)
    const [one, two] = [await join(people[3], activity), await join(people[4], activity)]
    await leave(people[0], first)
    await leave(people[3], one)
    // One seat went past the pair, given back it went past a second time: the third time it is kept.
    expect((await now(two)).status).toBe('confirmed')
    await leave(people[4], two)
    expect((await now(pair)).status).toBe('waitlisted')
    const single = await join(people[3], activity)
    expect(single.status).toBe('waitlisted')
    await moveOffersOn(await app.req(), minutesLater(90))
    expect([(await now(pair)).status, (await now(single)).status, (await now(other)).status]).toEqual([
      'waitlisted',
      'offered',
      'confirmed',
    ])
  })
})

describe('without a seat', () => {
  const full = async () => {
    const activity = await makeActivity(payload, units.community, {
      capacity: 1,
      questions: [{ label: '车牌号', kind: 'text' }],
    })
    await join(people[0], activity)
    return { activity, waiting: await join(people[1], activity) }
  }

  test('an attendance that staff set by hand makes a walk-in, as at the door', async () => {
    const { waiting } = await full()
    await payload.update({
      collection: 'registrations',
      id: waiting.id,
      data: { attendance: 'present' },
      overrideAccess: false,
      user: organiser,
    })
    expect(await now(waiting)).toMatchObject({ status: 'confirmed', walkIn: true, attendance: 'present' })
  })

  test('who was there as a walk-in by mistake and signs up again starts anew, and holds the seat', async () => {
    const { activity, waiting } = await full()
    const atDoor = {
      clientId: 'a',
      activity: activity.id,
      registration: waiting.id,
      at: new Date().toISOString(),
      method: 'manual' as const,
    }
    await checkIn(await app.req(organiser), [atDoor], new Date())
    await correctRegistration(
      await app.req(organiser),
      { id: waiting.id, attendance: 'absent', reason: '登记错人' },
      new Date(),
    )
    expect(historyOf(await now(waiting)).at(-1)).toMatchObject({
      what: 'corrected',
      reason: '登记错人',
      by: `staff:${organiser.id}`,
    })
    await leave(people[1], waiting)
    await payload.update({ collection: 'activities', id: activity.id, data: { capacity: 2 }, overrideAccess: true })
    const question =
      (await payload.findByID({ collection: 'activities', id: activity.id, overrideAccess: true })).questions?.[0]
        ?.id ?? ''
    const again = await register(
      await app.req(people[1]),
      { activityId: activity.id, answers: { [question]: '粤L12345' } },
      new Date(),
    )
    expect(again).toMatchObject({ created: true, id: waiting.id, status: 'confirmed' })
    expect(await now(waiting)).toMatchObject({
      walkIn: false,
      attendance: 'unknown',
      came: null,
      answers: { [question]: '粤L12345' },
    })
    expect((await join(people[2], activity)).status).toBe('waitlisted')
  })
})

describe('approval', () => {
  const careful = (capacity = 1) => makeActivity(payload, units.community, { capacity, approval: true })
  const decide = async (
    registration: { id: string },
    decision: 'approve' | 'refuse',
    reason?: string,
    staff = organiser,
  ) => decideRegistration(await app.req(staff), { id: registration.id, decision, reason }, new Date())

  test('a sign-up waits for the organiser and holds no seat; approved it joins the queue', async () => {
    const activity = await careful()
    const [first, second] = [await join(people[0], activity), await join(people[1], activity)]
    expect([first.status, second.status]).toEqual(['pending', 'pending'])
    expect(await payload.findByID({ collection: 'activities', id: activity.id, overrideAccess: true })).toMatchObject({
      taken: 0,
      waiting: 0,
    })
    expect(await decide(second, 'approve')).toEqual({ id: second.id, status: 'confirmed' })
    expect(await decide(first, 'approve')).toEqual({ id: first.id, status: 'waitlisted' })
    expect(await decide(first, 'approve')).toEqual({ id: first.id, status: 'waitlisted' })
    expect(await decisions(second)).toEqual(['requested by person', 'confirmed by staff'])
  })

  test('refused, the person reads why, signing up again changes nothing, and one wrong tick can be undone [F10]', async () => {
    const activity = await careful()
    const first = await join(people[0], activity)
    expect(await decide(first, 'refuse', '本场仅限本社区骑手')).toEqual({ id: first.id, status: 'refused' })
    expect(await now(first)).toMatchObject({ status: 'refused', refusal: '本场仅限本社区骑手' })
    expect(await join(people[0], activity)).toMatchObject({ created: false, status: 'refused' })
    expect(await decide(first, 'approve')).toEqual({ id: first.id, status: 'confirmed' })
    expect(await now(first)).toMatchObject({ status: 'confirmed', refusal: null })
    await expect(decide(first, 'refuse', '点错了')).rejects.toMatchObject({ code: 'not-pending' })
  })

  test('staff of another unit decide nothing', async () => {
    const first = await join(people[0], await careful())
    await expect(decide(first, 'approve', undefined, elsewhere)).rejects.toMatchObject({ code: 'not-found' })
    await expect(
      decideRegistration(await app.req(people[0]), { id: first.id, decision: 'approve' }, new Date()),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })
})

test('a person does not read the history', async () => {
  const registration = await join(people[0], await makeActivity(payload, units.community))
  const asPerson = await payload.findByID({
    collection: 'registrations',
    id: registration.id,
    overrideAccess: false,
    user: people[0],
  })
  const asStaff = await payload.findByID({
    collection: 'registrations',
    id: registration.id,
    overrideAccess: false,
    user: organiser,
  })
  expect(historyOf(asPerson)).toEqual([])
  expect(historyOf(asStaff)).toMatchObject([
    { n: 1, what: 'confirmed', by: 'person', reason: '名额不限，前面无人候补' },
  ])
})
