import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { recordingCountdown } from '../../domain/shared/workdays.ts'
import { newId } from '../../database/rows.ts'
import type { Activity, Staff } from '../../payload-types.ts'
import {
  hoursFromNow,
  makeActivity,
  makePeople,
  makeStaff,
  makeUnitTree,
  type UnitTree,
} from '../../../tests/support/fixtures.ts'
import { startPayload, type TestPayload } from '../../../tests/support/payload.ts'
import { bulkInsert } from '../../seed/bulkInsert.ts'
import { answerCorrection } from '../attendance/answerCorrection.ts'
import { checkIn } from '../attendance/checkIn.ts'
import { decideRegistration } from '../seats/decideRegistration.ts'
import { evaluateService } from '../attendance/evaluateService.ts'
import { listSignUps } from '../seats/listSignUps.ts'
import { filterSignUps } from '../../admin/signUps/filters.ts'
import { listStaffTasks, listWaitingOf, WAITING_KINDS } from './listStaffTasks.ts'
import { register } from '../seats/register.ts'
import { requestCorrection } from '../attendance/requestCorrection.ts'

let app: TestPayload
let payload: Payload
let units: UnitTree
let organiser: Staff
let department: Staff

const ENDED = { startsAt: hoursFromNow(-3), endsAt: hoursFromNow(-1), registrationClosesAt: hoursFromNow(-2) }

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', units.community)
  department = await makeStaff(payload, 'department', units.county)
})
afterAll(() => app.stop())

const tasks = async (staff: Staff) => listStaffTasks(await app.req(staff), new Date())
const unrecordedIds = async () => (await tasks(organiser)).unrecorded.items.map(({ id }) => id)

/** Two people signed up before it began, and now it is over. */
async function makeEndedActivity(): Promise<{ activity: Activity; registrations: string[] }> {
  const activity = await makeActivity(payload, units.community, ENDED)
  const registrations: string[] = []
  for (const person of await makePeople(payload, 2)) {
    registrations.push(
      (await register(await app.req(person), { activityId: activity.id }, new Date(hoursFromNow(-5)))).id,
    )
  }
  return { activity, registrations }
}

describe('listStaffTasks: ended without attendance recorded', () => {
  test('an activity with people whom nobody marked waits, with its days left', async () => {
    const { activity } = await makeEndedActivity()
    const now = new Date()
    const { items } = (await listStaffTasks(await app.req(organiser), now)).unrecorded
    // At the end of a year whose successor's holidays are not announced yet, no day is named.
    const countdown = recordingCountdown(new Date(activity.endsAt), now)
    expect(items.find(({ id }) => id === activity.id)).toMatchObject({
      taken: 2,
      unit: units.community.name,
      ...countdown,
    })
  })

  test.each(['present', 'absent'] as const)('one person marked %s is a record', async (attendance) => {
    const { activity, registrations } = await makeEndedActivity()
    const item = {
      clientId: 'a',
      activity: activity.id,
      registration: registrations[0],
      at: new Date().toISOString(),
      method: 'manual' as const,
      attendance,
    }
    await checkIn(await app.req(organiser), [item], new Date())
    expect(await unrecordedIds()).not.toContain(activity.id)
  })

  test('an activity nobody signed up for waits for its outcome alone', async () => {
    const activity = await makeActivity(payload, units.community, ENDED)
    expect(await unrecordedIds()).toContain(activity.id)
    await payload.update({
      collection: 'activities',
      id: activity.id,
      data: { outcome: { summary: '因雨改期，已通知。' } },
      overrideAccess: true,
    })
    expect(await unrecordedIds()).not.toContain(activity.id)
  })

  test('who served waits for an evaluation, in the same ten working days; who took part does not', async () => {
    const service = await makeActivity(payload, units.community, { ...ENDED, ledger: 'service' })
    const [person] = await makePeople(payload, 1)
    if (!person) throw new Error('No person')
    const { id } = await register(await app.req(person), { activityId: service.id }, new Date(hoursFromNow(-5)))
    await checkIn(
      await app.req(organiser),
      [{ clientId: 'a', activity: service.id, registration: id, at: new Date().toISOString(), method: 'manual' }],
      new Date(),
    )
    expect((await tasks(organiser)).unrecorded.items.find((task) => task.id === service.id)).toMatchObject({
      missing: 'evaluation',
    })
    await evaluateService(
      await app.req(organiser),
      { activityId: service.id, registrations: [id], evaluation: 'good' },
      new Date(),
    )
    expect(await unrecordedIds()).not.toContain(service.id)
  })

  test('a request to correct a record waits until it is answered', async () => {
    const activity = await makeActivity(payload, units.community)
    const [person] = await makePeople(payload, 1)
    if (!person) throw new Error('No person')
    const { id } = await register(await app.req(person), { activityId: activity.id }, new Date())
    const request = await requestCorrection(await app.req(person), { id, wish: '我的名字写错了' })
    const open = async () => (await tasks(organiser)).corrections.items.map((task) => task.title)
    expect(await open()).toEqual([activity.title])
    expect((await listSignUps(await app.req(organiser), activity.id, 1, new Date())).signUps[0]?.request).toMatchObject(
      { wish: '我的名字写错了' },
    )
    await answerCorrection(
      await app.req(organiser),
      { id: request.id, decision: 'refused', answer: '请在“我的”中修改' },
      new Date(),
    )
    expect(await open()).toEqual([])
  })

  test('what is overdue stands in a list of its own, the oldest first', async () => {
    const ago = (days: number) => ({
      startsAt: hoursFromNow(-24 * days),
      endsAt: hoursFromNow(-24 * days + 1),
      registrationClosesAt: hoursFromNow(-24 * days),
    })
    const [old, older] = [
      await makeActivity(payload, units.community, ago(40)),
      await makeActivity(payload, units.community, ago(60)),
    ]
    const { overdue, unrecorded } = await tasks(organiser)
    expect(overdue).toMatchObject({ total: 2, items: [{ id: older.id, workdaysLeft: 0 }, { id: old.id }] })
    const due = unrecorded.items.map(({ id }) => id)
    expect(due.length).toBeGreaterThan(0)
    expect(due).not.toContain(old.id)
  })

  test('all of them are listed when asked for: the number equals its list [F8]', async () => {
    for (let n = 0; n < 9; n += 1) await makeActivity(payload, units.community, ENDED)
    const { unrecorded: first } = await tasks(organiser)
    const all = await listWaitingOf(await app.req(organiser), new Date(), 'unrecorded', 1)
    expect(first.items).toHaveLength(8)
    expect([all.total, all.items.length]).toEqual([first.total, first.total])
  })

  test('what nobody recorded for more than a year is read no more [B-min tasks]', async () => {
    const year = 366 * 24
    const old = await makeActivity(payload, units.community, {
      startsAt: hoursFromNow(-year - 2),
      endsAt: hoursFromNow(-year),
      registrationClosesAt: hoursFromNow(-year - 2),
    })
    expect(
      (await listWaitingOf(await app.req(organiser), new Date(), 'unrecorded', 1)).items.map(({ id }) => id),
    ).not.toContain(old.id)
  })
})

