import { createLocalReq, getPayload } from 'payload'
import config from '../../payload.config.ts'
import { recount } from '../operations/recount.ts'

/** `npm run recount`: proves every stored number against the records; exits 1 on a difference. */
const payload = await getPayload({ config })
const { differences, ...checked } = await recount(await createLocalReq({}, payload))
console.log(`Recounted ${checked.registrations} registrations, ${checked.activities} activities, ${checked.targets} targets.`)
for (const { collection, id, title, field, stored, counted } of differences) {
  console.error(`${collection} ${id} “${title}”: ${field} is stored as ${stored}, counted ${counted}`)
}
console.log(differences.length === 0 ? 'Every number equals its records.' : `${differences.length} differences.`)
await payload.destroy()
process.exitCode = differences.length === 0 ? 0 : 1
