import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { Payload } from 'payload'
import { countRowsBy, findRow, findRowsBy, type ImportedRow } from '../../src/database/rows.ts'
import { SqliteConnection } from '../../src/database/sqlite.ts'
import type { ImportView } from '../../src/domain/imports/views.ts'
import type { ImportKind, RowOutcome } from '../../src/domain/imports/vocabulary.ts'
import { usedOf } from '../../src/operations/imports/undoRecords.ts'
import { workOnImports } from '../../src/operations/imports/workOnImports.ts'
import { expectExact } from '../support/expectExact.ts'
import type { Staff, Unit } from '../../src/payload-types.ts'
import { logIn } from '../support/accessWorld.ts'
import { csvOf, dirtyPeople, gbkOf, PEOPLE_HEADINGS, workbookOf, type Planted } from '../support/dirtyRows.ts'
import {
  hoursFromNow,
  makeActivity,
  makePerson,
  makeRegistration,
  makeStaff,
  makeStation,
  makeTarget,
  makeUnit,
  makeUnitTree,
  type UnitTree,
} from '../support/fixtures.ts'
import { ask, queryOf } from '../support/http.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'
import { startServer } from '../support/server.ts'
import { tokenOf } from '../support/tokens.ts'

/** Files of records, from the upload to the undo (docs/imports.md). */
let app: TestPayload
let payload: Payload
let units: UnitTree
let organiser: Staff
let token: string
beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  units = await makeUnitTree(payload)
  organiser = await makeStaff(payload, 'organiser', units.community)
  token = await logIn(organiser)
  await makeTarget(payload, { measure: 'personTimes' })
  await makeTarget(payload, { measure: 'serviceHours' })
})
afterAll(() => app.stop())

const upload = (kind: ImportKind, file: string | Uint8Array, activity?: string) =>
  ask({
    method: 'POST',
    path: `/desk/imports${queryOf({ kind, name: '名单', ...(activity !== undefined && { activity }) })}`,
    token,
    body: file,
    headers: { 'content-type': 'application/octet-stream' },
  })
const look = async (id: string, show?: RowOutcome): Promise<ImportView> => {
  const answer = await ask({ path: `/desk/imports/${id}${show ? `?show=${show}` : ''}`, token })
  expect(answer.status).toBe(200)
  return answer.body as ImportView
}
const step = async (id: string, what: string, body?: object): Promise<void> => {
  const answer = await ask({ method: 'POST', path: `/desk/imports/${id}/${what}`, token, body })
  expect([what, answer.status, answer.text]).toEqual([what, 202, expect.any(String)])
}
const work = async (): Promise<void> => workOnImports(await app.req(), new Date())
/** Uploads, checks with the columns as they are recognised, and gives the id. */
const checked = async (kind: ImportKind, file: string | Uint8Array, activity?: string): Promise<string> => {
  const answer = await upload(kind, file, activity)
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)])
  const { id } = answer.body as { id: string }
  await step(id, 'checks', { mapping: (await look(id)).mapping })
  await work()
  expect((await look(id)).state).toBe('checked')
  return id
}
const ran = async (id: string): Promise<ImportView> => {
  await step(id, 'runs', { consent: true })
  await work()
  return look(id)
}
const undone = async (id: string): Promise<ImportView> => {
  await step(id, 'undo')
  await work()
  return look(id)
}
const rowsOf = async (id: string): Promise<ImportedRow[]> =>
  (await findRowsBy(await app.req(), 'import_rows', { import: id }, [
    'id',
    'number',
    'outcome',
    'problems',
    'person',
    'wrote',
    'values',
  ]).then((rows) => rows.sort((a, b) => a.number - b.number))) as ImportedRow[]
const peopleThere = async (): Promise<number> => countRowsBy(await app.req(), 'people', {})
const exact = (): Promise<void> => expectExact(payload)

let block = 0
/** Phones of a block of their own, in the segment 154. */
const phones = (): ((index: number) => string) => {
  const own = (block += 1)
  return (index) => `154${String(own).padStart(3, '0')}${String(index).padStart(5, '0')}`
}

