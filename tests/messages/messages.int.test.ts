import { describe, expect, test } from '@jest/globals'
import { dayOf } from '../../src/domain/shared/calendar.ts'
import { formatPeriod } from '../../src/domain/shared/dates.ts'
import type { Activity, Person } from '../../src/payload-types.ts'
import {
  after,
  app,
  calendarOf,
  DAY,
  distinct,
  edit,
  gatewayAnswers,
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
  toldTo,
  units,
  use,
  work,
} from '../support/mailWorld.ts'

/**
 * What people are told (docs/messages.md): every event reaches everyone it concerns once. That this holds whatever mail
 * servers and processes do is the matter of mailServer.int.test.ts.
 */
describe('every event makes one message to each it concerns', () => {
  test('sign-up, place in line, cancellation and promotion', async () => {
    const activity = await makeActivity({ capacity: 1 })
    const [first, second] = [await makeRider(), await makeRider()]
    const { id } = await signUp(first, activity)
    await signUp(second, activity)
    for (let run = 0; run < 3; run += 1) await work(after(run * MINUTE))
    expect([toldTo(first), toldTo(second)]).toEqual([['报名成功'], ['已进入候补']])

    await use.cancelRegistration(await app.req(first), id, after(5 * MINUTE))
    for (let run = 0; run < 3; run += 1) await work(after((6 + run) * MINUTE))
    expect([toldTo(first), toldTo(second)]).toEqual([
      ['报名成功', '报名已取消'],
      ['已进入候补', '候补转正'],
    ])
    const [confirmed, cancelled] = mailsTo(first)
    expect(calendarOf(confirmed)).toContain('METHOD:PUBLISH')
    expect(calendarOf(cancelled)).toContain('METHOD:CANCEL')
    const [uid, sequence] = [/UID:(.+)\r/, /SEQUENCE:(\d+)/].map((pattern) =>
      [calendarOf(confirmed), calendarOf(cancelled)].map((entry) => pattern.exec(entry)?.[1]),
    ) as [string[], string[]]
    expect(uid[0]).toBe(uid[1])
    expect(Number(sequence[1])).toBeGreaterThan(Number(sequence[0]))
    expect(confirmed?.text).toContain(`/me/registrations/${id}/ticket`)
    expect(confirmed?.attachments.some(({ contentType }) => contentType === 'image/png')).toBe(true)
    expect(calendarOf(mailsTo(second)[0])).toBe('')
    expect(calendarOf(mailsTo(second)[1])).toContain('METHOD:PUBLISH')
  })

  test('a cancellation is told once nobody can take it back any more, and never one that was taken back', async () => {
    const activity = await makeActivity({ capacity: 1 })
    const [first, second] = [await makeRider(), await makeRider()]
    const { id } = await signUp(first, activity)
    await signUp(second, activity)
    await work(noon)
    const leave = async (now: Date) => use.cancelRegistration(await app.req(first), id, now, { isUndoable: true })
    const turn = async (now: Date): Promise<void> => {
      await use.moveOffersOn(await app.req(), now)
      await work(now)
    }
    await leave(after(MINUTE))
    await turn(after(MINUTE + 29_000))
    await use.undoCancellation(await app.req(first), id, after(MINUTE + 29_500))
    for (const later of [30_000, 60_000]) await turn(after(MINUTE + later))
    expect([toldTo(first), toldTo(second)]).toEqual([['报名成功'], ['已进入候补']])
    await leave(after(5 * MINUTE))
    for (const later of [29_000, 30_000, 90_000]) await turn(after(5 * MINUTE + later))
    expect([toldTo(first), toldTo(second)]).toEqual([
      ['报名成功', '报名已取消'],
      ['已进入候补', '候补转正'],
    ])
  })

  test('the calendar entry of the page is that of the mail; a change makes a later one', async () => {
    const activity = await makeActivity()
    const [person, waiting] = [await makeRider(), await makeRider()]
    const { id } = await signUp(person, activity, new Date())
    await work(noon)
    const uidOf = (entry: string) => [/UID:(.+)\r/, /SEQUENCE:(\d+)/].map((part) => part.exec(entry)?.[1])
    const entryNow = async () => use.getCalendarEntry(await app.req(person), id, noon)
    const { entry, title } = await entryNow()
    expect(title).toBe(activity.title)
    expect(uidOf(entry)).toEqual(uidOf(calendarOf(mailsTo(person)[0])))
    expect(entry).toContain('TRIGGER:-PT2H')
    await edit(activity, { place: '乙一社区文化站' })
    const [uid, sequence] = uidOf((await entryNow()).entry)
    expect([uid, Number(sequence)]).toEqual([uidOf(entry)[0], Number(uidOf(entry)[1]) + 1])
    const answer = await use.ask({ path: `/registrations/${id}/calendar`, token: await use.tokenOf(payload, person) })
    expect([answer.status, answer.type]).toEqual([200, 'text/calendar; charset=utf-8'])
    // Nobody else's, and nobody's without a seat.
    await expect(use.getCalendarEntry(await app.req(waiting), id, noon)).rejects.toMatchObject({ code: 'not-found' })
    await use.cancelRegistration(await app.req(person), id, new Date(), { isUndoable: true })
    await expect(entryNow()).rejects.toMatchObject({ code: 'not-found' })
  })

  test('an application, its approval and its refusal', async () => {
    const activity = await makeActivity({ approval: true })
    const organiser = await use.makeStaff(payload, 'organiser', units.community)
    const [taken, refused] = [await makeRider(), await makeRider()]
    const [one, other] = [await signUp(taken, activity), await signUp(refused, activity)]
    await work(noon)
    await use.decideRegistration(await app.req(organiser), { id: one.id, decision: 'approve' }, after(MINUTE))
    await use.decideRegistration(
      await app.req(organiser),
      { id: other.id, decision: 'refuse', reason: '仅限本社区' },
      after(MINUTE),
    )
    await work(after(2 * MINUTE))
    expect([toldTo(taken), toldTo(refused)]).toEqual([
      ['申请已收到', '报名成功'],
      ['申请已收到', '报名未通过'],
    ])
    expect(mailsTo(refused)[1]?.text).toContain('仅限本社区')
  })

  test('an offer, its acceptance, and an offer that lapsed, with somebody there to take it [D15]', async () => {
    const activity = await makeActivity({ capacity: 1, startsAt: iso(3 * HOUR), endsAt: iso(5 * HOUR) })
    const [holder, slow, quick] = [await makeRider(), await makeRider(), await makeRider()]
    const { id } = await signUp(holder, activity)
    await signUp(slow, activity)
    const last = await signUp(quick, activity)
    await work(noon)
    await use.cancelRegistration(await app.req(holder), id, after(100 * MINUTE))
    await work(after(101 * MINUTE))
    await use.moveOffersOn(await app.req(), after(130 * MINUTE))
    await work(after(131 * MINUTE))
    await use.acceptOffer(await app.req(quick), last.id, after(132 * MINUTE))
    await work(after(133 * MINUTE))
    expect([toldTo(slow), toldTo(quick)]).toEqual([
      ['已进入候补', '请在', '名额已让出'],
      ['已进入候补', '请在', '报名成功'],
    ])
  })

  test('who was passed in the line, or walked in, is told nothing of that', async () => {
    const activity = await makeActivity({ capacity: 3, partyLimit: 3 })
    const [holder, party, single] = [await makeRider(), await makeRider(), await makeRider()]
    await use.register(await app.req(holder), { activityId: activity.id, size: 2 }, noon)
    await use.register(await app.req(party), { activityId: activity.id, size: 3 }, noon)
    await signUp(single, activity)
    await work(noon)
    await work(after(MINUTE))
    const passed = await payload.db.findOne<{ id: string; history: { what: string }[] }>({
      collection: 'registrations',
      where: { and: [{ activity: { equals: activity.id } }, { person: { equals: party.id } }] },
    })
    expect(passed?.history.map(({ what }) => what)).toContain('passed')
    expect([toldTo(party), toldTo(single)]).toEqual([['已进入候补'], ['候补转正']])
  })

  test('what changed before anybody was told is told once, as it stands', async () => {
    const activity = await makeActivity()
    const person = await makeRider()
    const { id } = await signUp(person, activity)
    await use.cancelRegistration(await app.req(person), id, after(MINUTE))
    await work(after(2 * MINUTE))
    expect(toldTo(person)).toEqual(['报名已取消'])
  })

  test('an activity that moves, is cancelled and comes back', async () => {
    const activity = await makeActivity({ capacity: 1 })
    const [confirmed, waiting, gone, late] = [
      await makeRider(),
      await makeRider(),
      await makeRider(),
      await makeRider(),
    ]
    await signUp(confirmed, activity, new Date())
    await signUp(waiting, activity, new Date())
    const { id } = await signUp(gone, activity, new Date())
    await use.cancelRegistration(await app.req(gone), id, new Date())
    await work(noon)
    smtp.accepted.length = 0

    await edit(activity, { place: '乙一社区文化站', startsAt: iso(10 * DAY + HOUR) })
    await signUp(late, activity, after(2 * DAY))
    for (let run = 0; run < 3; run += 1) await work(after(run * MINUTE))
    expect([toldTo(confirmed), toldTo(waiting), toldTo(gone), toldTo(late)]).toEqual([
      ['时间或地点有变'],
      ['时间或地点有变'],
      [],
      ['已进入候补'],
    ])
    expect(mailsTo(confirmed)[0]?.text).toContain('地点由“甲一社区党群服务中心”改为“乙一社区文化站”')
    expect([calendarOf(mailsTo(confirmed)[0]), calendarOf(mailsTo(waiting)[0])]).toEqual([
      expect.stringContaining('METHOD:PUBLISH'),
      '',
    ])

    await edit(activity, { description: '内容有补充', capacity: 1 })
    await work(after(4 * MINUTE))
    expect(toldTo(confirmed)).toHaveLength(1)

    await edit(activity, { status: 'cancelled', cancelReason: '台风' })
    await work(after(5 * MINUTE))
    await edit(activity, { status: 'published' })
    await work(after(6 * MINUTE))
    expect([toldTo(confirmed), toldTo(waiting), toldTo(gone)]).toEqual([
      ['时间或地点有变', '活动取消', '活动照常举办'],
      ['时间或地点有变', '活动取消', '活动照常举办'],
      [],
    ])
    expect(mailsTo(confirmed)[1]?.text).toContain('台风')
    expect(calendarOf(mailsTo(confirmed)[1])).toContain('METHOD:CANCEL')
  })

  test('an edit that begins before the last notice is queued, and is stored after, is told as well', async () => {
    const activity = await makeActivity()
    const person = await makeRider()
    await signUp(person, activity, new Date())
    await work(noon)
    await edit(activity, { place: '二号楼' })
    const { db } = payload
    const updateOne = db.updateOne.bind(db)
    db.updateOne = async (args) => {
      if (args.collection === 'activities') {
        db.updateOne = updateOne
        await work(after(MINUTE))
      }
      return updateOne(args)
    }
    const latest = { place: '三号楼' }
    // On MongoDB it is a conflict of two transactions, and src/server/api.ts runs the request again.
    await edit(activity, latest).catch((error: unknown) => {
      if (!use.isTransientConflict(error)) throw error
      return edit(activity, latest)
    })
    expect(db.updateOne).toBe(updateOne)
    await work(after(2 * MINUTE))
    expect(toldTo(person)).toEqual(['报名成功', '时间或地点有变', '时间或地点有变'])
    expect(mailsTo(person)[2]?.text).toContain('改为“三号楼”')
  })

  test('reminders a day and two hours before the start, to who was confirmed by then', async () => {
    // From 15:00 to 17:00, in the day.
    const startsAt = 3 * DAY + 3 * HOUR
    const activity = await makeActivity({ startsAt: iso(startsAt), endsAt: iso(startsAt + 2 * HOUR), capacity: 2 })
    const [early, late, waiting] = [await makeRider(), await makeRider(), await makeRider()]
    await signUp(early, activity)
    await work(noon)
    await work(after(startsAt - DAY - MINUTE))
    expect(toldTo(early)).toEqual(['报名成功'])
    for (let run = 0; run < 3; run += 1) await work(after(startsAt - DAY + run * MINUTE))
    await signUp(late, activity, after(startsAt - DAY + 5 * MINUTE))
    await signUp(waiting, activity, after(startsAt - DAY + 5 * MINUTE))
    await work(after(startsAt - DAY + 6 * MINUTE))
    for (let run = 0; run < 3; run += 1) await work(after(startsAt - 2 * HOUR + run * MINUTE))
    await work(after(startsAt + MINUTE))
    expect([toldTo(early), toldTo(late), toldTo(waiting)]).toEqual([
      ['报名成功', '明天见', '快开始了'],
      ['报名成功', '快开始了'],
      ['已进入候补', '候补已截止'],
    ])
  })

  test('reminders of an activity before which many others start', async () => {
    const startsAt = 60 * DAY
    const template = {
      title: '很多活动之一',
      line: 'riders',
      theme: 'warm',
      unit: units.community.id,
      endsAt: iso(startsAt),
      place: '广场',
      ledger: 'participation',
      status: 'published',
    }
    const others = Array.from({ length: 250 }, () => ({
      ...template,
      id: use.newId(payload),
      startsAt: iso(startsAt - 3 * HOUR),
      createdAt: iso(0),
      updatedAt: iso(0),
      revision: null,
    }))
    await use.bulkInsert(payload, 'activities', others)
    const activity = await makeActivity({ startsAt: iso(startsAt), endsAt: iso(startsAt + HOUR) })
    const person = await makeRider()
    await signUp(person, activity)
    await work(noon)
    for (let run = 0; run < 2; run += 1) await work(after(startsAt - DAY + HOUR + run * MINUTE))
    expect(toldTo(person)).toEqual(['报名成功', '明天见'])
  })

  test('reminders move with the start', async () => {
    const startsAt = 3 * DAY + 3 * HOUR
    const activity = await makeActivity({ startsAt: iso(startsAt), endsAt: iso(startsAt + 2 * HOUR) })
    const person = await makeRider()
    await signUp(person, activity, new Date())
    await work(noon)
    await work(after(startsAt - DAY))
    await edit(activity, { startsAt: iso(startsAt + 2 * DAY), endsAt: iso(startsAt + 2 * DAY + HOUR) })
    await work(after(startsAt - DAY + MINUTE))
    await work(after(startsAt - 2 * HOUR))
    expect(toldTo(person)).toEqual(['报名成功', '明天见', '时间或地点有变'])
    await work(after(startsAt + DAY))
    expect(toldTo(person)).toEqual(['报名成功', '明天见', '时间或地点有变', '明天见'])
  })

  test('thanks after the end, once, to who came', async () => {
    const activity = await makeActivity({ startsAt: iso(HOUR), endsAt: iso(2 * HOUR) })
    const [came, stayed] = [await makeRider(), await makeRider()]
    const { id } = await signUp(came, activity)
    await signUp(stayed, activity)
    const mark = (attendance: 'present' | 'absent') =>
      payload.update({ collection: 'registrations', id, data: { attendance }, depth: 0, overrideAccess: true })
    await mark('present')
    await work(noon)
    expect(toldTo(came)).toEqual(['报名成功'])
    await work(after(2 * HOUR))
    await mark('absent')
    await mark('present')
    await work(after(3 * HOUR))
    expect([toldTo(came), toldTo(stayed)]).toEqual([['报名成功', '感谢参加'], ['报名成功']])
    expect(mailsTo(came)[1]?.text).toContain(`/me/registrations/${id}`)
  })

  test('who has a phone alone gets a short text, with a key the gateway can know it by', async () => {
    const person = await use.makePerson(payload)
    const activity = await makeActivity()
    await signUp(person, activity)
    gatewayAnswers.status = 503
    await work(noon)
    gatewayAnswers.status = 200
    await work(after(MINUTE))
    await work(after(2 * MINUTE))
    expect(texts.map(({ phone }) => phone)).toEqual([person.phone])
    expect(texts[0]?.text).toMatch(/^【先蜂】您已报名《.+》/)
    expect(texts[0]?.id).toMatch(/^<[0-9a-f]{32}@/)
    expect((await rowsAbout(activity))[0]).toMatchObject({ state: 'sent', channel: 'sms', attempts: 2 })
  })
})

