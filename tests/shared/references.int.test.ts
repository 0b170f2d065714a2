import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CollectionSlug } from 'payload'
import { noteEdit } from '../../src/database/beforeWrite.ts'
import { isTransientConflict } from '../../src/database/runInTransaction.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import type { Activity } from '../../src/payload-types.ts'
import { subjects } from '../support/accessRules.ts'
import { collectionOf, freshIn, makeAccessWorld } from '../support/accessWorld.ts'
import { findDangling, relationshipsOf, type Relationship } from '../support/dangling.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeProgramme,
  makeStaff,
  makeTarget,
  makeUnit,
  makeUnitTree,
  newPhone,
  PASSWORD,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask, type Answer } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { tokenOf } from '../support/tokens.ts'

/** How often each race is run. */
const ROUNDS = 5

describe('references', () => {
  let test: TestPayload
  let tree: UnitTree
  let department: string
  /** A fresh record of each collection, which nothing uses. */
  let make: Record<string, () => Promise<{ id: string }>>

  beforeAll(async () => {
    test = await startPayload()
    const { payload } = test
    tree = await makeUnitTree(payload)
    const { email } = await makeStaff(payload, 'department', tree.county)
    department = (await payload.login({ collection: 'staff', data: { email, password: PASSWORD } })).token ?? ''
    const world = await makeAccessWorld(payload)
    // Of several subjects in one collection, the first.
    const own = subjects.filter((subject) => !subject.startsWith('payload-')).toReversed()
    make = Object.fromEntries(own.map((subject) => [collectionOf(subject), () => freshIn(world, subject)]))
  })
  afterAll(async () => {
    await test.stop()
  })

  const remove = (collection: string, id: string): Promise<Answer> =>
    ask({ method: 'DELETE', path: `/${collection}/${id}`, token: department })
  const isThere = async (collection: CollectionSlug, id: string): Promise<boolean> =>
    (await test.payload.count({ collection, where: { id: { equals: id } }, overrideAccess: true })).totalDocs === 1
  const code = ({ body }: Answer): unknown =>
    (body as { errors?: { data?: { code?: string } }[]; code?: string }).errors?.[0]?.data?.code ??
    (body as { code?: string }).code
  const sentence = ({ body }: Answer): string =>
    (body as { errors?: { message?: string }[] }).errors?.[0]?.message ?? ''

  /** Rows that go with what they belong to. */
  const isOwned = ({ from, to }: Relationship): boolean =>
    (to === 'registrations' && (from === 'corrections' || from === 'messages')) ||
    (to === 'staff' && (from === 'messages' || from === 'export-definitions')) ||
    (from === 'door-links' && to === 'activities') ||
    (from === 'import_rows' && (to === 'imports' || to === 'people'))

  it('an edit of a record that is deleted between its reading and its writing is told so, in every collection', async () => {
    const { payload } = test
    const { updateOne } = payload.db
    const outcomes: Record<string, unknown> = {}
    for (const [name, makeOne] of Object.entries(make)) {
      const collection = name as CollectionSlug
      const { id } = await makeOne()
      payload.db.updateOne = async function (update) {
        if (update.id === id) await this.deleteOne({ collection, where: { id: { equals: id } } })
        return updateOne.call(this, update)
      }
      outcomes[collection] = await payload.update({ collection, id, data: {}, overrideAccess: true }).then(
        () => 'written',
        (error: { status?: number }) => (isTransientConflict(error) ? 'asked again' : (error.status ?? String(error))),
      )
      payload.db.updateOne = updateOne
    }
    // Where the write met the delete, on MongoDB always, the request begins anew (src/server/api.ts): then there is no
    // record to read.
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== 404 && outcome !== 'asked again')).toEqual([])
    expect(Object.keys(outcomes)).toEqual(Object.keys(make))
  })

  it('knows how to make a record at either end of every relationship', () => {
    expect(
      [...new Set(relationshipsOf(test.payload).flatMap(({ from, to }) => [from, to]))].filter(
        (slug) => !(slug in make),
      ),
    ).toEqual([])
  })

  it('refuses to delete what is used, by whatever field of whatever collection, and names it [D3]', async () => {
    const { payload } = test
    const wrong: string[] = []
    for (const relationship of relationshipsOf(payload)) {
      const { from, to, path, isList } = relationship
      const [user, used] = [await make[from]?.(), await make[to]?.()]
      if (!user || !used) throw new Error(`${from} → ${to}`)
      const value = path
        .split('.')
        .reduceRight<unknown>((inner, name) => ({ [name]: inner }), isList ? [used.id] : used.id)
      const whole = await payload.db.findOne<{ id: string }>({ collection: from, where: { id: { equals: user.id } } })
      const req = await test.req()
      // Other writes of an account are taken for a log-in's, which writes nothing but what is its own.
      noteEdit(req, from, user.id)
      await payload.db.updateOne({ collection: from, id: user.id, data: { ...whole, ...(value as object) }, req })
      const refused = await payload.delete({ collection: to, id: used.id, overrideAccess: true }).then(
        () => null,
        (error: { status?: number; data?: { code?: string }; message: string }) => error,
      )
      const label = String(payload.collections[from].config.labels.singular)
      const isRefused =
        refused?.status === 409 &&
        refused.data?.code === 'in-use' &&
        refused.message.includes(`${label} 1 条`) &&
        (await isThere(to, used.id))
      if (isRefused === isOwned(relationship))
        wrong.push(`${from}.${path} → ${to}: ${refused ? `${refused.status} ${refused.message}` : 'deleted'}`)
      if (isOwned(relationship) && (await isThere(from, user.id))) wrong.push(`${from}.${path}: stays behind`)
    }
    expect(wrong).toEqual([])
    expect(await findDangling(payload)).toEqual([])
  })

  it('deletes what nothing uses', async () => {
    for (const collection of [
      'units',
      'staff',
      'people',
      'programmes',
      'stations',
      'targets',
      'activities',
      'trainings',
      'awards',
    ]) {
      const { id } = (await make[collection]?.()) ?? { id: '' }
      expect({ collection, status: (await remove(collection, id)).status }).toEqual({ collection, status: 200 })
    }
  })

  it('keeps the unit that a target is limited to, and the tally of the target [D3]', async () => {
    const unit = await makeUnit(test.payload, 'community', tree.town)
    const target = await makeTarget(test.payload, { units: [unit.id] })
    const answer = await remove('units', unit.id)
    expect([answer.status, code(answer)]).toEqual([409, 'in-use'])
    expect(sentence(answer)).toContain('目标 1 条')
    await ask({ method: 'DELETE', path: `/units?where[id][equals]=${unit.id}`, token: department })
    await test.payload.delete({ collection: 'units', where: { id: { equals: unit.id } }, overrideAccess: true })
    expect(
      (await test.payload.findByID({ collection: 'targets', id: target.id, depth: 0, overrideAccess: true })).units,
    ).toEqual([unit.id])
    expect(await isThere('units', unit.id)).toBe(true)
    await remove('targets', target.id)
    expect((await remove('units', unit.id)).status).toBe(200)
  })

  it('keeps the partner of a pairing and the series of an activity [D3] [D4]', async () => {
    const partner = await makeUnit(test.payload, 'branch', tree.town)
    await makeActivity(test.payload, tree.community, { line: 'pairing', theme: null, partnerUnit: partner.id })
    const series = await makeProgramme(test.payload)
    await makeActivity(test.payload, tree.community, { line: 'programmes', theme: null, series: series.id })
    for (const [collection, id] of [
      ['units', partner.id],
      ['programmes', series.id],
    ] as const) {
      const answer = await remove(collection, id)
      expect([collection, answer.status, code(answer)]).toEqual([collection, 409, 'in-use'])
    }
  })

  it('keeps staff in whose name something was done [F2]', async () => {
    const staff = await makeStaff(test.payload, 'organiser', tree.community)
    const { token = '' } = await test.payload.login({
      collection: 'staff',
      data: { email: staff.email, password: PASSWORD },
    })
    const activity = await makeActivity(test.payload, tree.community)
    const answer = await ask({
      method: 'POST',
      path: `/activities/${activity.id}/walk-ins`,
      token,
      body: { name: '张三', phone: newPhone(), consent: true },
    })
    expect(answer.status).toBe(201)
    const refused = await remove('staff', staff.id)
    expect([refused.status, code(refused)]).toEqual([409, 'in-use'])
    expect(sentence(refused)).toContain('停用')
  })

  it('refuses a reference to what is not there, and writes nothing', async () => {
    const gone = await makeUnit(test.payload, 'community', tree.town)
    await remove('units', gone.id)
    const target = await makeTarget(test.payload, { units: [tree.town.id] })
    const patched = await ask({
      method: 'PATCH',
      path: `/targets/${target.id}`,
      token: department,
      body: { title: '改名', units: [gone.id] },
    })
    expect([patched.status, code(patched)]).toEqual([400, 'invalid-input'])
    const after = await test.payload.findByID({ collection: 'targets', id: target.id, depth: 0, overrideAccess: true })
    expect([after.title, after.units]).toEqual([target.title, [tree.town.id]])
    expect(
      (
        await ask({
          method: 'POST',
          path: '/stations',
          token: department,
          body: { name: '驿站', level: 'nest', unit: gone.id, address: '一路', openingHours: '全天' },
        })
      ).status,
    ).toBe(400)
  })

  /** Runs both at the same moment, many times; whatever happens, no reference dangles. */
  const race = async (name: string, begin: () => Promise<[Promise<Answer>, Promise<Answer>]>): Promise<void> => {
    const outcomes: string[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const [deleted, used] = await Promise.all(await begin())
      outcomes.push(`${deleted.status}/${used.status}`)
      expect([200, 409]).toContain(deleted.status)
      expect([name, used.status === 200 || used.status === 201]).toEqual([name, deleted.status === 409])
    }
    expect(await findDangling(test.payload)).toEqual([])
  }

  it('lets many at once refer to the same record: twelve activities in one unit', async () => {
    const { id } = await makeUnit(test.payload, 'community', tree.town)
    const body = {
      title: '活动',
      line: 'riders',
      theme: 'warm',
      unit: id,
      startsAt: hoursFromNow(3),
      endsAt: hoursFromNow(5),
      place: '某处',
      ledger: 'participation',
      status: 'draft',
    }
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => ask({ method: 'POST', path: '/activities', token: department, body })),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
  })

  it('lets either a delete or a use of the same record at the same moment through, never both', async () => {
    await race('a unit taken by an activity', async () => {
      const { id } = await makeUnit(test.payload, 'community', tree.town)
      const body = {
        title: '活动',
        line: 'riders',
        theme: 'warm',
        unit: id,
        startsAt: hoursFromNow(3),
        endsAt: hoursFromNow(5),
        place: '某处',
        ledger: 'participation',
        status: 'draft',
      }
      return [remove('units', id), ask({ method: 'POST', path: '/activities', token: department, body })]
    })
    await race('a unit taken by a target', async () => {
      const { id } = await makeUnit(test.payload, 'community', tree.town)
      const target = await makeTarget(test.payload)
      return [
        remove('units', id),
        ask({ method: 'PATCH', path: `/targets/${target.id}`, token: department, body: { units: [tree.town.id, id] } }),
      ]
    })
  })

  it('lets either a delete or a sign-up at the same moment through, and the activity is not left cancelled', async () => {
    let activity: Activity
    const activities: string[] = []
    await race('an activity signed up for', async () => {
      activity = await makeActivity(test.payload, tree.community)
      activities.push(activity.id)
      const token = await tokenOf(test.payload, await makePerson(test.payload))
      return [
        remove('activities', activity.id),
        ask({ method: 'POST', path: `/activities/${activity.id}/registrations`, token }),
      ]
    })
    const { docs } = await test.payload.find({
      collection: 'activities',
      where: { id: { in: activities } },
      pagination: false,
      overrideAccess: true,
    })
    expect(docs.map(({ status, taken }) => [status, taken])).toEqual(docs.map(() => ['published', 1]))
    expect((await recount(await test.req())).differences.filter(({ id }) => activities.includes(id))).toEqual([])
  })
})
