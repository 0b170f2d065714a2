import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { CollectionSlug } from 'payload'
import type { AppError } from '../../src/domain/shared/AppError.ts'
import type { RegistrationStatus } from '../../src/domain/shared/vocabulary.ts'
import { addWalkIn } from '../../src/operations/attendance/addWalkIn.ts'
import { cancelRegistration } from '../../src/operations/seats/cancelRegistration.ts'
import { checkIn } from '../../src/operations/attendance/checkIn.ts'
import { issueCertificates } from '../../src/operations/certificates/issueCertificates.ts'
import { mergePeople } from '../../src/operations/people/mergePeople.ts'
import { planMessages } from '../../src/operations/messages/planMessages.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { collectionsOf } from '../../src/database/references.ts'
import { register } from '../../src/operations/seats/register.ts'
import { requestCorrection } from '../../src/operations/attendance/requestCorrection.ts'
import { sweep } from '../../src/operations/desk/sweep.ts'
import type { Activity, Person, Registration, Staff } from '../../src/payload-types.ts'
import { signTicket } from '../../src/privacy/cipher.ts'
import { around, methodsOf, rowWriters } from '../support/around.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeStation,
  makeTarget,
  makeUnitTree,
  newPhone,
  type UnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

/**
 * docs/merging.md: what becomes of two records of one person. What goes on at the same time is
 * tests/seats/properties.int.test.ts.
 */
let app: TestPayload
let units: UnitTree
let department: Staff
let organiser: Staff

beforeAll(async () => {
  app = await startPayload()
  units = await makeUnitTree(app.payload)
  department = await makeStaff(app.payload, 'department', units.county)
  organiser = await makeStaff(app.payload, 'organiser', units.community)
  await makeTarget(app.payload)
  await makeTarget(app.payload, { measure: 'serviceHours' })
})
afterAll(() => app.stop())

const all = { depth: 0, overrideAccess: true, showHiddenFields: true } as const
const reason = '同一人登记了两次'
const pair = async (): Promise<{ from: Person; into: Person }> => ({
  from: await makePerson(app.payload),
  into: await makePerson(app.payload, { phone: null, email: `${newPhone()}@example.org` }),
})
const merge = async (from: { id: string }, into: { id: string }) =>
  mergePeople(await app.req(department), { from: from.id, into: into.id, reason }, new Date())
/** MongoDB leaves out what was never set. */
const whole = (row: Registration): Registration => ({ ...row, mergedInto: row.mergedInto ?? null })
const registrationsOf = async (activity: Activity): Promise<Registration[]> =>
  (
    await app.payload.find({
      collection: 'registrations',
      where: { activity: { equals: activity.id } },
      pagination: false,
      ...all,
    })
  ).docs.map(whole)
const registration = async (id: string): Promise<Registration> =>
  whole(await app.payload.findByID({ collection: 'registrations', id, ...all }))
const person = async ({ id }: { id: string }): Promise<Person> =>
  app.payload.findByID({ collection: 'people', id, ...all })
const activityNow = async ({ id }: { id: string }): Promise<Activity> =>
  app.payload.findByID({ collection: 'activities', id, ...all })
const signUp = async (activity: Activity, who: Person, size = 1) =>
  register(await app.req(who), { activityId: activity.id, size }, new Date())
const markPresent = async (activity: Activity, id: string, came?: number) =>
  checkIn(
    await app.req(department),
    [{ clientId: id, activity: activity.id, registration: id, at: new Date().toISOString(), method: 'manual', came }],
    new Date(),
  )
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: AppError & { data?: { code: string } }) => error.data?.code ?? error.code,
  )
const expectTrue = async (): Promise<void> => expect((await recount(await app.req())).differences).toEqual([])

test('every collection that points to a person is taken along', () => {
  const pointing = app.payload.config.collections.filter(({ flattenedFields }) =>
    flattenedFields.some(
      (field) => field.name === 'person' && field.type === 'relationship' && field.relationTo === 'people',
    ),
  )
  expect([...collectionsOf(app.payload.config, 'person')].sort()).toEqual(pointing.map(({ slug }) => slug).sort())
})