describe('people, as files of many years have them', () => {
  const COUNT = 1000
  const phoneOf = phones()
  let rows: ReturnType<typeof dirtyPeople>
  let first: string

  beforeAll(async () => {
    await makePerson(payload, { name: '早已登记', phone: phoneOf(99_999), unit: units.community.id, area: '一区' })
    rows = dirtyPeople(COUNT, phoneOf, ['早已登记', phoneOf(99_999), '', '', ''])
  })

  test('GBK: each planted fault is named in its row, and nothing is written by the dry run', async () => {
    const before = await peopleThere()
    first = await checked('people', gbkOf(csvOf([PEOPLE_HEADINGS, ...rows.map(({ cells }) => cells)])))
    const found = await rowsOf(first)
    expect(found.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 2))
    const expected: Record<Planted, [RowOutcome, string[]]> = {
      fine: ['ready', []],
      repeated: ['repeated', ['repeated']],
      known: ['known', []],
      'bad phone': ['faulty', ['phone-bad']],
      'no name': ['faulty', ['name-missing']],
      'bad day': ['faulty', ['day-bad']],
      'no contact': ['faulty', ['contact-missing']],
      'unknown kind': ['faulty', ['kind-unknown']],
    }
    let isKnownSeen = false
    found.forEach((row, index) => {
      const planted = rows[index]?.planted ?? 'fine'
      // The same known person stands there many times: once as known, then as repeated.
      const [outcome, codes] = planted === 'known' && isKnownSeen ? expected.repeated : expected[planted]
      isKnownSeen ||= planted === 'known'
      expect([row.number, planted, row.outcome, (row.problems ?? []).map(({ code }) => code)]).toEqual([
        row.number,
        planted,
        outcome,
        codes,
      ])
    })
    expect(await peopleThere()).toBe(before)
    const shown = await look(first, 'faulty')
    expect(shown.list[0]?.problems).toEqual(['手机号：手机号不是 11 位的手机号码'])
  })

  test('a run writes each once, tidied and sealed; sent again, or as a workbook, the file adds nothing', async () => {
    const before = await peopleThere()
    const done = await ran(first)
    const fine = rows.filter(({ planted }) => planted === 'fine').length
    expect([done.state, done.counts.written, done.counts.ready]).toEqual(['done', fine, undefined])
    expect((await peopleThere()) - before).toBe(fine)
    const written = (await rowsOf(first)).filter(({ outcome }) => outcome === 'written')
    const person = await payload.findByID({ collection: 'people', id: written[2]?.person ?? '', depth: 0 })
    expect(person).toMatchObject({ phone: phoneOf(4), unit: units.community.id })
    expect(person.consentAt ?? null).toBeNull()
    const withKinds = await payload.findByID({ collection: 'people', id: written[5]?.person ?? '', depth: 0 })
    expect([withKinds.name, withKinds.kinds]).toEqual(['测试人员10', ['partyMember', 'volunteer']])

    const again = await upload('people', gbkOf(csvOf([PEOPLE_HEADINGS, ...rows.map(({ cells }) => cells)])))
    expect([again.status, again.body]).toEqual([200, { id: first }])
    const other = await checked(
      'people',
      await workbookOf([['志愿者登记表'], PEOPLE_HEADINGS, ...rows.map(({ cells }) => cells)]),
    )
    expect((await look(other)).counts).toEqual({
      known: fine + 1,
      repeated: expect.any(Number),
      faulty: expect.any(Number),
    })
    const run = await ask({ method: 'POST', path: `/desk/imports/${other}/runs`, token, body: { consent: true } })
    expect([run.status, run.body]).toMatchObject([400, { code: 'invalid-input' }])
    expect((await peopleThere()) - before).toBe(fine)
  })

  test('a duplicate shows what differs, of people whose record may be opened alone', async () => {
    const stranger = await makePerson(payload, {
      name: '外单位的人',
      phone: phoneOf(88_888),
      unit: units.otherCommunity.id,
      area: '二区',
    })
    const file = csvOf([
      ['姓名', '手机号', '居住区域'],
      ['早已登记', phoneOf(99_999), '三区'],
      ['外单位的人', phoneOf(88_888), '四区'],
      ['别的名字', phoneOf(88_888), '四区'],
    ])
    const view = await look(await checked('people', file))
    expect(view.list.map(({ outcome, problems, differences }) => ({ outcome, problems, differences }))).toEqual([
      { outcome: 'known', problems: [], differences: [{ label: '居住区域', inFile: '三区', stored: '一区' }] },
      { outcome: 'known', problems: ['此人的记录属于别的单位，不会改动'], differences: [] },
      { outcome: 'repeated', problems: ['与第 3 行是同一条'], differences: expect.any(Array) },
    ])
    expect(JSON.stringify(view)).not.toContain(stranger.area)
  })

  test('a faulty row does not make the right one after it a repetition', async () => {
    const file = csvOf([
      ['姓名', '手机号'],
      ['别的名字', phoneOf(99_999)],
      ['早已登记', phoneOf(99_999)],
      ['早已登记', phoneOf(99_999)],
    ])
    const { list } = await look(await checked('people', file))
    expect(list.map(({ outcome, problems }) => [outcome, problems])).toEqual([
      ['faulty', ['手机号：手机号登记的是另一个姓名，请核对']],
      ['known', []],
      ['repeated', ['与第 3 行是同一条']],
    ])
  })

  test('an import whose account was switched off writes nothing more', async () => {
    const before = await peopleThere()
    const leaving = await makeStaff(payload, 'organiser', units.community)
    const id = await checked(
      'people',
      csvOf([
        ['姓名', '手机号', '所属单位'],
        ['某某', phoneOf(77_777), ''],
        ['某某', phoneOf(77_778), units.community.name],
      ]),
    )
    expect((await look(id)).counts).toEqual({ ready: 2 })
    const body = { consent: true }
    const run = await ask({ method: 'POST', path: `/desk/imports/${id}/runs`, token: await logIn(leaving), body })
    expect(run.status).toBe(202)
    await payload.update({ collection: 'staff', id: leaving.id, data: { status: 'disabled' }, overrideAccess: true })
    await work()
    expect(await look(id)).toMatchObject({ state: 'done', counts: { faulty: 2 } })
    expect(await peopleThere()).toBe(before)
  })

  test('an undo takes back what nobody has changed or used since, and says why the rest stays', async () => {
    const before = await peopleThere()
    const written = (await rowsOf(first)).filter(({ outcome }) => outcome === 'written')
    const [changed, used, erased] = written.map(({ person }) => person ?? '')
    await payload.update({
      collection: 'people',
      id: changed ?? '',
      data: { skills: '急救' },
      overrideAccess: false,
      user: organiser,
    })
    const activity = await makeActivity(payload, units.community)
    const person = await payload.findByID({ collection: 'people', id: used ?? '', depth: 0 })
    await makeRegistration(payload, activity, person)
    const own = await payload.findByID({ collection: 'people', id: erased ?? '', depth: 0 })
    expect((await ask({ method: 'DELETE', path: '/me', token: await tokenOf(payload, own) })).status).toBe(200)
    expect((await rowsOf(first)).find(({ person: id }) => id === erased)).toMatchObject({ values: null, wrote: null })

    const result = await undone(first)
    expect([result.state, result.counts.undone, result.counts.left]).toEqual(['undone', written.length - 3, 3])
    expect(before - (await peopleThere())).toBe(written.length - 3)
    expect((await look(first, 'left')).list.map(({ problems }) => problems)).toEqual([
      ['导入后有人改过，没有撤销'],
      ['导入后已有其他记录用到，没有撤销'],
      ['导入后已删除、合并或注销'],
    ])
    // The same file may come in again.
    expect((await upload('people', gbkOf(csvOf([PEOPLE_HEADINGS, ...rows.map(({ cells }) => cells)])))).status).toBe(
      201,
    )
  })
})

