import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getPayload } from 'payload'
import config from '../../payload.config.ts'
import { makeUnit } from '../../tests/support/fixtures.ts'
import { startServer } from '../../tests/support/server.ts'
import { tokenOf } from '../../tests/support/tokens.ts'
import { drive, type Shot } from './drive.ts'
import type { Plan } from './measure.ts'
import { emptyStock, fillUp } from './stock.ts'

/**
 * Where a sign-up's time goes, at one client and at 16, on 10,000 stored registrations, in the floor and in ours; run
 * by run.ts with `--profile`.
 */
export interface Profiled {
  database: string
  runs: { clients: number; floor: Profile; product: Profile }[]
}

export interface Profile {
  perSecond: number
  /** Busy processor time of the server for each sign-up, in milliseconds. */
  busyMs: number
  /** Where that time is spent: packages, our own folders, V8 and native code. */
  parts: { name: string; share: number }[]
  /** Commands to MongoDB, for each sign-up, and the mean of their durations in milliseconds; empty on SQLite. */
  commands: { name: string; each: number; ms: number }[]
}

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[]
  samples: number[]
  /** Microseconds. */
  timeDeltas: number[]
}

const STORED = 10_000
const CLIENTS = [1, 16]
const WARM_UP_MS = 2000
const WINDOW_MS = 6000

const { out } = JSON.parse(process.env.BENCH_PLAN ?? '') as Plan
const payload = await getPayload({ config })
const unit = await makeUnit(payload, 'county', null)
const stock = await emptyStock(payload, unit.id)
await fillUp(payload, stock, STORED)
const tokens = new Map(await Promise.all(stock.people.map(async (id) => [id, await tokenOf(payload, { id })] as const)))

const used: [number, number] = [0, 0]
const runs: Profiled['runs'] = []
for (const clients of CLIENTS) {
  const floor = await profileOf(clients, 'bench/registration/floor.ts', 0, (activity, person) => ({
    method: 'POST',
    path: '/sign-up',
    body: { activity, person, unit: unit.id },
  }))
  const product = await profileOf(clients, 'dist/server.js', 1, (activity, person) => ({
    method: 'POST',
    path: `/api/activities/${activity}/registrations`,
    token: tokens.get(person) ?? '',
  }))
  runs.push({ clients, floor, product })
}
writeFileSync(out, JSON.stringify({ database: payload.db.name, runs } satisfies Profiled))
await payload.destroy()

/** Each has every second of the people, so that nobody signs up twice. */
async function profileOf(
  clients: number,
  entry: string,
  turn: 0 | 1,
  shot: (activity: string, person: string) => Shot,
): Promise<Profile> {
  const people = stock.people.filter((_, index) => index % 2 === turn)
  const nextShot = (): Shot => {
    const index = used[turn]++
    return shot(
      stock.open[((index % people.length) + Math.floor(index / people.length)) % stock.open.length] ?? '',
      people[index % people.length] ?? '',
    )
  }
  const server = await startServer(
    { NODE_OPTIONS: `--import=${path.resolve('bench/registration/profiler.mjs')}`, PROFILE_OUT: `${out}.profile` },
    entry,
  )
  await drive(server.url, clients, WARM_UP_MS, nextShot)
  process.kill(server.pid, 'SIGUSR2')
  await sleep(100)
  const { done, perSecond } = await drive(server.url, clients, WINDOW_MS, nextShot)
  await server.stop()
  const { profile, commands } = JSON.parse(readFileSync(`${out}.profile`, 'utf8')) as {
    profile: CpuProfile
    commands: Record<string, { count: number; ms: number }>
  }
  const { total, parts } = partsOf(profile)
  return {
    perSecond,
    busyMs: total / 1000 / done,
    parts,
    commands: Object.entries(commands).map(([name, { count, ms }]) => ({ name, each: count / done, ms: ms / count })),
  }
}

function partsOf({ nodes, samples, timeDeltas }: CpuProfile): { total: number; parts: Profile['parts'] } {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]))
  const times = new Map<string, number>()
  samples.forEach((id, sample) => {
    const name = names.get(id) ?? ''
    if (name !== '(idle)') times.set(name, (times.get(name) ?? 0) + (timeDeltas[sample] ?? 0))
  })
  const total = [...times.values()].reduce((sum, time) => sum + time, 0)
  return {
    total,
    parts: [...times].map(([name, time]) => ({ name, share: time / total })).sort((a, b) => b.share - a.share),
  }
}

/**
 * All native functions of add-ons come under one name, whichever was made last: those of libsql, with the disk in them.
 */
function nameOf({ functionName, url }: CpuProfile['nodes'][number]['callFrame']): string {
  const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? []
  if (name) return name
  if (url.includes('dist/server')) return 'xianfeng'
  if (url.startsWith('node:')) return 'node'
  return functionName === '(idle)' || functionName === '(garbage collector)' ? functionName : 'native'
}
