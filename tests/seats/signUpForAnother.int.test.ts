import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Payload } from 'payload'
import { env } from '../../src/env.ts'
import { LIMITS } from '../../src/domain/shared/limits.ts'
import { mergePeople } from '../../src/operations/people/mergePeople.ts'
import { cancelRegistration } from '../../src/operations/seats/cancelRegistration.ts'
import { listSignUps } from '../../src/operations/seats/listSignUps.ts'
import { register } from '../../src/operations/seats/register.ts'
import { planMessages } from '../../src/operations/messages/planMessages.ts'
import { claimLimit } from '../../src/operations/shared/claimLimit.ts'
import type { Activity, Person, Registration, Staff } from '../../src/payload-types.ts'
import { logIn } from '../support/accessWorld.ts'
import { expectExact } from '../support/expectExact.ts'
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
import { ask, queryOf, type Answer } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { tokenOf } from '../support/tokens.ts'

/** Somebody rings up, and staff sign them up: the same sign-up as one's own, with the consent that was heard. */
let app: TestPayload
let payload: Payload
let units: UnitTree
let organiser: Staff
let department: Staff
let token: string
let activity: Activity

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', units.community, { name: '接电话的人' })
  department = await makeStaff(payload, 'department', units.county)
  token = await logIn(organiser)
})
afterAll(() => app.stop())

beforeEach(async () => {
  activity = await makeActivity(payload, units.community)
})

interface Body {
  id: string
  status: string
  position?: number
  code: string
  detail: string
  fields: Record<string, string>
  clashes: { title: string }[]
}
const signUp = async (
  body: object,
  { of = activity, headers = {}, by = token }: { of?: Activity; headers?: Record<string, string>; by?: string } = {},
): Promise<Answer & { body: Body }> =>
  (await ask({
    method: 'POST',
    path: `/activities/${of.id}/sign-ups`,
    token: by,
    headers,
    body: { consent: true, ...body },
  })) as Answer & { body: Body }
let callers = 0
const caller = (name = `来电 ${(callers += 1)}`, phone = newPhone()) => ({ name, phone })

const rowsOf = async ({ id }: Activity): Promise<Registration[]> =>
  (
    await payload.find({
      collection: 'registrations',
      where: { activity: { equals: id } },
      sort: 'sequence',
      pagination: false,
      depth: 0,
      overrideAccess: true,
    })
  ).docs
/** Phones are stored encrypted: no database looks for them. */
const peopleOf = async (phone: string): Promise<Person[]> =>
  (await payload.find({ collection: 'people', pagination: false, depth: 0, overrideAccess: true })).docs
    .filter((person) => person.phone === phone)
    .map((person) => ({ ...person, collection: 'people' }))
const countPeople = async (): Promise<number> =>
  // Without a filter MongoDB answers with an estimate.
  (await payload.count({ collection: 'people', where: { name: { exists: true } }, overrideAccess: true })).totalDocs
const personOf = (id: unknown): Promise<Person> =>
  payload.findByID({ collection: 'people', id: String(id), depth: 0, overrideAccess: true })
const auditOf = async (subject: string): Promise<(string | null | undefined)[]> =>
  (
    await payload.find({
      collection: 'audit',
      where: { and: [{ subject: { equals: subject } }, { actor: { equals: `staff:${organiser.id}` } }] },
      pagination: false,
      overrideAccess: true,
    })
  ).docs.map(({ reason }) => reason)

