import type { PayloadRequest } from 'payload'
import { listPublicActivities } from '../../../operations/activities/listPublicActivities.ts'
import { listTargets } from '../../../operations/tallies/listTargets.ts'

const SHOWN = 6
/** Of so many, the soonest, those with a free seat are shown first. */
const LOOKED_AT = 30

export async function loadHome(req: PayloadRequest, now: Date) {
  const targets = await listTargets(req, now)
  const { docs } = await listPublicActivities(req, { open: true, limit: LOOKED_AT }, now)
  // A free seat goes before a place in line.
  const soon = [
    ...docs.filter(({ joinable }) => joinable === 'open'),
    ...docs.filter(({ joinable }) => joinable !== 'open'),
  ].slice(0, SHOWN)
  return { targets, soon }
}
