import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import { certificateNumber, parseCertificateNumber } from '../../src/domain/certificates/certificates.ts'
import { correctRegistration } from '../../src/operations/attendance/correctRegistration.ts'
import { eraseMe } from '../../src/operations/people/eraseMe.ts'
import { getCertificateFile } from '../../src/operations/certificates/getCertificateFile.ts'
import { getMyData } from '../../src/operations/people/getMyData.ts'
import { issueCertificates } from '../../src/operations/certificates/issueCertificates.ts'
import { listMyCertificates } from '../../src/operations/certificates/listMyCertificates.ts'
import { revokeCertificate } from '../../src/operations/certificates/revokeCertificate.ts'
import { verifyCertificate } from '../../src/operations/certificates/verifyCertificate.ts'
import type { Activity, Person, Registration, Staff } from '../../src/payload-types.ts'
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
import { ask } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { textsOf } from '../support/pdf.ts'
import { storedValue } from '../support/storedRows.ts'
import { tokenOf } from '../support/tokens.ts'

let app: TestPayload
let payload: Payload
let units: UnitTree
let organiser: Staff
let elsewhere: Staff
let town: Staff
let person: Person
let phone: string
let activity: Activity
let registration: Registration

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  await payload.update({
    collection: 'units',
    id: units.community.id,
    data: { head: '赵主任', contact: '0752-0000001' },
    overrideAccess: true,
  })
  organiser = await makeStaff(payload, 'organiser', units.community, { name: '钱经办' })
  elsewhere = await makeStaff(payload, 'organiser', units.otherCommunity)
  town = await makeStaff(payload, 'town', units.town)
})
afterAll(() => app.stop())

const held = { ledger: 'service' as const, startsAt: '2026-03-07T01:00:00.000Z', endsAt: '2026-03-07T03:40:00.000Z' }
const come = async (who: Person, to: Activity, minutes = 160) =>
  makeRegistration(payload, to, who, { attendance: 'present', minutes, minutesSource: 'entered' })

beforeEach(async () => {
  phone = newPhone()
  person = await makePerson(payload, {
    name: '欧阳𬱖',
    phone,
    unit: units.community.id,
    volunteerNumber: `BL${phone.slice(1)}`,
  })
  activity = await makeActivity(payload, units.community, { title: '光明桥路段清扫', place: '龙珠路东段', ...held })
  registration = await come(person, activity)
})

const now = new Date()
const issue = async (
  staff: Staff = organiser,
  input: Parameters<typeof issueCertificates>[1] = { activity: activity.id },
) => issueCertificates(await app.req(staff), input, now)
const issued = async () => {
  const [result] = await issue()
  if (!result?.certificate) throw new Error(`Not issued: ${result?.outcome}`)
  return result.certificate
}
const fileOf = async (id: string, user: Person | Staff = person) =>
  (await getCertificateFile(await app.req(user), id)).file
const verifyNumber = async (number: string) => verifyCertificate(await app.req(), { number }, new Date())
const verifyFile = async (file: Buffer) => verifyCertificate(await app.req(), { file }, new Date())
const count = async () =>
  (await payload.count({ collection: 'certificates', where: { person: { equals: person.id } }, overrideAccess: true }))
    .totalDocs