describe('somebody who rings up', () => {
  it('gets a seat, and the consent stands with who heard it and when, apart from the person’s own', async () => {
    const { name, phone } = caller()
    const before = Date.now()
    const { status, body } = await signUp({ name, phone })
    expect([status, body]).toEqual([201, { id: expect.any(String), status: 'confirmed', size: 1, clashes: [] }])
    const [row] = await rowsOf(activity)
    expect(row).toMatchObject({ id: body.id, status: 'confirmed', sequence: 1, spokenConsentBy: organiser.id })
    expect(Date.parse(row?.spokenConsentAt ?? '')).toBeGreaterThanOrEqual(before)
    const person = await personOf(row?.person)
    expect(person).toMatchObject({ name, phone })
    expect([person.consentAt ?? null, person.pendingPhone ?? null]).toEqual([null, null])
    expect(await auditOf(body.id)).toEqual(['代为报名，已向本人口头说明并取得同意'])
    const sheet = await listSignUps(await app.req(organiser), activity.id, 1, new Date())
    expect(sheet.signUps).toEqual([
      expect.objectContaining({
        name,
        phone: `${phone.slice(0, 3)}****${phone.slice(-4)}`,
        spokenConsent: { at: row?.spokenConsentAt, by: '接电话的人' },
      }),
    ])
    await expectExact(payload)
  })

  it('is told by the usual message, finds the sign-up as their own, and cancels it, or has it cancelled', async () => {
    const { name, phone } = caller()
    const { body } = await signUp({ name, phone })
    await planMessages(await app.req(), new Date())
    const { docs } = await payload.find({
      collection: 'messages',
      where: { registration: { equals: body.id } },
      overrideAccess: true,
    })
    expect(docs.map(({ kind }) => kind)).toEqual(['confirmed'])
    const [person] = await peopleOf(phone)
    const own = await ask({ path: '/me/registrations', token: await tokenOf(payload, person as Person) })
    expect(own.body).toMatchObject([{ id: body.id, status: 'confirmed' }])
    await cancelRegistration(await app.req(organiser), body.id, new Date(), { reason: '本人来电取消' })
    expect((await rowsOf(activity))[0]?.status).toBe('cancelled')
    // And rings up again: the same record, at the end of the line.
    expect((await signUp({ name, phone })).body).toMatchObject({ id: body.id, status: 'confirmed' })
    expect((await rowsOf(activity)).map(({ sequence }) => sequence)).toEqual([2])
    await expectExact(payload)
  })

  it('who later signs up by themselves needs nobody’s word any more', async () => {
    const { name, phone } = caller()
    const { body } = await signUp({ name, phone })
    const [person] = await peopleOf(phone)
    await cancelRegistration(await app.req(person), body.id, new Date())
    await register(await app.req(person), { activityId: activity.id }, new Date())
    const [row] = await rowsOf(activity)
    expect([row?.spokenConsentAt ?? null, row?.spokenConsentBy ?? null]).toEqual([null, null])
  })

  it('is signed up once, whichever way the call is repeated', async () => {
    const { name, phone } = caller()
    const headers = { 'Idempotency-Key': `"${phone}"` }
    const [first, second] = [await signUp({ name, phone }, { headers }), await signUp({ name, phone }, { headers })]
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body])
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect([(await signUp({ name, phone })).status, (await signUp({ name, phone })).body.id]).toEqual([
      200,
      first.body.id,
    ])
    const together = caller()
    const answers = await Promise.all(Array.from({ length: 6 }, () => signUp(together)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201])
    expect([(await rowsOf(activity)).length, (await peopleOf(together.phone)).length]).toEqual([2, 1])
    // Also for one who shares a phone, and so has none to be known by.
    const child = { ...caller('小来电', phone), who: 'another' as const }
    expect([(await signUp(child)).status, (await signUp(child)).status]).toEqual([201, 200])
    expect((await rowsOf(activity)).length).toBe(3)
    await expectExact(payload)
  })

  it('answers the questions of the activity, and brings a party', async () => {
    activity = await makeActivity(payload, units.community, {
      partyLimit: 3,
      questions: [
        { label: '饮食', kind: 'select', options: ['清真', '普通'], required: true },
        { label: '几点到', kind: 'time', showWhen: '饮食', showWhenAnswer: '清真', required: true },
      ],
    })
    const [meal, arrival] = (activity.questions ?? []).map(({ id }) => String(id))
    const people = await countPeople()
    const missing = await signUp({ ...caller(), answers: { [meal ?? '']: '清真' } })
    expect([missing.status, missing.body.fields]).toEqual([400, { [`answers.${arrival}`]: '请回答“几点到”。' }])
    expect((await signUp({ ...caller(), size: 4, answers: { [meal ?? '']: '普通' } })).body.code).toBe('invalid-input')
    // Nothing of a person is kept for a sign-up that was none.
    expect(await countPeople()).toBe(people)
    const { body } = await signUp({ ...caller(), size: 3, answers: { [meal ?? '']: '普通' } })
    expect(body).toMatchObject({ status: 'confirmed', size: 3 })
    expect((await rowsOf(activity))[0]).toMatchObject({ answers: { [meal ?? '']: '普通' } })
    await expectExact(payload)
  })

  it('waits where it is full, and is refused where nobody can wait, leaving no person behind', async () => {
    activity = await makeActivity(payload, units.community, { capacity: 1 })
    expect((await signUp(caller())).body.status).toBe('confirmed')
    expect((await signUp(caller())).body).toMatchObject({ status: 'waitlisted', position: 1 })
    expect((await signUp(caller())).body).toMatchObject({ status: 'waitlisted', position: 2 })
    const full = await makeActivity(payload, units.community, { capacity: 1, waitingList: false })
    await signUp(caller(), { of: full })
    const people = await countPeople()
    expect((await signUp(caller(), { of: full })).body.code).toBe('full')
    expect(await countPeople()).toBe(people)
    await expectExact(payload)
  })

  it('waits for approval like everybody where sign-ups are approved', async () => {
    activity = await makeActivity(payload, units.community, { approval: true })
    expect((await signUp(caller())).body.status).toBe('pending')
  })

  it('and somebody on a phone never both get the last seat', async () => {
    for (let round = 0; round < 8; round += 1) {
      activity = await makeActivity(payload, units.community, { capacity: 1, waitingList: false })
      const riders = await Promise.all([makePerson(payload), makePerson(payload)])
      const tokens = await Promise.all(riders.map((rider) => tokenOf(payload, rider)))
      const people = await countPeople()
      const answers = await Promise.all([
        signUp(caller()),
        ...tokens.map((own) => ask({ method: 'POST', path: `/activities/${activity.id}/registrations`, token: own })),
        signUp(caller()),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
      expect((await rowsOf(activity)).map(({ status }) => status)).toEqual(['confirmed'])
      // Of callers who came too late nobody is kept.
      const isCaller = answers[0]?.status === 201 || answers[3]?.status === 201
      expect(await countPeople()).toBe(people + (isCaller ? 1 : 0))
    }
    await expectExact(payload)
  })

  it('hears of clashes, of those alone that staff may see', async () => {
    const [here, elsewhere] = [
      await makeActivity(payload, units.community, { title: '本社区同一时间' }),
      await makeActivity(payload, units.otherCommunity, { title: '别处同一时间' }),
    ]
    const person = await makePerson(payload, { unit: units.community.id })
    for (const other of [here, elsewhere]) await makeRegistration(payload, other, person)
    const titles = ({ body }: { body: Body }): string[] => body.clashes.map(({ title }) => title)
    expect(titles(await signUp({ person: person.id }))).toEqual(['本社区同一时间'])
    const again = await signUp({ person: person.id }, { by: await logIn(department) })
    expect(titles(again).sort()).toEqual(['别处同一时间', '本社区同一时间'])
  })

  it('is not signed up for what is none of this organiser’s', async () => {
    const elsewhere = await makeActivity(payload, units.otherCommunity)
    const people = await countPeople()
    expect((await signUp(caller(), { of: elsewhere })).body.code).toBe('not-found')
    const person = await tokenOf(payload, await makePerson(payload))
    expect((await signUp(caller(), { by: person })).status).toBe(403)
    expect((await ask({ method: 'POST', path: `/activities/${activity.id}/sign-ups`, body: {} })).status).toBe(400)
    expect((await signUp({ ...caller(), consent: undefined })).body).toMatchObject({
      code: 'invalid-input',
      fields: { consent: '请先向本人口头说明，并取得同意' },
    })
    expect(await countPeople()).toBe(people + 1)
    expect(await rowsOf(activity)).toEqual([])
  })
})

