import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getPayload } from 'payload'
import config from '../../payload.config.ts'
import { addressOf } from '../../src/database/snapshot.ts'
import { STANDARD_COLUMNS } from '../../src/domain/records/participationRecord.ts'
import type { ExportTask } from '../../src/operations/records/exportFile.ts'
import { bundled } from '../../tests/support/bundled.ts'
import { PASSWORD } from '../../tests/support/fixtures.ts'
import { startServer, type TestServer } from '../../tests/support/server.ts'
import { stock } from './stock.ts'

/** Measures one database (that of DATABASE_URI, which must be empty); run by run.ts, which hands over the plan. */
export interface Plan {
  sizes: number[]
  out: string
}

export interface Cell {
  size: number
  format: 'csv' | 'xlsx'
  floor: Run
  ours: Run & {
    /** Resident memory of the server just before, in MB. */
    beforeMb: number
    /** Of a public page, asked for one after the other, in milliseconds. */
    pageP95: number
    pageP95Alone: number
  }
}

/** One export, from asking to its last byte. */
export interface Run {
  rows: number
  bytes: number
  firstMs: number
  seconds: number
  /** Resident memory of its process, in MB. */
  peakMb: number
}

const PAGE = '/about'
const ALONE_MS = 10_000
/** As `npm start` starts it: its memory counts. */
const AS_STARTED = { NODE_OPTIONS: '--enable-source-maps' }

const plan = JSON.parse(process.env.BENCH_PLAN ?? '') as Plan
const payload = await getPayload({ config })
const cells: Cell[] = []
let stored = 0
for (const size of plan.sizes) {
  const started = performance.now()
  const department = await stock(payload, size - stored, stored)
  console.log(`${size} stored after ${Math.round((performance.now() - started) / 1000)} s`)
  stored = size
  // The first start on a database that was filled by hand rebuilds the file, in memory: the next does not.
  await (await startServer(AS_STARTED, 'dist/server.js')).stop()
  const server = await startServer(AS_STARTED, 'dist/server.js')
  try {
    const { token } = await payload.login({
      collection: 'staff',
      data: { email: department.email, password: PASSWORD },
    })
    for (const format of ['csv', 'xlsx'] as const) {
      // After a start on fresh stock jobs write for a while, and a page waits for its next making.
      while (percentile(await pagesWhile(server, sleep(2000)), 0.95) > 100) await sleep(1000)
      const alone = await pagesWhile(server, sleep(ALONE_MS))
      const floor = await floorOf(format)
      const beforeMb = residentMb(server.pid)
      const peak = watch(server.pid)
      const exporting = exportFrom(server, String(token), format)
      const pages = await pagesWhile(server, exporting)
      const ours = {
        ...(await exporting),
        beforeMb,
        peakMb: peak.stop(),
        pageP95: percentile(pages, 0.95),
        pageP95Alone: percentile(alone, 0.95),
      }
      cells.push({ size, format, floor, ours })
      console.log(size, format, 'floor', floor, 'ours', ours)
    }
  } finally {
    await server.stop()
  }
}
writeFileSync(plan.out, JSON.stringify({ database: payload.db.name, cells }))
await payload.destroy()

async function exportFrom(server: TestServer, token: string, format: string): Promise<Omit<Run, 'peakMb'>> {
  const started = performance.now()
  const response = await fetch(
    `${server.url}/api/exports/participations?format=${format}&fields=${STANDARD_COLUMNS.join(',')}`,
    {
      headers: { authorization: `JWT ${token}` },
    },
  )
  if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`)
  let [bytes, firstMs] = [0, 0]
  const reader = response.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    if (bytes === 0) firstMs = performance.now() - started
    bytes += value.length
  }
  const rows = Number(response.headers.get('x-total-rows'))
  return { rows, bytes, firstMs, seconds: (performance.now() - started) / 1000 }
}

async function floorOf(format: 'csv' | 'xlsx'): Promise<Run> {
  const filter = {
    ...{ units: null, scope: null, line: null, theme: null, ledger: null, from: null, to: null, anyOf: null },
    ...{ attendance: 'present' as const, kind: null },
  }
  const columns = STANDARD_COLUMNS
  const task: ExportTask = { database: addressOf(payload), format, of: 'participations', filter, columns }
  const out = `${plan.out}.floor`
  const entry = await bundled(path.resolve('bench/export/floor.ts'))
  const child: ChildProcess = spawn(process.execPath, [entry], {
    stdio: 'inherit',
    env: { ...process.env, BENCH_FLOOR: JSON.stringify({ task, out }) },
  })
  const peak = watch(child.pid ?? 0)
  const [status] = (await once(child, 'close')) as [number | null]
  if (status !== 0) throw new Error(`The floor ended with ${status}`)
  return { ...(JSON.parse(readFileSync(out, 'utf8')) as Omit<Run, 'peakMb'>), peakMb: peak.stop() }
}

/** Milliseconds of each page that was asked for until the work was done. */
async function pagesWhile(server: TestServer, work: Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  const under = { way: true }
  const over = work.finally(() => (under.way = false))
  while (under.way) {
    const started = performance.now()
    const answer = await fetch(`${server.url}${PAGE}`)
    await answer.text()
    if (!answer.ok) throw new Error(`${PAGE}: ${answer.status}`)
    times.push(performance.now() - started)
    await sleep(20)
  }
  await over
  return times
}

function percentile(values: number[], share: number): number {
  return values.sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN
}

function watch(pid: number): { stop: () => number } {
  let peakMb = 0
  const look = (): void => void (peakMb = Math.max(peakMb, residentMb(pid)))
  const timer = setInterval(look, 50)
  return {
    stop: () => {
      clearInterval(timer)
      return peakMb
    },
  }
}

/** Nothing once the process has ended. */
function residentMb(pid: number): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes ?? 0) / 1024
  } catch {
    return 0
  }
}
