import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { findRow } from '../../src/database/rows.ts'
import { runInTransaction } from '../../src/database/runInTransaction.ts'
import { swap } from '../../src/database/swap.ts'
import { dayOf } from '../../src/domain/shared/calendar.ts'
import { addWalkIn } from '../../src/operations/attendance/addWalkIn.ts'
import { cancelRegistration } from '../../src/operations/seats/cancelRegistration.ts'
import { changeRegistration } from '../../src/operations/seats/changeRegistration.ts'
import { checkIn } from '../../src/operations/attendance/checkIn.ts'
import { correctRegistration } from '../../src/operations/attendance/correctRegistration.ts'
import { countTargets } from '../../src/operations/desk/countTargets.ts'
import { mergePeople } from '../../src/operations/people/mergePeople.ts'
import { atOnce } from '../../src/operations/shared/paced.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { register, type Registered } from '../../src/operations/seats/register.ts'
import { settleLeftovers } from '../../src/operations/desk/sweep.ts'
import { signTicket } from '../../src/privacy/cipher.ts'
import type { Activity, Person, Registration, Staff, Target } from '../../src/payload-types.ts'
import { around, committers, dyingAt } from '../support/around.ts'
import { expectExact } from '../support/expectExact.ts'
import {
  hoursFromNow,
  makeActivity,
  makePeople,
  makePerson,
  makeStaff,
  makeTarget,
  makeUnitTree,
  newPhone,
  type UnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

let app: TestPayload
let payload: Payload
let units: UnitTree
let department: Staff
let organiser: Staff
let personTimes: Target
let people: Person[]

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  department = await makeStaff(payload, 'department', units.county)
  organiser = await makeStaff(payload, 'organiser', units.community)
  people = await makePeople(payload, 6)
  personTimes = await makeTarget(payload, { title: '人次' })
  await makeTarget(payload, { title: '服务时长', measure: 'serviceHours' })
  await makeTarget(payload, { title: '场次', measure: 'sessions' })
  await makeTarget(payload, { title: '暖新', themes: ['warm'] })
  await makeTarget(payload, { title: '甲镇', units: [units.town.id] })
  await makeTarget(payload, { title: '乙镇', units: [units.otherTown.id] })
  await makeTarget(payload, { title: '走访', measure: 'visits', lines: ['pairing'] })
})
afterAll(() => app.stop())

/** Whatever a test did, every stored number equals its records, by two counts that share no code. */
afterEach(async () => {
  await expectExact(payload)
  expect((await recount(await app.req())).differences).toEqual([])
})

const join = async (person: Person | undefined, activity: Activity): Promise<Registered> => {
  if (!person) throw new Error('No such person')
  return register(await app.req(person), { activityId: activity.id }, new Date())
}
const leave = async (person: Person | undefined, { id }: { id: string }) =>
  cancelRegistration(await app.req(person), id, new Date())
const attend = async (activity: Activity, ...registrations: { id: string }[]) => {
  const items = registrations.map(({ id }) => ({
    clientId: id,
    activity: activity.id,
    ticket: signTicket(id),
    at: new Date().toISOString(),
    method: 'scan' as const,
  }))
  const results = await checkIn(await app.req(organiser), items, new Date())
  return results.map(({ outcome }) => outcome)
}
const activityNow = (activity: Activity) =>
  payload.findByID({
    collection: 'activities',
    id: activity.id,
    depth: 0,
    showHiddenFields: true,
    overrideAccess: true,
  })
const registrationNow = ({ id }: { id: string }) =>
  payload.findByID({ collection: 'registrations', id, depth: 0, overrideAccess: true })
const tallyNow = async (target: Target = personTimes) =>
  (await payload.findByID({ collection: 'targets', id: target.id, depth: 0, overrideAccess: true })).tally ?? 0
/** As the admin saves a form: as the user, through access rules and hooks. */
const change = async (activity: Activity, data: Partial<Activity>) =>
  payload.update({
    collection: 'activities',
    id: activity.id,
    data,
    depth: 0,
    overrideAccess: false,
    req: await app.req(department),
    user: department,
  })