describe('the sign-in sheet of one activity', () => {
  test('marks those who had signed up, adds the others, and its undo restores each', async () => {
    const phoneOf = phones()
    const activity = await makeActivity(payload, units.community, {
      ledger: 'service',
      startsAt: hoursFromNow(-5),
      endsAt: hoursFromNow(-3),
    })
    const signedUp = await makePerson(payload, { name: '报了名的', phone: phoneOf(1), unit: units.community.id })
    const byName = await makePerson(payload, { name: '没写手机', phone: phoneOf(2), unit: units.community.id })
    const elsewhere = await makePerson(payload, { name: '外来骑手', phone: phoneOf(3), unit: units.otherCommunity.id })
    const registrations = [
      await makeRegistration(payload, activity, signedUp),
      await makeRegistration(payload, activity, byName),
    ]
    const sheet = await workbookOf(
      [
        ['社区清洁日签到表', null, null, null],
        ['序号', '姓名', '联系电话', '服务时长（小时）'],
        [1, '报了名的', Number(phoneOf(1)), 1.5],
        [2, '没写手机', null, 2],
        [3, '外来骑手', phoneOf(3), null],
        [4, '新来的人', phoneOf(4), null],
        [5, '认不出的', null, null],
        [6, '冒名的人', phoneOf(1), 1],
      ],
      [
        { startRow: 0, endRow: 0, startCol: 0, endCol: 3 },
        // Two who came together: the hours stand in one cell for both.
        { startRow: 4, endRow: 5, startCol: 3, endCol: 3 },
      ],
    )
    const id = await checked('signInSheet', sheet, activity.id)
    const view = await look(id)
    expect(view.list.map(({ outcome, problems }) => [outcome, problems])).toEqual([
      ['ready', []],
      ['ready', []],
      ['ready', []],
      ['ready', []],
      ['faulty', ['手机号：没有手机号，名单上也没有唯一的同名的人，无法确认是谁']],
      ['faulty', ['手机号：手机号登记的是另一个姓名，请核对']],
    ])
    expect((await ran(id)).counts.written).toBe(4)
    const req = await app.req()
    const rows = await findRowsBy(req, 'registrations', { activity: activity.id }, [
      'id',
      'person',
      'attendance',
      'method',
      'minutes',
      'minutesSource',
      'walkIn',
      'spokenConsentBy',
      'recordedBy',
      'unnotified',
      'thanksDueAt',
    ])
    expect(rows.length).toBe(4)
    expect(
      rows.every((row) => row.attendance === 'present' && row.method === 'import' && row.recordedBy === organiser.id),
    ).toBe(true)
    expect(rows.find(({ person }) => person === signedUp.id)).toMatchObject({
      minutes: 90,
      minutesSource: 'import',
      walkIn: false,
    })
    expect(rows.find(({ person }) => person === elsewhere.id)).toMatchObject({
      minutes: 120,
      minutesSource: 'planned',
      walkIn: true,
      spokenConsentBy: organiser.id,
      thanksDueAt: null,
    })
    expect((await findRow(req, 'activities', activity.id))?.present).toBe(4)
    await exact()

    // Somebody enters another time for one of them: that one stays.
    const corrected = await ask({
      method: 'POST',
      path: `/registrations/${registrations[1]?.id}/corrections`,
      token,
      body: { minutes: 60, reason: '提前离开' },
    })
    expect(corrected.status).toBe(200)
    const result = await undone(id)
    expect([result.counts.undone, result.counts.left]).toEqual([3, 1])
    const after = await findRowsBy(req, 'registrations', { activity: activity.id }, [
      'id',
      'attendance',
      'minutes',
      'method',
      'status',
    ])
    expect(after.length).toBe(2)
    expect(after.find((row) => row.id === registrations[0]?.id)).toMatchObject({
      attendance: 'unknown',
      minutes: null,
      method: null,
      status: 'confirmed',
    })
    expect(after.find((row) => row.id === registrations[1]?.id)).toMatchObject({ attendance: 'present', minutes: 60 })
    expect(await findRowsBy(req, 'people', { id: elsewhere.id }, ['id'])).toHaveLength(1)
    await exact()
  })
})

