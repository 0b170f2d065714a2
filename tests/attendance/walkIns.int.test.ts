import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Payload, RequiredDataFromCollectionSlug } from 'payload'
import { addWalkIn } from '../../src/operations/attendance/addWalkIn.ts'
import { getCertificateFile } from '../../src/operations/certificates/getCertificateFile.ts'
import { issueCertificates } from '../../src/operations/certificates/issueCertificates.ts'
import { listSignUps } from '../../src/operations/seats/listSignUps.ts'
import { claimLimit } from '../../src/operations/shared/claimLimit.ts'
import { LIMITS } from '../../src/domain/shared/limits.ts'
import { env } from '../../src/env.ts'
import type { Activity, Person, Staff } from '../../src/payload-types.ts'
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
import { ask, queryOf } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { textsOf } from '../support/pdf.ts'

/** The walk-in form is no telephone book: of a stranger it gives back what was typed, and no more. */
let app: TestPayload
let payload: Payload
let units: UnitTree
let organiser: Staff
let department: Staff
let token: string
let activity: Activity
let stranger: Person
const phone = '13912345678'
const NAME = '林秀兰'

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', units.community)
  department = await makeStaff(payload, 'department', units.county)
  token = await logIn(organiser)
  stranger = await makePerson(payload, { name: NAME, phone, unit: units.otherCommunity.id })
})
afterAll(() => app.stop())

beforeEach(async () => {
  activity = await makeActivity(payload, units.community, { startsAt: hoursFromNow(-1), endsAt: hoursFromNow(1) })
})

const come = async (name: string, ofPhone = phone, who?: 'known' | 'another') =>
  addWalkIn(await app.req(organiser), { activityId: activity.id, name, phone: ofPhone, who }, new Date())

/** Every page and file on which a registration says whose it is. */
const SEEN_AT: [string, (id: string) => string][] = [
  ['the record', (id) => `/registrations/${id}`],
  ['the list', () => `/registrations?where[activity][equals]=${activity.id}`],
  [
    'the list, these fields alone',
    () =>
      `/registrations?where[activity][equals]=${activity.id}&select[personName]=true&select[personPhone]=true&select[person]=true`,
  ],
  ['the list for the door', () => `/activities/${activity.id}/check-in-list`],
  ['the file of answers', () => `/activities/${activity.id}/answers?format=csv`],
  ['the file of participations', () => `/exports/participations?format=csv`],
  ['messages', () => `/messages?where[activity][equals]=${activity.id}`],
]

async function seen(id: string, by = organiser): Promise<Record<string, string>> {
  const sheet = await listSignUps(await app.req(by), activity.id, 1, new Date())
  const texts: Record<string, string> = { 'the sheet': JSON.stringify(sheet) }
  const ofStaff = by === organiser ? token : await logIn(by)
  for (const [where, pathOf] of SEEN_AT) {
    const { status, text } = await ask({ path: pathOf(id), token: ofStaff })
    expect([where, status]).toEqual([where, 200])
    texts[where] = text
  }
  return texts
}

async function messageAbout(registration: string): Promise<void> {
  await payload.create({
    collection: 'messages',
    data: {
      key: registration,
      person: stranger.id,
      kind: 'thanks',
      activity: activity.id,
      registration,
      unit: units.community.id,
      state: 'waiting',
      dueAt: hoursFromNow(48),
    } as never,
    overrideAccess: true,
  })
}