describe('somebody who is chosen', () => {
  it('is in scope, or known by a registration, and nobody else', async () => {
    const own = await makePerson(payload, { unit: units.firm.id })
    expect((await signUp({ person: own.id })).body.status).toBe('confirmed')
    const stranger = await makePerson(payload, { unit: units.otherCommunity.id })
    expect((await signUp({ person: stranger.id })).body.code).toBe('not-found')
    await makeRegistration(payload, await makeActivity(payload, units.community), stranger)
    expect((await signUp({ person: stranger.id })).body.status).toBe('confirmed')
    expect((await rowsOf(activity)).map(({ named }) => named ?? null)).toEqual([null, null])
  })

  it('is no record that has ended', async () => {
    const [from, into] = [
      await makePerson(payload, { unit: units.community.id }),
      await makePerson(payload, { unit: units.community.id }),
    ]
    await mergePeople(await app.req(department), { from: from.id, into: into.id, reason: '同一个人' }, new Date())
    expect((await signUp({ person: from.id })).body.code).toBe('person-merged')
    const erased = await makePerson(payload, { unit: units.community.id, erasedAt: new Date().toISOString() })
    expect((await signUp({ person: erased.id })).body.code).toBe('person-erased')
    expect(await rowsOf(activity)).toEqual([])
  })

  it('stands as they do where they are on the list already', async () => {
    const person = await makePerson(payload, { unit: units.community.id })
    const { id } = await makeRegistration(payload, activity, person)
    expect(await signUp({ person: person.id })).toMatchObject({ status: 200, body: { id, status: 'confirmed' } })
    const [row] = await rowsOf(activity)
    expect(row?.spokenConsentAt ?? null).toBeNull()
  })
})

