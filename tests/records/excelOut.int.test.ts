import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { strFromU8, unzipSync } from 'fflate'
import { parseCsv } from 'hucre/csv'
import { readXlsx } from 'hucre/xlsx'
import type { AdminViewServerProps, Payload } from 'payload'
import { isValidElement, type ReactNode } from 'react'
import { newId } from '../../src/database/rows.ts'
import type { AuditLine } from '../../src/domain/records/auditLine.ts'
import { AUDIT_COLUMNS } from '../../src/domain/records/auditLine.ts'
import type { AuditQuery } from '../../src/domain/records/audit.ts'
import { clockOf } from '../../src/domain/shared/calendar.ts'
import { getCertificateFile } from '../../src/operations/certificates/getCertificateFile.ts'
import { issueCertificates } from '../../src/operations/certificates/issueCertificates.ts'
import { revokeCertificate } from '../../src/operations/certificates/revokeCertificate.ts'
import { verifyCertificate } from '../../src/operations/certificates/verifyCertificate.ts'
import { exportAnswers } from '../../src/operations/records/exportAnswers.ts'
import { exportAudit } from '../../src/operations/records/exportAudit.ts'
import { exportCertificates } from '../../src/operations/records/exportCertificates.ts'
import { exportParticipations, previewParticipations } from '../../src/operations/records/exportParticipations.ts'
import { listAudit } from '../../src/operations/records/listAudit.ts'
import { listSignUps } from '../../src/operations/seats/listSignUps.ts'
import { filterSignUps, type Filter } from '../../src/admin/signUps/filters.ts'
import type { Activity, Person, Registration, Staff } from '../../src/payload-types.ts'
import { logIn } from '../support/accessWorld.ts'
import { startDesk, type Desk } from '../support/desk.ts'
import { hoursFromNow, makeActivity, makePerson, makeRegistration, makeStaff } from '../support/fixtures.ts'
import { ask } from '../support/http.ts'
import { textsOf } from '../support/pdf.ts'
import { readSheet } from '../support/xlsx.ts'

jest.unstable_mockModule('@payloadcms/next/templates', () => ({ DefaultTemplate: () => null }))
jest.unstable_mockModule('@payloadcms/ui', () => ({ Gutter: () => null, SetStepNav: () => null }))
const { ExportForm } = await import('../../src/admin/exports/ExportForm.tsx')
const { ExportsView } = await import('../../src/admin/exports/ExportsView.tsx')
const { EXPORT_TEXTS } = await import('../../src/admin/exports/texts.ts')

let app: Desk
let payload: Payload
let department: Staff
let organiser: Staff
let colleague: Staff
let outsider: Staff
let town: Staff
let service: Activity
let evening: Activity
let people: Person[]
let registrations: Registration[]
const tokens: Record<string, string> = {}

const bytesOf = async ({ body }: { body: ReadableStream<Uint8Array> }): Promise<Uint8Array> =>
  new Uint8Array(await new Response(body).arrayBuffer())
const rowsOf = async (file: { body: ReadableStream<Uint8Array> }): Promise<string[][]> =>
  parseCsv(new TextDecoder().decode(await bytesOf(file)), { delimiter: ',' }) as string[][]

beforeAll(async () => {
  app = await startDesk()
  ;({ payload, department } = app)
  const { community, firm, otherCommunity } = app.units
  organiser = await makeStaff(payload, 'organiser', community)
  colleague = await makeStaff(payload, 'organiser', community)
  outsider = await makeStaff(payload, 'organiser', otherCommunity)
  town = await makeStaff(payload, 'town', app.units.town)
  for (const [name, staff] of Object.entries({ department, organiser, colleague, outsider, town }))
    tokens[name] = await logIn(staff)
  people = [
    await makePerson(payload, { name: '欧阳小满', unit: community.id, kinds: ['partyMember', 'volunteer'] }),
    await makePerson(payload, { name: '林某', unit: community.id, kinds: ['rider'] }),
    await makePerson(payload, { name: '林/某:二', unit: otherCommunity.id }),
  ]
  service = await makeActivity(payload, community, {
    title: '码头义诊',
    ledger: 'service',
    startsAt: hoursFromNow(-30),
    endsAt: hoursFromNow(-28),
    questions: [
      { label: '带几份', kind: 'number' },
      { label: '哪天方便', kind: 'date' },
      { label: '会什么', kind: 'multiselect', options: ['量血压', '登记', '引导'] },
    ],
  })
  evening = await makeActivity(payload, firm, {
    title: '骑手夜学',
    ledger: 'participation',
    startsAt: hoursFromNow(-20),
    endsAt: hoursFromNow(-18),
  })
  const [number, day, skills] = (service.questions ?? []).map(({ id }) => String(id))
  registrations = []
  for (const [index, person] of people.entries())
    registrations.push(
      await makeRegistration(payload, service, person, {
        answers: {
          [String(number)]: String(index + 2.5),
          [String(day)]: '2026-03-08',
          [String(skills)]: ['量血压', '登记'],
        },
      }),
    )
  const evenings = [await makeRegistration(payload, evening, people[0] as Person)]
  evenings.push(await makeRegistration(payload, evening, people[1] as Person))
  const mark = (one: Registration | undefined, attendance: 'present' | 'absent') =>
    payload.update({
      collection: 'registrations',
      id: one?.id ?? '',
      data: { attendance },
      depth: 0,
      overrideAccess: false,
      user: department,
    })
  for (const one of registrations) await mark(one, 'present')
  await mark(evenings[0], 'absent')
})
afterAll(() => app.stop())

