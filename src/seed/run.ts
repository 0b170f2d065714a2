import { parseArgs } from 'node:util'
import { SingleBar } from 'cli-progress'
import { getPayload } from 'payload'
import config from '../../payload.config.ts'
import { seed, type SeedProgress } from './index.ts'

/** `npm run seed -- --scale 1`: fills an empty database with the demo county. Run again, it changes nothing. */
const { values } = parseArgs({ options: { scale: { type: 'string', default: '1' } } })
const startedAt = Date.now()
const payload = await getPayload({ config })
const bar = process.stdout.isTTY ? new SingleBar({ format: '{bar} {percentage}% {step}', hideCursor: true }) : null
let lastStep = ''

function show({ done, total, step }: SeedProgress): void {
  if (bar) {
    if (!bar.isActive) bar.start(total, done, { step })
    bar.setTotal(total)
    bar.update(done, { step })
  } else if (step !== lastStep) console.log(`${step} …`)
  lastStep = step
}

try {
  const { created, logins, ...counts } = await seed(payload, {
    scale: Number(values.scale),
    now: new Date(),
    onProgress: show,
  })
  bar?.stop()
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  console.log(
    created ? `The demo county is ready after ${seconds} s.` : 'The demo county is there already; nothing was changed.',
  )
  console.log(
    `${counts.units} units, ${counts.people} people, ${counts.activities} activities, ${counts.registrations} registrations.`,
  )
  console.log(`\nAdmin, password ${logins.password} (public: for a demo only)`)
  console.log(
    `  department  ${logins.staff.department}\n  town        ${logins.staff.town}\n  organiser   ${logins.staff.organiser}`,
  )
  console.log('Public site, by a one-time code (read it in the outbox)')
  console.log(`  rider       ${logins.people.rider}\n  member      ${logins.people.member}`)
  console.log(`  grid head   ${logins.people.gridHead}\n  lane chief  ${logins.people.laneChief}`)
} catch (error) {
  bar?.stop()
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await payload.destroy()
}
