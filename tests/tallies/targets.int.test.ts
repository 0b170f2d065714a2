import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { MEASURES, type Measure } from '../../src/domain/tallies/vocabulary.ts'
import { listContributions } from '../../src/operations/activities/listContributions.ts'
import { countTargets } from '../../src/operations/desk/countTargets.ts'
import { loadHome } from '../../src/frontend/features/home/home.server.ts'
import { loadTarget } from '../../src/frontend/features/targets/targets.server.ts'
import { exportParticipations } from '../../src/operations/records/exportParticipations.ts'
import { listTargets } from '../../src/operations/tallies/listTargets.ts'
import { atOnce, type Paced } from '../../src/operations/shared/paced.ts'
import { recount } from '../../src/operations/tallies/recount.ts'
import { settleActivity } from '../../src/operations/tallies/settleActivity.ts'
import { upgradeMongo } from '../../src/database/upgradeMongo.ts'
import type { Activity, Staff, Target } from '../../src/payload-types.ts'
import { expectExact } from '../support/expectExact.ts'
import { startDesk, type Desk } from '../support/desk.ts'
import {
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeTarget,
  makeUnit,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask } from '../support/http.ts'

let app: Desk
let payload: Payload
let units: UnitTree
let department: Staff
let token: string

beforeAll(async () => {
  app = await startDesk()
  ;({ payload, units, department, token } = app)
})
afterAll(() => app.stop())

const count = async (paced: Paced = atOnce) => countTargets(await app.req(), new Date(), paced)
const targetNow = async (id: string): Promise<Target> =>
  payload.findByID({ collection: 'targets', id, depth: 0, overrideAccess: true })
const patch = async (id: string, body: object) => ask({ method: 'PATCH', path: `/targets/${id}`, token, body })

async function held(startsAt: string, over: Partial<Activity> = {}): Promise<Activity> {
  const starts = new Date(startsAt)
  const activity = await makeActivity(payload, units.community, {
    line: 'oldTown',
    theme: null,
    startsAt: starts.toISOString(),
    endsAt: new Date(starts.getTime() + 3_600_000).toISOString(),
    ...over,
  })
  const { id } = await makeRegistration(payload, activity, await makePerson(payload))
  await payload.update({
    collection: 'registrations',
    id,
    data: { attendance: 'present' },
    depth: 0,
    overrideAccess: true,
  })
  return activity
}

/** Made by the department, as the admin does it: nobody has counted it yet. */
async function post(body: object): Promise<Target> {
  const answer = await ask({
    method: 'POST',
    path: '/targets',
    token,
    body: { title: '目标', measure: 'personTimes', goal: 10, ...body },
  })
  expect(answer.status).toBe(201)
  return (answer.body as { doc: Target }).doc
}

describe('the days of a target', () => {
  beforeAll(async () => {
    for (const at of [
      '2026-11-20T00:00',
      '2026-11-20T09:00',
      '2026-11-20T20:30',
      '2026-11-21T09:00',
      '2026-11-21T20:30',
      '2026-11-21T23:59',
    ])
      await held(`${at}:00+08:00`)
    for (const at of ['2026-11-19T23:59', '2026-11-22T00:00']) await held(`${at}:00+08:00`)
  })

  test.each([
    ['as days', '2026-11-20', '2026-11-21'],
    ['as the old date picker sent them, at noon UTC', '2026-11-20T12:00:00.000Z', '2026-11-21T12:00:00.000Z'],
  ])('count both in whole, given %s, and the export of the same days has as many rows [D1]', async (_, from, to) => {
    const target = await post({ lines: ['oldTown'], from, to })
    await count()
    expect(await targetNow(target.id)).toMatchObject({ from: '2026-11-20', to: '2026-11-21', tally: 6, recount: null })
    const file = await exportParticipations(
      await app.req(department),
      { format: 'csv', from: '2026-11-20', to: '2026-11-21', line: 'oldTown' },
      new Date(),
    )
    expect((await new Response(file.body).text()).trim().split('\r\n')).toHaveLength(1 + 6)
    await expectExact(payload)
  })

  test.each([
    [{ from: '2026-12-31', to: '2026-01-01' }, '截止日期不能早于起始日期'],
    [{ from: '2026-02-30' }, '起始日期应为有效的日期'],
    [{ to: 'soon' }, '截止日期应为有效的日期'],
  ])('%j is refused, and nothing is written [F12] [D20]', async (days, sentence) => {
    const { id, from, to } = await makeTarget(payload, { from: '2026-03-01', to: '2026-03-31' })
    for (const call of [
      { method: 'PATCH', path: `/targets/${id}` },
      { method: 'POST', path: '/targets' },
    ]) {
      const answer = await ask({ ...call, token, body: { title: '目标', measure: 'personTimes', goal: 10, ...days } })
      expect(answer.status).toBe(400)
      expect(answer.text).toContain(sentence)
    }
    expect(await targetNow(id)).toMatchObject({ from, to })
  })

  test('an end alone is measured against the start that stands [F12]', async () => {
    const { id } = await makeTarget(payload, { from: '2026-03-01', to: '2026-03-31' })
    expect((await patch(id, { to: '2026-02-28' })).status).toBe(400)
    expect((await patch(id, { to: null })).status).toBe(200)
    expect((await targetNow(id)).to ?? null).toBeNull()
  })
})

