import { afterAll, beforeAll, expect, test } from '@jest/globals'
import Database from 'libsql'
import type { Payload } from 'payload'
import { JOBS } from '../../src/jobs/ticker.ts'
import { countTargets } from '../../src/operations/desk/countTargets.ts'
import { moveOffersOn } from '../../src/operations/seats/moveOffersOn.ts'
import { planMessages } from '../../src/operations/messages/planMessages.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { repair } from '../../src/operations/tallies/repair.ts'
import { settleActivity } from '../../src/operations/tallies/settleActivity.ts'
import { settleLeftovers, sweep } from '../../src/operations/desk/sweep.ts'
import { atOnce } from '../../src/operations/shared/paced.ts'
import { newId } from '../../src/database/rows.ts'
import { swap } from '../../src/database/swap.ts'
import { bulkInsert } from '../../src/seed/bulkInsert.ts'
import { startDesk, type Desk } from '../support/desk.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeTarget,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
import { failOn } from '../support/refuseWrites.ts'
import { storedValue } from '../support/storedRows.ts'

/**
 * Rows that hold what no gate lets in any more, as an older version stored it: nothing stands still for them, and
 * counters heal.
 */
let app: Desk
let payload: Payload
let units: UnitTree
let token: string

beforeAll(async () => {
  app = await startDesk()
  ;({ payload, units, token } = app)
})
afterAll(() => app.stop())

/** Past every rule: by SQL, or by the driver. */
async function poison(
  collection: 'activities' | 'targets' | 'registrations',
  id: string,
  field: string,
  value: string | number | null,
): Promise<void> {
  if (payload.db.name === 'sqlite') {
    const database = new Database((process.env.DATABASE_URI ?? '').replace('file:', ''))
    database
      .prepare(
        `UPDATE "${collection}" SET "${field.replace('.', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}" = ? WHERE id = ?`,
      )
      .run([value, id])
    database.close()
    return
  }
  const { collections } = payload.db as unknown as {
    collections: Record<
      string,
      {
        collection: { updateOne(filter: object, update: object): Promise<unknown> }
        base: { Types: { ObjectId: new (id: string) => object } }
      }
    >
  }
  const model = collections[collection]
  if (!model) throw new Error(collection)
  await model.collection.updateOne(
    { _id: new model.base.Types.ObjectId(id) },
    { $set: { [field]: value === 'NaN' ? NaN : value } },
  )
}

const pairing = (overrides: object = {}) =>
  makeActivity(payload, units.community, {
    line: 'pairing',
    theme: null,
    partnerUnit: units.firm.id,
    startsAt: hoursFromNow(-3),
    endsAt: hoursFromNow(-1),
    ...overrides,
  })
const tallyOf = async (id: string) =>
  (await payload.findByID({ collection: 'targets', id, overrideAccess: true })).tally
const saved = (id: string, visits: number) =>
  ask({ method: 'PATCH', path: `/activities/${id}`, token, body: { outcome: { visits } } })

test('a tally that is no number is right again after the next settling, without SQL [S-B1]', async () => {
  const target = await makeTarget(payload, { measure: 'visits' })
  const [first, second] = [await pairing(), await pairing()]
  expect([(await saved(first.id, 7)).status, (await saved(second.id, 5)).status]).toEqual([200, 200])
  for (const bad of ['NaN', null]) {
    await poison('targets', target.id, 'tally', bad)
    await settleActivity(await app.req(), first.id)
    expect(await tallyOf(target.id)).toBe(12)
  }
  await poison('activities', first.id, 'outcome.visits', 'NaN')
  expect((await saved(second.id, 6)).status).toBe(200)
  await settleActivity(await app.req(), first.id)
  expect(await tallyOf(target.id)).toBe(6)
  expect((await saved(first.id, 3)).status).toBe(200)
  expect(await tallyOf(target.id)).toBe(9)
  expect((await recount(await app.req())).differences).toEqual([])
})