test('more of them than a statement of SQLite takes are counted all the same [B-min tasks]', async () => {
  // MongoDB knows no such number.
  if (payload.db.name !== 'sqlite') return
  const many = 33_000
  const unit = (await makeUnitTree(payload)).community
  const staff = await makeStaff(payload, 'organiser', unit)
  const template = {
    title: '没有登记的一场',
    line: 'riders',
    theme: 'warm',
    unit: unit.id,
    ...ENDED,
    place: '广场',
    ledger: 'participation',
    status: 'published',
    taken: 1,
    present: 0,
    createdAt: hoursFromNow(-5),
    updatedAt: hoursFromNow(-5),
  }
  await bulkInsert(
    payload,
    'activities',
    Array.from({ length: many }, () => ({ ...template, id: newId(payload) })),
  )
  expect((await tasks(staff)).unrecorded.total).toBe(many)
  await payload.db.deleteMany({ collection: 'activities', where: { unit: { equals: unit.id } } })
})

describe('listStaffTasks: the own subtree', () => {
  test('published activities of another town are nobody else’s task', async () => {
    const upcoming = await makeActivity(payload, units.otherTown, {
      startsAt: hoursFromNow(24),
      endsAt: hoursFromNow(26),
      registrationClosesAt: hoursFromNow(24),
    })
    const draft = await makeActivity(payload, units.otherTown, { status: 'draft' })
    const own = await tasks(organiser)
    const all = await tasks(department)
    expect(own.upcoming.items.map(({ id }) => id)).not.toContain(upcoming.id)
    expect(own.drafts.total).toBe(0)
    expect(all.upcoming.items.map(({ id }) => id)).toContain(upcoming.id)
    expect(all.drafts.items.map(({ id }) => id)).toContain(draft.id)
  })

  test('nor are their sign-ups shown', async () => {
    const activity = await makeActivity(payload, units.otherTown)
    await expect(listSignUps(await app.req(organiser), activity.id, 1, new Date())).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('listStaffTasks: what waits before an activity [F9]', () => {
  const signUp = async (activity: Activity, count: number) => {
    for (const person of await makePeople(payload, count))
      await register(await app.req(person), { activityId: activity.id }, new Date())
  }
  const idsOf = async (kind: (typeof WAITING_KINDS)[number], staff = organiser) =>
    (await listWaitingOf(await app.req(staff), new Date(), kind, 1)).items.map(({ id }) => id)
  const later = (hours: number) => ({ startsAt: hoursFromNow(hours), endsAt: hoursFromNow(hours + 2) })

  test('sign-ups to be decided, by activity: as many as the sheet has rows that wait, until they are decided', async () => {
    const activity = await makeActivity(payload, units.community, { approval: true, ...later(50) })
    await signUp(activity, 3)
    const task = async () => (await tasks(organiser)).pending.items.find(({ id }) => id === activity.id)
    const waiting = async () => {
      const { signUps } = await listSignUps(await app.req(organiser), activity.id, 1, new Date())
      return filterSignUps(signUps, 'pending', '')
    }
    expect(await task()).toMatchObject({ title: activity.title, unit: units.community.name, pending: 3 })
    const rows = await waiting()
    expect(rows).toHaveLength(3)
    await decideRegistration(await app.req(organiser), { id: rows[0]?.id ?? '', decision: 'approve' }, new Date())
    expect([(await task())?.pending, (await waiting()).length]).toEqual([2, 2])
    // Nothing can be decided any more: nothing waits.
    const past = { startsAt: hoursFromNow(-3), endsAt: hoursFromNow(-1) }
    await payload.db.updateOne({ collection: 'activities', id: activity.id, data: past, returning: false })
    expect(await task()).toBeUndefined()
  })

  test('hardly anybody signed up, from two days before the start', async () => {
    const [soon, far] = [
      await makeActivity(payload, units.community, { capacity: 6, ...later(20) }),
      await makeActivity(payload, units.community, { capacity: 6, ...later(90) }),
    ]
    await signUp(soon, 1)
    expect([await idsOf('tooFew')].map((ids) => [ids.includes(soon.id), ids.includes(far.id)])).toEqual([[true, false]])
    await signUp(soon, 1)
    expect(await idsOf('tooFew')).not.toContain(soon.id)
  })

  test('by the organiser’s own least number, where there is one', async () => {
    const activity = await makeActivity(payload, units.community, { capacity: 6, minimum: 4, ...later(20) })
    await signUp(activity, 3)
    const { items } = await listWaitingOf(await app.req(organiser), new Date(), 'tooFew', 1)
    expect(items.find(({ id }) => id === activity.id)).toMatchObject({ minimum: 4, taken: 3 })
    await signUp(activity, 1)
    expect(await idsOf('tooFew')).not.toContain(activity.id)
  })

  test('full, while people still sign up', async () => {
    const activity = await makeActivity(payload, units.community, { capacity: 1, ...later(90) })
    expect(await idsOf('full')).not.toContain(activity.id)
    await signUp(activity, 2)
    const item = (await tasks(organiser)).full.items.find(({ id }) => id === activity.id)
    expect(item).toMatchObject({ unit: units.community.name, capacity: 1, taken: 1, waiting: 1 })
    const closed = { registrationClosesAt: hoursFromNow(-1) }
    await payload.db.updateOne({ collection: 'activities', id: activity.id, data: closed, returning: false })
    expect(await idsOf('full')).not.toContain(activity.id)
  })

  test('each number equals the list that it opens, and the other unit has none of it', async () => {
    const elsewhere = await makeStaff(payload, 'organiser', units.otherCommunity)
    for (let n = 0; n < 9; n += 1) {
      await signUp(await makeActivity(payload, units.community, { approval: true, ...later(60 + n) }), 1)
      await signUp(await makeActivity(payload, units.community, { capacity: 1, ...later(60 + n) }), 1)
      const ended = await makeActivity(payload, units.community, later(5))
      const [person] = await makePeople(payload, 1)
      if (!person) throw new Error('No person')
      const { id } = await register(await app.req(person), { activityId: ended.id }, new Date())
      await requestCorrection(await app.req(person), { id, wish: '没有签退' })
      await makeActivity(payload, units.community, { capacity: 5, ...later(24) })
      await makeActivity(payload, units.community, later(-24 * 40))
    }
    const first = await tasks(organiser)
    for (const kind of WAITING_KINDS) {
      const all = await listWaitingOf(await app.req(organiser), new Date(), kind, 1)
      expect([kind, first[kind].items.length, all.total, all.items.length]).toEqual([
        kind,
        8,
        first[kind].total,
        first[kind].total,
      ])
      expect([kind, await idsOf(kind, elsewhere)]).toEqual([kind, []])
    }
  })
})

test('listSignUps shows names and masked numbers, in order of sign-up', async () => {
  const { activity } = await makeEndedActivity()
  const { signUps } = await listSignUps(await app.req(organiser), activity.id, 1, new Date())
  expect(signUps.map(({ sequence }) => sequence)).toEqual([1, 2])
  for (const { name, phone } of signUps) {
    expect(name).toMatch(/^骑手/)
    expect(phone).toMatch(/^\d{3}\*{4}\d{4}$/)
  }
})
