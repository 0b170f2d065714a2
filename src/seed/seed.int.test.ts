import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createLocalReq, type Where } from 'payload'
import type { ActivityRow, RegistrationRow } from '../database/rows.ts'
import { listTargets } from '../operations/tallies/listTargets.ts'
import { recount } from '../operations/tallies/recount.ts'
import { sweep } from '../operations/desk/sweep.ts'
import type { Staff } from '../payload-types.ts'
import { isCiphertext } from '../privacy/cipher.ts'
import { storedRows } from '../../tests/support/storedRows.ts'
import { startPayload, type TestPayload } from '../../tests/support/payload.ts'
import { writeStored } from '../../tests/support/storedRows.ts'
import { FIGURES } from './data/figures.ts'
import { DEMO_COMMUNITY, DEMO_PASSWORD, DEMO_RIDER, DEMO_STAFF } from './data/logins.ts'
import { POST_FIGURES, UNIT_FIGURES } from './data/posts.ts'
import { seed, type SeedSummary } from './index.ts'

const NOW = new Date()
let system: TestPayload
let first: SeedSummary

beforeAll(async () => {
  system = await startPayload()
  first = await seed(system.payload, { scale: 1, now: NOW })
})
afterAll(() => system.stop())

test('the county is there with its figures', async () => {
  const count = async (
    collection: 'units' | 'people' | 'stations' | 'programmes',
    where: Record<string, { equals: string } | { in: string[] }>,
  ): Promise<number> => (await system.payload.count({ collection, where, overrideAccess: true })).totalDocs
  expect(first.created).toBe(true)
  expect(await count('units', { kind: { equals: 'town' } })).toBe(FIGURES.towns)
  expect(await count('units', { kind: { equals: 'community' } })).toBe(FIGURES.villageLevel)
  expect(await count('units', { kind: { equals: 'organisation' } })).toBe(FIGURES.organisations)
  expect(await count('people', { kinds: { in: ['partyMember'] } })).toBe(FIGURES.members)
  expect(await count('stations', { level: { in: ['station', 'nest', 'point'] } })).toBe(FIGURES.stations)
  for (const category of ['learning', 'organised', 'serving'])
    expect(await count('programmes', { category: { equals: category } })).toBe(3)
})

test('every post has its holders by record, every grid one head, and the list of duties its items', async () => {
  const { payload } = system
  const count = async (where: Where): Promise<number> =>
    (await payload.count({ collection: 'appointments', where, overrideAccess: true })).totalDocs
  const held = async (post: string): Promise<number> =>
    count({ and: [{ post: { equals: post } }, { standing: { equals: 'current' } }] })
  for (const [post, figure] of Object.entries(POST_FIGURES)) expect([post, await held(post)]).toEqual([post, figure])
  expect(await held('reportedMember')).toBe(FIGURES.members)
  expect(await held('reportedOrganisation')).toBe(FIGURES.organisations)
  for (const kind of ['grid', 'lane', 'compound', 'site'] as const)
    expect(
      (await payload.count({ collection: 'units', where: { kind: { equals: kind } }, overrideAccess: true })).totalDocs,
    ).toBe(UNIT_FIGURES[kind])
  const { docs: heads } = await payload.find({
    collection: 'appointments',
    where: { and: [{ post: { equals: 'gridHead' } }, { standing: { equals: 'current' } }] },
    depth: 0,
    pagination: false,
    overrideAccess: true,
  })
  expect(new Set(heads.map(({ unit }) => unit)).size).toBe(UNIT_FIGURES.grid)
  const { docs: duties } = await payload.find({ collection: 'duties', pagination: false, overrideAccess: true })
  const distinct = (values: string[]): number => new Set(values).size
  expect([
    duties.length,
    distinct(duties.map((duty) => duty.class)),
    distinct(duties.map(({ aspect }) => aspect)),
    duties.filter(({ posts }) => posts?.includes('laneChief')).length,
  ]).toEqual([46, 3, 8, 11])
  const covered = await payload.count({
    collection: 'units',
    where: { and: [{ kind: { equals: 'compound' } }, { 'coverage.branch': { exists: true } }] },
    overrideAccess: true,
  })
  expect(covered.totalDocs).toBe(UNIT_FIGURES.compound)
  const branded = await payload.count({ collection: 'units', where: { brand: { exists: true } }, overrideAccess: true })
  expect(branded.totalDocs).toBe(UNIT_FIGURES.brands)
})

