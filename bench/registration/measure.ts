import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getPayload } from 'payload'
import config from '../../payload.config.ts'
import { makeStaff, makeTarget, makeUnit, PASSWORD } from '../../tests/support/fixtures.ts'
import { startServer, type TestServer } from '../../tests/support/server.ts'
import { tokenOf } from '../../tests/support/tokens.ts'
import { drive, type Shot, type Window } from './drive.ts'
import { addFullActivities, addHotActivity, emptyStock, fillUp } from './stock.ts'

/** Measures one database (that of DATABASE_URI, which must be empty); run by run.ts, which hands over the plan. */
export interface Plan {
  sizes: number[]
  clients: number[]
  rounds: number
  windowMs: number
  out: string
}

export const CONTENDERS = ['floor', 'grouped', 'product', 'plain'] as const
/** Whoever does no more than write the rows. */
const isFloor = (contender: Contender): boolean => contender === 'floor' || contender === 'grouped'
export type Contender = (typeof CONTENDERS)[number]
export const LINES = ['sign-up', 'sign-up, one hot activity', 'check-in', 'promotion'] as const
export type Line = (typeof LINES)[number]

export interface Cell {
  size: number
  line: Line
  clients: number
  windows: Partial<Record<Contender, Window[]>>
}

const HOT_SEATS = 500
const plan = JSON.parse(process.env.BENCH_PLAN ?? '') as Plan
const payload = await getPayload({ config })
const unit = await makeUnit(payload, 'county', null)
await makeTarget(payload)
const staff = await makeStaff(payload, 'organiser', unit)
const { token: staffToken = '' } = await payload.login({
  collection: 'staff',
  data: { email: staff.email, password: PASSWORD },
})
const stock = await emptyStock(payload, unit.id)
const tokens = new Map(
  await Promise.all(
    [...stock.people, ...stock.regulars].map(async (id) => [id, await tokenOf(payload, { id })] as const),
  ),
)

const ENTRIES: Record<Contender, string> = {
  floor: 'bench/registration/floor.ts',
  grouped: 'bench/registration/floor.ts',
  product: 'dist/server.js',
  plain: 'bench/registration/plain.ts',
}
const servers = {} as Record<Contender, TestServer>

const signUpOnFloor = (activity: string, person: string): Shot => ({
  method: 'POST',
  path: '/sign-up',
  body: { activity, person, unit: unit.id },
})
const signUp: Record<Contender, (activity: string, person: string) => Shot> = {
  floor: signUpOnFloor,
  grouped: signUpOnFloor,
  product: (activity, person) => ({
    method: 'POST',
    path: `/api/activities/${activity}/registrations`,
    token: tokens.get(person) ?? '',
  }),
  plain: (activity, person) => ({ method: 'POST', path: '/api/registrations', body: { activity, person } }),
}
/** Each contender has people of its own, so that nobody signs up twice. */
const peopleOf = (contender: Contender): string[] =>
  stock.people.filter((_, index) => index % CONTENDERS.length === CONTENDERS.indexOf(contender))
const signUps = { floor: 0, grouped: 0, product: 0, plain: 0 }
const hotSignUps = { ...signUps }
const checkIns = { ...signUps }
const signedUp = new Set<string>()

/** Everybody signs up once before anybody does so again, and nobody twice for the same. */
function nextSignUp(contender: Contender, people: string[]): { person: string; activity: string } {
  for (let tries = 0; tries < people.length * stock.open.length; tries += 1) {
    const index = signUps[contender]++
    const person = people[index % people.length] ?? ''
    const activity = stock.open[((index % people.length) + Math.floor(index / people.length)) % stock.open.length] ?? ''
    if (signedUp.size === signedUp.add(`${person} ${activity}`).size) continue
    return { person, activity }
  }
  throw new Error(`Everybody of ${contender} is signed up everywhere`)
}