const candidates = async (q: string, by = token) =>
  (
    (await ask({ path: `/activities/${activity.id}/candidates${queryOf({ q })}`, token: by })).body as {
      people: { id: string; name: string; phoneTail: string; unit: string; standing: object | null }[]
      more: boolean
    }
  ).people

describe('who is offered', () => {
  it('is found by name, number and whole phone, with unit, and how they stand here', async () => {
    const name = '欧阳来电'
    const person = await makePerson(payload, { name, unit: units.community.id, volunteerNumber: `BL${newPhone()}` })
    const offered = {
      id: person.id,
      name,
      volunteerNumber: person.volunteerNumber,
      phoneTail: person.phone?.slice(-4),
      unit: units.community.name,
      standing: null,
    }
    for (const typed of ['欧阳来', person.volunteerNumber ?? '', person.phone ?? ''])
      expect([typed, await candidates(typed)]).toEqual([typed, [offered]])
    await signUp({ person: person.id })
    expect(await candidates(name)).toEqual([{ ...offered, standing: { status: 'confirmed', attendance: 'unknown' } }])
  })

  it('of other units are those whom a registration made known, as far as it did; not by an activity’s title', async () => {
    const met = await makePerson(payload, { name: '端木相识', unit: units.otherCommunity.id })
    await makePerson(payload, { name: '端木陌生', unit: units.otherCommunity.id })
    const titled = await makeActivity(payload, units.community, { title: '端木家的活动' })
    await makeRegistration(payload, titled, met)
    await makeRegistration(payload, titled, await makePerson(payload, { unit: units.otherCommunity.id }))
    expect(await candidates('端木')).toEqual([
      expect.objectContaining({ id: met.id, name: '端木相识', phoneTail: met.phone?.slice(-4), unit: '' }),
    ])
    expect((await candidates('端木', await logIn(department))).map(({ name }) => name).sort()).toEqual([
      '端木相识',
      '端木陌生',
    ])
  })

  it('is nobody who was erased or merged', async () => {
    const [from, into] = [
      await makePerson(payload, { name: '司徒两份', unit: units.community.id }),
      await makePerson(payload, { name: '司徒两份', unit: units.community.id }),
    ]
    await mergePeople(await app.req(department), { from: from.id, into: into.id, reason: '同一个人' }, new Date())
    expect((await candidates('司徒两份')).map(({ id }) => id)).toEqual([into.id])
  })
})

describe('a stranger, by phone', () => {
  const NAME = '林秀兰'
  const typed = async (name: string, who?: 'known') => {
    const stranger = await makePerson(payload, { name: NAME, unit: units.otherCommunity.id, phone: newPhone() })
    const body = { name, phone: stranger.phone ?? '', ...(who && { who }) }
    return { stranger, ...(await signUp(body)) }
  }

  it('is asked about by the family name alone', async () => {
    const { status, body, text } = await typed('随便')
    expect([status, body.code]).toEqual([409, 'walk-in-unclear'])
    expect(body.fields.phone).toContain('林**')
    expect(text).not.toContain(NAME)
    expect(await rowsOf(activity)).toEqual([])
  })

  it.each([
    ['another name', '随便', 'known' as const, '林**'],
    ['the own name', NAME, undefined, NAME],
  ])('is shown by no more than what was typed: %s', async (_which, name, who, shown) => {
    const { stranger, status, body } = await typed(name, who)
    expect([status, body.status]).toEqual([201, 'confirmed'])
    const record = await ask({ path: `/registrations/${body.id}`, token })
    const sheet = await listSignUps(await app.req(organiser), activity.id, 1, new Date())
    const door = await ask({ path: `/activities/${activity.id}/check-in-list`, token })
    const offered = await candidates(shown === NAME ? NAME : '林**')
    for (const text of [record.text, JSON.stringify(sheet), door.text, JSON.stringify(offered)]) {
      expect(text).toContain(shown)
      for (const secret of [stranger.phone ?? '-', (stranger.phone ?? '-').slice(-4), stranger.volunteerNumber ?? '-'])
        expect([secret, text.includes(secret)]).toEqual([secret, false])
      if (shown !== NAME) expect(text).not.toContain(NAME)
    }
    // Chosen for another activity, no more becomes known.
    const next = await makeActivity(payload, units.community)
    const again = await signUp({ person: stranger.id }, { of: next })
    const other = await ask({ path: `/registrations/${again.body.id}`, token })
    expect(other.body).toMatchObject({ personName: shown, personPhone: null })
    // Who may open the person's record sees all.
    const all = await ask({ path: `/registrations/${body.id}`, token: await logIn(department) })
    expect(all.body).toMatchObject({ personName: NAME, personPhone: stranger.phone })
  })
})