test('the targets stand where the county stands', async () => {
  const targets = await listTargets(await createLocalReq({}, system.payload), NOW)
  const tallies = Object.fromEntries(targets.map(({ title, tally }) => [title, tally]))
  expect(tallies).toMatchObject({
    '先“蜂”暖心活动参与人次': FIGURES.riderPersonTimes,
    '先“蜂”暖心活动场次': FIGURES.riderSessions,
    结对共建活动: FIGURES.pairingEvents,
    结对共建走访: FIGURES.visits,
    '办结身边事、关键事': FIGURES.settledMatters,
  })
})

test('every stored number equals its records, and there is nothing to repair', async () => {
  const req = await createLocalReq({}, system.payload)
  expect((await recount(req)).differences).toEqual([])
  const { registrations, activities } = await sweep(req, new Date())
  expect({ registrations, activities }).toEqual({ registrations: 0, activities: 0 })
})

test('an activity shows how a party waits and a single passes it; another what waits for its organiser', async () => {
  const standingsAt = async (title: string): Promise<string[]> => {
    const { docs: activities } = await system.payload.find({
      collection: 'activities',
      where: { title: { equals: title } },
      overrideAccess: true,
    })
    const { docs } = await system.payload.find({
      collection: 'registrations',
      where: { activity: { equals: activities[0]?.id } },
      sort: 'createdAt',
      depth: 0,
      pagination: false,
      overrideAccess: true,
    })
    return docs.map(({ size, status, unnotified }) => `${size} ${status}${unnotified ? ', to be told' : ''}`).sort()
  }
  expect(await standingsAt('骑手家庭日：亲子手工与露营体验')).toEqual([
    '1 confirmed',
    '2 confirmed',
    '2 confirmed',
    '3 confirmed',
    '3 waitlisted',
    '4 confirmed',
  ])
  expect(await standingsAt('骑手应急救护员选拔')).toEqual(['1 confirmed', '1 pending', '1 pending', '1 refused'])
})

test('the next sign-up draws the next number, and records belong to the unit of their activity', async () => {
  const { db } = system.payload
  const { docs: activities } = await db.find<ActivityRow>({ collection: 'activities', pagination: false, limit: 0 })
  const { docs: registrations } = await db.find<RegistrationRow>({
    collection: 'registrations',
    pagination: false,
    limit: 0,
  })
  const known = new Map(activities.map(({ id, unit }) => [id, { unit, last: 0 }]))
  const strangers = registrations.filter(({ activity, unit, sequence }) => {
    const own = known.get(activity)
    if (own) own.last = Math.max(own.last, sequence ?? 0)
    return own?.unit !== unit
  })
  expect(strangers).toEqual([])
  expect(activities.filter(({ id, lastSequence }) => lastSequence !== known.get(id)?.last)).toEqual([])
})

test('shows a weekly series whose questions hang on each other, with answers', async () => {
  const { payload } = system
  const { docs } = await payload.find({
    collection: 'activities',
    where: { title: { equals: '骑手安全小课堂（每周一次）' } },
    sort: 'startsAt',
    depth: 0,
    overrideAccess: true,
  })
  expect(docs).toHaveLength(4)
  const days = docs.map(({ startsAt }) => Date.parse(startsAt) / 86_400_000)
  expect(days.map((day) => day - (days[0] ?? 0))).toEqual([0, 7, 14, 21])
  expect(docs[1]?.questions?.some(({ showWhen }) => showWhen === '骑车来吗')).toBe(true)
  const signUps = await payload.find({
    collection: 'registrations',
    where: { activity: { equals: docs[0]?.id ?? '' } },
    depth: 0,
    overrideAccess: true,
  })
  expect(signUps.docs.map(({ answers }) => Object.keys((answers ?? {}) as object).length).sort()).toEqual([5, 6, 7])
})

