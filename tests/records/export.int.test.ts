import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals'
import express from 'express'
import { readXlsx } from 'hucre/xlsx'
import { parseCsv } from 'hucre/csv'
import type { Payload } from 'payload'
import config from '../../payload.config.ts'
import { newId } from '../../src/database/rows.ts'
import { endpointOf } from '../../src/endpoints/endpoint.ts'
import { exportParticipationsCall } from '../../src/endpoints/records.calls.ts'
import { exportsUnderWay, program, stopExports } from '../../src/operations/records/runExport.ts'
import type { Activity, Person, Staff } from '../../src/payload-types.ts'
import { bulkInsert } from '../../src/seed/bulkInsert.ts'
import { createApi } from '../../src/server/api.ts'
import { bundled } from '../support/bundled.ts'
import {
  makeActivity,
  makePerson,
  makeProgramme,
  makeRegistration,
  makeStaff,
  makeTarget,
  makeUnitTree,
  PASSWORD,
  type UnitTree,
} from '../support/fixtures.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { readSheet } from '../support/xlsx.ts'

const BOM = '\ufeff'
/** What a stranger may have typed into a name or a place. */
const PREFIXES = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']

let app: TestPayload
let payload: Payload
let units: UnitTree
let department: Staff
let town: Staff
let organiser: Staff
let outsider: Staff
let rider: Person

const { handler } = endpointOf(exportParticipationsCall)

async function get(user: Staff | Person | undefined, query: Record<string, string> = {}): Promise<Response> {
  const req = await app.req(user)
  Object.assign(req, { searchParams: new URLSearchParams(query) })
  return handler(req)
}

/** Strict UTF-8, with the byte order mark that `Response.text` would take away. */
const withBom = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)

/** Rows as text, without the heading. */
async function rowsOf(user: Staff | undefined, query: Record<string, string> = {}): Promise<string[][]> {
  const response = await get(user, query)
  expect(response.status).toBe(200)
  return parseCsv(await response.text(), { delimiter: ',' }).slice(1) as string[][]
}
const titlesOf = async (user: Staff, query: Record<string, string> = {}) =>
  (await rowsOf(user, { ...query, fields: 'title' })).map(([title]) => title)

const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toMatch('application/problem+json')
  return (await response.json()) as { status: number; code: string; detail: string; fields?: Record<string, string> }
}

async function attend(
  activity: Activity,
  person: Person,
  attendance: 'present' | 'absent' | 'unknown' = 'present',
): Promise<string> {
  const { id } = await makeRegistration(payload, activity, person)
  if (attendance !== 'unknown') {
    await payload.update({
      collection: 'registrations',
      id,
      data: { attendance },
      depth: 0,
      overrideAccess: false,
      user: organiser.unit === activity.unit ? organiser : department,
    })
  }
  return id
}

const latestExport = async () => {
  const { docs } = await payload.find({
    collection: 'audit',
    where: { action: { equals: 'exported' } },
    sort: '-createdAt',
    limit: 1,
    depth: 0,
    overrideAccess: true,
  })
  return docs[0]
}

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  department = await makeStaff(payload, 'department', units.county, { name: '部门甲' })
  town = await makeStaff(payload, 'town', units.town)
  organiser = await makeStaff(payload, 'organiser', units.community, { name: '组织者甲' })
  outsider = await makeStaff(payload, 'organiser', units.otherCommunity)
  // Reports to another town than the one where they take part.
  rider = await makePerson(payload, {
    name: '林某',
    phone: '15400005678',
    idNumber: '440000199001010000',
    volunteerNumber: 'BL0000000001',
    unit: units.otherCommunity.id,
  })
})
afterAll(() => app.stop())
afterEach(() => void jest.restoreAllMocks())