describe('a sheet of more rows than one step takes', () => {
  test('is taken back whole but for the row that was changed since, and the numbers are exact', async () => {
    const COUNT = 130
    const phoneOf = phones()
    const activity = await makeActivity(payload, units.community, {
      startsAt: hoursFromNow(-5),
      endsAt: hoursFromNow(-3),
    })
    const before = await peopleThere()
    const rows = Array.from({ length: COUNT }, (_, index) => [`到场${index}`, phoneOf(index)])
    const id = await checked('signInSheet', csvOf([['姓名', '手机号'], ...rows]), activity.id)
    expect((await ran(id)).counts).toEqual({ written: COUNT })
    const third = (await rowsOf(id))[2]?.wrote?.registration?.id ?? ''
    const corrected = await ask({
      method: 'POST',
      path: `/registrations/${third}/corrections`,
      token,
      body: { attendance: 'absent', reason: '点错了人' },
    })
    expect([corrected.status, corrected.text]).toEqual([200, expect.any(String)])
    const result = await undone(id)
    expect([result.state, result.counts]).toEqual(['undone', { undone: COUNT - 1, left: 1 }])
    expect(await findRowsBy(await app.req(), 'registrations', { activity: activity.id }, ['id', 'attendance'])).toEqual(
      [expect.objectContaining({ id: third, attendance: 'absent' })],
    )
    expect((await peopleThere()) - before).toBe(1)
    expect((await findRow(await app.req(), 'activities', activity.id))?.present).toBe(0)
    await exact()
  })
})

