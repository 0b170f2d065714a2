import { writeFileSync } from 'node:fs'
import { measureOn } from '../measureOn.ts'
import type { Plan } from './measure.ts'
import { graphOf, markdownOf, type Measured } from './report.ts'

/** `npm run bench:site`: public pages against static bytes, sign-ups beside a crowd of readers. See bench/README.md. */
const plan: Omit<Plan, 'out'> = { size: 10_000, clients: 32, rounds: 3, windowMs: 1000, readers: 1000, everyMs: 5000 }
for await (const { database, measured } of measureOn<Measured>('bench/site/measure.ts', plan, 'sqlite')) {
  const file = `bench/results/site-${database}`
  writeFileSync(`${file}.json`, JSON.stringify(measured))
  writeFileSync(`${file}.md`, markdownOf(measured))
  writeFileSync(`${file}.svg`, graphOf(measured))
  console.log(`Written: ${file}.md, .json and .svg`)
}