test('contacts that are lacking are taken, own ones are kept, the other record is nobody any more', async () => {
  const { from, into } = await pair()
  const station = await makeStation(app.payload, units.community)
  await app.payload.update({
    collection: 'people',
    id: from.id,
    data: {
      email: `${newPhone()}@example.org`,
      area: '甲镇',
      kinds: ['rider'],
      unit: units.community.id,
      station: station.id,
    },
    ...all,
  })
  await app.payload.update({
    collection: 'people',
    id: into.id,
    data: { kinds: ['volunteer'], unit: units.town.id },
    ...all,
  })
  await merge(from, into)
  const [ended, stays] = [await person(from), await person(into)]
  expect(stays).toMatchObject({
    name: into.name,
    phone: from.phone,
    email: into.email,
    area: '甲镇',
    unit: units.town.id,
    station: station.id,
    mergedInto: null,
  })
  expect([...(stays.kinds ?? [])].sort()).toEqual(['rider', 'volunteer'])
  expect(ended).toMatchObject({
    name: '已合并',
    phone: null,
    email: null,
    area: null,
    station: null,
    kinds: [],
    mergedInto: into.id,
    mergedBy: department.id,
    mergeReason: reason,
    merging: false,
  })
  const { docs } = await app.payload.find({
    collection: 'audit',
    where: { and: [{ action: { equals: 'merged' } }, { subject: { equals: from.id } }] },
    ...all,
  })
  expect(docs).toMatchObject([{ actor: `staff:${department.id}`, details: { into: into.id } }])
  // Who is found by the phone at the door is the one record.
  const activity = await makeActivity(app.payload, units.community)
  const { id } = await addWalkIn(
    await app.req(organiser),
    { activityId: activity.id, name: '某人', phone: from.phone ?? '', who: 'known' },
    new Date(),
  )
  expect((await registration(id)).person).toBe(into.id)
})

test('what is not both is taken along whole, and its ticket still works', async () => {
  const { from, into } = await pair()
  const activity = await makeActivity(app.payload, units.community, { capacity: 3 })
  const { id } = await signUp(activity, from)
  await merge(from, into)
  expect(await registration(id)).toMatchObject({ person: into.id, status: 'confirmed', sequence: 1, mergedInto: null })
  expect((await registration(id)).history).toMatchObject([
    { what: 'confirmed' },
    { what: 'merged', by: `staff:${department.id}`, reason: `与同一人的另一条记录合并：${reason}` },
  ])
  const [result] = await checkIn(
    await app.req(organiser),
    [{ clientId: 'a', activity: activity.id, ticket: signTicket(id), at: new Date().toISOString(), method: 'scan' }],
    new Date(),
  )
  expect(result).toMatchObject({ outcome: 'recorded', registration: id })
  expect(await activityNow(activity)).toMatchObject({ taken: 1, present: 1 })
  await expectTrue()
})

test('a seat held twice is held once, and the other goes to the line', async () => {
  const { from, into } = await pair()
  const activity = await makeActivity(app.payload, units.community, { capacity: 2 })
  const ending = await signUp(activity, from)
  const staying = await signUp(activity, into)
  const waiting = await signUp(activity, await makePerson(app.payload))
  expect(waiting.status).toBe('waitlisted')
  await merge(from, into)
  expect(await registration(staying.id)).toMatchObject({ person: into.id, status: 'confirmed', sequence: 2 })
  expect(await registration(ending.id)).toMatchObject({
    person: from.id,
    status: 'cancelled',
    sequence: null,
    mergedInto: staying.id,
  })
  expect(await registration(waiting.id)).toMatchObject({ status: 'confirmed' })
  expect(await activityNow(activity)).toMatchObject({ taken: 2, waiting: 0, lastSequence: 3 })
  // The ticket of the one that was given back leads to the one that stands.
  const [result] = await checkIn(
    await app.req(organiser),
    [
      {
        clientId: 'a',
        activity: activity.id,
        ticket: signTicket(ending.id),
        at: new Date().toISOString(),
        method: 'scan',
      },
    ],
    new Date(),
  )
  expect(result).toMatchObject({ outcome: 'recorded', registration: staying.id })
  expect(await activityNow(activity)).toMatchObject({ taken: 2, present: 1 })
  expect((await registration(ending.id)).attendance).toBe('unknown')
  await expectTrue()
})

