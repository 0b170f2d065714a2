import { writeFileSync } from 'node:fs'
import { getPayload } from 'payload'
import config from '../../payload.config.ts'
import { sealStored } from '../../src/database/sealStored.ts'
import { PASSWORD } from '../../tests/support/fixtures.ts'
import { startServer } from '../../tests/support/server.ts'
import { namesFrom, stock } from './stock.ts'

/** Measures one database (that of DATABASE_URI, which must be empty); run by run.ts, which hands over the plan. */
export interface Plan {
  people: number
  searches: number
  out: string
}

/** Milliseconds of one kind of search by one role, the floor's beside it. */
export interface Cell {
  role: string
  kind: string
  searches: number
  /** How many people were found: in the middle, and at most. */
  found: [number, number]
  p50: number
  p95: number
  floorP50: number
  floorP95: number
}

const plan = JSON.parse(process.env.BENCH_PLAN ?? '') as Plan
const payload = await getPayload({ config })
const started = performance.now()
const staff = await stock(payload, plan.people)
console.log(`${plan.people} people stored after ${Math.round((performance.now() - started) / 1000)} s`)

/** Names that people have; what is typed of them. */
const KINDS = {
  'whole name': (name: string) => name,
  'first two characters': (name: string) => [...name].slice(0, 2).join(''),
  'last two characters': (name: string) => [...name].slice(-2).join(''),
}
const FLOOR = 'first page of the list'
/** Searches between two looks at the floor: the engine of the tests takes seconds for each. */
const FLOOR_EVERY = 50

const cells: Cell[] = []
// As a server's first start does; the file of a database that was filled by hand is rebuilt here, and not there.
const sealing = performance.now()
await sealStored(payload)
console.log(`Looked through for what is not sealed in ${Math.round((performance.now() - sealing) / 1000)} s`)
const server = await startServer({}, 'dist/server.js')
try {
  for (const [role, { email }] of Object.entries(staff)) {
    const { token } = await payload.login({ collection: 'staff', data: { email, password: PASSWORD } })
    const timed = async (typed: string | null): Promise<{ ms: number; found: number }> => {
      const query = new URLSearchParams({ limit: '10', depth: '0', 'select[personTitle]': 'true' })
      if (typed !== null) query.set('where[personTitle][like]', typed)
      const begun = performance.now()
      const answer = await fetch(`${server.url}/api/people?${query.toString()}`, {
        headers: { authorization: `JWT ${token}` },
      })
      const body = (await answer.json()) as { totalDocs?: number }
      if (!answer.ok) throw new Error(`${typed}: ${answer.status} ${JSON.stringify(body)}`)
      return { ms: performance.now() - begun, found: body.totalDocs ?? 0 }
    }
    for (const [kind, of] of Object.entries(KINDS)) {
      const nextName = namesFrom(1)
      const [ours, floor, found]: [number[], number[], number[]] = [[], [], []]
      for (let index = -5; index < plan.searches; index += 1) {
        const searched = await timed(of(nextName()))
        if (index % FLOOR_EVERY === 0) {
          const listed = await timed(null)
          if (index >= 0) floor.push(listed.ms)
        }
        if (index < 0) continue
        ours.push(searched.ms)
        found.push(searched.found)
      }
      const cell: Cell = {
        role,
        kind,
        searches: ours.length,
        found: [percentile(found, 0.5), Math.max(...found)],
        p50: percentile(ours, 0.5),
        p95: percentile(ours, 0.95),
        floorP50: percentile(floor, 0.5),
        floorP95: percentile(floor, 0.95),
      }
      cells.push(cell)
      console.log(cell, FLOOR)
    }
  }
} finally {
  await server.stop()
}
writeFileSync(plan.out, JSON.stringify({ cells }))
await payload.destroy()

function percentile(values: number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN
}