test('recount --repair mends what it reports, from the registrations up, and audits it [S-B1]', async () => {
  const target = await makeTarget(payload, { measure: 'personTimes' })
  const activity = await makeActivity(payload, units.community, {
    ledger: 'service',
    startsAt: hoursFromNow(-3),
    endsAt: hoursFromNow(-1),
  })
  const registration = await makeRegistration(payload, activity, await makePerson(payload), { attendance: 'present' })
  expect((await recount(await app.req())).differences).toEqual([])
  for (const [field, value] of [
    ['present', 41],
    ['taken', 9],
    ['minutes', 1],
    ['lastSequence', 0],
  ] as const)
    await poison('activities', activity.id, field, value)
  await poison('registrations', registration.id, 'minutes', 'NaN')
  await poison('targets', target.id, 'tally', 17)
  const before = (await recount(await app.req())).differences.length
  expect(before).toBeGreaterThan(3)
  expect(await repair(await app.req())).toHaveLength(before)
  expect((await recount(await app.req())).differences).toEqual([])
  const { totalDocs } = await payload.count({
    collection: 'audit',
    where: { action: { equals: 'corrected' }, actor: { equals: 'system' } },
    overrideAccess: true,
  })
  expect(totalDocs).toBe(before)
  expect(await repair(await app.req())).toEqual([])
})

test('one bad row breaks no page, list, export or job [S-B2]', async () => {
  const [activity, other] = [await makeActivity(payload, units.community), await makeActivity(payload, units.community)]
  await makeRegistration(payload, activity, await makePerson(payload))
  const target = await makeTarget(payload)
  const bad = payload.db.name === 'sqlite' ? '' : null
  for (const field of ['registrationOpensAt', 'registrationClosesAt'])
    await poison('activities', activity.id, field, bad)
  await poison('activities', activity.id, 'capacity', 'NaN')
  for (const field of ['from', 'to']) await poison('targets', target.id, field, bad)
  await poison('targets', target.id, 'opening', 'NaN')
  for (const path of [
    '/activities?limit=100',
    '/public/activities',
    '/public/activities?open=true&sort=startsAt',
    `/public/activities/${activity.id}`,
    '/public/targets',
    '/targets',
    '/registrations?limit=100',
    '/exports/participations',
  ]) {
    const { status, text } = await ask({ path, token })
    expect({ path, status }).toEqual({ path, status: 200 })
    if (path.startsWith('/public/activities?')) expect(text).toContain(other.id)
  }
  const now = new Date()
  for (const job of [
    moveOffersOn,
    settleLeftovers,
    sweep,
    (req: Parameters<typeof planMessages>[0], at: Date) => planMessages(req, at, atOnce),
  ])
    await job(await app.req(), now)
  expect(
    (
      await ask({
        method: 'PATCH',
        path: `/activities/${activity.id}`,
        token,
        body: { registrationOpensAt: null, registrationClosesAt: null, capacity: null },
      })
    ).status,
  ).toBe(200)
})

test('no swap writes a number that is none [S-B1]', async () => {
  const target = await makeTarget(payload)
  const before = await tallyOf(target.id)
  const { revision = null } =
    (await payload.db.findOne<{ id: string; revision?: string }>({
      collection: 'targets',
      where: { id: { equals: target.id } },
    })) ?? {}
  for (const change of [{ add: { tally: NaN } }, { set: { tally: Infinity } }])
    await expect(
      swap(await app.req(), [{ collection: 'targets', id: target.id, revision, ...change }]),
    ).rejects.toThrow('tally would be written')
  expect(await tallyOf(target.id)).toBe(before)
})

type Left = 'activities' | 'people' | 'registrations' | 'codes' | 'messages' | 'audit' | 'idempotency-keys' | 'limits'

/** Whatever writes or removes this row fails: on SQLite by a trigger, on MongoDB in the driver. @returns ends it */
async function makeUnwritable(
  collection: Left,
  id: string,
  event: 'UPDATE' | 'DELETE' = 'UPDATE',
): Promise<() => Promise<void>> {
  if (payload.db.name === 'sqlite') return failOn(payload, event, collection.replace('-', '_'), `OLD.id = '${id}'`)
  const { collections } = payload.db as unknown as {
    collections: Record<string, { collection: Record<string, (...given: unknown[]) => unknown> }>
  }
  const model = collections[collection]?.collection
  if (!model) throw new Error(collection)
  const names = [
    'updateOne',
    'updateMany',
    'bulkWrite',
    'findOneAndUpdate',
    'deleteOne',
    'deleteMany',
    'findOneAndDelete',
  ] as const
  for (const name of names) {
    const real = (model[name] as (...given: unknown[]) => unknown).bind(model)
    model[name] = (...given) => {
      if (JSON.stringify(given[0]).includes(id)) throw new Error('The disk is full')
      return real(...given)
    }
  }
  return () => {
    for (const name of names) Reflect.deleteProperty(model, name)
    return Promise.resolve()
  }
}