describe('participations, by what the screen filters them', () => {
  const titled = async (query: object, staff = department): Promise<string[]> => {
    const asked = { format: 'csv' as const, fields: 'title,name,attendance,heads', ...query }
    const rows = await rowsOf(await exportParticipations(await app.req(staff), asked, new Date()))
    return rows.slice(1).map((row) => row.join(' '))
  }
  const SERVED = ['码头义诊 欧阳小满 到场 1', '码头义诊 林某 到场 1', '码头义诊 林/某:二 到场 1']

  test('by ledger, attendance and what people are; only those present are person-times', async () => {
    expect(await titled({})).toEqual(SERVED)
    expect(await titled({ ledger: 'participation' })).toEqual([])
    expect(await titled({ attendance: 'absent' })).toEqual(['骑手夜学 欧阳小满 未到场 0'])
    expect(await titled({ attendance: 'unknown' })).toEqual(['骑手夜学 林某 未记录 0'])
    expect(await titled({ attendance: 'all' })).toHaveLength(5)
    expect(await titled({ attendance: 'all', kind: 'partyMember' })).toEqual([
      '码头义诊 欧阳小满 到场 1',
      '骑手夜学 欧阳小满 未到场 0',
    ])
    expect(await titled({ period: 'thisYear' })).toEqual(await titled({}))
    expect(await titled({ period: 'lastYear' })).toEqual([])
  })

  test('the count that is told before equals the rows, and the preview is the file’s beginning', async () => {
    for (const filters of [
      {},
      { attendance: 'all' as const },
      { kind: 'rider' as const, attendance: 'all' as const },
    ]) {
      const query = { ...filters, fields: 'name,title,startsAt,heads', format: 'csv' as const }
      const file = await exportParticipations(await app.req(department), query, new Date())
      const [headings, ...lines] = await rowsOf(file)
      expect(lines).toHaveLength(file.rows)
      expect(await previewParticipations(await app.req(department), query, new Date())).toEqual({
        rows: file.rows,
        headings,
        lines,
      })
    }
  })

  test('what people are is asked by the department alone, by filter and by column', async () => {
    for (const query of [{ kind: 'rider' as const }, { fields: 'kinds' }])
      for (const staff of [organiser, town])
        await expect(
          exportParticipations(await app.req(staff), { format: 'csv', ...query }, new Date()),
        ).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a unit or a target that is gone is refused, and makes the file no wider', async () => {
    const gone = newId(payload)
    for (const [query, code] of [
      [{ unit: gone }, 'forbidden'],
      [{ target: gone }, 'invalid-input'],
    ] as const)
      await expect(titled(query)).rejects.toMatchObject({ code })
  })
})