test.each<[RegistrationStatus, RegistrationStatus, 'ending' | 'staying']>([
  ['confirmed', 'waitlisted', 'ending'],
  ['waitlisted', 'confirmed', 'staying'],
  ['cancelled', 'waitlisted', 'staying'],
  ['waitlisted', 'cancelled', 'ending'],
])('of %s and %s the %s one stands', async (ending, staying, higher) => {
  const { from, into } = await pair()
  const activity = await makeActivity(app.payload, units.community, { capacity: 2, partyLimit: 3 })
  const bring = async (who: Person, status: RegistrationStatus, size: number) => {
    const { id } = await signUp(activity, who, status === 'waitlisted' ? 2 : size)
    if (status === 'cancelled') await cancelRegistration(await app.req(who), id, new Date())
    return id
  }
  const first = ending === 'waitlisted' ? into : from
  if (ending === 'cancelled' || staying === 'cancelled') await signUp(activity, await makePerson(app.payload))
  const one = await bring(first, first === from ? ending : staying, 1)
  const two = await bring(first === from ? into : from, first === from ? staying : ending, 1)
  const kept = await registration((higher === 'ending') === (first === from) ? one : two)
  await merge(from, into)
  const stands = (await registrationsOf(activity)).find((row) => row.person === into.id)
  expect(stands).toMatchObject({ size: kept.size, status: kept.status, sequence: kept.sequence, mergedInto: null })
  expect(
    (await registrationsOf(activity)).filter((row) => row.person === from.id && row.status !== 'cancelled'),
  ).toEqual([])
  await expectTrue()
})

test('who was there was there: attendance and time are kept once', async () => {
  const { from, into } = await pair()
  const activity = await makeActivity(app.payload, units.community, { ledger: 'service', capacity: 5 })
  const ending = await signUp(activity, from)
  const staying = await signUp(activity, into)
  await markPresent(activity, ending.id)
  await markPresent(activity, staying.id)
  expect(await activityNow(activity)).toMatchObject({ present: 2, minutes: 240 })
  await merge(from, into)
  expect(await activityNow(activity)).toMatchObject({ taken: 1, present: 1, minutes: 120 })
  expect(await registration(staying.id)).toMatchObject({ attendance: 'present', minutes: 120 })
  await expectTrue()
})

test('records, requests and certificates go along, and nothing is certified twice', async () => {
  const { from, into } = await pair()
  const activity = await makeActivity(app.payload, units.community, {
    ledger: 'service',
    startsAt: hoursFromNow(-5),
    endsAt: hoursFromNow(-3),
  })
  const ending = await makeRegistration(app.payload, activity, from, { attendance: 'present' })
  const staying = await makeRegistration(app.payload, activity, into)
  const [issued] = await issueCertificates(await app.req(department), { activity: activity.id }, new Date())
  expect(issued).toMatchObject({ registration: ending.id, outcome: 'issued' })
  const wish = await requestCorrection(await app.req(from), { id: ending.id, wish: '请核对我的服务时长' })
  const unit = units.community.id
  await app.payload.create({
    collection: 'trainings',
    data: { person: from.id, title: '急救培训', hours: 2, host: '红十字会', date: hoursFromNow(-50), unit },
    ...all,
  })
  await app.payload.create({
    collection: 'awards',
    data: { person: from.id, title: '先进个人', grantor: '甲镇', date: hoursFromNow(-50), unit },
    ...all,
  })
  // Which messages are due is told elsewhere; these two know of their sign-ups, or do not.
  await planMessages(await app.req(), new Date())
  const countOf = async (collection: CollectionSlug, people: Person[]): Promise<number> =>
    (
      await app.payload.count({
        collection,
        where: { person: { in: people.map(({ id }) => id) } },
        overrideAccess: true,
      })
    ).totalDocs
  const before = new Map(
    await Promise.all(
      collectionsOf(app.payload.config, 'person').map(
        async (collection) => [collection, await countOf(collection, [from, into])] as const,
      ),
    ),
  )
  expect([
    before.get('trainings'),
    before.get('awards'),
    before.get('corrections'),
    before.get('certificates'),
    before.get('registrations'),
  ]).toEqual([1, 1, 1, 1, 2])
  await merge(from, into)
  for (const collection of collectionsOf(app.payload.config, 'person')) {
    const left = await app.payload.find({ collection, where: { person: { equals: from.id } }, ...all })
    expect([collection, left.docs.map(({ id }) => id)]).toEqual([
      collection,
      collection === 'registrations' ? [ending.id] : [],
    ])
    expect([collection, await countOf(collection, [into])]).toEqual([
      collection,
      (before.get(collection) ?? 0) - left.totalDocs,
    ])
  }
  expect((await app.payload.findByID({ collection: 'corrections', id: wish.id, ...all })).registration).toBe(staying.id)
  expect(await issueCertificates(await app.req(department), { activity: activity.id }, new Date())).toMatchObject([
    { registration: staying.id, outcome: 'exists', certificate: issued?.certificate },
  ])
  await expectTrue()
})