describe('before anything is recorded', () => {
  it('gives a heading and no rows', async () => {
    const bytes = new Uint8Array(await (await get(department, { fields: 'title,date' })).arrayBuffer())
    expect(withBom(bytes)).toBe(`${BOM}活动名称,活动日期\r\n`)
    const { sheets } = await readXlsx(new Uint8Array(await (await get(department, { format: 'xlsx' })).arrayBuffer()))
    expect(sheets[0]?.rows).toHaveLength(1)
    expect(await latestExport()).toMatchObject({ details: { rows: 0 } })
  })
})

describe('the participations of two towns', () => {
  let service: Activity
  let registration: string

  beforeAll(async () => {
    const series = await makeProgramme(payload)
    service = await makeActivity(payload, units.community, {
      title: '社区清洁',
      line: 'programmes',
      theme: null,
      series: series.id,
      ledger: 'service',
      startsAt: '2026-03-31T16:30:00.000Z',
      endsAt: '2026-03-31T18:00:00.000Z',
      place: '甲一社区, “中心”广场',
      description: '第一行\n第二行 "引号"',
      leader: '陈某',
    })
    registration = await attend(service, rider)
    await attend(service, await makePerson(payload, { name: '未到者' }), 'absent')
    await attend(service, await makePerson(payload, { name: '未记录者' }), 'unknown')
    await attend(
      await makeActivity(payload, units.firm, {
        title: '暖新甲',
        startsAt: '2026-04-02T02:00:00.000Z',
        endsAt: '2026-04-02T04:00:00.000Z',
      }),
      rider,
    )
    await attend(
      await makeActivity(payload, units.otherCommunity, {
        title: '联新乙',
        theme: 'connect',
        startsAt: '2026-04-03T02:00:00.000Z',
        endsAt: '2026-04-03T04:00:00.000Z',
      }),
      rider,
    )
    const cancelled = await makeActivity(payload, units.community, { title: '已取消的活动' })
    await attend(cancelled, rider)
    await payload.update({
      collection: 'activities',
      id: cancelled.id,
      data: { status: 'cancelled' },
      depth: 0,
      overrideAccess: true,
    })
  })

  it('writes the whole record of each person present, by start of the activity', async () => {
    const fields =
      'title,date,startsAt,endsAt,place,content,minutes,unit,leader,name,volunteerNumber,phone,line,theme,ledger,method,recordedBy,registrationId,activityId'
    const rows = await rowsOf(department, { fields })
    expect(rows).toHaveLength(3)
    expect(rows[0]).toEqual([
      '社区清洁',
      '2026-04-01',
      '2026-04-01 00:30',
      '2026-04-01 02:00',
      '甲一社区, “中心”广场',
      '第一行\n第二行 "引号"',
      '90',
      '甲一社区',
      '陈某',
      '林某',
      'BL0000000001',
      '154****5678',
      '三大类九系列',
      '',
      '志愿服务',
      '组织者登记',
      '组织者甲',
      registration,
      service.id,
    ])
    expect(await rowsOf(department, { fields: 'title,minutes,ledger,theme' })).toEqual([
      ['社区清洁', '90', '志愿服务', ''],
      ['暖新甲', '', '参与', '暖新'],
      ['联新乙', '', '参与', '联新'],
    ])
  })

  it('adds up to the tally, a party by its heads', async () => {
    const activity = await makeActivity(payload, units.firm, {
      title: '家庭日',
      partyLimit: 4,
      startsAt: '2026-03-20T01:00:00.000Z',
      endsAt: '2026-03-20T03:00:00.000Z',
    })
    const { id: family } = await makeRegistration(payload, activity, await makePerson(payload), { size: 4 })
    await payload.update({
      collection: 'registrations',
      id: family,
      data: { attendance: 'present', came: 3 },
      depth: 0,
      overrideAccess: false,
      user: department,
    })
    const { id } = await makeTarget(payload)
    const target = await payload.findByID({ collection: 'targets', id, depth: 0, overrideAccess: true })
    const rows = await rowsOf(department, { fields: 'registrationId,heads' })
    expect(rows.find(([registration]) => registration === family)).toEqual([family, '3'])
    expect(rows.reduce((sum, [, heads]) => sum + Number(heads), 0)).toBe(target.tally)
    await payload.delete({ collection: 'registrations', id: family, overrideAccess: true })
  })

  it('is UTF-8 with a byte order mark, CRLF, and quotes as RFC 4180 says', async () => {
    const response = await get(organiser, { fields: 'title,place,content', from: '2026-04-01', to: '2026-04-01' })
    expect(withBom(new Uint8Array(await response.arrayBuffer()))).toBe(
      `${BOM}活动名称,地点,服务内容\r\n社区清洁,"甲一社区, “中心”广场","第一行\n第二行 ""引号"""\r\n`,
    )
  })

  it('is a download with a Chinese name that nothing keeps', async () => {
    const { headers, body } = await get(organiser)
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    const [, name] = /filename\*=UTF-8''(\S+)$/.exec(headers.get('content-disposition') ?? '') ?? []
    expect(decodeURIComponent(name ?? '')).toMatch(/^参与记录-\d{4}-\d{2}-\d{2}\.csv$/)
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="participations\.csv"; /)
    await body?.cancel()
  })

  it('shows each role its own subtree', async () => {
    expect(await titlesOf(department)).toEqual(['社区清洁', '暖新甲', '联新乙'])
    expect(await titlesOf(town)).toEqual(['社区清洁', '暖新甲'])
    expect(await titlesOf(organiser)).toEqual(['社区清洁', '暖新甲'])
    expect(await titlesOf(outsider)).toEqual(['联新乙'])
  })

  it('narrows to a unit and what is below it, never beyond the subtree', async () => {
    expect(await titlesOf(department, { unit: units.town.id })).toEqual(['社区清洁', '暖新甲'])
    expect(await titlesOf(organiser, { unit: units.firm.id })).toEqual(['暖新甲'])
    expect(await titlesOf(organiser, { unit: units.county.id })).toEqual(['社区清洁', '暖新甲'])
    for (const [user, unit] of [
      [organiser, units.otherCommunity],
      [organiser, units.otherTown],
      [town, units.otherTown],
      [outsider, units.community],
    ] as const) {
      const response = await get(user, { unit: unit.id })
      expect(response.status).toBe(403)
      expect(await problemOf(response)).toMatchObject({ code: 'forbidden' })
    }
  })

  it('filters by line, theme and days, both days included', async () => {
    expect(await titlesOf(department, { line: 'programmes' })).toEqual(['社区清洁'])
    expect(await titlesOf(department, { theme: 'connect' })).toEqual(['联新乙'])
    expect(await titlesOf(department, { from: '2026-04-02' })).toEqual(['暖新甲', '联新乙'])
    expect(await titlesOf(department, { to: '2026-04-02' })).toEqual(['社区清洁', '暖新甲'])
    expect(await titlesOf(department, { from: '2026-04-01', to: '2026-04-01' })).toEqual(['社区清洁'])
    expect(await titlesOf(department, { to: '2026-03-31' })).toEqual([])
  })

  it('masks phones, and hands full ones and ID numbers to the department alone', async () => {
    for (const user of [department, town, organiser]) {
      const csv = await (await get(user)).text()
      expect(csv).toContain('154****5678')
      expect(csv).not.toContain('15400005678')
      expect(csv).not.toContain('440000199001010000')
    }
    expect((await rowsOf(department, { fields: 'name,fullPhone,idNumber' }))[0]).toEqual([
      '林某',
      '15400005678',
      "'440000199001010000",
    ])
    for (const user of [town, organiser]) {
      for (const fields of ['fullPhone', 'name,idNumber']) {
        const response = await get(user, { fields })
        expect(response.status).toBe(403)
        expect(await problemOf(response)).toMatchObject({
          code: 'forbidden',
          detail: expect.stringContaining('组织部门'),
        })
      }
    }
  })

  it('is for staff', async () => {
    const anonymous = await get(undefined)
    expect(anonymous.status).toBe(401)
    expect(await problemOf(anonymous)).toMatchObject({ code: 'not-logged-in' })
    const person = await get(rider)
    expect(person.status).toBe(403)
    expect(await problemOf(person)).toMatchObject({ code: 'forbidden' })
  })

  it.each([
    [{ format: 'pdf' }, 'format'],
    [{ unit: 'x' }, 'unit'],
    [{ line: 'none' }, 'line'],
    [{ theme: 'none' }, 'theme'],
    [{ from: '31.1.2026' }, 'from'],
    [{ from: '2026-04-02', to: '2026-04-01' }, 'from'],
    [{ fields: 'name,wages' }, 'fields'],
    [{ fields: 'passwordHash' }, 'fields'],
    [{ fields: 'x'.repeat(1001) }, 'fields'],
    [{ page: '2' }, 'page'],
  ] as [Record<string, string>, string][])('refuses %j with a sentence, and writes nothing', async (query, field) => {
    // Without a filter MongoDB would estimate.
    const written = () => payload.count({ collection: 'audit', where: { id: { exists: true } }, overrideAccess: true })
    const before = await written()
    const response = await get(department, query)
    expect(response.status).toBe(400)
    const problem = await problemOf(response)
    expect(problem).toMatchObject({ code: 'invalid-input', detail: expect.stringMatching(/[\u4e00-\u9fff]/) })
    expect(Object.keys(problem.fields ?? {})).toContain(field)
    expect(await written()).toEqual(before)
  })

  it('leaves an audit entry with filters, fields, format and rows, also when the client goes away at once', async () => {
    const response = await get(organiser, {
      format: 'xlsx',
      unit: units.firm.id,
      line: 'riders',
      theme: 'warm',
      from: '2026-04-01',
      to: '2026-04-30',
      fields: 'name,title',
    })
    await response.body?.cancel()
    expect(await latestExport()).toMatchObject({
      action: 'exported',
      actor: `staff:${organiser.id}`,
      actorName: '组织者甲',
      subjectCollection: 'registrations',
      details: {
        format: 'xlsx',
        unit: units.firm.id,
        line: 'riders',
        theme: 'warm',
        from: '2026-04-01',
        to: '2026-04-30',
        fields: ['name', 'title'],
        rows: 1,
      },
    })
  })

  it('says the same as XLSX, in typed cells under a frozen heading, days as whole days [D21]', async () => {
    const fields = 'title,date,startsAt,place,content,minutes,name,registrationId'
    const csv = await rowsOf(department, { fields })
    const response = await get(department, { format: 'xlsx', fields })
    expect(response.headers.get('content-type')).toBe(
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    )
    const { sheets } = await readXlsx(new Uint8Array(await response.arrayBuffer()))
    expect(sheets).toHaveLength(1)
    const [sheet] = sheets
    expect(sheet?.name).toBe('参与记录')
    expect(sheet?.freezePane).toMatchObject({ rows: 1 })
    const [heading, ...rows] = sheet?.rows ?? []
    expect(heading).toEqual([
      '活动名称',
      '活动日期',
      '开始时间',
      '地点',
      '服务内容',
      '实际服务时间（分钟）',
      '姓名',
      '报名编号',
    ])
    expect(rows.map((row) => (row[1] as Date).toISOString().slice(10))).toEqual(rows.map(() => 'T00:00:00.000Z'))
    expect(rows[0]?.[5]).toBe(90)
    const asText = (cell: unknown, column: number) =>
      cell instanceof Date
        ? cell
            .toISOString()
            .replace('T', ' ')
            .slice(0, column === 1 ? 10 : 16)
        : String(cell ?? '')
    expect(rows.map((row) => Array.from({ length: 8 }, (_, column) => asText(row[column], column)))).toEqual(csv)
  })
})

