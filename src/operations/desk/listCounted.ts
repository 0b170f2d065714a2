import type { PayloadRequest } from 'payload'
import type { Page } from '../../domain/shared/views.ts'
import type { CountedQuery } from '../../domain/desk/requests.ts'
import {
  NOTHING,
  partOf,
  plus,
  timelinessAt,
  type Figure,
  type Sum,
  type Timeliness,
  type UnitInTree,
} from '../../domain/desk/statistics.ts'
import { readMonths, type CountedActivity } from '../activities/readMonths.ts'
import { statisticsScope } from './statisticsScope.ts'

const A_PAGE = 25

export interface Counted {
  figure: Figure
  unit: UnitInTree
  /** Of the unit by itself, without those below it. */
  isOwn: boolean
  months: string[]
  /** Over all pages. */
  sum: Sum
  activities: Page<{
    id: string
    title: string
    unit: string
    startsAt: string
    /** The part that it adds, as it is stored: service time in minutes. */
    amount: number
    timeliness: Timeliness
  }>
}

/**
 * The activities behind one number of the table, the newest first, with how much each adds: over all pages exactly
 * that number.
 *
 * @throws AppError as statisticsScope
 */
export async function listCounted(req: PayloadRequest, query: CountedQuery, now: Date): Promise<Counted> {
  const { figure, own, only, page } = query
  const { unit, unitIds, months } = await statisticsScope(req, query, now)
  const timelinessOf = timelinessAt(now)
  const found: { activity: CountedActivity; part: Sum }[] = []
  const asked = own ? [unit.id] : unitIds
  for await (const [, activities] of readMonths(req, months, asked))
    for (const activity of activities) {
      const part = partOf(activity, figure, timelinessOf)
      if (part.amount > 0 || (part.whole > 0 && only === undefined)) found.push({ activity, part })
    }
  found.sort(
    (a, b) => b.activity.startsAt.localeCompare(a.activity.startsAt) || a.activity.id.localeCompare(b.activity.id),
  )
  const shown = found.slice((page - 1) * A_PAGE, page * A_PAGE)
  const { docs } = await req.payload.find({
    collection: 'activities',
    where: { id: { in: shown.map(({ activity }) => activity.id) } },
    select: { title: true, unit: true },
    // With the name of its unit.
    depth: 1,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const known = new Map(docs.map((activity) => [activity.id, activity]))
  return {
    figure,
    unit,
    isOwn: own !== undefined,
    months,
    sum: found.map(({ part }) => part).reduce(plus, NOTHING),
    activities: {
      docs: shown.map(({ activity, part }) => {
        const { title = '', unit: of } = known.get(activity.id) ?? {}
        return {
          id: activity.id,
          title,
          unit: typeof of === 'object' ? of.name : '',
          startsAt: activity.startsAt,
          amount: part.amount,
          timeliness: timelinessOf(activity),
        }
      }),
      page,
      totalPages: Math.ceil(found.length / A_PAGE),
      totalDocs: found.length,
    },
  }
}