test('two seats, four people: sign up, wait, cancel, move up, attend, be counted', async () => {
  const activity = await makeActivity(payload, units.community, { capacity: 2 })
  const tallyBefore = await tallyNow()
  const [first, second, third, fourth] = [
    await join(people[0], activity),
    await join(people[1], activity),
    await join(people[2], activity),
    await join(people[3], activity),
  ]
  expect([first, second, third, fourth].map(({ status, position }) => [status, position])).toEqual([
    ['confirmed', null],
    ['confirmed', null],
    ['waitlisted', 1],
    ['waitlisted', 2],
  ])
  expect(await activityNow(activity)).toMatchObject({ taken: 2, waiting: 2, free: 0 })

  await leave(people[0], first)
  expect((await registrationNow(third)).status).toBe('confirmed')
  expect((await registrationNow(fourth)).status).toBe('waitlisted')
  expect(await activityNow(activity)).toMatchObject({ taken: 2, waiting: 1, free: 0 })

  expect(await attend(activity, second, third)).toEqual(['recorded', 'recorded'])
  expect(await tallyNow()).toBe(tallyBefore + 2)
  expect(await activityNow(activity)).toMatchObject({ present: 2 })
})

describe('sign-ups that arrive at once for one activity', () => {
  const arriving = async (activity: Activity, wishes: { person: Person; size?: number }[]) => {
    const reqs = await Promise.all(wishes.map(({ person }) => app.req(person)))
    return Promise.all(
      wishes.map(({ size }, index) =>
        register(
          reqs[index] as Awaited<ReturnType<typeof app.req>>,
          { activityId: activity.id, size },
          new Date(),
        ).then(
          ({ status, position, created }) => ({ status, position, created }),
          (error: { code?: string }) => error.code,
        ),
      ),
    )
  }

  test('each gets an answer of its own: seats, then the line, the same person once, a party refused', async () => {
    const activity = await makeActivity(payload, units.community, {
      capacity: 3,
      partyLimit: 3,
      ledger: 'participation',
    })
    const [a, b, c, d, e, f] = people as [Person, Person, Person, Person, Person, Person]
    const [first, tooMany, ...others] = await arriving(activity, [
      { person: a },
      { person: b, size: 4 },
      { person: c },
      { person: d },
      { person: e },
      { person: f },
      { person: a },
    ])
    const again = others.pop()
    expect(tooMany).toBe('invalid-input')
    expect([first, again].map((one) => typeof one === 'object' && one.created).sort()).toEqual([false, true])
    expect([first, again]).toEqual(
      [first, again].map(() => expect.objectContaining({ status: (first as Registered).status })),
    )
    const standing = [first, ...others] as Registered[]
    expect(standing.map(({ status }) => status).sort()).toEqual([
      'confirmed',
      'confirmed',
      'confirmed',
      'waitlisted',
      'waitlisted',
    ])
    expect(standing.flatMap(({ position }) => position ?? []).sort()).toEqual([1, 2])
    expect(await activityNow(activity)).toMatchObject({ taken: 3, waiting: 2, free: 0, lastSequence: 5 })
  })

  test('they are written together, and one by one again when one of them cannot be', async () => {
    const activity = await makeActivity(payload, units.community, { capacity: 100 })
    const crowd = await makePeople(payload, 40)
    let commits = 0
    const stop = around(committers(payload), { before: () => (commits += 1) })
    const got = await arriving(
      activity,
      crowd.map((person) => ({ person })),
    )
    stop()
    expect(commits).toBeLessThan(20)
    expect(got).toEqual(crowd.map(() => ({ status: 'confirmed', position: null, created: true })))
    const { docs } = await payload.find({
      collection: 'registrations',
      where: { activity: { equals: activity.id } },
      pagination: false,
      sort: 'sequence',
      depth: 0,
      overrideAccess: true,
    })
    expect(docs.map(({ sequence }) => sequence)).toEqual(crowd.map((_, index) => index + 1))

    // One whose record became part of another's meanwhile holds up nobody.
    const [ended, into, ...others] = (await makePeople(payload, 6)) as [Person, Person, ...Person[]]
    const reqs = await Promise.all([ended, ...others].map((person) => app.req(person)))
    await mergePeople(await app.req(department), { from: ended.id, into: into.id, reason: '同一人' }, new Date())
    const answers = await Promise.all(
      reqs.map((req) =>
        register(req, { activityId: activity.id }, new Date()).then(
          ({ status }) => status,
          (error: { code?: string }) => error.code,
        ),
      ),
    )
    expect(answers).toEqual(['person-merged', ...others.map(() => 'confirmed')])
  })
})