describe('who is recorded at the door by a phone', () => {
  it('is shown by the family name alone where another name was typed, everywhere [S-M7]', async () => {
    const { id } = await come('随便', phone, 'known')
    await messageAbout(id)
    for (const [where, text] of Object.entries(await seen(id))) {
      expect([where, text.includes('林**')]).toEqual([where, true])
      for (const secret of [NAME, phone, '139****5678', '5678', stranger.volunteerNumber ?? '-'])
        expect([where, secret, text.includes(secret)]).toEqual([where, secret, false])
    }
    await expect(come('随便二')).rejects.toMatchObject({
      code: 'walk-in-unclear',
      fields: { phone: expect.not.stringContaining(NAME) },
    })
    // Whether the list has somebody of that name behind its 林** would be an answer too.
    expect(await come(NAME, newPhone())).toMatchObject({ created: true })
  })

  it('is shown by the name where that was typed, and never with the phone [S-M7]', async () => {
    const { id } = await come('林\u200b秀兰')
    await messageAbout(id)
    for (const [where, text] of Object.entries(await seen(id))) {
      expect([where, text.includes(NAME)]).toEqual([where, true])
      for (const secret of [phone, '139****5678', '5678', stranger.volunteerNumber ?? '-'])
        expect([where, secret, text.includes(secret)]).toEqual([where, secret, false])
    }
  })

  it('is shown in full to staff who may open the record, and where the person signed up [S-M7]', async () => {
    const { id } = await come('随便', phone, 'known')
    await messageAbout(id)
    const all = await seen(id, department)
    for (const [where, text] of Object.entries(all)) expect([where, text.includes(NAME)]).toEqual([where, true])
    expect(all['the record']).toContain(phone)
    const theirs = await makeActivity(payload, units.community, { startsAt: hoursFromNow(-1), endsAt: hoursFromNow(1) })
    const signedUp = await makeRegistration(payload, theirs, stranger)
    expect((await ask({ path: `/registrations/${signedUp.id}`, token })).body).toMatchObject({
      personName: NAME,
      personPhone: phone,
    })
  })
})

/** Every list that is searched by who is in it, with what it holds of the registration. */
const SEARCHED = ['registrations', 'messages', 'corrections', 'certificates'] as const

async function found(typed: string, ofStaff = token, operator = 'like'): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const slug of SEARCHED) {
    const { status, body } = await ask({
      path: `/${slug}/count${queryOf({ where: { and: [{ activity: { equals: activity.id } }, { personTitle: { [operator]: typed } }] } })}`,
      token: ofStaff,
    })
    expect([slug, status]).toEqual([slug, 200])
    counts[slug] = (body as { totalDocs: number }).totalDocs
  }
  return counts
}
const inEach = (count: number): Record<string, number> => Object.fromEntries(SEARCHED.map((slug) => [slug, count]))

/** One record of the same registration in every list. */
async function recordsOf(registration: string): Promise<void> {
  const shared = { registration, activity: activity.id, person: stranger.id, unit: units.community.id }
  await messageAbout(registration)
  await payload.create({
    collection: 'corrections',
    data: { ...shared, wish: '时间不对', status: 'open', openFor: registration },
    overrideAccess: true,
  })
  await payload.create({
    collection: 'certificates',
    data: {
      ...shared,
      number: registration,
      kind: 'activity',
      minutes: 60,
      issuer: '甲一社区',
      seal: '-',
      claim: registration,
    } as never,
    overrideAccess: true,
  })
}

