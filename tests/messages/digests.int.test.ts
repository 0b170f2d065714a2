import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { AddressObject, ParsedMail } from 'mailparser'
import type { Payload } from 'payload'
import { PATHS } from '../../src/admin/paths.ts'
import type { MessageRow } from '../../src/database/rows.ts'
import type { Activity, Person, Staff } from '../../src/payload-types.ts'
import { DROPS, IN_DOUBT, REFUSALS, startChaosSmtp, type ChaosSmtp } from '../support/chaosSmtp.ts'
import type { UnitTree } from '../support/fixtures.ts'
import type { TestPayload } from '../support/payload.ts'
import { killMessageWorkers, runMessageWorkers } from '../support/messageWorkers.ts'

/**
 * The daily mail to staff (docs/messages.md): what waits within their own scope, once a day, whatever processes and
 * mail servers do.
 */
let smtp: ChaosSmtp
let app: TestPayload
let payload: Payload
let units: UnitTree
let use: Awaited<ReturnType<typeof load>>

/** Loaded after the settings are made, since src/env.ts reads them once. */
async function load() {
  return {
    ...(await import('../support/payload.ts')),
    ...(await import('../support/fixtures.ts')),
    ...(await import('../support/around.ts')),
    ...(await import('../support/http.ts')),
    ...(await import('../../src/database/beforeWrite.ts')),
    ...(await import('../../src/database/mongo.ts')),
    ...(await import('../../src/database/upgradeMongo.ts')),
    ...(await import('../../src/operations/desk/listStaffTasks.ts')),
    ...(await import('../../src/operations/messages/planDigests.ts')),
    ...(await import('../../src/operations/messages/planNews.ts')),
    ...(await import('../../src/operations/seats/decideRegistration.ts')),
    ...(await import('../../src/operations/attendance/requestCorrection.ts')),
    ...(await import('../../src/operations/messages/sendMessages.ts')),
  }
}

beforeAll(async () => {
  smtp = await startChaosSmtp()
  Object.assign(process.env, { SMTP_URL: smtp.url, LOG_LEVEL: 'silent' })
  use = await load()
  app = await use.startPayload()
  payload = app.payload
  units = await use.makeUnitTree(payload)
})
afterAll(async () => {
  await app.stop()
  await smtp.stop()
})
/** Each test has a morning of its own, and readers and tasks of its own. */
beforeEach(async () => {
  morning = new Date(morning.getTime() + 2 * DAY)
  smtp.misbehave([], 0)
  smtp.accepted.length = 0
  smtp.unanswered.length = 0
  await payload.db.deleteMany({ collection: 'messages', where: {} })
  await payload.db.deleteMany({ collection: 'registrations', where: {} })
  await payload.db.deleteMany({ collection: 'corrections', where: {} })
  await payload.db.deleteMany({ collection: 'activities', where: {} })
  const { docs } = await payload.find({ collection: 'staff', pagination: false, overrideAccess: true })
  for (const { id, taskMail } of docs) if (taskMail !== 'off') await put(id, { taskMail: 'off' })
})

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** 08:30 by the county's clock. */
let morning = new Date(Math.floor((Date.now() + 8 * HOUR) / DAY) * DAY + 0.5 * HOUR)
const after = (ms: number): Date => new Date(morning.getTime() + ms)
const iso = (ms: number): string => after(ms).toISOString()

/** Past every rule. */
async function put(
  id: string,
  data: Record<string, unknown>,
  collection: 'staff' | 'activities' | 'registrations' = 'staff',
) {
  const req = await app.req()
  // Other writes of an account are taken for a log-in's, which writes nothing but what is its own.
  use.noteEdit(req, collection, id)
  await payload.db.updateOne({ collection, id, data, req, returning: false })
}
const makeReader = (
  role: 'organiser' | 'town' | 'department',
  unit: UnitTree[keyof UnitTree],
  more: object = {},
): Promise<Staff> => use.makeStaff(payload, role, unit, { taskMail: 'daily', ...more })
const makeActivity = (
  unit: UnitTree[keyof UnitTree],
  more: Parameters<typeof use.makeActivity>[2] = {},
): Promise<Activity> =>
  use.makeActivity(payload, unit, { startsAt: iso(5 * DAY), endsAt: iso(5 * DAY + 2 * HOUR), ...more })

