import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Audience } from '../../src/domain/messages/vocabulary.ts'
import type { Activity, Broadcast, Person, Staff } from '../../src/payload-types.ts'
import type { Row } from '../../src/seed/bulkInsert.ts'
import { DROPS, IN_DOUBT, REFUSALS } from '../support/chaosSmtp.ts'
import {
  after,
  app,
  DAY,
  distinct,
  HOUR,
  iso,
  mailsTo,
  makeActivity,
  makeRider,
  MINUTE,
  noon,
  payload,
  rowsAbout,
  signUp,
  smtp,
  texts,
  units,
  use,
  work,
} from '../support/mailWorld.ts'

/** The messages that organisers write themselves (docs/messages.md): each to each of its audience once. */
let organiser: Staff
let department: Staff
let token: string
beforeAll(async () => {
  organiser = await use.makeStaff(payload, 'organiser', units.community, { name: '王组织' })
  department = await use.makeStaff(payload, 'department', units.county)
  token = await use.logIn(organiser)
})

const send = async (activity: Activity, text: string, audience: Audience = 'all', now = noon) =>
  use.sendBroadcast(await app.req(organiser), { activityId: activity.id, audience, text }, now)
const desk = async (activity: Activity, now = noon) =>
  (await use.listBroadcasts(await app.req(organiser), activity.id, now)).broadcasts
const wordsTo = (person: Person) => mailsTo(person).filter(({ subject }) => subject?.startsWith('组织者的消息'))
const textRider = (): Promise<Person> => use.makePerson(payload, { name: '李电话' })
const put = (registration: { id: string }, data: Record<string, unknown>) =>
  payload.db.updateOne({ collection: 'registrations', id: registration.id, data, returning: false })
const stored = async (activity: Activity): Promise<Broadcast[]> =>
  (
    await payload.find({
      collection: 'broadcasts',
      where: { activity: { equals: activity.id } },
      depth: 0,
      overrideAccess: true,
      showHiddenFields: true,
    })
  ).docs

/** One of each standing, all of them told of their sign-up before anything else is. */
async function crowd(startsAt = 10 * DAY) {
  const activity = await makeActivity({
    capacity: 2,
    title: '暖蜂义剪',
    startsAt: iso(startsAt),
    endsAt: iso(startsAt + 2 * HOUR),
  })
  const [seated, byText, waiting, cancelled] = [
    await makeRider(),
    await textRider(),
    await makeRider(),
    await makeRider(),
  ]
  const { id: seat } = await signUp(seated, activity)
  const { id: textSeat } = await signUp(byText, activity)
  await signUp(waiting, activity)
  const { id } = await signUp(cancelled, activity)
  await use.cancelRegistration(await app.req(cancelled), id, noon)
  await work(noon)
  smtp.accepted.length = 0
  texts.length = 0
  return { activity, seated, byText, waiting, cancelled, seat, textSeat }
}

describe('each audience', () => {
  test.each<[Audience, string[]]>([
    ['all', ['seated', 'byText', 'waiting']],
    ['confirmed', ['seated', 'byText']],
    ['waiting', ['waiting']],
    ['present', ['byText']],
  ])('%s: by mail or as a text message, with activity and unit, and nobody else', async (audience, expected) => {
    const { activity, seated, byText, waiting, cancelled, textSeat } = await crowd()
    await put({ id: textSeat }, { attendance: 'present' })
    const sent = await send(activity, `改到二楼，请带雨具 ${audience}`, audience)
    expect(sent).toMatchObject({ isNew: true, people: expected.length, waitsUntil: null })
    await work(after(MINUTE))
    await work(after(2 * MINUTE))
    expect({
      seated: wordsTo(seated).length,
      byText: texts.filter(({ phone }) => phone === byText.phone).length,
      waiting: wordsTo(waiting).length,
      cancelled: wordsTo(cancelled).length,
    }).toEqual(
      Object.fromEntries(
        ['seated', 'byText', 'waiting', 'cancelled'].map((name) => [name, expected.includes(name) ? 1 : 0]),
      ),
    )
    for (const mail of [...wordsTo(seated), ...wordsTo(waiting)]) {
      expect(mail.subject).toBe('组织者的消息：暖蜂义剪')
      expect(mail.text).toContain(`甲一社区就《暖蜂义剪》告诉您：\n\n改到二楼，请带雨具 ${audience}\n`)
    }
    for (const { text } of texts)
      expect(text).toBe(
        `【先蜂】甲一社区就《暖蜂义剪》告诉您：改到二楼，请带雨具 ${audience}。详情：http://localhost:3000/me`,
      )
  })
})

