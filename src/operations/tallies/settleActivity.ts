import type { PayloadRequest } from 'payload'
import { findRow, findRowsBy, type ActivityRow, type TargetRow } from '../../database/rows.ts'
import { swap } from '../../database/swap.ts'
import type { RowChange } from '../../database/types.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import {
  activityContribution,
  addsNothing,
  targetFilter,
  type ActivityFacts,
} from '../../domain/tallies/contributions.ts'
import { freeSeats } from '../../domain/seats/seats.ts'
import { mendTally } from './mendTally.ts'

const MAX_TRIES = 200

/**
 * Brings every target's tally in line with what one activity contributes now.
 *
 * @throws AppError busy when other writers won 200 times in a row
 */
export async function settleActivity(req: PayloadRequest, id: string): Promise<void> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const activity = await findRow(req, 'activities', id)
    if (!activity) return
    const { counted, additions } = await tallyChanges(req, activity)
    const free = freeSeats({ capacity: activity.capacity ?? null, taken: activity.taken })
    if (additions.length === 0 && !activity.unsettled && free === (activity.free ?? null)) return
    const own = {
      collection: 'activities' as const,
      id,
      revision: activity.revision,
      set: { counted, unsettled: false, free },
    }
    if (await swap(req, [own, ...additions])) return
  }
  throw new AppError('busy')
}

/**
 * The part of a swap that goes with an activity which is to stand like this: the difference to what it has contributed
 * so far, which its row remembers (`counted`). So it is applied once, whoever writes it and however often.
 *
 * @throws AppError busy when other writers won 200 times in a row
 */
export async function tallyChanges(
  req: PayloadRequest,
  activity: ActivityRow,
): Promise<{ counted: string; additions: RowChange[] }> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    const before = countedOf(activity)
    // Most activities that are written add nothing yet: then no target is asked for, however many there are.
    const targets = addsNothing(factsOf(activity)) && Object.keys(before).length === 0 ? [] : await targetsNow(req)
    // A tally that is no number cannot be added to.
    const torn = targets.find(({ tally }) => !Number.isFinite(tally))
    if (torn) {
      await mendTally(req, torn.id)
      continue
    }
    const isUnitAsked = targets.some(({ units }) => (units ?? []).length > 0)
    const facts = isUnitAsked ? await activityFacts(req, activity) : activityFactsIn(activity, new Map())
    const after = contributionsOf(facts, targets)
    const additions = targets.flatMap((target) => {
      const by = (after[target.id] ?? 0) - (before[target.id] ?? 0)
      return by === 0
        ? []
        : [{ collection: 'targets' as const, id: target.id, revision: target.revision, add: { tally: by } }]
    })
    return { counted: JSON.stringify(after), additions }
  }
  throw new AppError('busy')
}

/** Each target as it was read last, by database. */
const known = new WeakMap<object, Map<string, TargetRow>>()

/**
 * All targets. The lists of what they count lie in tables of their own on SQLite. They are read anew when a target has
 * another revision: an edit gives it one, and a swap with the old one is refused.
 */
async function targetsNow(req: PayloadRequest): Promise<TargetRow[]> {
  const rows = await findRowsBy(req, 'targets', {}, [
    'id',
    'title',
    'measure',
    'from',
    'to',
    'tally',
    'recount',
    'revision',
  ])
  const before = known.get(req.payload.db)
  const targets = rows.map((row) => {
    const target = before?.get(row.id)
    return target && row.revision !== null && target.revision === row.revision ? { ...target, ...row } : null
  })
  if (targets.every((target) => target !== null)) return targets
  const read = await findTargets(req)
  known.set(req.payload.db, new Map(read.map((target) => [target.id, target])))
  return read
}

export async function findTargets(req: PayloadRequest): Promise<TargetRow[]> {
  const { docs } = await req.payload.db.find<TargetRow>({ collection: 'targets', pagination: false, limit: 0, req })
  return docs
}

/** The amounts that an activity has contributed to each target, by the target's id. */
export function countedOf({ counted }: Pick<ActivityRow, 'counted'>): Record<string, number> {
  return counted ? (JSON.parse(counted) as Record<string, number>) : {}
}

/** The amounts that it contributes now; targets to which it adds nothing are left out. */
export function contributionsOf(facts: ActivityFacts, targets: TargetRow[]): Record<string, number> {
  return Object.fromEntries(
    targets
      .map((target) => [target.id, activityContribution(facts, targetFilter(target))] as const)
      .filter(([, amount]) => amount !== 0),
  )
}

export async function activityFacts(req: PayloadRequest, activity: ActivityRow): Promise<ActivityFacts> {
  const unit = await req.payload.db.findOne<{ id: string; ancestors?: string[] | null }>({
    collection: 'units',
    where: { id: { equals: activity.unit } },
    select: { ancestors: true },
    req,
  })
  return activityFactsIn(activity, new Map([[activity.unit, unit?.ancestors ?? []]]))
}

/** @param ancestors of each unit, by its id */
export function activityFactsIn(activity: ActivityRow, ancestors: Map<string, string[]>): ActivityFacts {
  return { ...factsOf(activity), unitIds: [activity.unit, ...(ancestors.get(activity.unit) ?? [])] }
}

function factsOf(activity: ActivityRow): Omit<ActivityFacts, 'unitIds'> {
  return {
    status: activity.status,
    line: activity.line,
    theme: activity.theme ?? null,
    ledger: activity.ledger,
    startsAt: activity.startsAt,
    present: activity.present,
    minutes: activity.minutes,
    visits: activity.outcome?.visits ?? 0,
    settledMatters: activity.outcome?.matters ?? 0,
  }
}
