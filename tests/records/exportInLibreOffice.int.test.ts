import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { parseCsv } from 'hucre/csv'
import type { Payload } from 'payload'
import { newId } from '../../src/database/rows.ts'
import { exportParticipations } from '../../src/operations/records/exportParticipations.ts'
import type { Staff } from '../../src/payload-types.ts'
import { bulkInsert, type Row } from '../../src/seed/bulkInsert.ts'
import { makeStaff, makeUnitTree } from '../support/fixtures.ts'
import { libreOffice, shownByLibreOffice } from '../support/libreOffice.ts'
import { startPayload, type TestPayload } from '../support/payload.ts'

const ACTIVITIES = 40
const PEOPLE = 100
const START = Date.UTC(2026, 2, 31, 15, 30)
const HOUR = 3_600_000

/** What a program that guesses would calculate, round, or show as another value. */
const TEXTS = [
  ...['=1+1', '+1', '-2+3', '@SUM(A1:A9)', '=HYPERLINK("http://127.0.0.1/","点这里")', '＝1+1', "'撇号"],
  ...['440000199001010000', '0012', '1E5', '3-4', '12:30', '2026-01-31', 'TRUE', '50%', '￥12'],
  ...[
    '社区清洁',
    '龘𠮷',
    '😀👨‍👩‍👧',
    '“引号” "双引号", 逗号',
    '一层\n二层',
    ' 两边空格 ',
    '<b>&amp;</b>',
    '_x0041_',
    '_x005F_',
  ],
]
const text = (index: number): string => TEXTS[index % TEXTS.length] ?? ''

let app: TestPayload
let payload: Payload
let department: Staff
let expected: string[][]

beforeAll(async () => {
  app = await startPayload()
  payload = app.payload
  const { county, firm } = await makeUnitTree(payload)
  department = await makeStaff(payload, 'department', county)
  const people = Array.from({ length: PEOPLE }, (_, index) => ({
    ...stamps(),
    name: text(index),
    idNumber: `44000019900101${String(index).padStart(4, '0')}`,
    phone: `154${String(index).padStart(8, '0')}`,
    phoneHash: `none:${index}`,
    emailHash: `none:${index}`,
    volunteerNumber: String(index).padStart(10, '0'),
    unit: firm.id,
  }))
  const activities = Array.from({ length: ACTIVITIES }, (_, index) => ({
    ...stamps(),
    title: text(index),
    line: 'riders',
    unit: firm.id,
    startsAt: new Date(START + index * HOUR).toISOString(),
    endsAt: new Date(START + (index + 2) * HOUR).toISOString(),
    place: text(index + 1),
    description: text(index + 2),
    ledger: 'service',
    status: 'published',
    present: PEOPLE,
  }))
  const registrations = activities.flatMap((activity) =>
    people.map((person, index) => ({
      ...stamps(),
      activity: activity.id,
      unit: firm.id,
      person: person.id,
      status: 'confirmed',
      attendance: 'present',
      walkIn: false,
      sequence: index + 1,
      minutes: index,
    })),
  )
  await bulkInsert(payload, 'people', people)
  await bulkInsert(payload, 'activities', activities)
  await bulkInsert(payload, 'registrations', registrations)
  expected = activities.flatMap(({ title, startsAt, place, description }) => {
    const clock = new Date(Date.parse(startsAt) + 8 * HOUR).toISOString().replace('T', ' ')
    const activity = [title, clock.slice(0, 10), clock.slice(0, 16), place, description]
    return people.map(({ name, phone, idNumber, volunteerNumber }, minutes) => [
      ...activity,
      ...[String(minutes), name, phone, idNumber, volunteerNumber],
    ])
  })
})
afterAll(() => app.stop())

const stamps = (): Row => ({
  id: newId(payload),
  createdAt: new Date(START).toISOString(),
  updatedAt: new Date(START).toISOString(),
})

const open = libreOffice === null ? it.skip : it
open('LibreOffice shows every cell as it was exported (skipped where it is not installed)', async () => {
  const fields = 'title,date,startsAt,place,content,minutes,name,fullPhone,idNumber,volunteerNumber'
  const { body } = await exportParticipations(await app.req(department), { format: 'xlsx', fields }, new Date())
  const workbook = new Uint8Array(await new Response(body).arrayBuffer())
  const [heading, ...rows] = parseCsv(await shownByLibreOffice(libreOffice ?? '', workbook), { delimiter: ',' })
  expect(heading?.slice(0, 2)).toEqual(['活动名称', '活动日期'])
  expect(rows).toEqual(expected)
})