describe('the workbook', () => {
  test('has a heading that stays and filters, days as days, numbers as numbers, numbers of people as text', async () => {
    const { body } = await exportAnswers(
      await app.req(department),
      { activityId: service.id, format: 'xlsx', fields: ['name', 'fullPhone', ...questionFields()].join(',') },
      new Date(),
    )
    const file = await bytesOf({ body })
    const { sheets } = await readXlsx(file)
    expect(sheets[0]?.freezePane).toMatchObject({ rows: 1 })
    expect(sheets[0]?.autoFilter).toMatchObject({ range: 'A1:E4' })
    const [heading, first] = sheets[0]?.rows ?? []
    expect(heading).toEqual(['姓名', '手机号', '带几份', '哪天方便', '会什么'])
    expect(first).toEqual(['欧阳小满', people[0]?.phone, 2.5, new Date('2026-03-08T00:00:00.000Z'), '量血压、登记'])
    expect(readSheet(file)[1]?.map(({ isText }) => isText)).toEqual([true, true, false, false, true])
    const widths = [
      ...strFromU8(unzipSync(file)['xl/worksheets/sheet1.xml'] ?? new Uint8Array()).matchAll(
        /<col [^>]*width="([\d.]+)"/g,
      ),
    ]
    expect(widths.map(([, width]) => Number(width)).every((width) => width >= 8 && width <= 48)).toBe(true)
    // Eleven digits and four Chinese characters, which are twice as wide, stand in it whole.
    expect(Number(widths[1]?.[1])).toBeGreaterThan(13)
    expect(Number(widths[0]?.[1])).toBeGreaterThan(10)
  })

  const questionFields = (): string[] => (service.questions ?? []).map(({ id }) => `q:${id}`)

  test.each(['all', 'taken', 'present', 'unknown', 'cancelled'] as Filter[])(
    'of an activity has the rows that its list shows: %s',
    async (show) => {
      const { signUps } = await listSignUps(await app.req(organiser), evening.id, 1, new Date())
      for (const name of ['', '欧阳'])
        expect(
          (
            await rowsOf(
              await exportAnswers(
                await app.req(organiser),
                { activityId: evening.id, format: 'csv', show, name, fields: 'name' },
                new Date(),
              ),
            )
          )
            .slice(1)
            .flat(),
        ).toEqual(filterSignUps(signUps, show, name).map((one) => one.name))
    },
  )
})