describe('counting again', () => {
  const spied = (): { paced: Paced; pieces: () => number } => {
    let pieces = 0
    return { paced: (work) => ((pieces += 1), work()), pieces: () => pieces }
  }

  test('a new title counts nothing [B7] [S-M1]', async () => {
    const { id } = await makeTarget(payload, { lines: ['oldTown'] })
    expect((await patch(id, { title: '改了名', goal: 20, order: 3 })).status).toBe(200)
    expect((await targetNow(id)).recount ?? null).toBeNull()
    const { paced, pieces } = spied()
    await count(paced)
    expect(pieces()).toBe(0)
  })

  test('another filter is marked, answered, and counted afterwards; until then the number before stands, and says so [B7] [S-M1]', async () => {
    const { id, tally } = await makeTarget(payload, { lines: ['oldTown'] })
    expect(tally).toBeGreaterThanOrEqual(8)
    expect((await patch(id, { lines: ['visiting'] })).status).toBe(200)
    const shown = async () => (await listTargets(await app.req(), new Date())).find((target) => target.id === id)
    expect(await shown()).toMatchObject({ tally, counting: true })
    await count()
    expect(await shown()).toMatchObject({ tally: 0, counting: false })
    await expectExact(payload)
  })

  test('a form that was opened before gives no mark back [B7]', async () => {
    const { id } = await makeTarget(payload, { lines: ['visiting'] })
    await patch(id, { lines: ['oldTown'], recount: null, tally: 5 })
    expect((await targetNow(id)).recount).toEqual(expect.any(String))
    await patch(id, { title: '再改一次', recount: null })
    expect((await targetNow(id)).recount).toEqual(expect.any(String))
    await count()
    await expectExact(payload)
  })

  test('a change in the middle is counted by the next run [B7]', async () => {
    const { id } = await makeTarget(payload, { lines: ['visiting'] })
    await patch(id, { lines: ['oldTown'] })
    let isChanged = false
    await count(async (work) => {
      const done = await work()
      if (!isChanged) await patch(id, { lines: [], from: '2026-11-21' })
      isChanged = true
      return done
    })
    expect((await targetNow(id)).recount).toEqual(expect.any(String))
    await count()
    expect((await targetNow(id)).recount ?? null).toBeNull()
    await expectExact(payload)
  })

  test('a process that dies in the middle, anywhere, leaves what the next start mends [B7]', async () => {
    const { id } = await makeTarget(payload, { title: '半路', lines: ['visiting'] })
    await patch(id, { lines: [], measure: 'sessions' })
    await payload.update({
      collection: 'units',
      id: units.community.id,
      data: { parent: units.otherTown.id },
      overrideAccess: true,
    })
    for (let piecesDone = 0; piecesDone < 2; piecesDone += 1) {
      let pieces = 0
      const dying: Paced = async (work) => {
        pieces += 1
        if (pieces > piecesDone) throw new Error('killed')
        return work()
      }
      await expect(count(dying)).rejects.toThrow('killed')
      expect((await targetNow(id)).recount).toEqual(expect.any(String))
    }
    await count()
    expect((await recount(await app.req())).differences).toEqual([])
    await expectExact(payload)
    await payload.update({
      collection: 'units',
      id: units.community.id,
      data: { parent: units.town.id },
      overrideAccess: true,
    })
    await count()
  })

  test('sign-ups and check-ins go on meanwhile, and nothing is counted twice or not at all [B7]', async () => {
    const { id } = await makeTarget(payload, { lines: ['visiting'] })
    await patch(id, { lines: [] })
    // A job that loses to others is run again a moment later, as is a request (src/server/api.ts).
    const persistently = async (work: () => Promise<unknown>, tries = 10): Promise<unknown> =>
      work().catch((error: unknown) => (tries > 1 ? persistently(work, tries - 1) : Promise.reject(error as Error)))
    const counting = Promise.all([persistently(() => count()), persistently(() => count())])
    for (let index = 0; index < 6; index += 1) await held(`2026-10-1${index}T10:00:00+08:00`)
    await counting
    await count()
    await expectExact(payload)
  })
})

