import type { PayloadRequest } from 'payload'
import { findRow, type ActivityRow, type TargetRow } from '../database/rows.ts'
import { swap } from '../database/swap.ts'
import { AppError } from '../domain/AppError.ts'
import { activityContribution, type ActivityFacts, type TargetFilter } from '../domain/contributions.ts'
import { freeSeats } from '../domain/seats.ts'

const MAX_TRIES = 200

/**
 * Brings every target's tally in line with what one activity contributes now. The activity row remembers what it has
 * contributed (`counted`), so that the difference is applied once, whoever runs this and however often.
 *
 * @throws AppError busy when other writers won 200 times in a row
 */
export async function settleActivity(req: PayloadRequest, id: string): Promise<void> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const activity = await findRow(req, 'activities', id)
    if (!activity) return
    const targets = await findTargets(req)
    const facts = await activityFacts(req, activity)
    const before = activity.counted ? (JSON.parse(activity.counted) as Record<string, number>) : {}
    const after: Record<string, number> = {}
    for (const target of targets) {
      const amount = activityContribution(facts, targetFilter(target))
      if (amount !== 0) after[target.id] = amount
    }
    const additions = targets.flatMap((target) => {
      const by = (after[target.id] ?? 0) - (before[target.id] ?? 0)
      return by === 0 ? [] : [{ collection: 'targets' as const, id: target.id, revision: target.revision, add: { tally: by } }]
    })
    const free = freeSeats({ capacity: activity.capacity ?? null, taken: activity.taken })
    if (additions.length === 0 && !activity.unsettled && free === (activity.free ?? null)) return
    const own = { collection: 'activities' as const, id, revision: activity.revision, set: { counted: JSON.stringify(after), unsettled: false, free } }
    if (await swap(req, [own, ...additions])) return
  }
  throw new AppError('busy')
}

export async function findTargets(req: PayloadRequest): Promise<TargetRow[]> {
  const { docs } = await req.payload.db.find<TargetRow>({ collection: 'targets', pagination: false, limit: 0, req })
  return docs
}

export async function activityFacts(req: PayloadRequest, activity: ActivityRow): Promise<ActivityFacts> {
  const unit = await req.payload.db.findOne<{ id: string; ancestors?: string[] | null }>({ collection: 'units', where: { id: { equals: activity.unit } }, select: { ancestors: true }, req })
  return {
    status: activity.status,
    line: activity.line,
    theme: activity.theme ?? null,
    ledger: activity.ledger,
    unitIds: [activity.unit, ...(unit?.ancestors ?? [])],
    startsAt: activity.startsAt,
    present: activity.present,
    minutes: activity.minutes,
    visits: activity.outcome?.visits ?? 0,
    matters: activity.outcome?.matters ?? 0,
  }
}

export function targetFilter(target: TargetRow): TargetFilter {
  return {
    measure: target.measure,
    lines: target.lines ?? [],
    themes: target.themes ?? [],
    unitIds: target.units ?? [],
    from: target.from ?? null,
    to: target.to ?? null,
  }
}