describe('past activities with those who came', () => {
  const HEADINGS = ['活动名称', '日期', '开始时间', '结束时间', '活动品牌', '记录方式', '姓名', '手机号']
  const ACTIVITIES = 12
  const EACH = 25
  const phoneOf = phones()
  const rows = Array.from({ length: ACTIVITIES }, (_, activity) =>
    Array.from({ length: EACH }, (__, person) => [
      `往年活动 ${activity}`,
      `2025/${(activity % 9) + 1}/1${activity % 3}`,
      '14：00',
      '16:00',
      activity % 2 === 0 ? '邻里如亲' : '巷长快办',
      activity % 2 === 0 ? '' : '志愿服务',
      `往年人员${(person + activity) % 60}`,
      phoneOf((person + activity) % 60),
    ]),
  ).flat()
  const written = async (id: string): Promise<number> =>
    countRowsBy(await app.req(), 'import_rows', { import: id, outcome: 'written' })

  test('kill -9 in the middle leaves whole batches; the next process goes on, and the numbers are exact', async () => {
    const importedElsewhere = await countRowsBy(await app.req(), 'registrations', { method: 'import' })
    const activitiesBefore = await countRowsBy(await app.req(), 'activities', {})
    const peopleBefore = await peopleThere()
    const id = await checked('attendances', csvOf([HEADINGS, ...rows]))
    expect((await look(id)).counts).toEqual({ ready: rows.length })
    await step(id, 'runs', { consent: true })
    for (let kills = 0; kills < 2; kills += 1) {
      const before = await written(id)
      const worker = await startServer({}, 'tests/support/importWorker.ts')
      while ((await written(id)) === before) await sleep(5)
      await worker.crash()
      const done = await written(id)
      const registrations = await countRowsBy(await app.req(), 'registrations', { method: 'import' })
      expect([kills, registrations - importedElsewhere]).toEqual([kills, done])
      await exact()
    }
    expect(await written(id)).toBeLessThan(rows.length)
    await work()
    const result = await look(id)
    expect([result.state, result.counts]).toEqual(['done', { written: rows.length }])
    expect((await countRowsBy(await app.req(), 'activities', {})) - activitiesBefore).toBe(ACTIVITIES)
    expect((await peopleThere()) - peopleBefore).toBe(36)
    const [served] = await findRowsBy(await app.req(), 'activities', { title: '往年活动 1' }, [
      'present',
      'minutes',
      'ledger',
    ])
    expect(served).toMatchObject({ present: EACH, minutes: EACH * 120, ledger: 'service' })
    await exact()

    const again = await checked('attendances', csvOf([HEADINGS, ...rows].map((row) => [...row, ''])))
    expect((await look(again)).counts).toEqual({ known: rows.length })
    // Each page by the rows' numbers, and looked at anew without what was found before.
    const second = await ask({ path: `/desk/imports/${again}?page=2`, token })
    expect((second.body as ImportView).list.map(({ number }) => number)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 52),
    )
    await step(again, 'checks', { mapping: (await look(again)).mapping })
    expect((await look(again)).counts).toEqual({ waiting: rows.length })
    await work()
    expect((await look(again)).counts).toEqual({ known: rows.length })

    await step(id, 'undo')
    // On SQLite: no row is written by itself, and no write waits for the disk alone.
    const alone = jest.spyOn(SqliteConnection.prototype, 'execute')
    const together = jest.spyOn(SqliteConnection.prototype, 'write')
    await work()
    expect(alone.mock.calls.filter(([{ sql }]) => /^update "import_rows"/i.test(sql))).toEqual([])
    expect(together.mock.calls.filter(([, owners]) => owners?.includes(undefined))).toEqual([])
    jest.restoreAllMocks()
    const back = await look(id)
    expect([back.state, back.counts]).toEqual(['undone', { undone: rows.length }])
    expect(await countRowsBy(await app.req(), 'activities', {})).toBe(activitiesBefore)
    expect(await peopleThere()).toBe(peopleBefore)
    await exact()
  })
})