test('only the department merges, and only two people who are there', async () => {
  const { from, into } = await pair()
  const third = await makePerson(app.payload)
  const as = async (user: Staff | Person | undefined, pairOf = { from: from.id, into: into.id }) =>
    codeOf(mergePeople(await app.req(user), { ...pairOf, reason }, new Date()))
  expect(await as(undefined)).toBe('not-logged-in')
  expect(await as(from)).toBe('forbidden')
  expect(await as(organiser)).toBe('forbidden')
  expect(await as(await makeStaff(app.payload, 'town', units.town))).toBe('forbidden')
  expect(await as(department, { from: from.id, into: from.id })).toBe('invalid-input')
  const erased = await makePerson(app.payload, { erasedAt: new Date().toISOString() })
  expect(await as(department, { from: erased.id, into: into.id })).toBe('person-erased')
  expect(await as(department, { from: from.id, into: erased.id })).toBe('person-erased')
  expect((await person(from)).mergedInto ?? null).toBeNull()
  expect(await as(department)).toBe('done')
  expect(await as(department, { from: from.id, into: third.id })).toBe('person-merged')
  expect(await as(department, { from: third.id, into: from.id })).toBe('person-merged')
  expect(await as(department, { from: into.id, into: from.id })).toBe('person-merged')
})

test('a record that has ended takes nothing more, and is not changed', async () => {
  const { from, into } = await pair()
  const activity = await makeActivity(app.payload, units.community)
  const other = await makeActivity(app.payload, units.community)
  const ending = await signUp(activity, from)
  await signUp(activity, into)
  await merge(from, into)
  expect(await codeOf(signUp(other, from))).toBe('person-merged')
  expect(await codeOf(cancelRegistration(await app.req(from), ending.id, new Date()))).toBe('not-logged-in')
  expect(await codeOf(makeRegistration(app.payload, other, from))).toBe('person-merged')
  expect(
    await codeOf(app.payload.update({ collection: 'people', id: from.id, data: { phone: newPhone() }, ...all })),
  ).toBe('person-merged')
  expect(
    await codeOf(
      app.payload.update({ collection: 'registrations', id: ending.id, data: { attendance: 'present' }, ...all }),
    ),
  ).toBe('registration-merged')
  await expectTrue()
})

test('merging again changes nothing', async () => {
  const { from, into } = await pair()
  const activity = await makeActivity(app.payload, units.community)
  await signUp(activity, from)
  await signUp(activity, into)
  const once = await merge(from, into)
  const before = [await registrationsOf(activity), await person(from), await person(into)]
  expect(await merge(from, into)).toEqual(once)
  expect([await registrationsOf(activity), await person(from), await person(into)]).toEqual(before)
  expect(
    (
      await app.payload.find({
        collection: 'audit',
        where: { and: [{ action: { equals: 'merged' } }, { subject: { equals: from.id } }] },
        ...all,
      })
    ).totalDocs,
  ).toBe(1)
})