describe('a unit that moves', () => {
  test('takes what is below along at once, and the tallies afterwards; a kill in between leaves a mark [B7] [S-M1]', async () => {
    await held('2026-09-01T10:00:00+08:00', { unit: units.firm.id })
    const [here, there] = [
      await makeTarget(payload, { title: '甲', units: [units.town.id] }),
      await makeTarget(payload, { title: '乙', units: [units.otherTown.id] }),
    ]
    expect(here.tally).toBeGreaterThan(0)
    const move = (parent: string) =>
      payload.update({ collection: 'units', id: units.community.id, data: { parent }, overrideAccess: true })
    await move(units.otherTown.id)
    expect(
      (await payload.findByID({ collection: 'units', id: units.firm.id, depth: 0, overrideAccess: true })).ancestors,
    ).toEqual([units.county.id, units.otherTown.id, units.community.id])
    expect(
      (await listTargets(await app.req(), new Date()))
        .filter(({ counting }) => counting)
        .map(({ title }) => title)
        .sort(),
    ).toEqual(['乙', '甲'].sort())
    await count()
    expect([(await targetNow(here.id)).tally, (await targetNow(there.id)).tally]).toEqual([0, here.tally])
    await expectExact(payload)
    await move(units.town.id)
    // What a process that died before the rows below were written would leave.
    await payload.db.updateOne({
      collection: 'units',
      id: units.firm.id,
      data: { ancestors: [units.county.id, units.otherTown.id, units.community.id] },
      returning: false,
    })
    await count()
    expect(
      (await payload.findByID({ collection: 'units', id: units.firm.id, depth: 0, overrideAccess: true })).ancestors,
    ).toEqual([units.county.id, units.town.id, units.community.id])
    await expectExact(payload)
  })

  test('a unit with a new name moves nothing [B7]', async () => {
    await payload.update({
      collection: 'units',
      id: units.community.id,
      data: { name: '甲一新社区' },
      overrideAccess: true,
    })
    expect(
      (await payload.findByID({ collection: 'units', id: units.community.id, depth: 0, overrideAccess: true }))
        .recount ?? null,
    ).toBeNull()
  })
})