/** An activity with people who wait for a decision. */
async function makePending(
  unit: UnitTree[keyof UnitTree],
  count = 2,
): Promise<{ activity: Activity; people: Person[] }> {
  const activity = await makeActivity(unit, { approval: true })
  const people = await use.makePeople(payload, count)
  for (const person of people)
    await put((await use.makeRegistration(payload, activity, person)).id, { status: 'pending' }, 'registrations')
  return { activity, people }
}

async function work(now = morning): Promise<void> {
  await use.planDigests(await app.req(), now)
  await use.sendMessages(await app.req(), now)
}

const logIn = async ({ email }: Staff) =>
  (await payload.login({ collection: 'staff', data: { email, password: use.PASSWORD } })).token
const addressOf = ({ to }: ParsedMail): string => [to as AddressObject].flat()[0]?.value[0]?.address ?? ''
const mailsTo = ({ email }: Staff): ParsedMail[] => smtp.accepted.filter((mail) => addressOf(mail) === email)
const distinct = (mails: ParsedMail[]): number => new Set(mails.map(({ messageId }) => messageId)).size
const rowsOf = async ({ id }: Staff): Promise<MessageRow[]> =>
  (
    await payload.db.find<MessageRow>({
      collection: 'messages',
      where: { staff: { equals: id } },
      pagination: false,
      limit: 0,
    })
  ).docs
const stateOf = async (staff: Staff): Promise<unknown[]> =>
  (await rowsOf(staff)).map(({ state, reason }) => reason ?? state)
const linksIn = (html: string): string[] =>
  [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) =>
    String(href).replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
  )

describe('what the mail says [F9]', () => {
  test('all that waits in the own scope, as the dashboard has it, with the unit and a link to each, and nobody by name', async () => {
    const organiser = await makeReader('organiser', units.community)
    const { activity: asked, people } = await makePending(units.community)
    const [person] = people
    if (!person) throw new Error('nobody')
    const ended = await makeActivity(units.community)
    const registration = await use.makeRegistration(payload, ended, person)
    await use.requestCorrection(await app.req(person), { id: registration.id, wish: '请把我的名字改成王小明' })
    await put(ended.id, { startsAt: iso(-40 * DAY), endsAt: iso(-40 * DAY + HOUR) }, 'activities')
    const yesterday = await makeActivity(units.community)
    await put(yesterday.id, { startsAt: iso(-DAY), endsAt: iso(-DAY + HOUR) }, 'activities')
    const full = await makeActivity(units.community, { capacity: 1 })
    for (const one of await use.makePeople(payload, 2)) await use.makeRegistration(payload, full, one)
    const lonely = await makeActivity(units.firm, { capacity: 9, startsAt: iso(DAY), endsAt: iso(DAY + HOUR) })
    await work()

    const [mail] = mailsTo(organiser)
    const html = String(mail?.html)
    expect(mail?.subject).toBe(
      '今日待办：待审核的报名 1，待答复的更正申请 1，已逾期未登记 1，待登记、待评价 1，即将开始、报名偏少 1，名额已满、仍在报名 1',
    )
    for (const part of [
      asked.title,
      '2 份待审核',
      ended.title,
      '已逾期',
      yesterday.title,
      full.title,
      '已报名 1 / 1 人，候补 1 人',
      lonely.title,
      '已报名 0 / 9 人',
      units.community.name,
      units.firm.name,
    ]) {
      expect(html).toContain(part)
      expect(mail?.text).toContain(part)
    }
    for (const { name, phone } of people)
      for (const personal of [name, String(phone)]) expect(`${html}${mail?.text}`).not.toContain(personal)
    expect(html).not.toContain('王小明')
    // Every link is one of the admin's own.
    const known = [
      ...use.WAITING_KINDS.map((kind) => PATHS.waiting(kind)),
      PATHS.dashboard,
      '/admin/account',
      PATHS.signUps(asked.id, 'pending'),
      PATHS.signUps(ended.id),
      ...[yesterday, full, lonely].map(({ id }) => PATHS.activity(id)),
    ]
    expect([...new Set(linksIn(html).map((href) => href.replace(/^https?:\/\/[^/]+/, '')))].sort()).toEqual(
      known.sort(),
    )
    // The same lists as the dashboard's.
    const tasks = await use.listStaffTasks(await app.req(organiser), morning)
    expect(use.WAITING_KINDS.map((kind) => [tasks[kind].total, tasks[kind].items.length])).toEqual(
      use.WAITING_KINDS.map(() => [1, 1]),
    )
  })

  test('nothing of another unit; the town and the department read what is below them', async () => {
    const [here, there] = [units.community, units.otherCommunity]
    const readers = [
      await makeReader('organiser', here),
      await makeReader('organiser', there),
      await makeReader('town', units.otherTown),
      await makeReader('department', units.county),
    ]
    const soon = { startsAt: iso(DAY), endsAt: iso(DAY + HOUR) }
    const asked = [(await makePending(here)).activity, (await makePending(there)).activity]
    const lonely = [await makeActivity(here, soon), await makeActivity(there, soon)]
    await work()
    const said = (staff: Staff, activities: Activity[]): boolean[] =>
      activities.map(({ title }) => String(mailsTo(staff)[0]?.text).includes(`· ${title}｜`))
    for (const activities of [asked, lonely]) {
      const expected = [
        [true, false],
        [false, true],
        [false, true],
        [true, true],
      ]
      expect(readers.map((staff) => said(staff, activities))).toEqual(expected)
    }
  })

  test('nothing is sent when nothing waits, and not later on that day either', async () => {
    const organiser = await makeReader('organiser', units.otherCommunity)
    await makePending(units.community)
    await work()
    await makePending(units.otherCommunity)
    await work(after(MINUTE))
    expect([mailsTo(organiser).length, await stateOf(organiser)]).toEqual([0, ['idle']])
    await work(after(DAY))
    expect(mailsTo(organiser)).toHaveLength(1)
  })
})