test('sign-ups that arrive at once for different activities share commits, and one that is refused takes none along', async () => {
  const crowd = await makePeople(payload, 12)
  const makeActivities = async () => {
    const made: Activity[] = []
    // One after the other: on MongoDB those who begin to refer to one unit at once conflict, and are run again by the
    // server alone.
    for (let count = 0; count < crowd.length; count += 1)
      made.push(await makeActivity(payload, units.community, { capacity: 1 }))
    return made
  }
  const allRequests = () => Promise.all(crowd.map((person) => app.req(person)))
  const signUpAll = (reqs: Awaited<ReturnType<typeof allRequests>>, activities: Activity[]) =>
    Promise.all(
      reqs.map((req, index) =>
        register(req, { activityId: activities[index]?.id ?? '' }, new Date()).then(
          ({ status }) => status,
          (error: { code?: string }) => error.code,
        ),
      ),
    )

  const [reqs, activities] = [await allRequests(), await makeActivities()]
  let commits = 0
  const stop = around(committers(payload), { before: () => (commits += 1) })
  expect(await signUpAll(reqs, activities)).toEqual(crowd.map(() => 'confirmed'))
  stop()
  expect(commits).toBeLessThan(crowd.length)

  const [ended, into] = crowd as [Person, Person]
  const [later, others] = [await allRequests(), await makeActivities()]
  await mergePeople(await app.req(department), { from: ended.id, into: into.id, reason: '同一人' }, new Date())
  expect(await signUpAll(later, others)).toEqual(['person-merged', ...crowd.slice(1).map(() => 'confirmed')])
  expect(await activityNow(others[0] as Activity)).toMatchObject({ taken: 0, lastSequence: 0 })
})

test('a check-in is one commit, and wherever the process dies nothing is left half done', async () => {
  const activity = await makeActivity(payload, units.community)
  const { id } = await join(people[0], activity)
  const lines = async () =>
    (
      await payload.count({
        collection: 'audit',
        where: { and: [{ subject: { equals: activity.id } }, { action: { equals: 'checkedIn' } }] },
        overrideAccess: true,
      })
    ).totalDocs
  const mark = async (attendance: 'present' | 'absent' | 'unknown') =>
    checkIn(
      await app.req(organiser),
      [
        {
          clientId: id,
          activity: activity.id,
          registration: id,
          at: new Date().toISOString(),
          method: 'manual',
          attendance,
        },
      ],
      new Date(),
    )
  let commits = 0
  const stop = around(committers(payload), { before: () => (commits += 1) })
  await mark('present')
  stop()
  expect(commits).toBe(1)
  expect(await lines()).toBe(1)

  for (const when of ['before', 'after'] as const) {
    let isDead = true
    for (let step = 1; isDead; step += 1) {
      const [before, told] = [(await registrationNow({ id })).attendance, await lines()]
      const worker = dyingAt(payload, step, when)
      await mark(before === 'present' ? 'unknown' : 'present').catch(() => undefined)
      isDead = worker.revive()
      const { attendance } = await registrationNow({ id })
      expect((await lines()) - told).toBe(attendance === before ? 0 : 1)
      await expectExact(payload)
    }
  }
})