describe('what is told of a record [F9]', () => {
  /** Somebody served for two hours, in an activity that is over. */
  async function served(person: Person): Promise<{ activity: Activity; id: string }> {
    const activity = await makeActivity({ ledger: 'service', startsAt: iso(HOUR), endsAt: iso(3 * HOUR) })
    const { id } = await signUp(person, activity, new Date())
    await payload.db.updateOne({
      collection: 'registrations',
      id,
      data: { attendance: 'present', minutes: 120, unnotified: false },
      returning: false,
    })
    const over = { startsAt: iso(-3 * DAY), endsAt: iso(-3 * DAY + 2 * HOUR) }
    await payload.db.updateOne({ collection: 'activities', id: activity.id, data: over, returning: false })
    return { activity, id }
  }
  const makeOrganiser = () => use.makeStaff(payload, 'organiser', units.community)
  const ask = async (person: Person, id: string) =>
    use.requestCorrection(await app.req(person), { id, wish: '时长不对' })

  test.each([
    ['accepted', '已采纳'],
    ['refused', '未采纳'],
  ] as const)(
    'an answer to a request to correct it, %s, with the reason, once and not at night',
    async (decision, said) => {
      const [person, organiser] = [await makeRider(), await makeOrganiser()]
      const { id } = await served(person)
      const request = await ask(person, id)
      const night = after(10 * HOUR)
      await use.answerCorrection(
        await app.req(organiser),
        { id: request.id, decision, answer: '签到表上是 90 分钟' },
        night,
      )
      await work(night)
      expect(toldTo(person)).toEqual([])
      for (let run = 0; run < 3; run += 1) await work(after(20 * HOUR + run * MINUTE))
      expect(toldTo(person)).toEqual(['更正申请已答复'])
      for (const part of [said, '签到表上是 90 分钟', `/me/registrations/${id}`])
        expect(mailsTo(person)[0]?.text).toContain(part)
    },
  )

  test('certificates: one mail for all that came together, none for what was revoked before it went', async () => {
    const [person, single, organiser] = [await makeRider(), await makeRider(), await makeOrganiser()]
    const [first, second] = [await served(person), await served(person)]
    const revoked = await served(single)
    const issue = async ({ activity }: { activity: Activity }, now: Date) =>
      use.issueCertificates(await app.req(organiser), { activity: activity.id }, now)
    const [, , [gone]] = [await issue(first, noon), await issue(second, after(5 * MINUTE)), await issue(revoked, noon)]
    await use.revokeCertificate(
      await app.req(organiser),
      { id: gone?.certificate?.id ?? '', reason: '录错了' },
      after(MINUTE),
    )
    await work(after(9 * MINUTE))
    expect([toldTo(person), toldTo(single)]).toEqual([[], []])
    for (let run = 0; run < 3; run += 1) await work(after((10 + run) * MINUTE))
    expect([toldTo(person), toldTo(single)]).toEqual([['志愿服务证明已出具'], []])
    for (const { activity } of [first, second]) expect(mailsTo(person)[0]?.text).toContain(activity.title)
    const day = dayOf(after(-3 * DAY))
    const period = { unit: units.community.id, from: day, to: day, people: [person.id] }
    expect(await use.issueCertificates(await app.req(organiser), period, after(HOUR))).toMatchObject([
      { outcome: 'issued' },
    ])
    for (let run = 0; run < 2; run += 1) await work(after(2 * HOUR + run * MINUTE))
    expect(toldTo(person)).toHaveLength(2)
    expect(mailsTo(person)[1]?.text).toContain(`时段：${formatPeriod(day, day)}`)
  })

  test.each(['before', 'after'] as const)('by a worker that dies %s each of its steps: once', async (when) => {
    const organiser = await makeOrganiser()
    let steps = 0
    for (let step = 1, hasDied = true; hasDied; step += 1) {
      steps = step
      const person = await makeRider()
      const { activity, id } = await served(person)
      const request = await ask(person, id)
      await use.answerCorrection(
        await app.req(organiser),
        { id: request.id, decision: 'refused', answer: '无误' },
        noon,
      )
      await use.issueCertificates(await app.req(organiser), { activity: activity.id }, noon)
      const death = use.dyingAt(payload, step, when)
      await work(after(11 * MINUTE)).catch(() => undefined)
      hasDied = death.revive()
      for (let run = 0; run < 3; run += 1) await work(after((20 + 10 * run) * MINUTE))
      const mails = mailsTo(person)
      expect([step, distinct(mails), [...new Set(toldTo(person))].sort()]).toEqual([
        step,
        2,
        ['志愿服务证明已出具', '更正申请已答复'].sort(),
      ])
      await payload.db.deleteMany({ collection: 'messages', where: { person: { equals: person.id } } })
    }
    expect(steps).toBeGreaterThan(15)
  })
})

