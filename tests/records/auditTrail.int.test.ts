import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Payload } from 'payload'
import type { AuditLine } from '../../src/domain/records/auditLine.ts'
import { listAudit } from '../../src/operations/records/listAudit.ts'
import { auditQuerySchema, type AuditQuery } from '../../src/domain/records/audit.ts'
import { issueCertificates } from '../../src/operations/certificates/issueCertificates.ts'
import { correctRegistration } from '../../src/operations/attendance/correctRegistration.ts'
import { exportParticipations } from '../../src/operations/records/exportParticipations.ts'
import { DAY_MS, dayOf, NO_SUCH_DAY } from '../../src/domain/shared/calendar.ts'
import { writeAudit } from '../../src/operations/shared/writeAudit.ts'
import type { Activity, Person, Registration, Staff } from '../../src/payload-types.ts'
import { startDesk, type Desk } from '../support/desk.ts'
import { hoursFromNow, makeActivity, makePerson, makeRegistration, makeStaff } from '../support/fixtures.ts'
import { ask } from '../support/http.ts'

let app: Desk
let payload: Payload
let department: Staff
let person: Person
let activity: Activity
let registration: Registration

beforeAll(async () => {
  app = await startDesk()
  ;({ payload, department } = app)
  const { community } = app.units
  person = await makePerson(payload, { name: '欧阳小满', unit: community.id })
  activity = await makeActivity(payload, community, {
    title: '码头义诊',
    ledger: 'service',
    startsAt: hoursFromNow(-5),
    endsAt: hoursFromNow(-3),
  })
  registration = await makeRegistration(payload, activity, person)
  await patch(`/activities/${activity.id}`, { place: '码头东侧', capacity: 60, description: '请带水杯' })
  await patch(`/units/${community.id}`, { name: '东岸社区' })
  await patch(`/people/${person.id}`, { kinds: ['rider'] })
  await payload.update({
    collection: 'registrations',
    id: registration.id,
    data: { attendance: 'present' },
    depth: 0,
    overrideAccess: true,
  })
  await correctRegistration(
    await app.req(department),
    { id: registration.id, attendance: 'present', minutes: 90, reason: '签退时忘记扫码' },
    new Date(),
  )
  await issueCertificates(
    await app.req(department),
    { activity: activity.id, registrations: [registration.id] },
    new Date(),
  )
  const file = await exportParticipations(
    await app.req(department),
    { format: 'csv', line: 'riders', unit: community.id, fields: 'title,name' },
    new Date(),
  )
  await new Response(file.body).text()
})
afterAll(() => app.stop())

async function patch(path: string, body: object): Promise<void> {
  const answer = await ask({ method: 'PATCH', path, token: app.token, body })
  if (answer.status !== 200) throw new Error(answer.text)
}

const search = async (query: AuditQuery = {}, staff = department) => listAudit(await app.req(staff), query)
const did = ({ docs }: { docs: AuditLine[] }): string[] => docs.map(({ did, about }) => `${did} ${about.kind}`).sort()