test('what was left unsettled of an activity is settled by those that run on', async () => {
  const activity = await makeActivity(payload, units.community)
  const { id } = await join(people[0], activity)
  await changeRegistration(await app.req(organiser), id, new Date(), () => ({ attendance: 'present', came: 1 }))
  // As if the tally had not been brought along.
  const row = await findRow(await app.req(), 'activities', activity.id)
  const target = await payload.findByID({
    collection: 'targets',
    id: personTimes.id,
    depth: 0,
    showHiddenFields: true,
    overrideAccess: true,
  })
  await swap(await app.req(), [
    {
      collection: 'activities',
      id: activity.id,
      revision: row?.revision ?? null,
      set: { counted: JSON.stringify({ ...JSON.parse(row?.counted ?? '{}'), [target.id]: 0 }), unsettled: true },
    },
    { collection: 'targets', id: personTimes.id, revision: target.revision ?? null, add: { tally: -1 } },
  ])
  const wrong = async () =>
    (await recount(await app.req())).differences.filter(
      ({ collection, id: row }) => collection === 'targets' && row === personTimes.id,
    ).length
  expect(await wrong()).toBe(1)
  // It may be at work yet.
  await settleLeftovers(await app.req(), new Date())
  expect(await wrong()).toBe(1)
  await settleLeftovers(await app.req(), new Date(Date.now() + 31_000))
  expect(await wrong()).toBe(0)
})

test('signing up twice and cancelling twice change nothing the second time', async () => {
  const activity = await makeActivity(payload, units.community, { capacity: 1 })
  const first = await join(people[0], activity)
  expect(await join(people[0], activity)).toEqual({ ...first, created: false })
  expect(await leave(people[0], first)).toEqual({ id: first.id, status: 'cancelled' })
  expect(await leave(people[0], first)).toEqual({ id: first.id, status: 'cancelled' })
  expect(await activityNow(activity)).toMatchObject({ taken: 0, waiting: 0 })
})

test('who signs up again after cancelling keeps the record and joins the end of the queue', async () => {
  const activity = await makeActivity(payload, units.community, { capacity: 1 })
  const first = await join(people[0], activity)
  const second = await join(people[1], activity)
  const third = await join(people[2], activity)
  await leave(people[1], second)
  const again = await join(people[1], activity)
  expect(again).toMatchObject({ id: second.id, created: true, status: 'waitlisted', position: 2 })
  await leave(people[0], first)
  expect((await registrationNow(third)).status).toBe('confirmed')
})

test('without a waiting list the next one is told that it is full, and leaves nothing that counts', async () => {
  const activity = await makeActivity(payload, units.community, { capacity: 1, waitingList: false })
  await join(people[0], activity)
  await expect(join(people[1], activity)).rejects.toMatchObject({ code: 'full' })
  expect(await activityNow(activity)).toMatchObject({ taken: 1, waiting: 0 })
})

test('two edits at the same time, each of another field: neither undoes the other', async () => {
  const activity = await makeActivity(payload, units.community, { capacity: 5 })
  const edit = async (data: Partial<Activity>): Promise<void> => {
    const req = await app.req(department)
    await runInTransaction(req, () =>
      payload.update({
        collection: 'activities',
        id: activity.id,
        data,
        depth: 0,
        overrideAccess: false,
        req,
        user: department,
      }),
    )
  }
  await Promise.all([edit({ capacity: 7 }), edit({ place: '文化站二楼' }), edit({ title: '改了名的活动' })])
  expect(await activityNow(activity)).toMatchObject({
    capacity: 7,
    free: 7,
    place: '文化站二楼',
    title: '改了名的活动',
  })
})

test('a question with choices takes one of them, and refuses any other', async () => {
  const activity = await makeActivity(payload, units.community, {
    questions: [{ label: '尺码', kind: 'select', options: ['M', 'L'], required: true }],
  })
  const [{ id: size = '' } = {}] = activity.questions ?? []
  const answering = async (answer: string) =>
    register(await app.req(people[0]), { activityId: activity.id, answers: { [size ?? '']: answer } }, new Date())
  await expect(answering('XL')).rejects.toMatchObject({
    code: 'invalid-input',
    fields: { [`answers.${size}`]: '“尺码”没有这个选项，请重新选择。' },
  })
  const { id } = await answering('L')
  expect((await registrationNow({ id })).answers).toEqual({ [size ?? '']: 'L' })
})

test('a replayed batch of check-ins changes nothing', async () => {
  const activity = await makeActivity(payload, units.community)
  const first = await join(people[0], activity)
  expect(await attend(activity, first)).toEqual(['recorded'])
  const tally = await tallyNow()
  expect(await attend(activity, first)).toEqual(['duplicate'])
  expect(await tallyNow()).toBe(tally)
})