describe('who is told, and when [F9]', () => {
  test('from eight to noon by the county’s clock, and again on the next day', async () => {
    const organiser = await makeReader('organiser', units.community)
    await makePending(units.community)
    for (const at of [-31 * MINUTE, 3.5 * HOUR, 12 * HOUR]) await work(after(at))
    expect(mailsTo(organiser)).toHaveLength(0)
    for (let day = 0; day < 3; day += 1) for (const at of [0, MINUTE, HOUR]) await work(after(day * DAY + at))
    expect([mailsTo(organiser).length, distinct(mailsTo(organiser))]).toEqual([3, 3])
  })

  test('not who turned it off, was switched off or has to change the password; but who was never asked', async () => {
    const [off, disabled, unable, older, on] = [
      await makeReader('organiser', units.community, { taskMail: 'off' }),
      await makeReader('organiser', units.community, { status: 'disabled' }),
      await makeReader('organiser', units.community),
      await makeReader('organiser', units.community),
      await makeReader('organiser', units.community),
    ]
    await put(unable.id, { mustChangePassword: true })
    await put(older.id, { taskMail: null, status: null, mustChangePassword: null })
    await makePending(units.community)
    await work()
    expect([off, disabled, unable, older, on].map((staff) => mailsTo(staff).length)).toEqual([0, 0, 0, 1, 1])
    expect(await Promise.all([off, disabled, unable].map(rowsOf))).toEqual([[], [], []])
  })

  test.each([
    ['unsubscribed', { taskMail: 'off' }],
    ['unable', { status: 'disabled' }],
    ['unable', { mustChangePassword: true }],
  ])('who is so between the planning and the sending is not written to: %s %j', async (reason, change) => {
    const organiser = await makeReader('organiser', units.community)
    await makePending(units.community)
    await use.planDigests(await app.req(), morning)
    await put(organiser.id, change)
    await use.sendMessages(await app.req(), morning)
    expect([mailsTo(organiser).length, await stateOf(organiser)]).toEqual([0, [reason]])
  })

  test('everybody turns it on and off on the own account, and on nobody else’s but for the department', async () => {
    const [one, other, department] = [
      await makeReader('organiser', units.community),
      await makeReader('organiser', units.community),
      await makeReader('department', units.county),
    ]
    const turn = async (by: Staff, whose: Staff, taskMail: 'daily' | 'off') =>
      (await use.ask({ method: 'PATCH', path: `/staff/${whose.id}`, token: await logIn(by), body: { taskMail } }))
        .status
    expect([await turn(one, one, 'off'), await turn(one, other, 'off'), await turn(department, other, 'off')]).toEqual([
      200, 403, 200,
    ])
    await makePending(units.community)
    await work()
    expect([one, other, department].map((staff) => mailsTo(staff).length)).toEqual([0, 0, 1])
    expect(
      (
        await use.ask({
          path: `/staff/${(await use.makeStaff(payload, 'organiser', units.community, { taskMail: undefined })).id}`,
          token: await logIn(department),
        })
      ).body,
    ).toMatchObject({ taskMail: 'daily' })
  })

  test('a choice from before there were three of them holds', async () => {
    // On SQLite the migration writes it.
    if (payload.db.name === 'sqlite') return
    const [off, on] = [await makeReader('organiser', units.community), await makeReader('organiser', units.community)]
    for (const [{ email }, digest] of [[off, false] as const, [on, true] as const])
      await use.collectionOf({ payload }, 'staff').updateOne({ email }, { $set: { digest }, $unset: { taskMail: '' } })
    await use.upgradeMongo(payload)
    await makePending(units.community)
    await work()
    expect([off, on].map((staff) => mailsTo(staff).length)).toEqual([0, 1])
  })

  test('a mail server that is down all day leaves nothing for the night or the next day', async () => {
    const organiser = await makeReader('organiser', units.community)
    await makePending(units.community)
    smtp.misbehave(['refuse-connection'], 1)
    for (let hour = 0; hour < 6; hour += 1) await work(after(hour * HOUR))
    expect(await stateOf(organiser)).toEqual(['waiting'])
    smtp.misbehave([], 0)
    await use.sendMessages(await app.req(), after(13.5 * HOUR))
    expect([mailsTo(organiser).length, await stateOf(organiser)]).toEqual([0, ['expired']])
  })

  test('an account that goes takes its mails along', async () => {
    const organiser = await makeReader('organiser', units.community)
    await work()
    expect(await rowsOf(organiser)).toHaveLength(1)
    await payload.delete({ collection: 'staff', id: organiser.id, overrideAccess: true })
    expect(await rowsOf(organiser)).toEqual([])
  })
})