describe('a line is read by people', () => {
  test('who, which one, and each field before and after', async () => {
    const { docs } = await search({ about: `activities:${activity.id}`, action: 'changed' })
    expect(docs).toHaveLength(1)
    expect(docs[0]).toMatchObject({
      who: { name: department.name, record: { collection: 'staff', id: department.id } },
      did: '修改',
      about: { kind: '活动', title: '码头义诊', record: { collection: 'activities', id: activity.id } },
      changes: expect.arrayContaining([
        { label: '地点', was: activity.place, is: '码头东侧' },
        { label: '名额', was: String(activity.capacity ?? '空'), is: '60' },
      ]),
    })
    // What it says about the text is that it was changed.
    expect(docs[0]?.untold).toContain('活动内容')
    expect(JSON.stringify(docs)).not.toContain('请带水杯')
  })

  test('a sign-up is called by its person and its activity; what was corrected is said with the reason', async () => {
    const [line] = (await search({ action: 'corrected' })).docs
    expect(line?.about.title).toMatch(/^欧阳小满 · .*（码头义诊）$/)
    expect(line).toMatchObject({ reason: '签退时忘记扫码' })
    expect(line?.changes).toContainEqual(expect.objectContaining({ was: expect.any(String), is: '90' }))
  })

  test('certificates name what they were issued for; an export its filters and columns', async () => {
    const [issued] = (await search({ action: 'issued' })).docs
    expect(issued?.about).toMatchObject({ title: '码头义诊', record: { collection: 'activities', id: activity.id } })
    expect(issued?.facts).toContainEqual({ label: '范围', words: '一场活动' })
    const [exported] = (await search({ action: 'exported' })).docs
    expect(exported?.facts).toEqual(
      expect.arrayContaining([
        { label: '格式', words: 'CSV' },
        { label: '单位', words: '东岸社区' },
        { label: '所含字段', words: '活动名称、姓名' },
      ]),
    )
  })

  test('no code’s name, no raw value and no number of a record stands in any line, whatever is in its details', async () => {
    const req = await app.req(department)
    for (const details of [
      { decision: 'approve', status: 'waitlisted' },
      { field: 'phone', from: null, to: 'v1:sealed', confirmed: true },
      { field: 'tally', stored: 3, counted: 4 },
      { fields: ['notice', 'untold', 'password', 'nobodyKnows'] },
      {
        changes: {
          nobodyKnows: { before: { a: 1 }, after: [{ b: 2 }] },
          unit: { before: crypto.randomUUID(), after: null },
        },
      },
      { into: crypto.randomUUID(), by: department.id, somethingNew: { a: 1 } },
    ])
      for (const subjectCollection of ['registrations', 'people', 'activities', 'targets', 'gone-by-now'])
        await writeAudit(req, { action: 'changed', subjectCollection, subject: registration.id, details })
    const lines: AuditLine[] = []
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const found = await search({ page })
      pages = found.totalPages
      lines.push(...found.docs)
    }
    expect(lines.length).toBeGreaterThan(30)
    for (const { who, did, about, reason, changes, untold, facts } of lines) {
      const words = [
        who.name,
        did,
        about.kind,
        reason,
        ...untold,
        ...changes.flatMap(({ label, was, is }) => [label, was, is]),
        ...facts.flatMap(({ label, words }) => [label, words]),
      ].join(' ')
      expect(words).not.toMatch(/[{}[\]]|[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{24}|sealed/)
      // Numbers of certificates and formats of files are written in Latin letters by people too.
      expect(words.replaceAll(department.name, '').replace(/XF-[\w-]+|CSV|Excel|BL\d+/g, '')).not.toMatch(/[A-Za-z]/)
    }
    await payload.db.deleteMany({ collection: 'audit', where: { summary: { like: '修改gone-by-now' } } })
  })
})

describe('it is searched', () => {
  test('by person: all that is about them and what is theirs, by name and by phone', async () => {
    await writeAudit(await app.req(person), { action: 'changed', subjectCollection: 'people', subject: person.id })
    for (const typed of ['欧阳', String(person.phone)]) {
      expect(did(await search({ person: typed, action: 'corrected' }))).toEqual(['更正 报名'])
      expect(did(await search({ person: typed }))).toContain('修改 人员')
      expect((await search({ person: typed, record: '东岸' })).totalDocs).toBe(0)
    }
    expect((await search({ person: '无此人' })).totalDocs).toBe(0)
    expect((await search({ about: `people:${person.id}` })).totalDocs).toBe(
      (await search({ person: '欧阳' })).totalDocs,
    )
  })

  test('by the name of a record, by who did it, and by day; all of it together', async () => {
    expect(did(await search({ record: '东岸' }))).toContain('修改 组织单位')
    expect(did(await search({ record: '码头义' })).every((line) => /活动|证明/.test(line))).toBe(true)
    expect((await search({ by: department.name.slice(0, 2) })).totalDocs).toBeGreaterThan(3)
    expect((await search({ by: '没有这个人' })).totalDocs).toBe(0)
    const today = dayOf(new Date())
    expect((await search({ from: today, to: today })).totalDocs).toBe((await search()).totalDocs)
    expect((await search({ to: dayOf(new Date(Date.now() - DAY_MS)) })).totalDocs).toBe(0)
    expect((await search({ record: '码头义', action: 'viewed', by: '没有这个人' })).totalDocs).toBe(0)
  })

  test.each([
    [{ from: '2026-02-30' }, NO_SUCH_DAY],
    [{ action: 'burnt' }, '没有这种操作'],
    [{ page: '0' }, '页码从 1 开始'],
    [{ about: 'activities:1' }, '编号格式不正确'],
    [{ by: '长'.repeat(61) }, '最多 60 个字'],
  ])('%j is refused in words', (query, sentence) => {
    const parsed = auditQuerySchema.safeParse(query)
    expect(parsed.error?.issues[0]?.message).toContain(sentence)
  })

  test('an end before its start is refused, and so is what too many are meant by', async () => {
    await expect(search({ from: '2026-03-02', to: '2026-03-01' })).rejects.toMatchObject({ code: 'invalid-input' })
    for (let made = 0; made < 51; made += 1) await makePerson(payload, { name: `多人${made}` })
    await expect(search({ person: '多人' })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  test('by the department alone', async () => {
    for (const role of ['town', 'organiser'] as const)
      await expect(search({}, await makeStaff(payload, role, app.units.town))).rejects.toMatchObject({
        code: 'forbidden',
      })
    await expect(listAudit(await app.req(person), {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listAudit(await app.req(), {})).rejects.toMatchObject({ code: 'not-logged-in' })
  })
})