test('one who waits, or had cancelled, and comes all the same is counted and holds no seat', async () => {
  const activity = await makeActivity(payload, units.community, { capacity: 1 })
  const first = await join(people[0], activity)
  const second = await join(people[1], activity)
  await leave(people[0], first)
  const third = await join(people[2], activity)
  expect((await registrationNow(second)).status).toBe('confirmed')
  expect(await attend(activity, first, third)).toEqual(['recorded', 'recorded'])
  expect(await activityNow(activity)).toMatchObject({ taken: 1, waiting: 0, present: 2 })
})

test('a walk-in counts once, also when the phone is known already', async () => {
  const activity = await makeActivity(payload, units.community, { capacity: 1 })
  const phone = newPhone()
  const walkIn = async () =>
    addWalkIn(await app.req(organiser), { activityId: activity.id, name: '现场一', phone }, new Date())
  const added = await walkIn()
  expect(added.created).toBe(true)
  expect(await walkIn()).toEqual({ id: added.id, created: false })
  expect(await activityNow(activity)).toMatchObject({ taken: 0, present: 1 })
})

test('a correction moves service time by the difference', async () => {
  const activity = await makeActivity(payload, units.community, { ledger: 'service' })
  const first = await join(people[0], activity)
  await attend(activity, first)
  expect((await activityNow(activity)).minutes).toBe(120)
  await correctRegistration(await app.req(organiser), { id: first.id, minutes: 45, reason: '提前离开' }, new Date())
  expect((await activityNow(activity)).minutes).toBe(45)
  await correctRegistration(
    await app.req(organiser),
    { id: first.id, attendance: 'absent', reason: '登记错人' },
    new Date(),
  )
  expect(await activityNow(activity)).toMatchObject({ minutes: 0, present: 0, taken: 1 })
})

