import { isDeepStrictEqual } from 'node:util'
import type { PayloadRequest } from 'payload'
import { findRow, type ActivityRow, type TargetRow } from '../../database/rows.ts'
import { runInTransaction } from '../../database/runInTransaction.ts'
import { swap } from '../../database/swap.ts'
import { updateIf } from '../../database/updateIf.ts'
import { eachAlone } from '../shared/eachAlone.ts'
import { moveSubtree } from '../units/moveSubtree.ts'
import type { Paced } from '../shared/paced.ts'
import { activityFactsIn, contributionsOf, countedOf, findTargets, settleActivity } from '../tallies/settleActivity.ts'
import { settleEdited } from './sweep.ts'

/**
 * Activities that are looked at, and those that are written, in one piece of work: short enough that nobody waits for
 * it.
 */
const READ_AT_ONCE = 100
const WRITTEN_AT_ONCE = 20

/**
 * Counts again after what a target counts was changed, or a unit was moved: the edit left a mark (`recount`) in its own
 * write, so that nothing is lost when the process dies before, in the middle, or between; whoever runs next begins
 * anew. A mark that was set while this ran is another one and stays for the next run.
 */
export async function countTargets(req: PayloadRequest, _now: Date, paced: Paced): Promise<void> {
  const marked = { targets: await marksOf(req, 'targets'), units: await marksOf(req, 'units') }
  if (marked.targets.length + marked.units.length === 0) return
  let failed = await eachAlone(req, marked.units, ({ id }) =>
    paced(() => runInTransaction(req, () => moveSubtree(req, id))),
  )
  for (let page: Page = { last: '', failed: 0 }; page.last !== null; failed += page.failed) {
    const after = page.last
    page = await paced(() => countPage(req, after))
  }
  // A target that could not be counted keeps the marks: no number is said to be final that is not.
  if (failed > 0) return
  for (const collection of ['targets', 'units'] as const) {
    for (const { id, recount } of marked[collection])
      await updateIf(
        req,
        collection,
        { and: [{ id: { equals: id } }, { recount: { equals: recount } }] },
        { recount: null },
      )
  }
}

interface Marked {
  id: string
  recount: string
}

export async function marksOf(req: PayloadRequest, collection: 'targets' | 'units'): Promise<Marked[]> {
  const { docs } = await req.payload.db.find<Marked>({
    collection,
    where: { recount: { exists: true } },
    pagination: false,
    limit: 0,
    select: { recount: true },
    req,
  })
  return docs
}

/** Of the units of these activities, by the unit's id. */
async function ancestorsOf(req: PayloadRequest, activities: ActivityRow[]): Promise<Map<string, string[]>> {
  const units = [...new Set(activities.map(({ unit }) => unit))]
  const { docs } = await req.payload.db.find<{ id: string; ancestors?: string[] | null }>({
    collection: 'units',
    where: { id: { in: units } },
    pagination: false,
    limit: 0,
    select: { ancestors: true },
    req,
  })
  return new Map(docs.map(({ id, ancestors }) => [String(id), (ancestors ?? []).map(String)]))
}

interface Page {
  /** The last id of the page, null when there is none after it. */
  last: string | null
  /** Activities that could not be counted. */
  failed: number
}

async function countPage(req: PayloadRequest, after: string): Promise<Page> {
  const { docs } = await req.payload.db.find<ActivityRow>({
    collection: 'activities',
    where: after === '' ? {} : { id: { greater_than: after } },
    sort: 'id',
    limit: READ_AT_ONCE,
    pagination: false,
    select: { title: true },
    req,
  })
  const rows = (await Promise.all(docs.map(({ id }) => findRow(req, 'activities', id)))).filter((row) => row !== null)
  // After the rows: what was counted of an activity for a target, or by a unit, that these do not know yet has given it
  // another revision.
  const [targets, ancestors] = [await findTargets(req), await ancestorsOf(req, rows)]
  const changed: ActivityRow[] = []
  let failed = await eachAlone(req, rows, async (activity) => {
    // An edit that is not settled yet has more to it than targets, and may have read the old ones.
    if (activity.unsettled) await runInTransaction(req, () => settleEdited(req, activity.id, new Date()))
    else if (!isDeepStrictEqual(countedOf(activity), contributionsOf(activityFactsIn(activity, ancestors), targets)))
      changed.push(activity)
  })
  for (let first = 0; first < changed.length; first += WRITTEN_AT_ONCE)
    failed += await countGroup(req, changed.slice(first, first + WRITTEN_AT_ONCE), targets, ancestors)
  return { last: docs.length < READ_AT_ONCE ? null : (docs.at(-1)?.id ?? null), failed }
}

/**
 * All in one write; where somebody else was quicker with one of them, or one cannot be written, each by itself.
 *
 * @returns how many could not be counted
 */
async function countGroup(
  req: PayloadRequest,
  activities: ActivityRow[],
  targets: TargetRow[],
  ancestors: Map<string, string[]>,
): Promise<number> {
  const sums = new Map<string, number>()
  const own = activities.map((activity) => {
    const before = countedOf(activity)
    const counted = contributionsOf(activityFactsIn(activity, ancestors), targets)
    for (const { id } of targets) sums.set(id, (sums.get(id) ?? 0) + (counted[id] ?? 0) - (before[id] ?? 0))
    return {
      collection: 'activities' as const,
      id: activity.id,
      revision: activity.revision,
      set: { counted: JSON.stringify(counted) },
    }
  })
  const additions = targets.flatMap(({ id, revision }) =>
    sums.get(id) ? [{ collection: 'targets' as const, id, revision, add: { tally: sums.get(id) ?? 0 } }] : [],
  )
  if (await runInTransaction(req, () => swap(req, [...own, ...additions])).catch(() => false)) return 0
  return eachAlone(req, activities, ({ id }) => runInTransaction(req, () => settleActivity(req, id)))
}
