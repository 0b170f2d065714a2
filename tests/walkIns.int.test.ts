import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Payload } from 'payload'
import { addWalkIn } from '../src/operations/addWalkIn.ts'
import { listSignUps } from '../src/operations/listSignUps.ts'
import { claimLimit } from '../src/operations/claimLimit.ts'
import { LIMITS } from '../src/domain/limits.ts'
import { env } from '../src/env.ts'
import type { Activity, Person, Staff } from '../src/payload-types.ts'
import { logIn } from './support/accessWorld.ts'
import { hoursFromNow, makeActivity, makePerson, makeRegistration, makeStaff, makeUnitTree, newPhone, type UnitTree } from './support/fixtures.ts'
import { ask } from './support/http.ts'
import { startPayload, type TestPayload } from './support/payload.ts'

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

const come = async (name: string, ofPhone = phone, who?: 'known' | 'another') => addWalkIn(await app.req(organiser), { activityId: activity.id, name, phone: ofPhone, who }, new Date())

/** Every page and file on which a registration says whose it is. */
const SEEN_AT: [string, (id: string) => string][] = [
  ['the record', (id) => `/registrations/${id}`],
  ['the list', () => `/registrations?where[activity][equals]=${activity.id}`],
  ['the list, these fields alone', () => `/registrations?where[activity][equals]=${activity.id}&select[personName]=true&select[personPhone]=true&select[person]=true`],
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
  await payload.create({ collection: 'messages', data: { key: registration, person: stranger.id, kind: 'thanks', activity: activity.id, registration, unit: units.community.id, state: 'waiting', dueAt: hoursFromNow(48) } as never, overrideAccess: true })
}

describe('who is recorded at the door by a phone', () => {
  it('is shown by the family name alone where another name was typed, everywhere [S-M7]', async () => {
    const { id } = await come('随便', phone, 'known')
    await messageAbout(id)
    for (const [where, text] of Object.entries(await seen(id))) {
      expect([where, text.includes('林**')]).toEqual([where, true])
      for (const secret of [NAME, phone, '139****5678', '5678', stranger.volunteerNumber ?? '-']) expect([where, secret, text.includes(secret)]).toEqual([where, secret, false])
    }
    await expect(come('随便二')).rejects.toMatchObject({ code: 'walk-in-unclear', fields: { phone: expect.not.stringContaining(NAME) } })
    await expect(come(NAME, newPhone())).rejects.toMatchObject({ fields: { name: expect.not.stringContaining('5678') } })
  })

  it('is shown by the name where that was typed, and never with the phone [S-M7]', async () => {
    const { id } = await come('林\u200b秀兰')
    await messageAbout(id)
    for (const [where, text] of Object.entries(await seen(id))) {
      expect([where, text.includes(NAME)]).toEqual([where, true])
      for (const secret of [phone, '139****5678', '5678', stranger.volunteerNumber ?? '-']) expect([where, secret, text.includes(secret)]).toEqual([where, secret, false])
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
    expect((await ask({ path: `/registrations/${signedUp.id}`, token })).body).toMatchObject({ personName: NAME, personPhone: phone })
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
      for (let asked = 0; asked < count; asked += 1) await claimLimit(await app.req(organiser), [{ limit: 'walk-ins-by-staff', of: organiser.id }], new Date())
    }
    await others(unusualFrom - 2)
    const { id } = await come(NAME)
    // Asked again makes no record, and counts all the same.
    for (let again = 0; again < 3; again += 1) expect(await come(NAME)).toEqual({ id, created: false })
    await others(max - unusualFrom - 2)
    await expect(come(NAME)).rejects.toMatchObject({ code: 'rate-limited' })
    const { docs } = await payload.find({ collection: 'audit', where: { actor: { equals: `staff:${organiser.id}` }, subject: { equals: activity.id }, action: { equals: 'created' } }, overrideAccess: true })
    expect(docs).toEqual([expect.objectContaining({ subjectCollection: 'activities', reason: expect.stringContaining(`${unusualFrom}`) })])
  })
})