const LONG_AGO = hoursFromNow(-24 * 365 * 4)

/** What a process that died, or the time, leaves to each job: two records of it, and whether one is dealt with. */
const LEFT: {
  job: string
  collection: Left
  leave: () => Promise<string>
  isDone: (row: Record<string, unknown>) => boolean
  event?: 'DELETE'
}[] = [
  {
    job: 'erasures',
    collection: 'people',
    leave: async () => marked('people', (await makePerson(payload)).id, { erasing: true, erasedAt: hoursFromNow(-1) }),
    isDone: ({ erasing }) => erasing !== true,
  },
  {
    job: 'merges',
    collection: 'people',
    leave: async () =>
      marked('people', (await makePerson(payload)).id, {
        mergedInto: (await makePerson(payload)).id,
        mergedAt: hoursFromNow(-1),
        merging: true,
      }),
    isDone: ({ merging }) => merging !== true,
  },
  {
    job: 'leftovers',
    collection: 'activities',
    leave: async () => marked('activities', (await makeActivity(payload, units.community)).id, { unsettled: true }),
    isDone: ({ unsettled }) => unsettled !== true,
  },
  {
    job: 'leftovers',
    collection: 'registrations',
    leave: async () =>
      marked(
        'registrations',
        (await makeRegistration(payload, await makeActivity(payload, units.community), await makePerson(payload))).id,
        { unsettled: true },
      ),
    isDone: ({ unsettled }) => unsettled !== true,
  },
  {
    job: 'offers',
    collection: 'registrations',
    leave: async () =>
      marked(
        'registrations',
        (await makeRegistration(payload, await makeActivity(payload, units.community), await makePerson(payload))).id,
        { status: 'offered', offerExpiresAt: hoursFromNow(-1) },
      ),
    isDone: ({ status }) => status !== 'offered',
  },
  forgotten('retention', 'codes', () => ({
    contactHash: 'c',
    addressHash: 'a',
    codeHash: 'h',
    tries: 0,
    triesElsewhere: 0,
    expiresAt: hoursFromNow(-48),
    createdAt: hoursFromNow(-48),
  })),
  forgotten('retention', 'messages', async (n) => {
    const {
      id: registration,
      activity,
      person,
      unit,
    } = await makeRegistration(payload, await makeActivity(payload, units.community), await makePerson(payload))
    return {
      key: `k${n}`,
      kind: 'confirmed',
      registration,
      activity,
      person,
      unit,
      state: 'sent',
      dueAt: LONG_AGO,
      attempts: 1,
      doubts: 0,
      createdAt: LONG_AGO,
      updatedAt: LONG_AGO,
    }
  }),
  forgotten('retention', 'audit', () => ({ action: 'changed', actor: 'system', summary: '…', createdAt: LONG_AGO })),
  forgotten('idempotency-keys', 'idempotency-keys', (n) => ({
    keyHash: `k${n}`,
    requestHash: 'r',
    leaseUntil: LONG_AGO,
    expiresAt: LONG_AGO,
    revision: 'r',
  })),
  forgotten('idempotency-keys', 'limits', (n) => ({ keyHash: `k${n}`, used: 1, expiresAt: LONG_AGO })),
]

/** A job that removes what is old. */
function forgotten(
  job: string,
  collection: Left,
  rowOf: (n: number) => object | Promise<object>,
): (typeof LEFT)[number] {
  let made = 0
  const leave = async () =>
    String((await payload.db.create({ collection, data: (await rowOf((made += 1))) as Record<string, unknown> })).id)
  return { job, collection, leave, isDone: (row) => row === null, event: 'DELETE' }
}

/** Past every rule. */
async function marked(
  collection: 'activities' | 'people' | 'registrations',
  id: string,
  data: object,
): Promise<string> {
  await payload.db.updateOne({ collection, id, data: data as Record<string, unknown>, returning: false })
  return id
}