test('twenty sign-ups at once for five seats: five confirmed, fifteen waiting in one unbroken line', async () => {
  const activity = await makeActivity(payload, units.community, { capacity: 5 })
  const crowd = await makePeople(payload, 20)
  const answers = await Promise.all(crowd.map((person) => join(person, activity)))
  expect(answers.filter(({ status }) => status === 'confirmed')).toHaveLength(5)
  const { docs } = await payload.find({
    collection: 'registrations',
    where: { activity: { equals: activity.id } },
    sort: 'sequence',
    depth: 0,
    pagination: false,
    overrideAccess: true,
  })
  expect(docs.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  expect(docs.slice(0, 5).every(({ status }) => status === 'confirmed')).toBe(true)
})

describe('changes made in the admin', () => {
  let activity: Activity
  let registrations: Registration[]

  /** Two seats: the first two confirmed and present, the third and fourth waiting. */
  beforeEach(async () => {
    activity = await makeActivity(payload, units.community, { capacity: 2, ledger: 'service' })
    const joined: Registered[] = []
    for (const person of people.slice(0, 4)) joined.push(await join(person, activity))
    await attend(activity, ...joined.slice(0, 2))
    registrations = await Promise.all(joined.map(registrationNow))
  })

  const asOrganiser = async () =>
    ({ depth: 0, overrideAccess: false, req: await app.req(organiser), user: organiser }) as const
  const asDepartment = async () =>
    ({ depth: 0, overrideAccess: false, req: await app.req(department), user: department }) as const
  const idOf = (index: number): string => registrations[index]?.id ?? ''
  const statuses = async () => (await Promise.all(registrations.map(registrationNow))).map(({ status }) => status)

  test('attendance edited in one record', async () => {
    const tally = await tallyNow()
    await payload.update({
      collection: 'registrations',
      id: idOf(0),
      data: { attendance: 'absent' },
      ...(await asOrganiser()),
    })
    expect(await tallyNow()).toBe(tally - 1)
    await payload.update({
      collection: 'registrations',
      id: idOf(0),
      data: { attendance: 'present', minutes: 30 },
      ...(await asOrganiser()),
    })
    expect(await tallyNow()).toBe(tally)
    expect(await activityNow(activity)).toMatchObject({ present: 2, minutes: 150 })
  })

  test('attendance edited in many records at once', async () => {
    const { docs, errors } = await payload.update({
      collection: 'registrations',
      where: { and: [{ activity: { equals: activity.id } }, { status: { equals: 'confirmed' } }] },
      data: { attendance: 'absent' },
      ...(await asOrganiser()),
    })
    expect([docs.length, errors]).toEqual([2, []])
    expect(await activityNow(activity)).toMatchObject({ taken: 2, present: 0, minutes: 0 })
  })

  test('counters, status and place in line cannot be typed in', async () => {
    await payload.update({
      collection: 'registrations',
      id: idOf(3),
      data: { status: 'confirmed', sequence: 1, walkIn: true, unit: units.otherTown.id },
      ...(await asDepartment()),
    })
    await payload.update({
      collection: 'activities',
      id: activity.id,
      data: { taken: 0, present: 99, minutes: 9, lastSequence: 0 },
      ...(await asDepartment()),
    })
    expect(await statuses()).toEqual(['confirmed', 'confirmed', 'waitlisted', 'waitlisted'])
    expect(await activityNow(activity)).toMatchObject({ taken: 2, present: 2, lastSequence: 4 })
  })

  test('a deleted registration leaves the counts and gives its seat to the head of the line', async () => {
    const tally = await tallyNow()
    await payload.delete({ collection: 'registrations', id: idOf(0), ...(await asDepartment()) })
    registrations.shift()
    expect(await tallyNow()).toBe(tally - 1)
    expect(await statuses()).toEqual(['confirmed', 'confirmed', 'waitlisted'])
  })

  test('many deleted at once', async () => {
    const { errors } = await payload.delete({
      collection: 'registrations',
      where: { id: { in: [idOf(0), idOf(2)] } },
      ...(await asDepartment()),
    })
    expect(errors).toEqual([])
    expect(await activityNow(activity)).toMatchObject({ taken: 2, waiting: 0, present: 1 })
  })

  test('a cancelled activity leaves every tally, and comes back with it', async () => {
    const tally = await tallyNow()
    await change(activity, { status: 'cancelled', cancelReason: '暴雨' })
    expect(await tallyNow()).toBe(tally - 2)
    await expectExact(payload)
    await change(activity, { status: 'published' })
    expect(await tallyNow()).toBe(tally)
  })

  test('seats given back while an activity is cancelled are filled when it is published again', async () => {
    await change(activity, { status: 'cancelled', cancelReason: '暴雨' })
    await leave(people[2], { id: idOf(2) })
    await payload.update({
      collection: 'registrations',
      id: idOf(0),
      data: { attendance: 'unknown' },
      ...(await asOrganiser()),
    })
    await leave(people[0], { id: idOf(0) })
    expect(await statuses()).toEqual(['cancelled', 'confirmed', 'cancelled', 'waitlisted'])
    await change(activity, { status: 'published' })
    expect(await statuses()).toEqual(['cancelled', 'confirmed', 'cancelled', 'confirmed'])
  })

  test('many activities cancelled at once', async () => {
    const tally = await tallyNow()
    const { errors } = await payload.update({
      collection: 'activities',
      where: { id: { equals: activity.id } },
      data: { status: 'cancelled', cancelReason: '暴雨' },
      ...(await asDepartment()),
    })
    expect(errors).toEqual([])
    expect(await tallyNow()).toBe(tally - 2)
  })

  test('a raised capacity moves the line up in order', async () => {
    await change(activity, { capacity: 3 })
    expect(await statuses()).toEqual(['confirmed', 'confirmed', 'confirmed', 'waitlisted'])
    await change(activity, { capacity: null })
    expect(await statuses()).toEqual(['confirmed', 'confirmed', 'confirmed', 'confirmed'])
  })

  test('a lowered capacity expels nobody, and seats given back are gone until it is met', async () => {
    await change(activity, { capacity: 1 })
    expect(await statuses()).toEqual(['confirmed', 'confirmed', 'waitlisted', 'waitlisted'])
    expect((await activityNow(activity)).free).toBe(-1)
    await payload.update({
      collection: 'registrations',
      id: idOf(0),
      data: { attendance: 'unknown' },
      ...(await asOrganiser()),
    })
    await leave(people[0], { id: idOf(0) })
    expect(await statuses()).toEqual(['cancelled', 'confirmed', 'waitlisted', 'waitlisted'])
  })

  test('an activity that changes theme, ledger, date or unit takes its counts along', async () => {
    await change(activity, { theme: 'connect' })
    await expectExact(payload)
    // Hours would move without a word [F5]: the marks are taken back first.
    await expect(change(activity, { ledger: 'participation' })).rejects.toMatchObject({
      data: { code: 'ledger-locked' },
    })
    for (const n of [0, 1])
      await payload.update({
        collection: 'registrations',
        id: idOf(n),
        data: { attendance: 'unknown' },
        ...(await asOrganiser()),
      })
    await change(activity, { ledger: 'participation' })
    await expectExact(payload)
    await change(activity, { unit: units.otherCommunity.id })
  })

  test('a person of the own unit signed up by staff gets a seat or a place in line like everyone', async () => {
    await payload.update({
      collection: 'people',
      id: people[4]?.id ?? '',
      data: { unit: units.community.id },
      overrideAccess: true,
    })
    const neighbour = await makePerson(payload, { unit: units.community.id })
    const created = await payload.create({
      collection: 'registrations',
      data: { activity: activity.id, person: neighbour.id, status: 'confirmed', attendance: 'unknown' },
      ...(await asOrganiser()),
    })
    expect(await registrationNow(created)).toMatchObject({ status: 'waitlisted', sequence: 5 })
  })

  test('an activity with sign-ups cannot be deleted', async () => {
    await expect(
      asDepartment().then((options) => payload.delete({ collection: 'activities', id: activity.id, ...options })),
    ).rejects.toMatchObject({ status: 409 })
  })

  test('a target whose filter changes is counted anew', async () => {
    const target = await makeTarget(payload, { title: '改过的目标', lines: ['pairing'] })
    expect(await tallyNow(target)).toBe(0)
    const edit = async (data: Partial<Target>) => {
      await payload.update({ collection: 'targets', id: target.id, data, ...(await asDepartment()) })
      await countTargets(await app.req(), new Date(), atOnce)
    }
    await edit({ lines: ['riders'] })
    expect(await tallyNow(target)).toBeGreaterThanOrEqual(2)
    await expectExact(payload)
    await edit({ from: '2020-01-01', to: '2020-12-31' })
    expect(await tallyNow(target)).toBe(0)
    await edit({ to: dayOf(hoursFromNow(4)), units: [units.otherTown.id] })
    await expectExact(payload)
    await edit({ measure: 'sessions', units: [] })
    await expectExact(payload)
    await payload.delete({ collection: 'targets', id: target.id, ...(await asDepartment()) })
    await leave(people[2], { id: idOf(2) })
  })

  test('a target made later counts what was there before it', async () => {
    const target = await makeTarget(payload, { title: '后设的目标', tally: 77 })
    expect(await tallyNow(target)).toBe(await tallyNow(personTimes))
  })

  test('a unit that moves to another town takes its activities’ counts there', async () => {
    const move = async (parent: string) => {
      await payload.update({ collection: 'units', id: units.community.id, data: { parent }, ...(await asDepartment()) })
      await countTargets(await app.req(), new Date(), atOnce)
    }
    await makeActivity(payload, units.firm).then(async (below) => attend(below, await join(people[5], below)))
    await move(units.otherTown.id)
    await expectExact(payload)
    await move(units.town.id)
  })
})

test('visits and matters of a pairing are counted from its outcome, and leave with it', async () => {
  const visits = await makeTarget(payload, { title: '走访二', measure: 'visits' })
  const pairing = await makeActivity(payload, units.community, {
    line: 'pairing',
    theme: null,
    partnerUnit: units.firm.id,
  })
  await change(pairing, { outcome: { visits: 55, matters: 7 } })
  expect(await tallyNow(visits)).toBe(55)
  await payload.delete({ collection: 'activities', id: pairing.id, overrideAccess: true })
  expect(await tallyNow(visits)).toBe(0)
})