describe('the PDF', () => {
  test('says what the record says, as text that can be extracted', async () => {
    const { id, number } = await issued()
    const text = await textsOf(await fileOf(id))
    for (const fact of [
      '志愿服务记录证明',
      number,
      '欧阳𬱖',
      person.volunteerNumber ?? '',
      '光明桥路段清扫',
      '龙珠路东段',
      '2026年3月7日',
      '2 小时 40 分钟',
      '甲一社区',
      '赵主任',
      '钱经办',
      '0752-0000001',
      `/certificates/${number}`,
    ])
      expect(text).toContain(fact.replaceAll(' ', ''))
    const { certificates } = await getMyData(await app.req(person))
    expect(certificates.find((one) => one.id === id)?.content).toMatchObject({
      number,
      name: '欧阳𬱖',
      minutes: 160,
      services: [
        { title: activity.title, place: activity.place, startsAt: held.startsAt, minutes: 160, unit: '甲一社区' },
      ],
    })
  })

  test('is the same to the byte each time, also when the records behind it have changed', async () => {
    const { id } = await issued()
    const first = await fileOf(id)
    await payload.update({
      collection: 'activities',
      id: activity.id,
      data: { title: '改名之后' },
      overrideAccess: true,
    })
    await payload.update({ collection: 'people', id: person.id, data: { name: '新名字' }, overrideAccess: true })
    expect((await fileOf(id, organiser)).equals(first)).toBe(true)
  })

  test('a changed byte fails verification, wherever it is; so do one more and one less', async () => {
    const { id, number } = await issued()
    const file = await fileOf(id)
    expect(await verifyFile(file)).toMatchObject({ outcome: 'valid', certificate: { number, minutes: 160 } })
    for (const place of [0, 100, Math.floor(file.length / 2), file.length - 60, file.length - 2, file.length - 1]) {
      const changed = Buffer.from(file)
      changed.writeUInt8(changed.readUInt8(place) ^ 1, place)
      expect([place, (await verifyFile(changed)).outcome]).toEqual([place, 'altered'])
    }
    for (const other of [
      Buffer.concat([file, Buffer.from('\n')]),
      file.subarray(0, -1),
      file.subarray(1),
      Buffer.alloc(0),
      Buffer.from('%PDF-1.7'),
    ])
      expect(await verifyFile(other)).toEqual({ outcome: 'altered' })
  })

  test('the seal of one file proves no other', async () => {
    const mine = await fileOf((await issued()).id)
    const { id: registered } = await come(await makePerson(payload, { unit: units.community.id }), activity)
    const [theirs] = await issue(organiser, { activity: activity.id, registrations: [registered] })
    const file = await fileOf(theirs?.certificate?.id ?? '', organiser)
    const seal = file.subarray(file.lastIndexOf('\n%XF1.'))
    expect(await verifyFile(Buffer.concat([mine.subarray(0, mine.lastIndexOf('\n%XF1.')), seal]))).toEqual({
      outcome: 'altered',
    })
  })
})

describe('verification by number', () => {
  test('holds as it is typed, and says nothing of the person', async () => {
    const { number } = await issued()
    const answer = await verifyNumber(number.toLowerCase().replaceAll('-', ' '))
    expect(answer).toEqual({
      outcome: 'valid',
      certificate: {
        number,
        kind: 'activity',
        issuer: '甲一社区',
        issuedAt: now.toISOString(),
        from: held.startsAt,
        to: held.startsAt,
        minutes: 160,
      },
    })
    const { text } = await ask({ method: 'POST', path: '/certificates/verification', body: { number } })
    for (const secret of [
      person.name,
      phone,
      person.volunteerNumber ?? '-',
      person.id,
      '钱经办',
      '赵主任',
      activity.title,
      'v1:',
    ])
      expect(text).not.toContain(secret)
  })

  test('an invented number fails: one that differs in a character, one without a signature, one that was never issued', async () => {
    const { number } = await issued()
    const { body, check } = parseCertificateNumber(number) ?? { body: '', check: '' }
    const other = (text: string): string => (text.startsWith('7') ? '8' : '7') + text.slice(1)
    for (const invented of [
      certificateNumber(other(body), check),
      certificateNumber(body, other(check)),
      'XF-000000-000000-000000',
      number.slice(0, -1),
      '',
      "XF' OR 1=1",
    ])
      expect(await verifyNumber(invented)).toEqual({ outcome: 'unknown' })
  })

  test('a row that was changed past the program, or made past it, proves nothing', async () => {
    const { id, number } = await issued()
    await payload.db.updateOne({ collection: 'certificates', id, data: { minutes: 9000 } })
    expect(await verifyNumber(number)).toEqual({ outcome: 'unknown' })
    await expect(fileOf(id)).rejects.toThrow('changed past this program')
  })
})