/** What a contender is asked, one request after the other; null when nothing is left. */
async function shots(line: Line, contender: Contender): Promise<(() => Shot | null) | null> {
  const people = peopleOf(contender)
  switch (line) {
    case 'sign-up':
      return () => {
        const { person, activity } = nextSignUp(contender, people)
        return signUp[contender](activity, person)
      }
    case 'sign-up, one hot activity': {
      const activity = await addHotActivity(payload, stock, HOT_SEATS)
      let left = people.length
      return () => {
        const person = people[hotSignUps[contender]++ % people.length] ?? ''
        return left-- > 0 ? signUp[contender](activity, person) : null
      }
    }
    case 'check-in': {
      if (contender === 'plain') return null
      const own = stock.signedUp.filter((_, index) => index % CONTENDERS.length === CONTENDERS.indexOf(contender))
      return () => {
        const index = checkIns[contender]++
        const { id = '', activity = '' } = own[index % own.length] ?? {}
        // There and back again, so that every request changes something.
        const attendance = Math.floor(index / own.length) % 2 === 0 ? 'present' : 'absent'
        if (isFloor(contender))
          return { method: 'POST', path: '/check-in', body: { activity, registration: id, attendance } }
        const item = {
          clientId: id,
          activity,
          registration: id,
          at: new Date().toISOString(),
          method: 'manual',
          attendance,
        }
        return { method: 'POST', path: '/api/check-ins', token: staffToken, body: { items: [item] } }
      }
    }
    case 'promotion': {
      if (contender === 'plain') return null
      const holders = await addFullActivities(payload, stock, 60)
      return () => {
        const holder = holders.shift()
        if (!holder) return null
        if (isFloor(contender))
          return { method: 'POST', path: '/cancel', body: { activity: holder.activity, registration: holder.id } }
        return { method: 'DELETE', path: `/api/registrations/${holder.id}`, token: tokens.get(holder.person) ?? '' }
      }
    }
  }
}

/** Each runs in its own windows alone: what the product still does for its last one must not slow the floor. */
async function pause(contender: Contender): Promise<void> {
  const { pid } = servers[contender]
  process.kill(pid, 'SIGUSR2')
  while (!/\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await sleep(5)
}

const cells: Cell[] = []
try {
  for (const contender of CONTENDERS) {
    servers[contender] = await startServer(
      { NODE_OPTIONS: `--import=${path.resolve('bench/registration/pause.mjs')}`, FLOOR: contender },
      ENTRIES[contender],
    )
    await pause(contender)
  }
  for (const size of plan.sizes) {
    const started = performance.now()
    await fillUp(payload, stock, size)
    console.log(
      `${payload.db.name}: ${size} registrations stored after ${Math.round((performance.now() - started) / 1000)} s`,
    )
    for (const line of LINES) {
      for (const clients of plan.clients) {
        const windows: Cell['windows'] = {}
        // The first round warms up and is not counted.
        for (let round = 0; round <= plan.rounds; round += 1) {
          for (const contender of CONTENDERS) {
            const next = await shots(line, contender)
            if (!next) continue
            process.kill(servers[contender].pid, 'SIGCONT')
            const window = await drive(
              servers[contender].url,
              clients,
              round === 0 ? plan.windowMs / 4 : plan.windowMs,
              next,
            )
            await pause(contender)
            if (Object.keys(window.failed).length > 0)
              console.error(`${contender}, ${line}, ${clients} clients:`, window.failed)
            if (round > 0) (windows[contender] ??= []).push(window)
          }
        }
        cells.push({ size, line, clients, windows })
        const rates = CONTENDERS.map(
          (contender) =>
            `${contender} ${(windows[contender] ?? []).map(({ perSecond }) => Math.round(perSecond)).join(' ') || '–'}`,
        )
        console.log(`  ${line}, ${clients} clients: ${rates.join(' · ')} a second`)
      }
    }
  }
} finally {
  for (const { pid } of Object.values(servers)) process.kill(pid, 'SIGCONT')
  await Promise.all(Object.values(servers).map((server) => server.stop()))
}
writeFileSync(plan.out, JSON.stringify({ database: payload.db.name, cells }))
await payload.destroy()
