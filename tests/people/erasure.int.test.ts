import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { CollectionSlug, Payload } from 'payload'
import { collectionsOf } from '../../src/database/references.ts'
import { sealedFieldsOf } from '../../src/database/sealed.ts'
import { withoutReasons, type OnErasure } from '../../src/domain/people/erasure.ts'
import { eraseMe, resumeErasures } from '../../src/operations/people/eraseMe.ts'
import { mergePeople } from '../../src/operations/people/mergePeople.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { onErasureOf } from '../../src/operations/shared/onErasureOf.ts'
import { register } from '../../src/operations/seats/register.ts'
import { addWalkIn } from '../../src/operations/attendance/addWalkIn.ts'
import { requestCorrection } from '../../src/operations/attendance/requestCorrection.ts'
import { correctRegistration } from '../../src/operations/attendance/correctRegistration.ts'
import { decideRegistration } from '../../src/operations/seats/decideRegistration.ts'
import { giveFeedback } from '../../src/operations/attendance/giveFeedback.ts'
import type { Activity, Person, Staff } from '../../src/payload-types.ts'
import { methodsOf, rowWriters, type Target } from '../support/around.ts'
import { logIn } from '../support/accessWorld.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  newPhone,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer } from '../support/server.ts'
import { tokenOf } from '../support/tokens.ts'

/** docs/erasure.md: what goes, and that nothing can outrun it. */
let app: TestPayload
let payload: Payload
let units: UnitTree
let department: Staff
let staffToken: string

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  department = await makeStaff(payload, 'department', units.county)
  staffToken = await logIn(department)
})
afterAll(() => app.stop())

const all = { depth: 0, overrideAccess: true, showHiddenFields: true } as const

/** Fields of a person's own record that erasure leaves, or fills by itself. */
const LEFT: Record<string, string> = {
  volunteerNumber: 'drawn anew',
  phoneHash: 'a random value',
  emailHash: 'a random value',
  nameParts: 'made of the new name',
  erasedAt: 'set',
  erasing: 'a mark',
  mergedInto: 'a merged record is not erased itself',
  mergedAt: 'a merged record is not erased itself',
  mergedBy: 'a merged record is not erased itself',
  merging: 'a mark',
  revision: 'a mark',
  createdAt: 'names nobody',
  updatedAt: 'names nobody',
}

describe('what erasure does to each field stands in the configuration [B4] [S-m1]', () => {
  const erasureOf = (slug: CollectionSlug): OnErasure => onErasureOf({ payload }, slug)
  const namesIn = (slug: CollectionSlug): string[] =>
    payload.collections[slug].config.flattenedFields.map(({ name }) => name)

  test('for every collection whose records belong to a person: they go, or can be cleared by a swap', () => {
    const owned = collectionsOf(payload.config, 'person')
    expect(owned.length).toBeGreaterThan(4)
    for (const slug of owned)
      expect([slug, erasureOf(slug) === 'deleted' || namesIn(slug).includes('revision')]).toEqual([slug, true])
  })

  test('for every personal field of theirs, and for nothing else', () => {
    const staying = [...collectionsOf(payload.config, 'person'), 'people' as const, 'audit' as const].filter(
      (slug) => erasureOf(slug) !== 'deleted',
    )
    for (const slug of staying)
      expect([
        slug,
        [...sealedFieldsOf(payload, slug).keys()].filter((field) => !Object.keys(erasureOf(slug)).includes(field)),
      ]).toEqual([slug, []])
    expect(Object.fromEntries(staying.map((slug) => [slug, erasureOf(slug)]))).toEqual({
      registrations: {
        answers: null,
        note: null,
        recordedThrough: null,
        refusal: null,
        evaluationNote: null,
        feedback: null,
        history: withoutReasons,
      },
      certificates: { facts: null, revocationReason: null },
      // A post ends with its holder, and is free for the next.
      appointments: {
        standing: 'ended',
        source: null,
        awaiting: false,
        nameShownAt: null,
        endReason: null,
        holds: expect.any(Function),
      },
      import_rows: { values: null, wrote: null, key: null },
      people: {
        name: '已注销',
        phone: null,
        email: null,
        kinds: [],
        unit: null,
        station: null,
        gender: null,
        birthDate: null,
        idNumber: null,
        area: null,
        skills: null,
        serviceKinds: null,
        consentAt: null,
        optedOutAt: null,
        mergeReason: null,
        pendingPhone: null,
        pendingEmail: null,
        sessions: null,
      },
      audit: { reason: null, details: null },
    })
  })

  test('for every field of a person, whatever its kind', () => {
    const named = Object.keys(erasureOf('people'))
    const without = payload.collections.people.config.flattenedFields.filter(
      (field) =>
        !('virtual' in field && field.virtual) && !named.includes(field.name) && LEFT[field.name] === undefined,
    )
    expect(without.map(({ name }) => name)).toEqual([])
  })
})