/** Works on until all are sent, ten minutes later each time, four workers at once. */
async function workUntilDone(readers: Staff[]): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    await Promise.all(Array.from({ length: 4 }, () => work(after(round * 10 * MINUTE))))
    const states = (await Promise.all(readers.map(rowsOf))).flat().map(({ state }) => state)
    if (states.length === readers.length && states.every((state) => state === 'sent')) return
  }
  throw new Error('Not all are sent')
}

describe('once a day [F9]', () => {
  const crowd = async (): Promise<Staff[]> => {
    await makePending(units.community)
    const readers: Staff[] = []
    for (let count = 0; count < 12; count += 1) readers.push(await makeReader('organiser', units.community))
    return readers
  }

  test('four workers at once, a mail server that refuses and drops connections', async () => {
    const readers = await crowd()
    smtp.misbehave([...REFUSALS, ...DROPS], 0.4)
    await workUntilDone(readers)
    expect(readers.map((staff) => mailsTo(staff).length)).toEqual(readers.map(() => 1))
  })

  test('one that takes the mail and drops the connection: taken again with the same Message-ID', async () => {
    const readers = await crowd()
    smtp.misbehave(IN_DOUBT, 0.5)
    await workUntilDone(readers)
    expect(smtp.unanswered.length).toBeGreaterThan(0)
    expect(readers.map((staff) => distinct(mailsTo(staff)))).toEqual(readers.map(() => 1))
    expect(smtp.accepted.length).toBe(readers.length + smtp.unanswered.length)
  })

  test.each(['before', 'after'] as const)('a worker that dies %s each of its steps', async (when) => {
    let steps = 0
    for (let step = 1, hasDied = true; hasDied; step += 1) {
      steps = step
      const organiser = await makeReader('organiser', units.community)
      if (step === 1) await makePending(units.community)
      const death = use.dyingAt(payload, step, when)
      await work().catch(() => undefined)
      hasDied = death.revive()
      for (let run = 0; run < 3; run += 1) await work(after((10 + 10 * run) * MINUTE))
      expect([step, distinct(mailsTo(organiser)), await stateOf(organiser)]).toEqual([step, 1, ['sent']])
      const doubts = (await rowsOf(organiser)).reduce((sum, row) => sum + row.doubts, 0)
      expect(mailsTo(organiser).length - 1).toBeLessThanOrEqual(doubts)
      await put(organiser.id, { taskMail: 'off' })
    }
    expect(steps).toBeGreaterThan(10)
  })

  test('kill -9 of two processes, again and again', async () => {
    const readers = await crowd()
    for (let generation = 0; generation < 3; generation += 1)
      await killMessageWorkers(smtp, after(generation * 10 * MINUTE))
    await runMessageWorkers(smtp, after(30 * MINUTE), async () =>
      (await Promise.all(readers.map(stateOf))).every(([state]) => state === 'sent'),
    )
    expect(await Promise.all(readers.map(stateOf))).toEqual(readers.map(() => ['sent']))
    expect(readers.map((staff) => distinct(mailsTo(staff)))).toEqual(readers.map(() => 1))
  })
})