describe('a search by person', () => {
  let secrets: string[]

  // Whom no other record of this unit names.
  beforeEach(async () => {
    await payload.update({ collection: 'people', id: stranger.id, data: { phone: newPhone() }, overrideAccess: true })
    stranger = await makePerson(payload, {
      name: NAME,
      phone,
      email: `${newPhone()}@example.org`,
      unit: units.otherCommunity.id,
    })
    secrets = ['秀兰', NAME, phone, stranger.email ?? '', stranger.volunteerNumber ?? '']
  })

  it('of a stranger asks for what is shown, and answers nothing of what is not [S-M7]', async () => {
    const { id } = await come('随便', phone, 'known')
    await recordsOf(id)
    for (const secret of secrets)
      for (const operator of ['like', 'contains', 'equals'])
        expect([secret, operator, await found(secret, token, operator)]).toEqual([secret, operator, inEach(0)])
    for (const shown of ['林', '林**']) expect([shown, await found(shown)]).toEqual([shown, inEach(1)])
    // By nobody's id either: what is changed or removed by a filter is found the same way.
    expect(
      (
        await ask({
          method: 'PATCH',
          path: `/registrations${queryOf({ where: { and: [{ activity: { equals: activity.id } }, { personTitle: { like: NAME } }] } })}`,
          body: { note: '问' },
          token,
        })
      ).body,
    ).toMatchObject({ docs: [] })
  })

  it('finds by the name alone who gave it, and by all that is shown who signed up [S-M7]', async () => {
    const { id } = await come(NAME)
    await recordsOf(id)
    for (const shown of [NAME, '秀兰']) expect([shown, await found(shown)]).toEqual([shown, inEach(1)])
    for (const secret of [...secrets.slice(2), '林**'])
      expect([secret, await found(secret)]).toEqual([secret, inEach(0)])
    activity = await makeActivity(payload, units.community, { startsAt: hoursFromNow(-1), endsAt: hoursFromNow(1) })
    await recordsOf((await makeRegistration(payload, activity, stranger)).id)
    for (const shown of [NAME, phone, stranger.volunteerNumber ?? '-'])
      expect([shown, await found(shown)]).toEqual([shown, inEach(1)])
    // No record of this unit shows it.
    expect(await found(stranger.email ?? '')).toEqual(inEach(0))
  })

  it('finds everything for staff who may open the record [S-M7]', async () => {
    const { id } = await come('随便', phone, 'known')
    await recordsOf(id)
    const ofDepartment = await logIn(department)
    for (const secret of secrets) expect([secret, await found(secret, ofDepartment)]).toEqual([secret, inEach(1)])
  })
})

describe('a certificate', () => {
  const served = async (name: string, who?: 'known'): Promise<string> => {
    await payload.update({ collection: 'people', id: stranger.id, data: { phone: newPhone() }, overrideAccess: true })
    stranger = await makePerson(payload, { name: NAME, phone, unit: units.otherCommunity.id })
    activity = await makeActivity(payload, units.community, {
      ledger: 'service',
      startsAt: hoursFromNow(-3),
      endsAt: hoursFromNow(-1),
    })
    const { id } = await come(name, phone, who)
    await payload.update({
      collection: 'registrations',
      id,
      data: { minutes: 60, minutesSource: 'entered' },
      overrideAccess: true,
    })
    return id
  }
  const issue = async (by: Staff) =>
    (await issueCertificates(await app.req(by), { activity: activity.id }, new Date()))[0]
  const file = async (by: Staff | Person, id = '') => textsOf((await getCertificateFile(await app.req(by), id)).file)

  it('of a stranger whose name is not shown is neither issued nor given out by who may not know it, and has the full name [S-M7]', async () => {
    await served('随便', 'known')
    expect(await issue(organiser)).toMatchObject({ outcome: 'unnamed', certificate: null })
    const issued = await issue(department)
    expect(issued).toMatchObject({ outcome: 'issued' })
    await expect(file(organiser, issued?.certificate?.id)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await ask({ path: `/certificates/${issued?.certificate?.id}`, token })).body).toMatchObject({
      personName: '林**',
      personTitle: '林**',
    })
    for (const by of [department, stranger]) {
      const text = await file(by, issued?.certificate?.id)
      for (const fact of [NAME, stranger.volunteerNumber ?? '-']) expect(text).toContain(fact)
    }
  })

  it('of one who gave the name has it, and the number where who issues it may know that [S-M7]', async () => {
    await served(NAME)
    const issued = await issue(organiser)
    const text = await file(organiser, issued?.certificate?.id)
    expect(text).toContain(NAME)
    expect(text).not.toContain(stranger.volunteerNumber)
    expect(await file(stranger, issued?.certificate?.id)).toEqual(text)
    await served(NAME)
    const numbered = await issue(department)
    await expect(file(organiser, numbered?.certificate?.id)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await file(stranger, numbered?.certificate?.id)).toContain(stranger.volunteerNumber)
  })
})