let marks = 0
const newMark = (): string => `暗语${(marks += 1)}号${String(Math.random()).slice(2, 10)}`

/** All that is stored, decrypted. */
async function everything(): Promise<string> {
  const pages = await Promise.all(
    payload.config.collections.map(({ slug }) => payload.db.find({ collection: slug, pagination: false, limit: 0 })),
  )
  return JSON.stringify(pages.map(({ docs }) => docs))
}

/** What must hold of a person who was answered that they are erased. */
async function expectErased(person: Pick<Person, 'id'>, marked: string[]): Promise<void> {
  const row = await payload.findByID({ collection: 'people', id: person.id, ...all })
  expect(row).toMatchObject({ name: '已注销', erasedAt: expect.any(String), erasing: false })
  expect([row.phone, row.email, row.area, row.unit, row.kinds?.length ?? 0].map((value) => value ?? null)).toEqual([
    null,
    null,
    null,
    null,
    0,
  ])
  const { docs } = await payload.find({
    collection: 'registrations',
    where: { person: { equals: person.id } },
    pagination: false,
    ...all,
  })
  const ahead = await Promise.all(
    docs.map(async (one) => ({
      ...one,
      endsAt: (await payload.findByID({ collection: 'activities', id: String(one.activity), ...all })).endsAt,
    })),
  )
  expect(
    ahead.filter(
      ({ status, walkIn, attendance, endsAt }) =>
        status !== 'cancelled' &&
        status !== 'refused' &&
        !walkIn &&
        attendance === 'unknown' &&
        Date.parse(endsAt) > Date.now(),
    ),
  ).toEqual([])
  const kept = await Promise.all(
    (['trainings', 'awards', 'corrections', 'messages'] as const).map(async (collection) => [
      collection,
      (await payload.count({ collection, where: { person: { equals: person.id } }, overrideAccess: true })).totalDocs,
    ]),
  )
  expect(kept.filter(([, count]) => count !== 0)).toEqual([])
  const stored = await everything()
  expect(marked.filter((mark) => stored.includes(mark))).toEqual([])
}

const erase = async (person: Person): Promise<void> => eraseMe(await app.req(person), new Date())
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code?: string; data?: { code: string } }) => error.data?.code ?? String(error.code ?? error),
  )

test('every word that anybody typed about the person is gone: reasons, notes, answers, evaluations, and those in the audit trail [B4] [S-m1]', async () => {
  const mark = (): string => {
    typed.push(newMark())
    return String(typed.at(-1))
  }
  const typed: string[] = []
  const person = await makePerson(payload, { name: mark(), area: mark(), skills: mark(), kinds: ['rider'] })
  const token = await tokenOf(payload, person)
  const now = new Date()
  const asking = await makeActivity(payload, units.community, { approval: true })
  const refused = await register(await app.req(person), { activityId: asking.id }, now)
  await decideRegistration(await app.req(department), { id: refused.id, decision: 'refuse', reason: mark() }, now)
  const past = await makeActivity(payload, units.community, {
    ledger: 'service',
    startsAt: hoursFromNow(-3),
    endsAt: hoursFromNow(-1),
    questions: [{ label: '忌口', kind: 'text' }],
  })
  const [question] = past.questions ?? []
  const served = await makeRegistration(payload, past, person, {
    status: 'confirmed',
    attendance: 'present',
    answers: { [String(question?.id)]: mark() },
    note: mark(),
  })
  await correctRegistration(await app.req(department), { id: served.id, minutes: 90, reason: mark() }, now)
  await giveFeedback(await app.req(person), { id: served.id, rating: 5, text: mark() }, now)
  await requestCorrection(await app.req(person), { id: served.id, wish: mark() })
  expect(
    (
      await ask({
        method: 'POST',
        path: `/activities/${past.id}/evaluations`,
        token: staffToken,
        body: { registrations: [served.id], evaluation: 'good', note: mark() },
      })
    ).status,
  ).toBe(200)
  await payload.create({
    collection: 'trainings',
    data: {
      person: person.id,
      title: mark(),
      content: mark(),
      hours: 2,
      host: mark(),
      date: hoursFromNow(-50),
      unit: units.community.id,
    },
    ...all,
  })
  await payload.create({
    collection: 'awards',
    data: { person: person.id, title: mark(), grantor: mark(), date: hoursFromNow(-50), unit: units.community.id },
    ...all,
  })
  const twin = await makePerson(payload, { phone: null, name: mark() })
  const twinRefused = await register(await app.req(twin), { activityId: asking.id }, now)
  await decideRegistration(await app.req(department), { id: twinRefused.id, decision: 'refuse', reason: mark() }, now)
  await mergePeople(await app.req(department), { from: twin.id, into: person.id, reason: mark() }, now)
  const before = await everything()
  expect(typed.slice(1, -3).filter((one) => !before.includes(one))).toEqual([])

  expect((await ask({ method: 'DELETE', path: '/me', token })).status).toBe(200)
  await expectErased(person, typed)
  expect(await payload.findByID({ collection: 'registrations', id: served.id, ...all })).toMatchObject({
    attendance: 'present',
    minutes: 90,
  })
  expect((await recount(await app.req())).differences).toEqual([])
})

