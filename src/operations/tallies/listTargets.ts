import type { PayloadRequest } from 'payload'
import { shownTally } from '../../domain/tallies/progress.ts'
import type { TargetProgress } from '../../domain/tallies/views.ts'
import type { Target } from '../../payload-types.ts'

/** Every target with its tally; service time in hours, to one decimal. */
export async function listTargets(req: PayloadRequest, now: Date): Promise<TargetProgress[]> {
  const { docs } = await req.payload.find({
    collection: 'targets',
    sort: ['order', 'title'],
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return docs.map((target) => progressOf(target, now))
}

export function progressOf(target: Target, now: Date): TargetProgress {
  return {
    id: target.id,
    title: target.title,
    measure: target.measure,
    goal: target.goal,
    tally: shownTally(target.tally ?? 0, target.measure),
    opening: target.opening ?? 0,
    openingSource: target.openingSource ?? null,
    from: target.from ?? null,
    to: target.to ?? null,
    counting: Boolean(target.recount),
    asOf: now.toISOString(),
  }
}
