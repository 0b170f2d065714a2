import type { PayloadRequest } from 'payload'
import { listPublicActivities } from '../../../operations/listPublicActivities.ts'
import { listTargets } from '../../../operations/listTargets.ts'

export async function loadHome(req: PayloadRequest, now: Date) {
  const targets = await listTargets(req, now)
  const { docs: soon } = await listPublicActivities(req, { open: true, sort: 'startsAt', limit: 6 }, now)
  return { targets, soon }
}