/**
 * Runs `other` just before the n-th write of what `work` does: to its end, or, on MongoDB, until it waits for a row
 * that the transaction of `work` holds: then it ends after it. @returns whether there was such a write
 */
async function between(
  n: number,
  work: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<{ isReached: boolean; said: string[] }> {
  const saidByOther: Promise<string>[] = []
  let writes = 0
  const targets: Target[] = [
    ...methodsOf(payload.db, 'create', 'updateOne', 'updateMany', 'deleteMany'),
    ...swapTargets(),
  ]
  const undo = targets.map(([owner, name]) => {
    const isOwn = Object.hasOwn(owner, name)
    const real = owner[name] as (...given: unknown[]) => Promise<unknown>
    owner[name] = async function (...given: unknown[]) {
      if (saidByOther.length === 0 && (writes += 1) === n) {
        saidByOther.push(codeOf(other()))
        await Promise.race([...saidByOther, ...(payload.db.name === 'sqlite' ? [] : [sleep(300)])])
      }
      return real.apply(this, given)
    }
    return () => (isOwn ? (owner[name] = real) : Reflect.deleteProperty(owner, name))
  })
  const said = [await codeOf(work()), ...(await Promise.all(saidByOther))]
  undo.forEach((one) => one())
  return { isReached: saidByOther.length > 0, said }
}

/**
 * On SQLite a commit is not awaited: the erasure comes before the write that Payload's adapter makes, and around each
 * whole use case.
 */
const swapTargets = (): Target[] => (payload.db.name === 'sqlite' ? [] : rowWriters(payload))

interface Race {
  name: string
  /** What is done at the same time, with a mark in every text that it writes. */
  act: (person: Person, activity: Activity, mark: string) => Promise<unknown>
  isSignedUp?: boolean
  /** Whoever comes after the erasure is a new person, with the contact they give. */
  isAnew?: boolean
}

const RACES: Race[] = [
  {
    name: 'a sign-up',
    act: async (person, activity) => register(await app.req(person), { activityId: activity.id }, new Date()),
  },
  {
    name: 'a sign-up again',
    isSignedUp: true,
    act: async (person, activity) =>
      ask({
        method: 'DELETE',
        path: `/registrations/${await idOf(activity, person)}`,
        token: await tokenOf(payload, person),
      }).then(async () => register(await app.req(person), { activityId: activity.id }, new Date())),
  },
  {
    name: 'a staff edit',
    act: (person, _, mark) =>
      ask({
        method: 'PATCH',
        path: `/people/${person.id}`,
        token: staffToken,
        body: { area: mark, email: `${mark.length}${newPhone()}@example.org`, kinds: ['rider', 'volunteer'] },
      }),
  },
  {
    name: 'a walk-in',
    isAnew: true,
    act: async (person, activity) =>
      addWalkIn(
        await app.req(department),
        { activityId: activity.id, name: person.name, phone: String(person.phone) },
        new Date(),
      ),
  },
  {
    name: 'a request to correct',
    isSignedUp: true,
    act: async (person, activity, mark) =>
      requestCorrection(await app.req(person), { id: await idOf(activity, person), wish: mark }),
  },
  {
    name: 'a correction by staff',
    isSignedUp: true,
    act: async (person, activity, mark) =>
      correctRegistration(
        await app.req(department),
        { id: await idOf(activity, person), attendance: 'present', reason: mark },
        new Date(),
      ),
  },
  {
    name: 'a note by staff',
    isSignedUp: true,
    act: async (person, activity, mark) =>
      ask({
        method: 'PATCH',
        path: `/registrations/${await idOf(activity, person)}`,
        token: staffToken,
        body: { note: mark },
      }),
  },
  {
    name: 'a training',
    act: (person, _, mark) =>
      ask({
        method: 'POST',
        path: '/trainings',
        token: staffToken,
        body: {
          person: person.id,
          title: mark,
          hours: 1,
          host: mark,
          date: hoursFromNow(-50),
          unit: units.community.id,
        },
      }),
  },
]

async function idOf(activity: Activity, person: Person): Promise<string> {
  const { docs } = await payload.find({
    collection: 'registrations',
    where: { activity: { equals: activity.id }, person: { equals: person.id } },
    limit: 1,
    ...all,
  })
  return String(docs[0]?.id)
}

describe('nothing that goes on at the same moment outruns it [B4]', () => {
  test.each(RACES)(
    '$name',
    async ({ act, isSignedUp, isAnew = false }) => {
      const prepare = async () => {
        const mark = newMark()
        const person = await makePerson(payload, { name: mark, unit: units.community.id, kinds: ['rider'] })
        const activity = await makeActivity(payload, units.community, { capacity: 5, startsAt: hoursFromNow(1) })
        if (isSignedUp) await register(await app.req(person), { activityId: activity.id }, new Date())
        return { mark, person, activity }
      }
      // The whole erasure within the act …
      for (let n = 1; n < 30; n += 1) {
        const { mark, person, activity } = await prepare()
        const { isReached, said } = await between(
          n,
          () => act(person, activity, mark),
          () => erase(person),
        )
        if (!isReached) await erase(person)
        else expect(said[1]).toBe('done')
        await expectErased(person, isAnew ? [] : [mark, String(person.phone)])
        if (!isReached) break
      }
      // … the whole act within the erasure …
      for (let n = 1; n < 30; n += 1) {
        const { mark, person, activity } = await prepare()
        const { isReached, said } = await between(
          n,
          () => erase(person),
          () => act(person, activity, mark),
        )
        expect(said[0]).toBe('done')
        await expectErased(person, isAnew ? [] : [mark, String(person.phone)])
        if (!isReached) break
      }
      // … and both at once.
      for (let n = 1; n <= 3; n += 1) {
        const { mark, person, activity } = await prepare()
        const [, erased] = await Promise.all([codeOf(act(person, activity, mark)), codeOf(erase(person))])
        expect(erased).toBe('done')
        await expectErased(person, isAnew ? [] : [mark, String(person.phone)])
      }
      expect((await recount(await app.req())).differences).toEqual([])
    },
    120_000,
  )

  test('a merge: either is refused, and nobody else has the contact of who is erased', async () => {
    const outcomes = new Set<string>()
    for (let n = 1; n <= 15; n += 1) {
      const phone = newPhone()
      const [from, into] = [await makePerson(payload, { phone }), await makePerson(payload, { phone: null })]
      const activity = await makeActivity(payload, units.community, { capacity: 5 })
      await register(await app.req(from), { activityId: activity.id }, new Date())
      const merge = async () =>
        mergePeople(await app.req(department), { from: from.id, into: into.id, reason: phone }, new Date())
      const at = Math.ceil(n / 3)
      const erasing = () => erase(from)
      const [erased] =
        n % 3 === 0
          ? (await between(at, merge, erasing)).said.slice(1)
          : n % 3 === 1
            ? (await between(at, erasing, merge)).said
            : await Promise.all([codeOf(erasing()), codeOf(merge())])
      // The merge has fewer writes.
      if (erased === undefined) continue
      outcomes.add(erased)
      if (erased === 'done') await expectErased(from, [phone])
      else {
        expect(erased).toBe('person-merged')
        // Who asked logs in again and asks again: it is one record now.
        await erase(into)
        await expectErased(into, [phone])
      }
    }
    expect([...outcomes]).toContain('done')
    expect((await recount(await app.req())).differences).toEqual([])
  }, 120_000)

  test('a staff edit of the record that a merge brings the contact to is kept', async () => {
    for (let n = 1; n <= 6; n += 1) {
      const [phone, area] = [newPhone(), newMark()]
      const [from, into] = [await makePerson(payload, { phone }), await makePerson(payload, { phone: null })]
      const merge = async () =>
        mergePeople(await app.req(department), { from: from.id, into: into.id, reason: '同一人' }, new Date())
      const edit = async () => {
        expect(
          (await ask({ method: 'PATCH', path: `/people/${into.id}`, token: staffToken, body: { area } })).status,
        ).toBe(200)
      }
      const { isReached } = n % 2 ? await between(Math.ceil(n / 2), merge, edit) : await between(n / 2, edit, merge)
      if (!isReached) await (n % 2 ? edit() : merge())
      expect(await payload.findByID({ collection: 'people', id: into.id, ...all })).toMatchObject({ phone, area })
    }
  })

  test('in another process: each of these while the erasure runs there, and a merge', async () => {
    const server = await startServer()
    const eraseThere = (token: string): Promise<number> =>
      fetch(`${server.url}/api/me`, { method: 'DELETE', headers: { authorization: `JWT ${token}` } }).then(
        ({ status }) => status,
      )
    try {
      for (const { act, isSignedUp, isAnew = false } of RACES) {
        // The request takes a few milliseconds to get there, and the erasure some more: the act falls before it, into
        // it and after it.
        for (const wait of [0, 3, 6, 10, 15, 25]) {
          const mark = newMark()
          const person = await makePerson(payload, { name: mark, unit: units.community.id, kinds: ['rider'] })
          const activity = await makeActivity(payload, units.community, { capacity: 5, startsAt: hoursFromNow(1) })
          if (isSignedUp) await register(await app.req(person), { activityId: activity.id }, new Date())
          const token = await tokenOf(payload, person)
          const [, erased] = await Promise.all([
            sleep(wait).then(() => codeOf(act(person, activity, mark))),
            eraseThere(token),
          ])
          expect(erased).toBe(200)
          await expectErased(person, isAnew ? [] : [mark, String(person.phone)])
        }
      }
      for (let n = 1; n <= 5; n += 1) {
        const phone = newPhone()
        const [from, into] = [await makePerson(payload, { phone }), await makePerson(payload, { phone: null })]
        const token = await tokenOf(payload, from)
        const merge = async () =>
          mergePeople(await app.req(department), { from: from.id, into: into.id, reason: phone }, new Date())
        const [, erased] = await Promise.all([codeOf(merge()), eraseThere(token)])
        // Who was merged a moment before is somebody else now, logs in again and asks again.
        if (erased !== 200) await erase(into)
        await expectErased(erased === 200 ? from : into, [phone])
      }
      expect((await recount(await app.req())).differences).toEqual([])
    } finally {
      await server.stop()
    }
  })

  test('control: a sign-up that does not look whether the person stands leaves the erased record its seat', async () => {
    const person = await makePerson(payload)
    const activity = await makeActivity(payload, units.community, { capacity: 5 })
    await erase(person)
    await payload.db.create({
      collection: 'registrations',
      data: {
        activity: activity.id,
        person: person.id,
        unit: units.community.id,
        status: 'confirmed',
        attendance: 'unknown',
        sequence: 1,
      },
    })
    await expect(expectErased(person, [])).rejects.toThrow()
    await payload.db.deleteMany({ collection: 'registrations', where: { person: { equals: person.id } } })
  })
})

test('left half done by a process that died, it is finished by the next [B4]', async () => {
  const mark = newMark()
  const person = await makePerson(payload, { name: mark })
  const activity = await makeActivity(payload, units.community, { capacity: 1 })
  await register(await app.req(person), { activityId: activity.id }, new Date())
  const { updateMany } = payload.db
  payload.db.updateMany = () => Promise.reject(new Error('killed'))
  expect(await codeOf(erase(person))).toMatch('killed')
  payload.db.updateMany = updateMany
  await resumeErasures(await app.req(), new Date())
  await expectErased(person, [mark])
  expect(await payload.findByID({ collection: 'activities', id: activity.id, ...all })).toMatchObject({
    taken: 0,
    free: 1,
  })
})