test.each(LEFT)(
  'a record of $collection that cannot be written keeps the job $job from no other, and a start from nothing [B-minor]',
  async ({ job, collection, leave, isDone, event }) => {
    const ids = [await leave(), await leave(), await leave()]
    const [, bad = ''] = ids
    const rowOf = async (id: string): Promise<Record<string, unknown>> =>
      (await payload.db.findOne<{ id: string }>({ collection, where: { id: { equals: id } } })) as unknown as Record<
        string,
        unknown
      >
    const allow = await makeUnwritable(collection, bad, event)
    const later = new Date(Date.now() + 60_000)
    const run = JOBS.find(({ name }) => name === job)?.run
    await run?.(await app.req(), later, atOnce)
    const states = await Promise.all(ids.map(async (id) => isDone(await rowOf(id))))
    await sweep(await app.req(), later)
    await allow()
    expect(states).toEqual([true, false, true])
    await run?.(await app.req(), later, atOnce)
    expect(isDone(await rowOf(bad))).toBe(true)
  },
)

test('hundreds of offers that cannot be written keep no other from moving on [B-minor]', async () => {
  const [activity, other] = [await makeActivity(payload, units.community), await makeActivity(payload, units.community)]
  const { id: person } = await makePerson(payload)
  const at = hoursFromNow(-3)
  const row = () => ({ id: newId(payload), createdAt: at, updatedAt: at, revision: null })
  const offer = (to: string, of: string, offerExpiresAt: string) => ({
    ...row(),
    activity: to,
    person: of,
    unit: units.community.id,
    status: 'offered',
    attendance: 'unknown',
    sequence: 1,
    counted: null,
    history: null,
    offerExpiresAt,
  })
  const people = Array.from({ length: 501 }, (_, n) => ({
    ...row(),
    name: '林小明',
    volunteerNumber: `P${n}`,
    consentAt: at,
  }))
  await bulkInsert(payload, 'people', people)
  const good = offer(other.id, person, hoursFromNow(-1))
  await bulkInsert(payload, 'registrations', [
    ...people.map(({ id }) => offer(activity.id, id, hoursFromNow(-2))),
    good,
  ])
  const allow = await makeUnwritable('activities', activity.id)
  const { level } = payload.logger
  payload.logger.level = 'silent'
  await moveOffersOn(await app.req(), new Date())
  payload.logger.level = level
  await allow()
  expect(
    await payload.db.findOne<{ id: string; status: string }>({
      collection: 'registrations',
      where: { id: { equals: good.id } },
    }),
  ).toMatchObject({ status: 'cancelled' })
})

test('an activity that cannot be written keeps no other from being counted, and the target goes on saying that it is being counted [B-minor]', async () => {
  const { id: target } = await makeTarget(payload, { measure: 'visits' })
  const ids = [
    (await pairing({ outcome: { visits: 1 } })).id,
    (await pairing({ outcome: { visits: 10 } })).id,
    (await pairing({ outcome: { visits: 100 } })).id,
  ]
  await payload.db.updateOne({
    collection: 'targets',
    id: target,
    data: { measure: 'personTimes', recount: 'a mark' },
    returning: false,
  })
  const allow = await makeUnwritable('activities', ids[1] ?? '')
  const count = async () => {
    await countTargets(await app.req(), new Date(), atOnce)
    return payload.findByID({ collection: 'targets', id: target, showHiddenFields: true, overrideAccess: true })
  }
  const meanwhile = await count()
  await allow()
  const mended = await count()
  expect(mended.recount).toBeNull()
  expect(meanwhile).toMatchObject({ tally: (mended.tally ?? 0) + 10, recount: 'a mark' })
})

test('what is no JSON where JSON belongs is encrypted as the text that it is, and keeps no start waiting [D23]', async () => {
  if (payload.db.name !== 'sqlite') return
  const { id } = await makeRegistration(
    payload,
    await makeActivity(payload, units.community),
    await makePerson(payload),
  )
  await poison('registrations', id, 'answers', '{"忌口":')
  await sweep(await app.req(), new Date())
  expect(await storedValue(payload, 'registrations', id, 'answers')).toMatch(/^"v1:/)
})