describe('what strangers typed', () => {
  it('starts no formula in CSV, and stays text in XLSX', async () => {
    const activity = await makeActivity(payload, units.otherTown, {
      title: '公式',
      line: 'visiting',
      theme: null,
      place: '一层\n二层',
    })
    for (const prefix of PREFIXES)
      await attend(activity, await makePerson(payload, { name: `${prefix}cmd|' /C calc'!A0` }))
    const query = { line: 'visiting', fields: 'name' }
    expect((await rowsOf(department, { line: 'visiting', fields: 'place,title' }))[0]).toEqual(['一层\n二层', '公式'])
    const names = (await rowsOf(department, query)).map(([name]) => name)
    expect(names).toHaveLength(PREFIXES.length)
    expect(new Set(names)).toEqual(new Set(PREFIXES.map((prefix) => `'${prefix}cmd|' /C calc'!A0`)))

    const { sheets } = await readXlsx(
      new Uint8Array(await (await get(department, { ...query, format: 'xlsx' })).arrayBuffer()),
    )
    const [sheet] = sheets
    expect(new Set(sheet?.rows.slice(1).map(([name]) => name))).toEqual(
      new Set(PREFIXES.map((prefix) => `${prefix}cmd|' /C calc'!A0`)),
    )
    expect([...(sheet?.cells?.values() ?? [])].filter((cell) => cell.formula !== undefined)).toEqual([])
  })
})

