import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Payload } from 'payload'
import { searchDesk, type DeskSearch } from '../../src/operations/desk/searchDesk.ts'
import { collectionsOf } from '../../src/database/references.ts'
import { HISTORY_KINDS, listHistory } from '../../src/operations/people/listHistory.ts'
import type { Activity, Person, Staff } from '../../src/payload-types.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeUnitTree,
  type UnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

/** One box that finds whatever has a page, and the page of a person that tells all of them. */
let app: TestPayload
let payload: Payload
let units: UnitTree
let organiser: Staff
let elsewhere: Staff
let department: Staff
let person: Person
let here: Activity
let there: Activity

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', units.community)
  elsewhere = await makeStaff(payload, 'organiser', units.otherCommunity)
  department = await makeStaff(payload, 'department', units.county)
  person = await makePerson(payload, { name: '司马相如', unit: units.community.id })
  await makePerson(payload, { name: '司马迁', unit: units.otherCommunity.id })
  here = await makeActivity(payload, units.community, {
    title: '相如读书会',
    startsAt: hoursFromNow(-5),
    endsAt: hoursFromNow(-4),
    ledger: 'service',
  })
  there = await makeActivity(payload, units.otherCommunity, { title: '相如讲座' })
  await makeRegistration(payload, here, person, { attendance: 'present', minutes: 90 })
  await makeRegistration(payload, there, person)
  await payload.create({
    collection: 'certificates',
    data: {
      number: 'XF20261130ABCD',
      kind: 'activity',
      person: person.id,
      unit: units.community.id,
      activity: here.id,
      minutes: 90,
      issuer: '甲一社区',
      issuedAt: new Date().toISOString(),
      seal: '-',
      claim: 'desk',
    } as never,
    overrideAccess: true,
  })
})
afterAll(() => app.stop())

describe('one box at the desk', () => {
  const search = async (staff: Staff, typed: string): Promise<DeskSearch> => searchDesk(await app.req(staff), typed)
  const titles = ({ people, activities, units: places, certificates }: DeskSearch): string[] => [
    ...people.hits.map(({ title }) => title.split(' · ')[0] ?? ''),
    ...activities.hits.map(({ title }) => title),
    ...places.hits.map(({ name }) => name),
    ...certificates.hits.map(({ number }) => number),
  ]

  it('finds people, activities and certificates by one word, within the own scope alone', async () => {
    expect(titles(await search(organiser, '相如'))).toEqual(['司马相如', '相如读书会', 'XF20261130ABCD'])
    expect(titles(await search(elsewhere, '相如'))).toEqual(['相如讲座'])
    expect(titles(await search(elsewhere, '司马'))).toEqual(['司马迁'])
    expect(titles(await search(department, '相如')).toSorted()).toEqual(
      ['司马相如', '相如读书会', '相如讲座', 'XF20261130ABCD'].toSorted(),
    )
  })

  it('finds a unit by part of its name, and a certificate by its number', async () => {
    const { units: found } = await search(organiser, units.community.name)
    expect(found.hits.map(({ id }) => id)).toContain(units.community.id)
    expect(titles(await search(organiser, units.otherCommunity.name))).toEqual([])
    expect(titles(await search(organiser, 'xf20261130abcd'))).toEqual(['XF20261130ABCD'])
    expect(titles(await search(elsewhere, 'XF20261130ABCD'))).toEqual([])
  })

  it('tells how many there are beyond those it shows', async () => {
    for (let index = 0; index < 7; index += 1)
      await makePerson(payload, { name: `上官${index}号`, unit: units.firm.id })
    const { people } = await search(organiser, '上官')
    expect([people.total, people.hits.length]).toEqual([7, 5])
  })
})

describe('the history of a person', () => {
  it('tells each record once, the newest first, of the own scope alone, with true counts', async () => {
    const { entries, counts } = await listHistory(await app.req(organiser), person.id)
    expect(counts).toEqual({
      registrations: 1,
      certificates: 1,
      messages: 0,
      corrections: 0,
      trainings: 0,
      awards: 0,
      appointments: 0,
    })
    expect(entries.map(({ kind, title, state }) => [kind, title, state])).toEqual([
      ['certificates', '单次志愿服务 XF20261130ABCD', '1 小时 30 分钟'],
      ['registrations', '相如读书会', '现场参加 · 到场 · 服务 1 小时 30 分钟'],
    ])
    const abroad = await listHistory(await app.req(elsewhere), person.id)
    expect(abroad.entries.map(({ title }) => title)).toEqual(['相如讲座'])
    const all = await listHistory(await app.req(department), person.id)
    expect(all.counts.registrations).toBe(2)
  })

  it('knows every kind of record that a person may have', () => {
    // A row of a file is none that somebody lived through; what it wrote is.
    const lived = collectionsOf(payload.config, 'person').filter((slug) => slug !== 'import_rows')
    expect([...HISTORY_KINDS].toSorted()).toEqual(lived.toSorted())
  })

  it('is for staff', async () => {
    await expect(listHistory(await app.req(person), person.id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listHistory(await app.req(), person.id)).rejects.toMatchObject({ code: 'not-logged-in' })
  })
})
