import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { measureOn } from '../measureOn.ts'
import type { Plan } from './measure.ts'
import type { Profiled } from './profile.ts'
import { graphOf, markdownOf, profileMarkdownOf, type Measured } from './report.ts'

/**
 * `npm run bench:registration [-- --quick] [-- --profile] [-- --only=sqlite|mongodb]`; MongoDB when TEST_MONGODB_URI is
 * set. See bench/README.md.
 */
const isQuick = process.argv.includes('--quick')
const isProfile = process.argv.includes('--profile')
const plan: Omit<Plan, 'out'> = {
  sizes: isQuick ? [1000, 100_000] : [1000, 100_000, 1_000_000],
  clients: [1, 16, 256],
  rounds: isQuick ? 2 : 3,
  windowMs: isQuick ? 500 : 1000,
}
const program = `bench/registration/${isProfile ? 'profile' : 'measure'}.ts`
// One file for each database, so that one can be measured again without the other.
for await (const { database, measured } of measureOn<Measured | Profiled>(program, plan)) {
  const file = `bench/results/${isProfile ? 'profile' : isQuick ? 'registration-quick' : 'registration'}-${database}`
  writeFileSync(`${file}.json`, JSON.stringify(measured))
  if ('cells' in measured) {
    writeFileSync(`${file}.svg`, graphOf(measured))
    writeFileSync(`${file}.md`, markdownOf(measured, isQuick, `${path.basename(file)}.svg`))
  } else writeFileSync(`${file}.md`, profileMarkdownOf(measured))
  console.log(`Written: ${file}.md and .json`)
}