describe('units', () => {
  const HEADINGS = ['单位名称', '类型', '上级单位', '负责人', '值班电话', '党员人数']
  const unitsThere = async (): Promise<number> => countRowsBy(await app.req(), 'units', {})
  const unitNamed = async (name: string) => {
    const { docs } = await payload.find({ collection: 'units', where: { name: { equals: name } }, depth: 0 })
    expect([name, docs.length]).toEqual([name, 1])
    return docs[0] as Unit
  }
  const file = csvOf([
    HEADINGS,
    ['丙一社区', '社区', '丙镇', '周书记', '0752-6600001', '３５人'],
    ['甲一快递站', '企业', '甲一社区', '吴站长', '', ''],
    ['丙镇', '镇', '', '', '', ''],
    ['丙一支部', '党支部', '丙一社区', '', '', ''],
    ['丙镇', '街道', '示例县', '', '', ''],
    ['丁社区', '社区', '没有的镇', '', '', ''],
    ['圆一', '小区', '圆二', '', '', ''],
    ['圆二', '小区', '圆一', '', '', ''],
    ['坏镇', '星球', '', '', '', '许多'],
    ['坏社区', '社区', '坏镇', '', '', ''],
    ['双生', '小区', '甲一社区', '', '', ''],
    ['双生', '小区', '乙一社区', '', '', ''],
    ['双生支部', '党支部', '双生', '', '', ''],
    ['示例社区', '社区', '', '', '', ''],
  ])
  let chief: Staff
  let first: string
  let ofOrganiser: string

  beforeAll(async () => {
    chief = await makeStaff(payload, 'department', units.county)
    ofOrganiser = token
    token = await logIn(chief)
  })
  afterAll(() => {
    token = ofOrganiser
  })

  test('parents may stand below, or nowhere: each row says what is wrong, and nothing is written', async () => {
    const before = await unitsThere()
    first = await checked('units', gbkOf(file))
    const view = await look(first)
    expect(view.list.map(({ number, outcome, problems }) => [number, outcome, problems])).toEqual([
      [2, 'ready', []],
      [3, 'known', []],
      [4, 'ready', []],
      [5, 'ready', []],
      [6, 'repeated', ['与第 4 行是同一条']],
      [7, 'faulty', ['上级：文件里和您的管理范围内都没有这个单位']],
      [8, 'faulty', ['上级：上级绕成了一圈，或超过 10 级']],
      [9, 'faulty', ['上级：上级绕成了一圈，或超过 10 级']],
      [10, 'faulty', [expect.stringMatching('^类型：没有写类型'), '在职党员人数：在职党员人数应为 0–100000 的整数']],
      [11, 'faulty', ['上级：上级在文件里的那一行有问题，请先改好那一行']],
      [12, 'ready', []],
      [13, 'ready', []],
      [14, 'faulty', ['上级：有几个同名的单位，请先改名或分开导入']],
    ])
    expect(view.list[1]?.differences).toEqual([{ label: '负责人', inFile: '吴站长', stored: '' }])
    expect(view.list[4]?.differences).toContainEqual({ label: '类型', inFile: '街道', stored: '镇' })
    expect(await unitsThere()).toBe(before)
  })

  test('a run makes them as they are made by hand; sent again, in whatever file, it adds nothing', async () => {
    const before = await unitsThere()
    await step(first, 'runs', {})
    await work()
    const done = await look(first)
    expect([done.state, done.counts.written]).toEqual(['done', 5])
    expect((await unitsThere()) - before).toBe(5)
    const [town, made] = [await unitNamed('丙镇'), await unitNamed('丙一社区')]
    expect(made).toMatchObject({ kind: 'community', head: '周书记', contact: '0752-6600001', memberCount: 35 })
    expect(made.ancestors).toEqual([units.county.id, town.id])
    const body = { name: '手工社区', kind: 'community', parent: town.id, head: '周书记', contact: '0', memberCount: 35 }
    const byHand = await ask({ method: 'POST', path: '/units', token, body })
    expect([byHand.status, byHand.text]).toEqual([201, expect.any(String)])
    const other = await unitNamed('手工社区')
    // The mark to count again is of a unit that moves: below a new one there is nothing to count.
    const own = ['id', 'name', 'contact', 'createdAt', 'updatedAt', 'recount']
    // None is none, whether it is stored as that or not at all; in a group, too.
    const facts = (unit: Unit): unknown =>
      JSON.parse(JSON.stringify(unit), (name, value: unknown) =>
        own.includes(name) || value === null ? undefined : value,
      )
    expect(facts(made)).toEqual(facts(other))
    const lines = await findRowsBy(await app.req(), 'audit', { subject: made.id }, ['action', 'actor'])
    expect(lines.map(({ action, actor }) => [action, actor])).toEqual([['created', `staff:${chief.id}`]])

    expect((await upload('units', gbkOf(file))).body).toEqual({ id: first })
    const again = await look(await checked('units', file))
    expect(again.counts).toEqual({ known: 6, repeated: 1, faulty: 6 })
    expect((await unitsThere()) - before).toBe(6)
  })

  test('an undo takes back from below; what was changed or is used stays, with all above it', async () => {
    const before = await unitsThere()
    const branch = await unitNamed('丙一支部')
    await makePerson(payload, { name: '新党员', unit: branch.id })
    const twins = await payload.find({ collection: 'units', where: { name: { equals: '双生' } }, depth: 0 })
    const renamed = await ask({ method: 'PATCH', path: `/units/${twins.docs[0]?.id}`, token, body: { head: '有人' } })
    expect(renamed.status).toBe(200)
    const result = await undone(first)
    expect([result.state, result.counts.undone, result.counts.left]).toEqual(['undone', 1, 4])
    expect(before - (await unitsThere())).toBe(1)
    const reasons = (await look(first, 'left')).list.map(({ problems }) => problems[0]).sort()
    const used = '导入后已有其他记录用到，没有撤销'
    expect(reasons).toEqual(['导入后有人改过，没有撤销', used, used, used].sort())
  })

  test('of several, each that is used is found, however often another is', async () => {
    const [often, once, never] = [
      await makeUnit(payload, 'community', units.town),
      await makeUnit(payload, 'community', units.town),
      await makeUnit(payload, 'community', units.town),
    ]
    for (const unit of [often, often, often, once, often, often, often]) await makeStation(payload, unit)
    expect(await usedOf(await app.req(), 'units', [often.id, once.id, never.id])).toEqual(new Set([often.id, once.id]))
  })

  test('kill -9 leaves whole batches of a tree; the next process goes on, and all of it can be undone', async () => {
    const before = await unitsThere()
    const rows = Array.from({ length: 300 }, (_, index) => {
      const [community, town] = [Math.floor(index / 5), Math.floor(index / 30)]
      return index % 30 === 0
        ? [`大镇${town}`, '镇', '', '', '', '']
        : index % 5 === 0
          ? [`大社区${community}`, '社区', `大镇${town}`, '', '', '']
          : [`大小区${index}`, '小区', community % 6 === 0 ? `大镇${town}` : `大社区${community}`, '', '', '']
    })
    const id = await checked('units', csvOf([HEADINGS, ...rows.toReversed()]))
    expect((await look(id)).counts).toEqual({ ready: 300 })
    await step(id, 'runs', {})
    const written = async () => countRowsBy(await app.req(), 'import_rows', { import: id, outcome: 'written' })
    const worker = await startServer({}, 'tests/support/importWorker.ts')
    while ((await written()) === 0) await sleep(5)
    await worker.crash()
    const done = await written()
    expect([done < 300, (await unitsThere()) - before]).toEqual([true, done])
    await work()
    expect((await look(id)).counts).toEqual({ written: 300 })
    expect((await unitsThere()) - before).toBe(300)
    const [deep, community] = [await unitNamed('大小区299'), await unitNamed('大社区59')]
    expect(deep.ancestors).toEqual([...((community.ancestors ?? []) as string[]), community.id])
    const removed = async (): Promise<number> =>
      countRowsBy(await app.req(), 'audit', { action: 'deleted', subjectCollection: 'units' })
    const removedBefore = await removed()
    expect((await undone(id)).counts).toEqual({ undone: 300 })
    expect(await unitsThere()).toBe(before)
    expect((await removed()) - removedBefore).toBe(300)
  })

  test('are the department’s alone, at the moment of each step', async () => {
    const id = await checked('units', csvOf([HEADINGS, ['戊镇', '镇', '', '', '', '']]))
    const town = await logIn(await makeStaff(payload, 'town', units.county))
    const tries = [
      { path: `/desk/imports/${id}` },
      { method: 'POST', path: `/desk/imports/${id}/runs`, body: {} },
      { method: 'DELETE', path: `/desk/imports/${id}` },
    ]
    for (const one of tries) expect((await ask({ ...one, token: town })).status).toBe(404)
    expect((await ask({ path: '/imports', token: town })).body).not.toMatchObject({ docs: [{ kind: 'units' }] })
    expect((await ask({ path: '/import_rows', token: town })).status).toBe(403)

    await makeStaff(payload, 'department', units.county)
    await step(id, 'runs', {})
    await payload.update({ collection: 'staff', id: chief.id, data: { role: 'town' }, overrideAccess: true })
    await work()
    expect((await rowsOf(id))[0]).toMatchObject({ outcome: 'faulty', problems: [{ code: 'units-forbidden' }] })
    await payload.update({ collection: 'staff', id: chief.id, data: { role: 'department' }, overrideAccess: true })
  })

  test('are at most 5,000 at once', async () => {
    token = await logIn(chief)
    const many = Array.from({ length: 5001 }, (_, index) => [`单位${index}`, '企业', '', '', '', ''])
    expect((await upload('units', csvOf([HEADINGS, ...many]))).body).toMatchObject({
      code: 'import-unreadable',
      detail: '一次最多导入 5,000 行，请分成几个文件。',
    })
  })
})