describe('who is left alone', () => {
  test('the link in a mail turns off reminders and thanks, and nothing else', async () => {
    const startsAt = 3 * DAY + 3 * HOUR
    const activity = await makeActivity({ startsAt: iso(startsAt), endsAt: iso(startsAt + 2 * HOUR) })
    const person = await makeRider()
    await signUp(person, activity, new Date())
    await work(noon)
    const headers = mailsTo(person)[0]?.headers.get('list') as { unsubscribe?: { url?: string } } | undefined
    const link = new URL(headers?.unsubscribe?.url ?? '')
    expect(mailsTo(person)[0]?.headerLines.find(({ key }) => key === 'list-unsubscribe-post')?.line).toContain(
      'List-Unsubscribe=One-Click',
    )
    expect(mailsTo(person)[0]?.text).toContain(link.href)
    const token = link.searchParams.get('t')
    expect(await use.setMessageSettings(await app.req(), { token, isOn: false }, noon)).toEqual({ isOn: false })
    await expect(
      use.setMessageSettings(
        await app.req(),
        { token: `${token?.slice(0, -1)}${token?.endsWith('A') ? 'B' : 'A'}`, isOn: true },
        noon,
      ),
    ).rejects.toMatchObject({ code: 'not-found' })
    await expect(use.getMessageSettings(await app.req(), null)).rejects.toMatchObject({ code: 'not-logged-in' })
    await work(after(startsAt - DAY))
    await edit(activity, { place: '二号楼' })
    await work(after(startsAt - DAY + MINUTE))
    expect(toldTo(person)).toEqual(['报名成功', '时间或地点有变'])
    expect((await rowsAbout(activity)).find(({ kind }) => kind === 'reminder24h')).toMatchObject({
      state: 'skipped',
      reason: 'unsubscribed',
      attempts: 0,
    })
    await use.setMessageSettings(await app.req(person), { token: null, isOn: true }, noon)
    await work(after(startsAt - 2 * HOUR))
    expect(toldTo(person)).toEqual(['报名成功', '时间或地点有变', '快开始了'])
  })

  test('the night is quiet, but for what cannot wait', async () => {
    const night = after(10 * HOUR)
    const [tomorrow, later] = [
      await makeActivity({ startsAt: iso(19 * HOUR), endsAt: iso(21 * HOUR) }),
      await makeActivity(),
    ]
    const [soon, patient] = [await makeRider(), await makeRider()]
    await signUp(soon, tomorrow)
    await signUp(patient, later)
    await work(night)
    expect([toldTo(soon), toldTo(patient)]).toEqual([['报名成功'], []])
    await work(after(19 * HOUR + 29 * MINUTE))
    expect(toldTo(patient)).toEqual([])
    await work(after(19.5 * HOUR))
    expect(toldTo(patient)).toEqual(['报名成功'])
  })

  test('an erased person gets nothing, and no row is left', async () => {
    const activity = await makeActivity()
    const person = await makeRider()
    await signUp(person, activity)
    await use.planMessages(await app.req(), noon)
    await use.eraseMe(await app.req(person), noon)
    expect(await rowsAbout(activity)).toEqual([])
    await work(after(MINUTE))
    expect(mailsTo(person)).toEqual([])
    expect(await rowsAbout(activity)).toEqual([])
  })

  test('rows say nothing about anybody', async () => {
    const activity = await makeActivity()
    const person = await makeRider()
    smtp.unknown.add(String(person.email))
    await signUp(person, activity)
    await work(noon)
    const rows = JSON.stringify(await rowsAbout(activity))
    expect(rows).toContain('SMTP 550')
    for (const personal of ['王小明', person.phone, person.email]) expect(rows).not.toContain(personal)
  })

  test('an address that does not exist is given up at once, a silent server after many tries, and both are to be seen', async () => {
    const [refused, unheard] = [
      await makeActivity(),
      await makeActivity({ startsAt: iso(30 * DAY), endsAt: iso(30 * DAY + HOUR) }),
    ]
    const [one, other] = [await makeRider(), await makeRider()]
    smtp.unknown.add(String(one.email))
    await signUp(one, refused)
    await work(noon)
    expect(await rowsAbout(refused)).toMatchObject([{ state: 'failed', attempts: 1, error: 'SMTP 550', doubts: 0 }])
    smtp.misbehave(['refuse-connection'], 1)
    await signUp(other, unheard)
    // Nights do not count.
    for (let round = 0; round < 28; round += 1) await work(after(3 * round * HOUR))
    expect(await rowsAbout(unheard)).toMatchObject([{ state: 'failed', attempts: 14, error: 'SMTP 421' }])
    smtp.misbehave([], 0)
    await work(after(4 * DAY))
    expect(mailsTo(other)).toEqual([])
  })
})