describe('ten thousand rows', () => {
  const ACTIVITIES = 40
  const PEOPLE = 250
  const query = { line: 'policing', fields: 'title,name,registrationId' }

  beforeAll(async () => {
    const people = await Promise.all(Array.from({ length: PEOPLE }, () => makePerson(payload)))
    for (let index = 0; index < ACTIVITIES; index += 1) {
      const [startsAt, endsAt] = [index, index + 1].map((hour) => new Date(Date.UTC(2026, 5, 1, hour)).toISOString())
      const activity = await makeActivity(payload, units.firm, {
        title: `第${String(index).padStart(3, '0')}场`,
        line: 'policing',
        theme: null,
        startsAt: startsAt ?? '',
        endsAt: endsAt ?? '',
      })
      await insertPresent(activity, people)
    }
  })

  /** Straight into the database, with the counter as the hooks would leave it: what is tested is the reading. */
  async function insertPresent(activity: Activity, people: Person[]): Promise<void> {
    await payload.db.updateOne({
      collection: 'activities',
      id: activity.id,
      data: { present: people.length },
      returning: false,
    })
    if (payload.db.name === 'mongoose') {
      const { collections } = payload.db as unknown as {
        collections: Record<string, { insertMany(docs: object[]): Promise<unknown> }>
      }
      const docs = people.map(({ id }, index) => ({
        activity: activity.id,
        person: id,
        unit: units.firm.id,
        status: 'confirmed',
        attendance: 'present',
        walkIn: false,
        sequence: index + 1,
      }))
      await collections.registrations?.insertMany(docs)
      return
    }
    const { client } = payload.db as unknown as {
      client: { batch(statements: { sql: string; args: (string | number)[] }[], mode: 'write'): Promise<unknown> }
    }
    const sql = `INSERT INTO registrations (id, activity_id, person_id, unit_id, status, attendance, walk_in, sequence) VALUES (?, ?, ?, ?, 'confirmed', 'present', 0, ?)`
    await client.batch(
      people.map(({ id }, index) => ({ sql, args: [randomUUID(), activity.id, id, units.firm.id, index + 1] })),
      'write',
    )
  }

  /** Chunks that the thread has made, once their number has stood still for a while. */
  async function settledChunks(): Promise<number> {
    for (let before = -1; ;) {
      const made = Number(readFileSync(madeFile, 'utf8'))
      if (made === before) return made
      before = made
      await sleep(500)
    }
  }

  const madeFile = path.join(process.env.TEST_FOLDER ?? '', 'made')
  let file: typeof program.file
  beforeAll(() => {
    file = program.file
  })
  const watched = async () => pathToFileURL(await bundled('tests/support/watchedExporter.ts'))
  afterEach(() => {
    program.file = file
    delete process.env.EXPORT_MADE
    delete process.env.EXPORT_FAILS_AFTER
  })

  it('come whole, in order, each once', async () => {
    const rows = await rowsOf(organiser, query)
    expect(rows).toHaveLength(ACTIVITIES * PEOPLE)
    expect(new Set(rows.map(([, , id]) => id)).size).toBe(ACTIVITIES * PEOPLE)
    const titles = rows.map(([title]) => title)
    expect(titles).toEqual([...titles].sort())
    expect(await latestExport()).toMatchObject({ details: { rows: ACTIVITIES * PEOPLE } })
  })

  it('come whole as XLSX, to a reader that did not write it', async () => {
    const response = await get(organiser, { ...query, format: 'xlsx' })
    expect(response.headers.get('x-total-rows')).toBe(String(ACTIVITIES * PEOPLE))
    const [, ...rows] = readSheet(new Uint8Array(await response.arrayBuffer()))
    expect(rows.map((row) => row.map(({ value }) => value))).toEqual(await rowsOf(organiser, query))
  })

  it.each(['csv', 'xlsx'])('are made as %s is taken, and not to the end once the client goes away', async (format) => {
    program.file = watched
    process.env.EXPORT_MADE = madeFile
    await (await get(organiser, { ...query, format })).arrayBuffer()
    const whole = await settledChunks()
    expect(whole).toBeGreaterThan(4)
    const response = await get(organiser, { ...query, format })
    const reader = response.body?.getReader()
    await reader?.read()
    // One was taken; one waits in the stream, and one in the thread.
    expect(await settledChunks()).toBeLessThanOrEqual(4)
    await reader?.cancel()
    expect(await settledChunks()).toBeLessThanOrEqual(4)
    expect(exportsUnderWay()).toBe(0)
  })

  it.each(['csv', 'xlsx'])('let everybody else have a turn while %s is made [S-M1]', async (format) => {
    const find = jest.spyOn(payload, 'find')
    let isOver = false
    let turns = 0
    const tick = (): void => {
      turns += 1
      if (!isOver) setImmediate(tick)
    }
    const response = await get(organiser, { ...query, format })
    setImmediate(tick)
    await response.arrayBuffer()
    isOver = true
    expect(turns).toBeGreaterThanOrEqual(ACTIVITIES)
    // Nothing of it is read by the loop that answers others.
    for (const [{ collection }] of find.mock.calls) expect(['units']).toContain(collection)
  })

  it('break off with an error, and a line in the log, when reading fails in the middle', async () => {
    const log = jest.spyOn(payload.logger, 'error').mockImplementation(() => undefined)
    program.file = watched
    process.env.EXPORT_FAILS_AFTER = '3'
    const response = await get(organiser, query)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow('disk on fire')
    expect(log).toHaveBeenCalledWith(
      expect.objectContaining({ err: expect.objectContaining({ message: 'disk on fire' }) }),
      'export broken off',
    )
    expect(exportsUnderWay()).toBe(0)
  })

  describe('over HTTP', () => {
    let server: Server
    let address: string
    let cookie: string

    beforeAll(async () => {
      server = express().use('/api', createApi(config)).listen(0, '127.0.0.1')
      await once(server, 'listening')
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/exports/participations?${new URLSearchParams(query)}`
      const { token } = await payload.login({
        collection: 'staff',
        data: { email: organiser.email, password: PASSWORD },
      })
      cookie = `JWT ${token}`
    })
    afterAll(() => new Promise((resolve) => server.close(resolve)))

    it('an error in the middle is no short file that looks whole', async () => {
      jest.spyOn(payload.logger, 'error').mockImplementation(() => undefined)
      program.file = watched
      process.env.EXPORT_FAILS_AFTER = '3'
      const response = await fetch(address, { headers: { authorization: cookie } })
      expect(response.status).toBe(200)
      await expect(response.text()).rejects.toThrow()
    })

    it('a client that goes away ends the thread, and is nobody’s error', async () => {
      const log = jest.spyOn(payload.logger, 'error')
      const gone = new AbortController()
      const response = await fetch(address, { headers: { authorization: cookie }, signal: gone.signal })
      await response.body?.getReader().read()
      gone.abort()
      while (exportsUnderWay() > 0) await sleep(20)
      expect(log).not.toHaveBeenCalled()
    })
  })

  it('are made for four at once; the fifth is told to come again', async () => {
    const taken = await Promise.all(Array.from({ length: 4 }, () => get(organiser, query)))
    expect(taken.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const fifth = await get(organiser, query)
    expect(fifth.status).toBe(503)
    expect(fifth.headers.get('retry-after')).not.toBeNull()
    expect(await problemOf(fifth)).toMatchObject({ code: 'busy' })
    for (const { body } of taken) await body?.cancel()
    expect(await rowsOf(organiser, query)).toHaveLength(ACTIVITIES * PEOPLE)
  })

  it('end at whatever moment their client leaves, and take nothing else with them', async () => {
    for (let round = 0; round < 30; round += 1) {
      const { status, body } = await get(organiser, query)
      expect(status).toBe(200)
      const reader = body?.getReader()
      if (round % 2 === 0) await reader?.read()
      await sleep(round / 2)
      await reader?.cancel()
      expect(exportsUnderWay()).toBe(0)
    }
  })

  it('are broken off when the process ends', async () => {
    jest.spyOn(payload.logger, 'error').mockImplementation(() => undefined)
    const response = await get(organiser, query)
    await stopExports()
    await expect(response.text()).rejects.toThrow('ended early')
    expect(exportsUnderWay()).toBe(0)
  })
})

describe('one large activity', () => {
  const PEOPLE = 2300
  const NUMBERED = 2250

  it('stands in the order of its list, those without a number at its end, and no row is missing', async () => {
    const day = '2026-07-01T01:00:00.000Z'
    const stamps = { createdAt: day, updatedAt: day }
    const people = Array.from({ length: PEOPLE }, (_, index) => ({
      id: newId(payload),
      ...stamps,
      name: `第${index}人`,
      phoneHash: `none:${randomUUID()}`,
      emailHash: `none:${randomUUID()}`,
      volunteerNumber: randomUUID(),
      unit: units.firm.id,
    }))
    await bulkInsert(payload, 'people', people)
    const activity = await makeActivity(payload, units.firm, { title: '大型', line: 'compounds', theme: null })
    await payload.db.updateOne({
      collection: 'activities',
      id: activity.id,
      data: { present: PEOPLE },
      returning: false,
    })
    await bulkInsert(
      payload,
      'registrations',
      people.map(({ id }, index) => ({
        id: newId(payload),
        ...stamps,
        activity: activity.id,
        person: id,
        unit: units.firm.id,
        status: 'confirmed',
        attendance: 'present',
        walkIn: index >= NUMBERED,
        // The last comes first.
        sequence: index < NUMBERED ? NUMBERED - index : null,
      })),
    )
    const rows = await rowsOf(department, { line: 'compounds', fields: 'name' })
    expect(rows).toHaveLength(PEOPLE)
    expect(rows.slice(0, NUMBERED).map(([name]) => name)).toEqual(
      Array.from({ length: NUMBERED }, (_, index) => `第${NUMBERED - 1 - index}人`),
    )
    expect(new Set(rows.slice(NUMBERED).map(([name]) => name))).toEqual(
      new Set(people.slice(NUMBERED).map(({ name }) => name)),
    )
  })
})