describe('an export that is kept', () => {
  const body = (more: object = {}) => ({
    name: '每月义诊',
    format: 'xlsx',
    columns: ['title', 'name'],
    filters: { period: 'lastMonth', ledger: 'service' },
    ...more,
  })
  const keep = (by: string, more: object = {}) =>
    ask({ method: 'POST', path: '/export-definitions', token: tokens[by], body: body(more) })
  const seenBy = async (by: string): Promise<string[]> => {
    const answer = await ask({ path: '/export-definitions?limit=100', token: tokens[by] })
    return (answer.body as { docs: { name: string }[] }).docs.map(({ name }) => name)
  }

  test('is its owner’s, whoever is named in it; shared, it is read by the unit, and changed by its owner alone', async () => {
    const { status, body: made } = await keep('organiser', { owner: outsider.id })
    expect(status).toBe(201)
    const { id, owner } = (made as { doc: { id: string; owner: string } }).doc
    expect(owner).toBe(organiser.id)
    expect(await seenBy('colleague')).toEqual([])
    const change = (by: string, changes: object) =>
      ask({ method: 'PATCH', path: `/export-definitions/${id}`, token: tokens[by], body: changes })
    expect((await change('organiser', { shared: true, name: '义诊月报' })).status).toBe(200)
    expect(await seenBy('colleague')).toEqual(['义诊月报'])
    expect(await seenBy('outsider')).toEqual([])
    expect(await seenBy('department')).toEqual([])
    expect((await change('colleague', { name: '改名' })).status).toBe(403)
    expect((await ask({ method: 'DELETE', path: `/export-definitions/${id}`, token: tokens.colleague })).status).toBe(
      403,
    )
    expect((await ask({ method: 'DELETE', path: `/export-definitions/${id}`, token: tokens.organiser })).status).toBe(
      200,
    )
  })

  test.each([
    ['a column that is none', { columns: ['wages'] }, 400],
    ['no column', { columns: [] }, 400],
    ['a filter that is none', { filters: { salary: 1 } }, 400],
    ['a period beside days', { filters: { period: 'lastMonth', from: '2026-01-01' } }, 400],
    ['a format that is none', { format: 'docx' }, 400],
    ['what is not theirs to export', { columns: ['fullPhone'] }, 403],
    ['what people are, which is not theirs to filter by', { filters: { kind: 'rider' } }, 403],
  ])('with %s is refused in Chinese, and not kept', async (_, wrong, status) => {
    for (const by of ['organiser', 'town']) {
      const answer = await keep(by, wrong)
      expect(answer.status).toBe(status)
      expect((answer.body as { errors: { message: string }[] }).errors[0]?.message).toMatch(/\p{Script=Han}/u)
      expect(await seenBy(by)).toEqual([])
    }
  })

  test('is not changed into what is not theirs either; the department keeps both', async () => {
    const { id } = ((await keep('town')).body as { doc: { id: string } }).doc
    const one = { path: `/export-definitions/${id}`, token: tokens.town }
    for (const body of [{ filters: { kind: 'rider' } }, { columns: ['kinds'] }])
      expect((await ask({ ...one, method: 'PATCH', body })).status).toBe(403)
    expect((await ask({ ...one, method: 'DELETE' })).status).toBe(200)
    expect((await keep('department', { filters: { kind: 'rider' }, columns: ['kinds'] })).status).toBe(201)
  })

  test('opened when its target is gone, or when it is gone itself, says so and asks for no more than it did', async () => {
    const gone = newId(payload)
    const { id } = ((await keep('organiser', { filters: { target: gone } })).body as { doc: { id: string } }).doc
    const opened = async (searchParams: object) => {
      const initPageResult = { req: await app.req(organiser) }
      const view = { initPageResult, searchParams } as unknown as AdminViewServerProps
      const { children } = (await ExportsView(view)).props as { children: ReactNode[] }
      const elements = children.filter((child) => isValidElement<Record<string, unknown>>(child))
      return {
        target: elements.find(({ type }) => type === ExportForm)?.props.target,
        said: elements.filter(({ type }) => type === 'p').map(({ props }) => props.children),
      }
    }
    for (const address of [{ definition: id }, { target: gone }])
      expect(await opened(address)).toEqual({ target: { id: gone, title: null }, said: [] })
    for (const target of ['a,b', '../x'])
      expect(await opened({ target })).toEqual({ target: { id: target, title: null }, said: [] })
    await ask({ method: 'DELETE', path: `/export-definitions/${id}`, token: tokens.organiser })
    for (const definition of [id, '../x', ['a', 'b']])
      expect(await opened({ definition })).toEqual({ target: null, said: [EXPORT_TEXTS.definitionGone] })
    // More than its list shows, by name.
    for (let index = 0; index < 100; index += 1)
      await payload.db.create({ collection: 'export-definitions', data: { ...body(), owner: organiser.id } })
    const last = (
      (await keep('organiser', { name: '龙溪义诊', filters: { target: gone } })).body as { doc: { id: string } }
    ).doc
    expect(await opened({ definition: last.id })).toEqual({ target: { id: gone, title: null }, said: [] })
    expect(await opened({})).toEqual({ target: null, said: [] })
  })

  test('is held against the rules again when it is run: what the department shares is no right to it', async () => {
    const second = await makeStaff(payload, 'organiser', app.units.county)
    const { status } = await keep('department', { shared: true, columns: ['name', 'fullPhone'], filters: {} })
    expect(status).toBe(201)
    const token = await logIn(second)
    const { docs } = (await ask({ path: '/export-definitions', token })).body as {
      docs: { columns: string[] }[]
    }
    expect(docs).toHaveLength(1)
    const run = await ask({ path: `/exports/participations?fields=${docs[0]?.columns.join(',')}`, token })
    expect(run.status).toBe(403)
  })
})