describe('issuing in bulk', () => {
  test('gives one to everybody who served, and to nobody else', async () => {
    const [absent, unmarked] = [
      await makePerson(payload, { unit: units.community.id }),
      await makePerson(payload, { unit: units.community.id }),
    ]
    const others = [
      await makeRegistration(payload, activity, absent, { attendance: 'absent' }),
      await makeRegistration(payload, activity, unmarked),
    ]
    expect((await issue()).map(({ registration: of, outcome }) => [of, outcome])).toEqual([[registration.id, 'issued']])
    const chosen = await issue(organiser, {
      activity: activity.id,
      registrations: [...others, registration].map(({ id }) => id),
    })
    expect(chosen.map(({ outcome }) => outcome)).toEqual(['not-served', 'not-served', 'exists'])
    const stranger = await come(person, await makeActivity(payload, units.community, held))
    expect(await issue(organiser, { activity: activity.id, registrations: [stranger.id] })).toEqual([
      { registration: stranger.id, outcome: 'unknown', certificate: null },
    ])
  })

  test('twice gives the same certificate, also at the same moment', async () => {
    for (let count = 0; count < 5; count += 1)
      await come(await makePerson(payload, { unit: units.community.id }), activity)
    const all = await Promise.all(Array.from({ length: 6 }, () => issue()))
    const numbers = all.map((results) => results.map(({ certificate }) => certificate?.number))
    expect(numbers[0]).toHaveLength(6)
    for (const one of numbers) expect(one).toEqual(numbers[0])
    expect(all.flat().filter(({ outcome }) => outcome === 'issued')).toHaveLength(6)
    expect(
      (
        await payload.count({
          collection: 'certificates',
          where: { activity: { equals: activity.id } },
          overrideAccess: true,
        })
      ).totalDocs,
    ).toBe(6)
  })

  test('another process at the same moment is refused by the database and finds the first', async () => {
    const { id } = await issued()
    const stored = await payload.findByID({
      collection: 'certificates',
      id,
      depth: 0,
      showHiddenFields: true,
      overrideAccess: true,
    })
    const { id: _, ...copy } = stored
    await expect(
      payload.create({
        collection: 'certificates',
        data: { ...copy, number: `${copy.number}X` },
        overrideAccess: true,
      }),
    ).rejects.toThrow()
    expect(await count()).toBe(1)
  })

  test('for a period: all that a unit and those below it recorded of a person, added up', async () => {
    await come(
      person,
      await makeActivity(payload, units.firm, {
        ...held,
        title: '网点值守',
        startsAt: '2026-03-31T15:00:00.000Z',
        endsAt: '2026-03-31T15:59:00.000Z',
      }),
      59,
    )
    await come(
      person,
      await makeActivity(payload, units.community, {
        ...held,
        startsAt: '2026-03-31T16:00:00.000Z',
        endsAt: '2026-03-31T17:00:00.000Z',
      }),
      60,
    )
    await come(person, await makeActivity(payload, units.otherCommunity, held), 500)
    await come(person, await makeActivity(payload, units.community, { ...held, ledger: 'participation' }))
    const ask = { unit: units.community.id, from: '2026-01-01', to: '2026-03-31', people: [person.id] }
    const [result] = await issue(organiser, ask)
    expect(result).toMatchObject({ person: person.id, outcome: 'issued' })
    const text = await textsOf(await fileOf(result?.certificate?.id ?? ''))
    for (const fact of [
      '自2026年1月1日至2026年3月31日',
      '志愿服务2次',
      '合计3小时39分钟',
      '光明桥路段清扫',
      '网点值守',
      '甲一快递站',
    ])
      expect(text).toContain(fact)
    expect(await verifyNumber(result?.certificate?.number ?? '')).toMatchObject({
      outcome: 'valid',
      certificate: { kind: 'period', minutes: 219 },
    })
    expect((await issue(organiser, ask))[0]).toEqual({ ...result, outcome: 'exists' })
    expect(
      (await issue(organiser, { ...ask, people: [(await makePerson(payload)).id] })).map(({ outcome }) => outcome),
    ).toEqual(['not-served'])
    const everybody = await issue(organiser, { unit: units.community.id, from: '2026-01-01', to: '2026-03-31' })
    expect(everybody.find((one) => one.person === person.id)).toEqual({ ...result, outcome: 'exists' })
  })

  test('only of service that has ended, and only in scope', async () => {
    for (const facts of [
      { ledger: 'participation' as const },
      { startsAt: hoursFromNow(-1), endsAt: hoursFromNow(1) },
      { status: 'cancelled' as const },
    ]) {
      const other = await makeActivity(payload, units.community, { ...held, ...facts })
      await expect(issue(organiser, { activity: other.id })).rejects.toMatchObject({ code: 'not-certifiable' })
    }
    await expect(issue(elsewhere)).rejects.toMatchObject({ code: 'not-found' })
    await expect(
      issue(elsewhere, { unit: units.community.id, from: '2026-01-01', to: '2026-03-31' }),
    ).rejects.toMatchObject({ code: 'not-found' })
    await expect(issueCertificates(await app.req(person), { activity: activity.id }, now)).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await count()).toBe(0)
    expect((await issue(town)).map(({ outcome }) => outcome)).toEqual(['issued'])
  })

  test('a corrected record is not certified twice: the old certificate has to be revoked first', async () => {
    const { id, number } = await issued()
    await correctRegistration(await app.req(organiser), { id: registration.id, minutes: 90, reason: '核对签退表' }, now)
    expect(await issue()).toEqual([{ registration: registration.id, outcome: 'outdated', certificate: { id, number } }])
    await revokeCertificate(await app.req(organiser), { id, reason: '时长已更正' }, now)
    const [again] = await issue()
    expect(again).toMatchObject({ outcome: 'issued' })
    expect(again?.certificate?.number).not.toBe(number)
    expect(await verifyNumber(again?.certificate?.number ?? '')).toMatchObject({
      outcome: 'valid',
      certificate: { minutes: 90 },
    })
  })

  test('characters that no font has: nothing is printed wrong, and it is said where they stand [D14]', async () => {
    const refusal = async (
      where: { collection: 'activities' | 'units' | 'staff'; id: string; data: object },
      handler = organiser,
    ) => {
      const before = await payload.findByID({
        collection: where.collection,
        id: where.id,
        depth: 0,
        overrideAccess: true,
      })
      await payload.update({ ...where, overrideAccess: true })
      const [first] = await issue(handler.id === where.id ? { ...handler, ...where.data } : handler)
      await payload.update({
        collection: where.collection,
        id: where.id,
        data: Object.fromEntries(
          Object.keys(where.data).map((name) => [name, (before as unknown as Record<string, unknown>)[name] ?? null]),
        ),
        overrideAccess: true,
      })
      return first
    }
    const unit = String(activity.unit)
    const unprintable = (text: string, characters: string) => ({
      registration: registration.id,
      outcome: 'unprintable',
      certificate: null,
      text,
      characters,
    })
    expect(await refusal({ collection: 'activities', id: activity.id, data: { title: '清扫🧹街道' } })).toEqual(
      unprintable('title', '🧹'),
    )
    expect(await refusal({ collection: 'activities', id: activity.id, data: { place: '𡒄背村' } })).toEqual(
      unprintable('place', '𡒄'),
    )
    expect(await refusal({ collection: 'units', id: unit, data: { name: '𡒄背村党群服务中心' } })).toEqual(
      unprintable('issuer', '𡒄'),
    )
    expect(await refusal({ collection: 'units', id: unit, data: { head: '𡒄某' } })).toEqual(unprintable('head', '𡒄'))
    expect(await refusal({ collection: 'units', id: unit, data: { contact: '𡒄背 0752-1' } })).toEqual(
      unprintable('contact', '𡒄'),
    )
    expect(await refusal({ collection: 'staff', id: organiser.id, data: { name: '𡒄经办' } })).toEqual(
      unprintable('handler', '𡒄'),
    )
    await issued()
    const odd = await makePerson(payload, { unit: units.community.id, name: '小🐝' })
    const { id: registered } = await come(odd, activity)
    expect(await issue(organiser, { activity: activity.id, registrations: [registered] })).toEqual([
      { registration: registered, outcome: 'unprintable', certificate: null, text: 'name', characters: '🐝' },
    ])
  })
})