describe('a same name on the list', () => {
  it('is pointed out before a second record is made, and both can be there', async () => {
    const name = '李建国'
    const first = await signUp(caller(name, '13900001234'))
    const asked = await signUp(caller(name, '13900005678'))
    expect([asked.status, asked.body.code, asked.body.fields.name]).toEqual([
      409,
      'walk-in-unclear',
      '名单上已有同名的人：李建国（尾号 1234，已报名）——是同一个人吗？',
    ])
    expect(await signUp({ ...caller(name, '13900005678'), who: 'known' })).toMatchObject({
      status: 200,
      body: { id: first.body.id },
    })
    expect(await peopleOf('13900005678')).toEqual([])
    const second = await signUp({ ...caller(name, '13900005678'), who: 'another' })
    expect(second.status).toBe(201)
    expect((await rowsOf(activity)).map(({ id }) => id)).toEqual([first.body.id, second.body.id])
    // Of two it cannot be said which one is meant.
    const third = await signUp(caller(name, '13900009999'))
    expect(third.body.fields.name).toContain('李建国（尾号 1234，已报名）、李建国（尾号 5678，已报名）')
    expect((await signUp({ ...caller(name, '13900009999'), who: 'known' })).body.fields.name).toContain('2 个同名')
    await expectExact(payload)
  })

  it('says who has come already', async () => {
    const { body } = await signUp(caller('王已到', '13900011234'))
    await ask({
      method: 'POST',
      path: '/check-ins',
      token,
      body: {
        items: [
          {
            clientId: 'a',
            activity: activity.id,
            registration: body.id,
            at: new Date().toISOString(),
            method: 'manual',
          },
        ],
      },
    })
    const asked = await ask({
      method: 'POST',
      path: `/activities/${activity.id}/walk-ins`,
      token,
      body: { ...caller('王已到'), consent: true },
    })
    expect(asked.body).toMatchObject({
      code: 'walk-in-unclear',
      fields: { name: '名单上已有同名的人：王已到（尾号 1234，已签到）——是同一个人吗？' },
    })
  })
})

describe('at the door', () => {
  it('the consent that staff heard stands on the record; who comes by themselves gives it to nobody', async () => {
    const before = Date.now()
    const { body } = await ask({
      method: 'POST',
      path: `/activities/${activity.id}/walk-ins`,
      token,
      body: { ...caller('现场来客'), consent: true },
    })
    const [row] = await rowsOf(activity)
    expect(row).toMatchObject({ id: (body as Body).id, walkIn: true, spokenConsentBy: organiser.id })
    expect(Date.parse(String(row?.spokenConsentAt))).toBeGreaterThanOrEqual(before)
    expect(Date.parse(String(row?.spokenConsentAt))).toBeLessThanOrEqual(Date.now())
    expect((await personOf(row?.person)).consentAt ?? null).toBeNull()
    for (const [by, status] of [
      [token, 200],
      [await logIn(department), 200],
    ] as const) {
      // No staff types it, over REST either.
      const data = { spokenConsentAt: hoursFromNow(-99), spokenConsentBy: department.id, note: '改' }
      expect((await ask({ method: 'PATCH', path: `/registrations/${row?.id}`, token: by, body: data })).status).toBe(
        status,
      )
    }
    expect((await rowsOf(activity))[0]).toMatchObject({
      spokenConsentAt: row?.spokenConsentAt,
      spokenConsentBy: organiser.id,
    })
  })
})

describe('how many', () => {
  beforeEach(() => {
    env.RATE_LIMITS = 'on'
  })
  afterAll(() => {
    env.RATE_LIMITS = 'off'
  })

  it('are looked for by phone is counted together with the door', async () => {
    const member = await makeStaff(payload, 'organiser', units.community)
    for (let asked = 0; asked < LIMITS['walk-ins-by-staff'].max; asked += 1)
      await claimLimit(await app.req(member), [{ limit: 'walk-ins-by-staff', of: member.id }], new Date())
    expect((await signUp(caller(), { by: await logIn(member) })).body.code).toBe('rate-limited')
  })
})