describe('the certificates of a batch', () => {
  beforeAll(async () => {
    await issueCertificates(await app.req(department), { activity: service.id }, new Date())
  })
  const batch = async (format: 'zip' | 'pdf', staff = department, activity = service) =>
    exportCertificates(await app.req(staff), { format, activity: activity.id }, new Date())

  test('are in the ZIP as everybody downloads them, to the byte, each under a name of its own that is safe', async () => {
    const file = await batch('zip')
    const entries = Object.entries(unzipSync(await bytesOf(file)))
    expect(entries).toHaveLength(3)
    expect(file.rows).toBe(3)
    const { docs } = await payload.find({
      collection: 'certificates',
      where: { activity: { equals: service.id } },
      depth: 0,
      overrideAccess: true,
    })
    for (const { id, number } of docs) {
      const [name, bytes] = entries.find(([one]) => one.includes(number)) ?? []
      expect(name).toMatch(/^(欧阳小满|林某|林_某_二)-XF(-[0-9A-Z]{6}){3}\.pdf$/)
      const single = await getCertificateFile(await app.req(department), id)
      expect(Buffer.from(bytes ?? []).equals(single.file)).toBe(true)
      const proven = await verifyCertificate(await app.req(), { file: Buffer.from(bytes ?? []) }, new Date())
      expect(proven.outcome).toBe('valid')
    }
  })

  test('are one PDF to be printed, each on its page, with its fonts in it once', async () => {
    const bytes = await bytesOf(await batch('pdf'))
    const text = await textsOf(bytes)
    for (const name of ['欧阳小满', '林某', '林/某:二']) expect(text).toContain(name)
    const source = Buffer.from(bytes).toString('latin1')
    expect(source.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(3)
    // One regular, one bold.
    expect(source.match(/\/FontFile2/g)).toHaveLength(2)
  })

  test('leave a line in the trail with their numbers; a revoked one, and one of elsewhere, is not among them', async () => {
    const { docs } = await payload.find({
      collection: 'certificates',
      where: { person: { equals: people[1]?.id ?? '' } },
      depth: 0,
      overrideAccess: true,
    })
    await revokeCertificate(await app.req(department), { id: docs[0]?.id ?? '', reason: '时长有误' }, new Date())
    const file = await batch('zip', organiser)
    const names = Object.keys(unzipSync(await bytesOf(file)))
    expect(names).toHaveLength(2)
    expect(names.join()).not.toContain(docs[0]?.number)
    const [line] = (await listAudit(await app.req(department), { action: 'exported' })).docs
    expect(line?.about).toMatchObject({ kind: '志愿服务证明', title: '码头义诊' })
    expect(line?.facts).toContainEqual({ label: '格式', words: 'ZIP' })
    // A ZIP has no columns.
    expect(line?.facts.map(({ label }) => label)).not.toContain('所含字段')
    await expect(batch('zip', outsider)).rejects.toMatchObject({ code: 'not-found' })
    await expect(batch('zip', department, evening)).rejects.toMatchObject({ code: 'not-found' })
    await expect(
      exportCertificates(await app.req(), { format: 'zip', activity: service.id }, new Date()),
    ).rejects.toMatchObject({ code: 'not-logged-in' })
  })
})

describe('the audit trail as a file', () => {
  const linesOf = async (query: AuditQuery): Promise<AuditLine[]> => {
    const lines: AuditLine[] = []
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const found = await listAudit(await app.req(department), { ...query, page })
      pages = found.totalPages
      lines.push(...found.docs)
    }
    return lines
  }

  test.each([
    [{}],
    [{ person: '欧阳' }],
    [{ record: '码头' }],
    [{ action: 'changed' }],
    [{ by: '部门' }],
    [{ by: 'DEPARTMENT' }],
    [{ from: '2020-01-01', to: '2020-01-31' }],
    [{ person: '林某', action: 'issued' }],
  ] as [AuditQuery][])('has the lines of the screen, in its words: %j', async (query) => {
    const shown = await linesOf(query)
    const file = await exportAudit(await app.req(department), { ...query, format: 'csv' }, new Date())
    const [heading, ...rows] = await rowsOf(file)
    expect(heading).toEqual(Object.values(AUDIT_COLUMNS).map((column) => column.heading))
    expect(file.rows).toBe(shown.length)
    const expected = shown.map((line) =>
      Object.values(AUDIT_COLUMNS).map(({ valueOf }) => {
        const cell = valueOf(line)
        return cell instanceof Date ? clockOf(cell).replace('T', ' ') : cell
      }),
    )
    const plain = (cell: unknown): string => String(cell).replace(/^'/, '')
    expect(rows.map((row) => row.map(plain))).toEqual(expected.map((row) => row.map(plain)))
  })

  test('is a line of the trail itself, which keeps nothing of what was typed', async () => {
    const file = await exportAudit(
      await app.req(department),
      { format: 'xlsx', person: '欧阳小满', fields: 'at,about' },
      new Date(),
    )
    const { sheets } = await readXlsx(await bytesOf(file))
    expect(sheets[0]?.rows[0]).toEqual(['时间', '哪一条'])
    expect(sheets[0]?.rows[1]?.[0]).toBeInstanceOf(Date)
    const { docs } = await payload.find({
      collection: 'audit',
      where: { subjectCollection: { equals: 'audit' } },
      sort: '-createdAt',
      limit: 1,
      depth: 0,
      overrideAccess: true,
    })
    expect(docs[0]?.details).toMatchObject({ format: 'xlsx', searched: ['person'], rows: file.rows })
    expect(JSON.stringify(docs[0])).not.toContain('欧阳')
    const [line] = (await linesOf({ action: 'exported' })).slice(0, 1)
    expect(line?.facts).toContainEqual({ label: '按此查找', words: '涉及的人' })
  })

  test('is for those who may read the trail', async () => {
    for (const staff of [organiser, outsider])
      await expect(exportAudit(await app.req(staff), { format: 'csv' }, new Date())).rejects.toMatchObject({
        code: 'forbidden',
      })
  })
})