describe('the preview', () => {
  test('is what arrives, counts who gets it which way, and what it costs', async () => {
    const { activity, seated, byText } = await crowd()
    await put(await signUpOf(await use.makePerson(payload, { phone: null }), activity), { status: 'confirmed' })
    const text = `因下雨，${'活动室改到二楼。'.repeat(6)}\n\n请带雨具`
    const preview = await use.previewBroadcast(
      await app.req(organiser),
      { activityId: activity.id, audience: 'all', text },
      noon,
    )
    await send(activity, text)
    await work(after(MINUTE))
    const [mail] = wordsTo(seated)
    const [sms] = texts.filter(({ phone }) => phone === byText.phone)
    expect(preview.mail.subject).toBe(mail?.subject)
    const bare = (html: string): string => html.replace(/message-settings\?t=[^"]*/g, '').replace('张三', seated.name)
    expect(bare(preview.mail.html)).toBe(bare(String(mail?.html)))
    expect(preview.sms.text).toBe(sms?.text)
    expect(preview.sms).toMatchObject({ length: preview.sms.text.length, parts: 2 })
    expect(preview).toMatchObject({
      people: { mail: 2, sms: 1, unreachable: 1 },
      partsInTotal: 2,
      waitsUntil: null,
    })
  })

  test('writes nothing', async () => {
    const { activity } = await crowd()
    await use.previewBroadcast(
      await app.req(organiser),
      { activityId: activity.id, audience: 'all', text: '带伞' },
      noon,
    )
    expect(await stored(activity)).toEqual([])
  })

  test('in the quiet hours says when it leaves, and then it does', async () => {
    const { activity, seated } = await crowd()
    const night = after(10 * HOUR)
    const message = { activityId: activity.id, audience: 'all' as const, text: '明天请带雨具' }
    const { waitsUntil } = await use.previewBroadcast(await app.req(organiser), message, night)
    expect(waitsUntil).toBe(after(19.5 * HOUR).toISOString())
    expect(await use.sendBroadcast(await app.req(organiser), message, night)).toMatchObject({ waitsUntil })
    await work(night)
    expect(wordsTo(seated)).toEqual([])
    await work(after(MINUTE, new Date(String(waitsUntil))))
    expect(wordsTo(seated)).toHaveLength(1)
  })
})

/** A record made by the system, whatever the seats. */
async function signUpOf(person: Person, activity: Activity): Promise<{ id: string }> {
  return use.makeRegistration(payload, activity, person)
}

describe('the audience is that of the moment of sending', () => {
  test('who signs up later is not told; who cancels, or no longer waits, before it leaves is not told either', async () => {
    const { activity, seated, waiting, seat } = await crowd()
    await send(activity, '给候补的人', 'waiting', after(10 * HOUR))
    await send(activity, '给全部的人', 'all', after(10 * HOUR + MINUTE))
    await use.planMessages(await app.req(), after(10 * HOUR + MINUTE))
    const late = await makeRider()
    await signUp(late, activity)
    // The seat goes to the one who waited.
    await use.cancelRegistration(await app.req(seated), seat, after(10 * HOUR))
    await work(after(20 * HOUR))
    expect([wordsTo(late).length, wordsTo(seated).length]).toEqual([0, 0])
    expect(wordsTo(waiting).map(({ text }) => /给..的人/.exec(text ?? '')?.[0])).toEqual(['给全部的人'])
    expect((await desk(activity)).map(({ counts }) => counts)).toEqual([
      { sent: 2, waiting: 0, skipped: 1, failed: 0 },
      { sent: 0, waiting: 0, skipped: 1, failed: 0 },
    ])
  })

  test('two records of one person that become one are told once', async () => {
    const activity = await makeActivity()
    const [one, other] = [await makeRider(), await use.makePerson(payload, { name: '同一人' })]
    await signUp(one, activity)
    await signUp(other, activity)
    await work(noon)
    await send(activity, '只说一次')
    await use.planMessages(await app.req(), noon)
    await use.mergePeople(await app.req(department), { from: other.id, into: one.id, reason: '同一人' }, noon)
    await work(after(MINUTE))
    expect([wordsTo(one).length, texts.filter(({ text }) => text.includes('只说一次')).length]).toEqual([1, 0])
  })
})

describe('sent again', () => {
  test('pressed twice, by two at once, and after an answer that was lost: the first answer, and one message each', async () => {
    const { activity, seated } = await crowd()
    const path = `/activities/${activity.id}/broadcasts`
    const body = { audience: 'all', text: '请带雨具' }
    const answers = await Promise.all(
      ([{}, {}, { 'idempotency-key': 'lost-1' }] as Record<string, string>[]).map((headers) =>
        use.ask({ method: 'POST', path, body, token, headers }),
      ),
    )
    answers.push(await use.ask({ method: 'POST', path, body, token, headers: { 'idempotency-key': 'lost-1' } }))
    // Blanks around it make no other message.
    answers.push(await use.ask({ method: 'POST', path, body: { ...body, text: ' 请带雨具\n' }, token }))
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThanOrEqual(1)
    expect(answers.every(({ status }) => status === 201 || status === 200)).toBe(true)
    expect(new Set(answers.map(({ body: answer }) => JSON.stringify(answer))).size).toBe(1)
    await work(new Date(Math.max(noon.getTime(), Date.now())))
    expect(await stored(activity)).toHaveLength(1)
    expect(wordsTo(seated)).toHaveLength(1)
    // Other words, or other people, are another message.
    expect((await use.ask({ method: 'POST', path, body: { ...body, audience: 'waiting' }, token })).status).toBe(201)
  })

  test.each(['before', 'after'] as const)('by a request that died %s any of its steps', async (when) => {
    let steps = 0
    const { activity, seated } = await crowd()
    for (let step = 1, hasDied = true; hasDied; step += 1) {
      steps = step
      const text = `第 ${step} 步 ${when}`
      const death = use.dyingAt(payload, step, when)
      await send(activity, text).catch(() => undefined)
      hasDied = death.revive()
      await send(activity, text)
      const { docs: lines } = await payload.find({
        collection: 'audit',
        where: { and: [{ subject: { equals: activity.id } }, { action: { equals: 'told' } }] },
        pagination: false,
        overrideAccess: true,
      })
      expect([step, lines.length, (await stored(activity)).length]).toEqual([step, step, step])
    }
    await work(after(MINUTE))
    expect(steps).toBeGreaterThan(3)
    expect(wordsTo(seated)).toHaveLength(steps)
  })
})

describe('the rules', () => {
  test('nobody of the audience is there: refused, and not counted', async () => {
    const activity = await makeActivity()
    await expect(send(activity, '有人吗')).rejects.toMatchObject({ code: 'nobody-to-tell', status: 409 })
    expect(await stored(activity)).toEqual([])
  })

  test('lost property: for some days after the end, also of what was called off', async () => {
    const ended = await makeActivity({ startsAt: iso(-3 * HOUR), endsAt: iso(-HOUR) })
    const rider = await makeRider()
    await signUpOf(rider, ended)
    await send(ended, '有人落下一把伞', 'all', noon)
    await work(noon)
    expect(wordsTo(rider)).toHaveLength(1)
    await expect(send(ended, '还是那把伞', 'all', after(20 * DAY))).rejects.toMatchObject({ code: 'activity-ended' })
    await payload.db.updateOne({
      collection: 'activities',
      id: ended.id,
      data: { status: 'cancelled' },
      returning: false,
    })
    await send(ended, '活动取消了，伞在社区')
    await work(after(MINUTE))
    expect(wordsTo(rider)).toHaveLength(2)
  })

  test('of another unit it is not even there; a person and nobody get nothing', async () => {
    const { activity, seated } = await crowd()
    const elsewhere = await use.makeStaff(payload, 'organiser', units.otherCommunity)
    const town = await use.makeStaff(payload, 'town', units.town)
    const body = { audience: 'all', text: '请带雨具' }
    const codes: Record<string, number[]> = {}
    for (const [name, asker] of Object.entries({
      elsewhere: await use.logIn(elsewhere),
      person: await use.tokenOf(payload, seated),
      nobody: undefined,
      town: await use.logIn(town),
    }))
      codes[name] = await Promise.all(
        ['broadcast-previews', 'broadcasts'].map(
          async (what) =>
            (await use.ask({ method: 'POST', path: `/activities/${activity.id}/${what}`, body, token: asker })).status,
        ),
      )
    expect(codes).toEqual({ elsewhere: [404, 404], person: [403, 403], nobody: [401, 401], town: [200, 201] })
  })

  test('the trail says who wrote to whom about which activity, and not a word of it', async () => {
    const { activity } = await crowd()
    await send(activity, '请带雨具')
    const { docs } = await payload.find({
      collection: 'audit',
      where: { and: [{ subject: { equals: activity.id } }, { action: { equals: 'told' } }] },
      overrideAccess: true,
    })
    expect(docs).toMatchObject([
      {
        actor: `staff:${organiser.id}`,
        actorName: '王组织',
        subjectCollection: 'activities',
        details: { audience: 'all', people: 3 },
      },
    ])
    expect(JSON.stringify(docs)).not.toContain('雨具')
  })

  test('goes to another unit with its activity', async () => {
    const { activity } = await crowd()
    await send(activity, '请带雨具')
    await payload.update({
      collection: 'activities',
      id: activity.id,
      data: { unit: units.otherCommunity.id },
      overrideAccess: true,
    })
    expect((await stored(activity)).map(({ unit }) => unit)).toEqual([units.otherCommunity.id])
  })
})

test('each count on the desk is that of the rows it opens', async () => {
  const { activity, seated, seat, waiting } = await crowd()
  smtp.unknown.add(String(waiting.email))
  await signUp(await makeRider(), activity)
  await send(activity, '请带雨具')
  const [unplanned] = await desk(activity)
  expect([unplanned?.unplanned, unplanned?.counts.waiting]).toEqual([4, 0])
  await use.planMessages(await app.req(), noon)
  await use.cancelRegistration(await app.req(seated), seat, noon)
  await use.sendMessages(await app.req(), noon)
  const [shown] = await desk(activity)
  expect(shown).toMatchObject({
    text: '请带雨具',
    sentBy: '王组织',
    audience: 'all',
    counts: { sent: 2, waiting: 0, skipped: 1, failed: 1 },
    unplanned: 0,
  })
  for (const [name, states] of Object.entries(use.COUNTED)) {
    const where = { and: [{ broadcast: { equals: shown?.id } }, { state: { in: [...states] } }] }
    const { status, body } = await use.ask({ path: `/messages${use.queryOf({ where })}`, token })
    expect([name, status, (body as { totalDocs: number }).totalDocs]).toEqual([
      name,
      200,
      shown?.counts[name as keyof typeof use.COUNTED],
    ])
  }
})

describe('the person', () => {
  test('finds it on the own pages, without a contact too, and in the own data', async () => {
    const { activity, seated, cancelled } = await crowd()
    const silent = await use.makePerson(payload, { phone: null })
    await put(await signUpOf(silent, activity), { status: 'confirmed' })
    await send(activity, '请带雨具')
    await work(after(MINUTE))
    await send(activity, '也带水杯', 'all', after(2 * MINUTE))
    await work(after(2 * MINUTE))
    const found = async (person: Person) => (await use.listMyBroadcasts(await app.req(person))).map(({ text }) => text)
    expect([await found(seated), await found(silent), await found(cancelled)]).toEqual([
      ['也带水杯', '请带雨具'],
      ['也带水杯', '请带雨具'],
      [],
    ])
    const { messages } = await use.getMyData(await app.req(seated))
    expect(messages.flatMap((message) => ('text' in message ? [message.text] : [])).sort()).toEqual([
      '也带水杯',
      '请带雨具',
    ])
    expect(JSON.stringify(await use.getMyData(await app.req(cancelled)))).not.toContain('雨具')
  })

  test('who has everything erased takes along what nobody else was told', async () => {
    const { activity, seated, waiting } = await crowd()
    await send(activity, '给大家')
    await send(activity, '张三，您的钥匙在我这里', 'waiting')
    await work(after(MINUTE))
    await use.eraseMe(await app.req(waiting), after(2 * MINUTE))
    expect((await desk(activity)).map(({ text }) => text).sort()).toEqual([null, '给大家'].sort())
    expect(JSON.stringify(await stored(activity))).not.toContain('钥匙')
    expect(wordsTo(seated)).toHaveLength(1)
    expect(
      (await payload.count({ collection: 'messages', where: { person: { equals: waiting.id } }, overrideAccess: true }))
        .totalDocs,
    ).toBe(0)
  })
})

describe('a worker that dies at any point', () => {
  test.each(['before', 'after'] as const)('%s each of its steps: everybody is told once', async (when) => {
    let steps = 0
    const { activity, seated, waiting } = await crowd(300 * DAY)
    for (let step = 1, hasDied = true; hasDied; step += 1) {
      steps = step
      const at = (ms: number): Date => after(step * DAY + ms)
      smtp.accepted.length = 0
      await send(activity, `第 ${step} 步`, 'all', at(0))
      const death = use.dyingAt(payload, step, when)
      await work(at(0)).catch(() => undefined)
      hasDied = death.revive()
      for (let run = 1; run <= 2; run += 1) await work(at(10 * run * MINUTE))
      expect([step, distinct(wordsTo(seated)), distinct(wordsTo(waiting))]).toEqual([step, 1, 1])
    }
    expect(steps).toBeGreaterThan(15)
    const rows = (await rowsAbout(activity)).filter(({ kind }) => kind === 'broadcast')
    expect(rows).toHaveLength(3 * steps)
    expect(rows.every(({ state }) => state === 'sent')).toBe(true)
  })
})

/** The engine of the tests takes minutes for thousands of mails: there it is 6,000 when BROADCAST_PEOPLE says so. */
const MANY = Number(process.env.BROADCAST_PEOPLE ?? (process.env.DATABASE_URI?.startsWith('mongodb') ? 1200 : 6000))
/** Rounds from one death to the next; with more of them, all rounds of a day are not enough for 6,000. */
const EVERY = MANY < 3000 ? 3 : 6
const left = async (activity: Activity): Promise<number> => {
  const [broadcast] = await desk(activity)
  return broadcast ? broadcast.counts.waiting + broadcast.unplanned : 0
}

test(`to ${MANY} people, a mail server that fails at random and workers killed again and again: each once`, async () => {
  const activity = await makeActivity({ startsAt: iso(60 * DAY), endsAt: iso(60 * DAY + HOUR), capacity: null })
  const stamped = { createdAt: noon.toISOString(), updatedAt: noon.toISOString() }
  const people = Array.from({ length: MANY }, (_, index) => ({
    id: use.newId(payload),
    email: `many-${index}@example.org`,
  }))
  await use.bulkInsert(
    payload,
    'people',
    people.map(({ id, email }): Row => ({
      ...stamped,
      id,
      name: '众人',
      email,
      emailHash: use.keyedHash('email', email),
      phone: null,
      phoneHash: `none:${randomUUID()}`,
      volunteerNumber: `M-${id}`,
    })),
  )
  await use.bulkInsert(
    payload,
    'registrations',
    people.map(({ id }, index): Row => ({
      ...stamped,
      id: use.newId(payload),
      activity: activity.id,
      person: id,
      unit: units.community.id,
      status: 'confirmed',
      walkIn: false,
      attendance: 'unknown',
      size: 1,
      sequence: index + 1,
      revision: randomUUID(),
      unsettled: false,
    })),
  )
  expect(await send(activity, '场地改到二楼，请带雨具')).toMatchObject({ people: MANY })

  // Now and then the worker dies somewhere in the hundred messages that a round takes on.
  smtp.misbehave([...REFUSALS, ...DROPS, ...IN_DOUBT], 0.05)
  let deaths = 0
  const rounds = 90
  for (let round = 0; round < rounds && (await left(activity)) > 0; round += 1) {
    const isKilled = round % EVERY === 1
    const death =
      isKilled &&
      use.dyingAt(payload, 1 + Math.floor(Math.random() * 250), round % (2 * EVERY) === 1 ? 'before' : 'after')
    // Later than the lease of those that were on their way when it died.
    await work(after(round * 6 * MINUTE)).catch(() => undefined)
    if (death && death.revive()) deaths += 1
  }
  expect(deaths).toBeGreaterThan(2)
  expect((await desk(activity))[0]?.counts).toEqual({ sent: MANY, waiting: 0, skipped: 0, failed: 0 })
  const taken = new Map<string, Set<string | undefined>>()
  for (const { to, messageId } of smtp.accepted) {
    const address = [to].flat()[0]?.value[0]?.address ?? ''
    taken.set(address, (taken.get(address) ?? new Set()).add(messageId))
  }
  expect(people.filter(({ email }) => taken.get(email)?.size !== 1)).toEqual([])
  const surplus = smtp.accepted.length - distinct(smtp.accepted)
  const doubts = (await rowsAbout(activity)).reduce((sum, row) => sum + row.doubts, 0)
  expect(surplus).toBeLessThanOrEqual(doubts)
}, 600_000)
