import type { PayloadRequest } from 'payload'
import type { TargetProgress } from '../domain/publicViews.ts'

/** Every target with its tally; service time in hours, to one decimal. */
export async function listTargets(req: PayloadRequest, now: Date): Promise<TargetProgress[]> {
  const { docs } = await req.payload.find({ collection: 'targets', sort: ['order', 'title'], depth: 0, pagination: false, overrideAccess: false, req, user: req.user })
  return docs.map((target) => ({
    id: target.id,
    title: target.title,
    measure: target.measure,
    goal: target.goal,
    tally: target.measure === 'serviceHours' ? Math.round((target.tally ?? 0) / 6) / 10 : (target.tally ?? 0),
    opening: target.opening ?? 0,
    openingSource: target.openingSource ?? null,
    from: target.from ?? null,
    to: target.to ?? null,
    asOf: now.toISOString(),
  }))
}
