import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getPayload } from 'payload'
import { Pool } from 'undici'
import config from '../../payload.config.ts'
import { makeTarget, makeUnit } from '../../tests/support/fixtures.ts'
import { startServer, type TestServer } from '../../tests/support/server.ts'
import { tokenOf } from '../../tests/support/tokens.ts'
import { drive, type Shot, type Window } from '../registration/drive.ts'
import { addHotActivity, emptyStock, fillUp } from '../registration/stock.ts'
import type { Read, Reading } from './readers.ts'

/** Measures one database (that of DATABASE_URI, which must be empty); run by run.ts, which hands over the plan. */
export interface Plan {
  /** Stored registrations. */
  size: number
  clients: number
  rounds: number
  windowMs: number
  readers: number
  everyMs: number
  out: string
}

export interface Line {
  name: string
  path: string
  /** Unpacked. */
  bytes: number
  windows: Record<'floor' | 'anonymous' | 'loggedIn', Window[]>
}

export interface SignUps {
  alone: Window
  withReaders: Window
  read: Read
}

const plan = JSON.parse(process.env.BENCH_PLAN ?? '') as Plan
const payload = await getPayload({ config })
const unit = await makeUnit(payload, 'county', null)
for (let target = 0; target < 4; target += 1) await makeTarget(payload)
const stock = await emptyStock(payload, unit.id)
await fillUp(payload, stock, plan.size)
const people = stock.people.slice(0, 3000)
const tokens: string[] = []
for (const id of people) tokens.push(await tokenOf(payload, { id }))
const activity = stock.open[0] ?? ''
const PAGES: [name: string, path: string, isPage: boolean][] = [
  ['home, with the targets', '/', true],
  ['list', '/activities', true],
  ['an activity', `/activities/${activity}`, true],
  // Needs nothing from the database but, logged in, the session.
  ['about', '/about', true],
  ['list, JSON', '/api/public/activities', false],
  ['an activity, JSON', `/api/public/activities/${activity}`, false],
  ['targets, JSON', '/api/public/targets', false],
]
const packed = { 'accept-encoding': 'br, gzip' }

async function pause({ pid }: TestServer): Promise<void> {
  process.kill(pid, 'SIGUSR2')
  while (!/\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await sleep(5)
}

const NODE_OPTIONS = `--import=${path.resolve('bench/registration/pause.mjs')}`
const ours = await startServer({ NODE_OPTIONS })
const bytes: Record<string, { type: string; encoding: string; base64: string }> = {}
const sizes: Record<string, number> = {}
for (const [, where] of PAGES) {
  // As it stands on the wire, which fetch would unpack.
  const pool = new Pool(ours.url)
  const answer = await pool.request({ method: 'GET', path: where, headers: packed })
  bytes[where] = {
    type: String(answer.headers['content-type']),
    encoding: String(answer.headers['content-encoding']),
    base64: Buffer.from(await answer.body.arrayBuffer()).toString('base64'),
  }
  const plain = await pool.request({ method: 'GET', path: where })
  sizes[where] = (await plain.body.arrayBuffer()).byteLength
  await pool.close()
}
const file = `${plan.out}.bytes`
writeFileSync(file, JSON.stringify(bytes))
const floor = await startServer({ NODE_OPTIONS, BENCH_BYTES: file }, 'bench/site/floor.ts')

async function window(
  server: TestServer,
  ms: number,
  next: () => Shot | null,
  clients = plan.clients,
): Promise<Window> {
  const done = await drive(server.url, clients, ms, next)
  if (Object.keys(done.failed).length > 0) console.error(done.failed)
  return done
}

const lines: Line[] = []
const signUps: SignUps[] = []
try {
  await Promise.all([pause(ours), pause(floor)])
  for (const [name, where, isPage] of PAGES) {
    const shot: Shot = { method: 'GET', path: where, headers: packed }
    const contenders = {
      floor: [floor, shot],
      anonymous: [ours, shot],
      ...(isPage && {
        loggedIn: [ours, { ...shot, headers: { ...packed, cookie: `payload-token=${tokens[0] ?? ''}` } }],
      }),
    } as unknown as Record<keyof Line['windows'], [TestServer, Shot]>
    const windows: Line['windows'] = { floor: [], anonymous: [], loggedIn: [] }
    // The first round warms up and is not counted.
    for (let round = 0; round <= plan.rounds; round += 1)
      for (const [contender, [server, asked]] of Object.entries(contenders)) {
        process.kill(server.pid, 'SIGCONT')
        const done = await window(server, round === 0 ? plan.windowMs / 2 : plan.windowMs, () => asked)
        await pause(server)
        if (round > 0) windows[contender as keyof Line['windows']].push(done)
      }
    lines.push({ name, path: where.replace(activity, ':id'), bytes: sizes[where] ?? 0, windows })
    const rates = Object.entries(windows).map(
      ([contender, all]) => `${contender} ${all.map(({ perSecond }) => Math.round(perSecond)).join(' ') || '–'}`,
    )
    console.log(`  ${name}: ${rates.join(' · ')} a second`)
  }

  process.kill(ours.pid, 'SIGCONT')
  const readers = fork('bench/site/readers.ts')
  const signUp = async (hot: string): Promise<Window> => {
    let turn = 0
    return window(
      ours,
      plan.windowMs * 3,
      () => {
        const token = tokens[turn++]
        return token === undefined ? null : { method: 'POST', path: `/api/activities/${hot}/registrations`, token }
      },
      16,
    )
  }
  for (let round = 0; round <= plan.rounds; round += 1) {
    const alone = await signUp(await addHotActivity(payload, stock, 500))
    // What is left to do for those who signed up is done before the others begin.
    await sleep(1000)
    const hot = await addHotActivity(payload, stock, 500)
    const paths = ['/', '/activities', `/activities/${hot}`, `/api/public/activities/${hot}`]
    readers.send({ url: ours.url, paths, readers: plan.readers, everyMs: plan.everyMs } satisfies Reading)
    await sleep(1000)
    const withReaders = await signUp(hot)
    readers.send('stop')
    const [read] = (await once(readers, 'message')) as [Read]
    await sleep(1000)
    if (round > 0) signUps.push({ alone, withReaders, read })
    console.log(
      `  sign-ups: ${Math.round(alone.perSecond)} alone · ${Math.round(withReaders.perSecond)} beside readers, who opened ${read.done} pages, p50 ${Math.round(read.p50)} ms`,
    )
  }
  readers.kill()
} finally {
  for (const { pid } of [ours, floor]) process.kill(pid, 'SIGCONT')
  await Promise.all([ours.stop(), floor.stop()])
}
const { readers, everyMs, size, clients } = plan
writeFileSync(plan.out, JSON.stringify({ database: payload.db.name, size, clients, readers, everyMs, lines, signUps }))
await payload.destroy()
