import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { getPayload } from 'payload'
import config from '../../payload.config.ts'
import type { ImportView } from '../../src/domain/imports/views.ts'
import type { ImportKind } from '../../src/domain/imports/vocabulary.ts'
import { csvOf, dirtyPeople, gbkOf, PEOPLE_HEADINGS, workbookOf } from '../../tests/support/dirtyRows.ts'
import { makePerson, makeStaff, makeTarget, makeUnitTree, PASSWORD } from '../../tests/support/fixtures.ts'
import { startServer } from '../../tests/support/server.ts'

/** Measures one database (that of DATABASE_URI, which must be empty); run by run.ts, which hands over the plan. */
export interface Plan {
  rows: number
  /** How many of the files. */
  files: number
  out: string
}

/** One file from its upload to its undo; times in seconds. */
export interface Cell {
  file: string
  rows: number
  megabytes: number
  read: number
  check: number
  run: number
  undo: number | null
  counts: ImportView['counts']
  undone: ImportView['counts'] | null
  /** Resident memory of the server, in MB: before, and at most. */
  before: number
  peak: number
  /** Of a public page, asked for every 50 ms, in milliseconds. */
  pageAlone: number
  page: number
  pageWorst: number
}

const PAGE = '/about'
const plan = JSON.parse(process.env.BENCH_PLAN ?? '') as Plan
const payload = await getPayload({ config })
const units = await makeUnitTree(payload)
const staff = await makeStaff(payload, 'department', units.county)
await makeTarget(payload, { measure: 'personTimes' })
await makeTarget(payload, { measure: 'serviceHours' })
await makePerson(payload, { name: '早已登记', phone: '15499999999' })
const { token } = await payload.login({ collection: 'staff', data: { email: staff.email, password: PASSWORD } })
const headers = { authorization: `JWT ${token}`, 'content-type': 'application/octet-stream' }
const server = await startServer({ NODE_OPTIONS: '--enable-source-maps' }, 'dist/server.js')
const cells: Cell[] = []
try {
  const phoneOf = (index: number): string => `154${String(index).padStart(8, '0')}`
  const people = dirtyPeople(plan.rows, phoneOf, ['早已登记', '15499999999', '', '', '']).map(({ cells: row }) => row)
  const past = pastAttendances(plan.rows, phoneOf)
  const files = [
    async () => measure('people, GBK', 'people', gbkOf(csvOf([PEOPLE_HEADINGS, ...people])), false),
    async () =>
      measure(
        'the same people again, XLSX',
        'people',
        await workbookOf([['志愿者登记表'], PEOPLE_HEADINGS, ...people]),
        false,
      ),
    async () =>
      measure(
        'past attendances, XLSX with merged cells',
        'attendances',
        await workbookOf(past.rows, past.merges),
        true,
      ),
  ]
  for (const file of files.slice(0, plan.files)) await file()
} finally {
  await server.stop()
}
writeFileSync(plan.out, JSON.stringify({ cells }))
await payload.destroy()

/** Fifty people to an activity, whose title, day and line stand in one cell each; a tenth of the rows has faults. */
function pastAttendances(count: number, phoneOf: (index: number) => string) {
  const merges = []
  const rows: (string | null)[][] = [['活动名称', '日期', '活动品牌', '姓名', '手机号']]
  for (let index = 0; index < count; index += 1) {
    const isFirst = index % 50 === 0
    const activity = Math.floor(index / 50)
    // Every second person of the other file, and as many who are new.
    const person = index % 4 === 0 ? index : plan.rows + index
    const isFine = index % 10 !== 5
    rows.push([
      isFirst ? `往年活动 ${activity}` : null,
      isFirst ? `2025年${(activity % 12) + 1}月${(activity % 28) + 1}日` : null,
      isFirst ? '邻里如亲' : null,
      `测试人员${person}`,
      isFine ? phoneOf(person) : phoneOf(person).slice(0, 9),
    ])
    if (isFirst && count - index >= 50)
      for (const column of [0, 1, 2])
        merges.push({ startRow: index + 1, endRow: index + 50, startCol: column, endCol: column })
  }
  return { rows, merges }
}

async function measure(file: string, kind: ImportKind, bytes: Uint8Array, isUndone: boolean): Promise<void> {
  while (percentile(await pagesWhile(sleep(2000)), 0.95) > 100) await sleep(1000)
  const alone = await pagesWhile(sleep(5000))
  const before = residentMb()
  const peak = watch()
  let [read, check, run]: number[] = []
  let id = ''
  const all = async (): Promise<void> => {
    read = await timed(async () => {
      id = ((await call('POST', `?kind=${kind}`, bytes)) as { id: string }).id
    })
    check = await timed(async () => {
      const { mapping } = await look(id)
      await call('POST', `/${id}/checks`, JSON.stringify({ mapping }))
      await until(id, 'checked')
    })
    run = await timed(async () => {
      if (((await look(id)).counts.ready ?? 0) === 0) return
      await call('POST', `/${id}/runs`, JSON.stringify({ consent: true }))
      await until(id, 'done')
    })
  }
  const pages = await pagesWhile(all())
  const { counts } = await look(id)
  let undo: number | null = null
  if (isUndone)
    undo = await timed(async () => {
      await call('POST', `/${id}/undo`, '')
      await until(id, 'undone')
    })
  const cell: Cell = {
    file,
    rows: plan.rows,
    megabytes: bytes.length / 2 ** 20,
    read: read ?? 0,
    check: check ?? 0,
    run: run ?? 0,
    undo,
    counts,
    undone: isUndone ? (await look(id)).counts : null,
    before,
    peak: peak.stop(),
    pageAlone: percentile(alone, 0.95),
    page: percentile(pages, 0.95),
    pageWorst: Math.max(...pages),
  }
  cells.push(cell)
  console.log(cell)
}

async function call(method: string, path: string, body?: string | Uint8Array): Promise<unknown> {
  const isFile = body instanceof Uint8Array
  const answer = await fetch(`${server.url}/api/desk/imports${path}`, {
    method,
    headers: { ...headers, ...(!isFile && { 'content-type': 'application/json' }) },
    ...(body !== undefined && body !== '' && { body: body as BodyInit }),
  })
  const said: unknown = await answer.json()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(said)}`)
  return said
}

async function look(id: string): Promise<ImportView> {
  return (await call('GET', `/${id}`)) as ImportView
}

async function until(id: string, state: ImportView['state']): Promise<void> {
  while ((await look(id)).state !== state) await sleep(500)
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

async function pagesWhile(work: Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  const under = { way: true }
  const over = work.finally(() => (under.way = false))
  while (under.way) {
    const started = performance.now()
    const answer = await fetch(`${server.url}${PAGE}`)
    await answer.text()
    times.push(performance.now() - started)
    await sleep(50)
  }
  await over
  return times
}

function percentile(values: number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN
}

function watch(): { stop: () => number } {
  let most = 0
  const timer = setInterval(() => (most = Math.max(most, residentMb())), 50)
  return {
    stop: () => {
      clearInterval(timer)
      return most
    },
  }
}

function residentMb(): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? []
  return Number(kilobytes ?? 0) / 1024
}