describe('a record that is made while the activity becomes a draft', () => {
  const byHand = async (): Promise<unknown> => {
    const person = await makePerson(payload, { unit: units.community.id })
    const data = { activity: activity.id, person: person.id } as RequiredDataFromCollectionSlug<'registrations'>
    return payload.create({ collection: 'registrations', data, depth: 1, overrideAccess: false, user: organiser })
  }

  it.each([
    ['a walk-in, just before', 'before', () => come('林小满', newPhone()), 'not-found'],
    ['a walk-in, just after', 'after', () => come('林小满', newPhone()), null],
    ['a sign-up by hand, just before', 'before', byHand, 'activity-draft'],
    ['a sign-up by hand, just after', 'after', byHand, null],
  ] as const)('%s it is written: either there is a record, or it is a draft', async (_name, when, make, code) => {
    const { create } = payload.db
    let isTried = false
    const withdraw = async (): Promise<void> => {
      if (isTried) return
      isTried = true
      await payload
        .update({
          collection: 'activities',
          id: activity.id,
          data: { status: 'draft' },
          depth: 0,
          overrideAccess: true,
        })
        .catch(() => undefined)
    }
    payload.db.create = async function (asked) {
      if (asked.collection !== 'registrations') return create.call(this, asked)
      if (when === 'before') await withdraw()
      const created = await create.call(this, asked)
      // As another process sees it: not before the transaction has ended, where there is one.
      if (when === 'after' && payload.db.name === 'sqlite') await withdraw()
      return created
    }
    const outcome = await make().then(
      () => 'recorded',
      (error: { code?: string; data?: { code: string } }) => error.data?.code ?? error.code,
    )
    payload.db.create = create
    if (when === 'after') await withdraw()
    // On MongoDB the record's transaction holds the activity by then, and the withdrawal fails.
    const isRefused = code !== null && payload.db.name === 'sqlite'
    const where = { activity: { equals: activity.id } }
    const { totalDocs } = await payload.count({ collection: 'registrations', where, overrideAccess: true })
    const { status } = await payload.findByID({ collection: 'activities', id: activity.id, overrideAccess: true })
    expect([outcome, totalDocs, status]).toEqual(isRefused ? [code, 0, 'draft'] : ['recorded', 1, 'published'])
  })
})

describe('how many', () => {
  beforeEach(() => {
    env.RATE_LIMITS = 'on'
  })
  afterAll(() => {
    env.RATE_LIMITS = 'off'
  })

  it('is limited for each member of staff, and an unusual number stands in the audit trail once [S-M7]', async () => {
    const { max, unusualFrom } = LIMITS['walk-ins-by-staff']
    const others = async (count: number): Promise<void> => {
      for (let asked = 0; asked < count; asked += 1)
        await claimLimit(await app.req(organiser), [{ limit: 'walk-ins-by-staff', of: organiser.id }], new Date())
    }
    await others(unusualFrom - 2)
    const { id } = await come(NAME)
    // Asked again makes no record, and counts all the same.
    for (let again = 0; again < 3; again += 1) expect(await come(NAME)).toEqual({ id, created: false })
    await others(max - unusualFrom - 2)
    await expect(come(NAME)).rejects.toMatchObject({ code: 'rate-limited' })
    const { docs } = await payload.find({
      collection: 'audit',
      where: {
        actor: { equals: `staff:${organiser.id}` },
        subject: { equals: activity.id },
        action: { equals: 'created' },
      },
      overrideAccess: true,
    })
    expect(docs).toEqual([
      expect.objectContaining({ subjectCollection: 'activities', reason: expect.stringContaining(`${unusualFrom}`) }),
    ])
  })
})