describe('from a number to what it counts', () => {
  beforeAll(async () => {
    await held('2026-07-01T10:00:00+08:00', { line: 'riders', theme: 'warm', ledger: 'service' })
    await held('2026-07-01T14:00:00+08:00', {
      line: 'pairing',
      partnerUnit: units.firm.id,
      outcome: { visits: 7, matters: 0 },
    })
    // Nobody came, but it was held.
    await makeActivity(payload, units.community, {
      line: 'pairing',
      partnerUnit: units.firm.id,
      theme: null,
      startsAt: '2026-07-02T01:00:00.000Z',
      endsAt: '2026-07-02T02:00:00.000Z',
      outcome: { visits: 3, matters: 2 },
    })
    await held('2026-07-31T23:00:00+08:00', { unit: units.firm.id })
    await held('2026-08-01T00:00:00+08:00')
    await held('2026-07-02T10:00:00+08:00', { unit: units.otherTown.id })
    await makeActivity(payload, units.community, {
      status: 'cancelled',
      startsAt: '2026-07-03T01:00:00.000Z',
      endsAt: '2026-07-03T02:00:00.000Z',
      cancelReason: '暴雨',
    })
  })
  const days = { from: '2026-07-01', to: '2026-07-31' }
  const sum = (amounts: number[]): number => amounts.reduce((total, one) => total + one, 0)

  test.each(
    (Object.keys(MEASURES) as Measure[]).flatMap((measure) =>
      [{}, { lines: ['pairing', 'riders'] }, { themes: ['warm'] }, { within: 'town' }, { within: 'community' }].map(
        (filter) => [measure, filter] as const,
      ),
    ),
  )(
    '%s of %j: the list that it opens adds up to the tally, activity by activity, and so does the export [F12e]',
    async (measure: Measure, { within, ...filter }: { within?: string }) => {
      const target = await makeTarget(payload, {
        measure,
        ...days,
        ...filter,
        units: within ? [units[within as 'town'].id] : [],
      })
      await count()
      const { tally } = await targetNow(target.id)
      if (measure !== 'matters' && !('themes' in filter)) expect(tally).toBeGreaterThan(0)
      const { activities } = await listContributions(
        await app.req(department),
        { target: target.id, page: 1 },
        new Date(),
      )
      expect([activities.docs.length, activities.totalPages]).toEqual([activities.totalDocs, 1])
      const amounts = activities.docs.map(({ amount }) => amount)
      expect(sum(amounts)).toBe(tally)
      expect(amounts).not.toContain(0)
      if (measure !== 'personTimes' && measure !== 'serviceHours') return
      const file = await exportParticipations(
        await app.req(department),
        { format: 'csv', target: target.id, fields: measure === 'personTimes' ? 'heads' : 'minutes' },
        new Date(),
      )
      const [, ...rows] = (await new Response(file.body).text()).trim().split('\r\n')
      expect(sum(rows.map(Number))).toBe(tally)
    },
  )

  test('staff see all that adds up to the tally, and apart from it what is of their own subtree', async () => {
    const target = await makeTarget(payload, { ...days })
    await count()
    const { tally } = await targetNow(target.id)
    const listed = async (unit: UnitTree[keyof UnitTree], own: boolean) => {
      const staff = await makeStaff(payload, 'organiser', unit)
      return listContributions(await app.req(staff), { target: target.id, page: 1, own }, new Date())
    }
    const all = await listed(units.otherTown, false)
    expect([sum(all.activities.docs.map(({ amount }) => amount)), all.ownTally]).toEqual([tally, null])
    expect(all.activities.docs.map(({ isOwn, unit }) => [isOwn, unit === units.otherTown.name])).toEqual(
      all.activities.docs.map(({ isOwn }) => [isOwn, isOwn]),
    )
    const own = await listed(units.otherTown, true)
    expect([own.activities.totalDocs, own.ownTally]).toEqual([1, 1])
    // A target of other units holds nothing of theirs.
    const elsewhere = await makeTarget(payload, { ...days, units: [units.community.id] })
    await count()
    const nothing = await listContributions(
      await app.req(await makeStaff(payload, 'organiser', units.otherTown)),
      { target: elsewhere.id, page: 1, own: true },
      new Date(),
    )
    expect([nothing.activities.docs, nothing.activities.totalDocs, nothing.ownTally]).toEqual([[], 0, 0])
  })

  test('staff get what is of their own subtree; the address of a target that is gone is said to be one [F12e]', async () => {
    const target = await makeTarget(payload, { ...days })
    const elsewhere = await makeStaff(payload, 'organiser', units.otherTown)
    const rowsFor = async (staff: Staff, id = target.id) =>
      (
        await new Response(
          (await exportParticipations(await app.req(staff), { format: 'csv', target: id, fields: 'heads' }, new Date()))
            .body,
        ).text()
      )
        .trim()
        .split('\r\n').length - 1
    await count()
    expect(await rowsFor(elsewhere)).toBe(1)
    expect(await rowsFor(department)).toBe((await targetNow(target.id)).tally)
    await payload.delete({ collection: 'targets', id: target.id, overrideAccess: true })
    await expect(rowsFor(department)).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('what the public sees of targets', () => {
  test('is what the department has opened to it, and nothing before [F12]', async () => {
    const { id } = await post({ title: '先试一下' })
    const seen = async () =>
      ((await ask({ path: '/public/targets' })).body as { title: string }[]).map(({ title }) => title)
    const listed = async () =>
      ((await ask({ path: '/targets?limit=100' })).body as { docs: Target[] }).docs.map((one) => one.id)
    const onHome = async () => (await loadHome(await app.req(), new Date())).targets.map(({ title }) => title)
    const counted = async () =>
      ((await ask({ path: `/targets/count?where[id][equals]=${id}` })).body as { totalDocs: number }).totalDocs
    expect(await seen()).not.toContain('先试一下')
    expect(await onHome()).not.toContain('先试一下')
    expect(await counted()).toBe(0)
    expect(await listed()).not.toContain(id)
    expect((await ask({ path: `/targets/${id}` })).status).toBe(404)
    await expect(loadTarget(await app.req(), id, {}, new Date())).rejects.toMatchObject({ code: 'not-found' })
    // Nor is what it is made of, whoever asks for that.
    for (const user of [undefined, await makePerson(payload)])
      await expect(listContributions(await app.req(user), { target: id, page: 1 }, new Date())).rejects.toMatchObject({
        code: 'not-found',
      })
    await patch(id, { isPublic: true })
    expect(await seen()).toContain('先试一下')
    expect(await onHome()).toContain('先试一下')
    expect(await counted()).toBe(1)
    expect((await listContributions(await app.req(), { target: id, page: 1 }, new Date())).target.title).toBe(
      '先试一下',
    )
    await patch(id, { isPublic: false })
    expect(await seen()).not.toContain('先试一下')
    await expect(listContributions(await app.req(), { target: id, page: 1 }, new Date())).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('what was stored before days were days is a day of the county after an upgrade [D1]', async () => {
    if (payload.db.name !== 'mongoose') return
    const { id } = await makeTarget(payload)
    const { collection } =
      (
        payload.db as unknown as {
          collections: Record<string, { collection: { updateOne(filter: object, update: object): Promise<unknown> } }>
        }
      ).collections.targets ?? {}
    await collection?.updateOne(
      { title: (await targetNow(id)).title },
      {
        $set: { from: new Date('2026-11-20T12:00:00Z'), to: new Date('2026-12-31T15:59:59.999Z') },
        $unset: { isPublic: '' },
      },
    )
    await upgradeMongo(payload)
    await upgradeMongo(payload)
    expect(await targetNow(id)).toMatchObject({ from: '2026-11-20', to: '2026-12-31', isPublic: true })
    await count()
    await expectExact(payload)
  })
})

describe('the job beside what is made meanwhile', () => {
  /** Does this once, when the job has just read such a collection. */
  function afterReading(collection: 'targets' | 'units', work: () => Promise<unknown>): () => void {
    const { find } = payload.db
    let isDone = false
    payload.db.find = async function <T>(asked: Parameters<typeof find>[0]) {
      const found = await find.call<typeof payload.db, [typeof asked], ReturnType<typeof find<T>>>(this, asked)
      // The look for marks reads them too, and nothing else.
      if (asked.collection === collection && !(asked.where && 'recount' in asked.where) && !isDone) {
        isDone = true
        await work()
      }
      return found
    }
    return () => void (payload.db.find = find)
  }

  test('a target that is made and counted while the job runs is not counted again', async () => {
    const activity = await held('2026-11-25T09:00+08:00')
    const { id } = await makeTarget(payload, { lines: ['visiting'] })
    await patch(id, { lines: ['oldTown'] })
    const stop = afterReading('targets', async () => {
      await post({ title: '同时新建的' })
      await settleActivity(await app.req(), activity.id)
    })
    await count()
    stop()
    await count()
    expect((await recount(await app.req())).differences).toEqual([])
  })

  test('an activity of a unit that is made while the job runs counts for the units above it', async () => {
    const { id } = await makeTarget(payload, { lines: ['visiting'], units: [units.otherTown.id] })
    await patch(id, { lines: [] })
    const stop = afterReading('units', async () => {
      const unit = await makeUnit(payload, 'community', units.otherTown)
      // Ids are drawn by chance on SQLite: one of these comes after what was read.
      for (let made = 0; made < 3; made += 1) await held('2026-11-25T09:00+08:00', { unit: unit.id })
    })
    await count()
    stop()
    await count()
    expect((await recount(await app.req())).differences).toEqual([])
  })
})