describe('a revoked certificate', () => {
  const revoke = async (id: string, staff: Staff = organiser, reason = '填错了时长') =>
    revokeCertificate(await app.req(staff), { id, reason }, now)

  test('says so, by number and by file, without the reason; its file is given out no more', async () => {
    const { id, number } = await issued()
    const file = await fileOf(id)
    await revoke(id)
    for (const answer of [await verifyNumber(number), await verifyFile(file)]) {
      expect(answer).toMatchObject({ outcome: 'revoked', revokedAt: now.toISOString(), certificate: { number } })
      expect(JSON.stringify(answer)).not.toContain('填错了时长')
    }
    await expect(fileOf(id)).rejects.toMatchObject({ code: 'certificate-revoked' })
    expect(await listMyCertificates(await app.req(person))).toMatchObject([
      { id, number, revokedAt: now.toISOString(), revocationReason: '填错了时长', activity: activity.title },
    ])
  })

  test('stays as it was when it is revoked again; another unit’s staff and the person are refused', async () => {
    const { id } = await issued()
    await expect(revoke(id, elsewhere)).rejects.toMatchObject({ code: 'not-found' })
    await expect(revokeCertificate(await app.req(person), { id, reason: '不要了' }, now)).rejects.toMatchObject({
      code: 'forbidden',
    })
    const first = await revoke(id)
    expect(
      await revokeCertificate(await app.req(town), { id, reason: '另一个原因' }, new Date(now.getTime() + 5000)),
    ).toEqual(first)
    expect(await listMyCertificates(await app.req(person))).toMatchObject([{ revocationReason: '填错了时长' }])
  })
})

