import { createLocalReq, getPayload } from 'payload'
import config from '../../payload.config.ts'
import { recount } from '../operations/tallies/recount.ts'
import { repair } from '../operations/tallies/repair.ts'

/**
 * `npm run recount`: proves every stored number against the records; exits 1 on a difference. With `-- --repair` it
 * mends them first, and audits what it mended.
 */
const payload = await getPayload({ config })
const req = await createLocalReq({}, payload)
if (process.argv.includes('--repair')) {
  for (const { collection, id, title, field, stored, counted } of await repair(req))
    console.log(`Mended ${collection} ${id} “${title}”: ${field} was stored as ${stored}, now ${counted}`)
}
const { differences, ...checked } = await recount(req)
console.log(
  `Recounted ${checked.registrations} registrations, ${checked.activities} activities, ${checked.targets} targets.`,
)
for (const { collection, id, title, field, stored, counted } of differences) {
  console.error(`${collection} ${id} “${title}”: ${field} is stored as ${stored}, counted ${counted}`)
}
console.log(differences.length === 0 ? 'Every number equals its records.' : `${differences.length} differences.`)
await payload.destroy()
process.exitCode = differences.length === 0 ? 0 : 1