test('what the system does later keeps the numbers exact', async () => {
  const { payload } = system
  const { docs } = await payload.find({
    collection: 'activities',
    where: { line: { equals: 'riders' }, present: { greater_than: 3 } },
    limit: 1,
    overrideAccess: true,
  })
  const [activity] = docs
  if (!activity) throw new Error('No activity')
  await payload.update({
    collection: 'activities',
    id: activity.id,
    data: { status: 'cancelled', cancelReason: '测试取消' },
    overrideAccess: true,
  })
  const req = await createLocalReq({}, payload)
  const [personTimes] = await listTargets(req, NOW)
  expect(personTimes?.tally).toBe(FIGURES.riderPersonTimes - (activity.present ?? 0))
  await payload.update({
    collection: 'activities',
    id: activity.id,
    data: { status: 'published' },
    overrideAccess: true,
  })
  expect((await recount(req)).differences).toEqual([])
})

test('a wish for correction is asked before it is answered [m13]', async () => {
  const { docs } = await system.payload.find({
    collection: 'corrections',
    where: { answeredAt: { exists: true } },
    pagination: false,
    overrideAccess: true,
  })
  expect(docs.length).toBeGreaterThan(0)
  for (const { createdAt, answeredAt } of docs) expect(Date.parse(createdAt)).toBeLessThan(Date.parse(answeredAt ?? ''))
})

test('personal fields are stored encrypted and read back', async () => {
  const stored = await storedRows(system.payload, 'people')
  expect(stored.length).toBeGreaterThan(50)
  for (const { name, phone, email } of stored) expect([name, phone, email ?? name].every(isCiphertext)).toBe(true)
  const found = await system.payload.find({
    collection: 'people',
    where: { kinds: { in: ['rider'] } },
    pagination: false,
    overrideAccess: true,
  })
  expect(found.docs).toContainEqual(expect.objectContaining({ ...DEMO_RIDER }))
})

test('activities have somebody responsible: the organiser for those of the own unit', async () => {
  const { docs } = await system.payload.find({
    collection: 'activities',
    where: { 'unit.name': { equals: DEMO_COMMUNITY } },
    select: { responsible: true },
    depth: 1,
    pagination: false,
    overrideAccess: true,
  })
  expect(docs.length).toBeGreaterThan(5)
  for (const { responsible } of docs) expect(responsible).toEqual(expect.objectContaining({ status: 'active' }))
  expect(docs.map(({ responsible }) => (responsible as Staff).email)).toContain(DEMO_STAFF.organiser)
})

test('staff log in with the password that was printed', async () => {
  for (const email of Object.values(DEMO_STAFF)) {
    const { token } = await system.payload.login({ collection: 'staff', data: { email, password: DEMO_PASSWORD } })
    expect(token).toEqual(expect.any(String))
  }
})

test('a second run changes nothing', async () => {
  expect(await seed(system.payload, { scale: 2, now: NOW })).toEqual({ ...first, created: false })
})

test('what is not the whole demo county is left alone', async () => {
  const { payload } = system
  // An account that is used is not deleted; one by another address is none of the demo's.
  const { docs } = await payload.find({
    collection: 'staff',
    where: { email: { equals: DEMO_STAFF.department } },
    overrideAccess: true,
  })
  await writeStored(payload, 'staff', String(docs[0]?.id), 'email', 'gone@demo.invalid')
  await expect(seed(payload, { scale: 1, now: NOW })).rejects.toThrow('cut off half-way')
})