describe('at once, for those who chose so', () => {
  const atOnce = { taskMail: 'atOnce' } as const
  const workAt = async (now: Date): Promise<void> => {
    await use.planNews(await app.req(), now)
    await use.sendMessages(await app.req(), now)
  }
  /** Somebody who applied at that moment. */
  const apply = async (activity: Activity, at: Date): Promise<Person> => {
    const [person] = await use.makePeople(payload, 1)
    if (!person) throw new Error('nobody')
    const { id } = await use.makeRegistration(payload, activity, person)
    const history = [{ n: 1, at: at.toISOString(), what: 'requested', reason: '', by: 'person' }]
    await put(id, { status: 'pending', history }, 'registrations')
    return person
  }

  test('a run of applications is one mail, minutes after the first, and none of them is told again', async () => {
    const [organiser, daily] = [
      await makeReader('organiser', units.community, atOnce),
      await makeReader('organiser', units.community),
    ]
    const activity = await makeActivity(units.community, { approval: true })
    const people: Person[] = []
    for (let nth = 0; nth < 12; nth += 1) people.push(await apply(activity, after(nth * 10_000)))
    for (const minute of [1, 2, 3, 4, 9, 10, 20]) await workAt(after(minute * MINUTE))
    expect([mailsTo(organiser).length, mailsTo(daily).length]).toEqual([1, 0])
    const [mail] = mailsTo(organiser)
    expect(mail?.subject).toBe('新的待办：待审核的报名')
    for (const part of [activity.title, units.community.name, '12 份待审核']) expect(mail?.text).toContain(part)
    expect(linksIn(String(mail?.html)).map((href) => new URL(href).pathname + new URL(href).search)).toContain(
      PATHS.signUps(activity.id, 'pending'),
    )
    for (const { name } of people) expect(`${mail?.text}${String(mail?.html)}`).not.toContain(name)
    // The next one is another mail, of that activity alone; and no two within five minutes of each other.
    const other = await makeActivity(units.community, { approval: true })
    await apply(other, after(21 * MINUTE))
    await workAt(after(24 * MINUTE))
    await apply(activity, after(24.5 * MINUTE))
    for (const minute of [28, 28.9, 29.1, 35]) await workAt(after(minute * MINUTE))
    expect(mailsTo(organiser).map(({ text }) => [activity, other].map(({ title }) => text?.includes(title)))).toEqual([
      [true, false],
      [false, true],
      [true, false],
    ])
  })

  test('all six kinds, each once, in the own scope', async () => {
    const readers = [
      await makeReader('organiser', units.community, atOnce),
      await makeReader('organiser', units.otherCommunity, atOnce),
      await makeReader('town', units.town, atOnce),
      await makeReader('department', units.county, atOnce),
      await makeReader('organiser', units.community, { ...atOnce, status: 'disabled' }),
      // The newest of the department may read nothing yet.
      await makeReader('department', units.county, { ...atOnce, mustChangePassword: true }),
    ]
    const { people } = await makePending(units.community)
    const [person] = people
    if (!person) throw new Error('nobody')
    const asked = await makeActivity(units.community)
    const registration = await use.makeRegistration(payload, asked, person)
    await use.requestCorrection(await app.req(person), { id: registration.id, wish: '请更正' })
    const [late, yesterday] = [await makeActivity(units.community), await makeActivity(units.community)]
    await put(late.id, { startsAt: iso(-40 * DAY), endsAt: iso(-40 * DAY + HOUR) }, 'activities')
    await put(yesterday.id, { startsAt: iso(-DAY), endsAt: iso(-DAY + HOUR) }, 'activities')
    const full = await makeActivity(units.community, { capacity: 1 })
    await use.makeRegistration(payload, full, person)
    // Enough by the share of its seats, and fewer than its organiser said.
    const few = await makeActivity(units.community, {
      capacity: 3,
      minimum: 2,
      startsAt: iso(DAY),
      endsAt: iso(DAY + HOUR),
    })
    await use.makeRegistration(payload, few, person)
    const subject =
      '新的待办：待审核的报名，待答复的更正申请，已逾期未登记，待登记、待评价，即将开始、报名偏少，名额已满、仍在报名'
    await workAt(after(0))
    const subjects = () => readers.map((reader) => mailsTo(reader).map((mail) => mail.subject))
    expect(subjects()).toEqual([[subject], [], [subject], [subject], [], []])
    expect(mailsTo(readers[0] as Staff)[0]?.text).toContain('最少 2 人')
    for (const later of [6 * MINUTE, HOUR, DAY - 2 * HOUR]) await workAt(after(later))
    expect(subjects()).toEqual([[subject], [], [subject], [subject], [], []])
  })

  test('the night waits for the morning, all of it in one mail', async () => {
    const organiser = await makeReader('organiser', units.community, atOnce)
    const evening = after(13 * HOUR + 5 * MINUTE)
    for (let nth = 0; nth < 3; nth += 1) {
      await apply(
        await makeActivity(units.community, { approval: true }),
        new Date(evening.getTime() + nth * 20 * MINUTE),
      )
      await workAt(new Date(evening.getTime() + (nth * 20 + 10) * MINUTE))
    }
    expect(mailsTo(organiser)).toHaveLength(0)
    await workAt(after(23 * HOUR + MINUTE))
    expect(mailsTo(organiser)).toHaveLength(1)
    expect(mailsTo(organiser)[0]?.text?.match(/1 份待审核/g)).toHaveLength(3)
  })

  test('what was done meanwhile is not written of, nor is anybody who chose otherwise meanwhile', async () => {
    const [organiser, other] = [
      await makeReader('organiser', units.community, atOnce),
      await makeReader('organiser', units.community, atOnce),
    ]
    const activity = await makeActivity(units.community, { approval: true })
    const person = await apply(activity, after(0))
    await use.planNews(await app.req(), after(5 * MINUTE))
    await put(other.id, { taskMail: 'off' })
    const [row] = (
      await payload.find({
        collection: 'registrations',
        where: { person: { equals: person.id } },
        overrideAccess: true,
      })
    ).docs
    await use.decideRegistration(await app.req(organiser), { id: String(row?.id), decision: 'approve' }, new Date())
    await use.sendMessages(await app.req(), after(5 * MINUTE))
    expect([await stateOf(organiser), await stateOf(other), smtp.accepted.length]).toEqual([
      ['idle'],
      ['unsubscribed'],
      0,
    ])
  })

  test('four workers at once, and a mail server that fails at random: each once', async () => {
    const readers: Staff[] = []
    for (let count = 0; count < 6; count += 1) readers.push(await makeReader('organiser', units.community, atOnce))
    for (let count = 0; count < 3; count += 1) await makePending(units.community, 1)
    smtp.misbehave([...REFUSALS, ...DROPS], 0.3)
    for (let round = 0, isDone = false; round < 60 && !isDone; round += 1) {
      await Promise.all(Array.from({ length: 4 }, () => workAt(after(round * 6 * MINUTE))))
      isDone = (await Promise.all(readers.map(stateOf))).flat().every((state) => state === 'sent')
    }
    expect(readers.map((reader) => mailsTo(reader).length)).toEqual(readers.map(() => 1))
  })

  test.each(['before', 'after'] as const)('a worker that dies %s each of its steps tells each once', async (when) => {
    let steps = 0
    for (let step = 1, hasDied = true; hasDied; step += 2) {
      steps = step
      const organiser = await makeReader('organiser', units.community, atOnce)
      await makePending(units.community, 1)
      const death = use.dyingAt(payload, step, when)
      const at = (minutes: number): Date => after((step * 9 + minutes) * MINUTE)
      await workAt(at(0)).catch(() => undefined)
      hasDied = death.revive()
      for (const minutes of [5.5, 11]) await workAt(at(minutes))
      // Nobody is told twice, but where it is in doubt whether the server took it: then by the same Message-ID.
      expect([step, distinct(mailsTo(organiser))]).toEqual([step, 1])
      await put(organiser.id, { taskMail: 'off' })
    }
    expect(steps).toBeGreaterThan(10)
  })
})