test('the file is for the person and for staff in scope', async () => {
  const { id, number } = await issued()
  const stranger = await makePerson(payload)
  for (const user of [stranger, elsewhere]) await expect(fileOf(id, user)).rejects.toMatchObject({ code: 'not-found' })
  await expect(getCertificateFile(await app.req(), id)).rejects.toMatchObject({ code: 'not-logged-in' })
  const answer = await ask({ path: `/certificates/${id}/pdf`, token: await tokenOf(payload, person) })
  expect([answer.status, answer.type, answer.headers.get('content-disposition')]).toEqual([
    200,
    'application/pdf',
    expect.stringContaining(`${number}.pdf`),
  ])
  const body = { file: (await fileOf(id, organiser)).toString('base64') }
  expect((await ask({ method: 'POST', path: '/certificates/verification', body })).body).toMatchObject({
    outcome: 'valid',
  })
})

test('what stands on it is encrypted at rest, and every issue and revocation is in the audit trail', async () => {
  const { id, number } = await issued()
  expect(await storedValue(payload, 'certificates', id, 'facts')).toMatch(/^v1:/)
  await revokeCertificate(await app.req(organiser), { id, reason: '填错了' }, now)
  const { docs } = await payload.find({
    collection: 'audit',
    where: { subject: { in: [id, activity.id] } },
    sort: 'createdAt',
    overrideAccess: true,
  })
  const entries = docs.filter(({ subjectCollection }) => subjectCollection === 'certificates')
  expect(entries.map(({ action, actorName }) => [action, actorName])).toEqual([
    ['issued', '钱经办'],
    ['revoked', '钱经办'],
  ])
  expect(entries[0]?.details).toMatchObject({ numbers: [number] })
  expect(JSON.stringify(entries)).not.toContain(person.name)
})

test('after erasure nothing names the person, and the number on paper still verifies', async () => {
  const { id, number } = await issued()
  const file = await fileOf(id)
  await eraseMe(await app.req(person), now)
  const stored = await payload.findByID({
    collection: 'certificates',
    id,
    depth: 0,
    showHiddenFields: true,
    overrideAccess: true,
  })
  expect(stored.facts ?? null).toBeNull()
  await expect(fileOf(id, organiser)).rejects.toMatchObject({ code: 'not-found' })
  expect([(await verifyNumber(number)).outcome, (await verifyFile(file)).outcome]).toEqual(['valid', 'valid'])
  expect((await issue()).map(({ outcome }) => outcome)).toEqual(['erased'])
})