test('a sign-up at the same time is neither lost nor doubled', async () => {
  for (let round = 0; round < 8; round += 1) {
    const { from, into } = await pair()
    const activity = await makeActivity(app.payload, units.community, { capacity: 5 })
    const said = await Promise.allSettled([
      signUp(activity, from),
      merge(from, into),
      signUp(activity, into),
      addWalkIn(
        await app.req(organiser),
        { activityId: activity.id, name: '某人', phone: from.phone ?? '', who: 'known' },
        new Date(),
      ),
    ])
    const refused = said.flatMap((one) =>
      one.status === 'rejected'
        ? [(one.reason as AppError & { data?: { code: string } }).data?.code ?? (one.reason as AppError).code]
        : [],
    )
    expect(refused.filter((code) => code !== 'person-merged')).toEqual([])
    await sweep(await app.req(), new Date())
    const rows = await registrationsOf(activity)
    expect(rows.filter((row) => row.person === into.id)).toHaveLength(1)
    expect(rows.filter((row) => row.person === from.id && !row.mergedInto)).toEqual([])
    expect((await activityNow(activity)).taken).toBeLessThanOrEqual(1)
  }
  await expectTrue()
})

/** Everything that writes, and dies after the n-th write. */
function dyingAfter(writes: number): { isDead: () => boolean; revive: () => void } {
  let left = writes
  const die = (): void => {
    if (left <= 0) throw new Error('killed')
  }
  const revive = around(
    [...methodsOf(app.payload.db, 'updateOne', 'updateMany', 'create', 'deleteMany'), ...rowWriters(app.payload)],
    {
      before: die,
      after: () => {
        left -= 1
        die()
      },
    },
  )
  return { isDead: () => left <= 0, revive }
}

test('killed after any of its writes, it is finished by the sweep, or was never begun', async () => {
  let writes = 1
  for (; writes < 60; writes += 1) {
    const { from, into } = await pair()
    const both = await makeActivity(app.payload, units.community, { capacity: 2, ledger: 'service' })
    const alone = await makeActivity(app.payload, units.community)
    const ending = await signUp(both, from)
    await signUp(both, into)
    const waiting = await signUp(both, await makePerson(app.payload))
    await markPresent(both, ending.id)
    await signUp(alone, from)
    await app.payload.create({
      collection: 'trainings',
      data: {
        person: from.id,
        title: '急救培训',
        hours: 2,
        host: '红十字会',
        date: hoursFromNow(-50),
        unit: units.community.id,
      },
      ...all,
    })
    const death = dyingAfter(writes)
    const code = await codeOf(merge(from, into)).finally(death.revive)
    const isDone = !death.isDead()
    if (isDone) expect(code).toBe('done')
    await sweep(await app.req(), new Date())
    const begun = (await person(from)).mergedInto === into.id
    if (app.payload.db.name === 'sqlite' || isDone) expect(begun).toBe(true)
    if (!begun) await merge(from, into)
    expect(await person(from)).toMatchObject({ mergedInto: into.id, merging: false })
    expect((await person(into)).phone).toBe(from.phone)
    expect((await registrationsOf(both)).filter((row) => row.person === into.id)).toMatchObject([
      { status: 'confirmed', attendance: 'present', minutes: 120 },
    ])
    expect(await registration(waiting.id)).toMatchObject({ status: 'confirmed' })
    expect(await activityNow(both)).toMatchObject({ taken: 2, waiting: 0, present: 1, minutes: 120 })
    expect((await registrationsOf(alone)).map((row) => row.person)).toEqual([into.id])
    expect(
      (await app.payload.find({ collection: 'trainings', where: { person: { equals: into.id } }, ...all })).totalDocs,
    ).toBe(1)
    await expectTrue()
    if (isDone) break
  }
  expect(writes).toBeGreaterThan(5)
  expect(writes).toBeLessThan(60)
}, 180_000)
