import type { PayloadRequest, Where } from 'payload'
import { unitScope, type UnitScope } from '../../access/unitScope.ts'
import { AppError } from '../../domain/shared/AppError.ts'
import { amountOf, targetFilter, type TargetFacts } from '../../domain/tallies/contributions.ts'
import type { Contributions } from '../../domain/tallies/views.ts'
import type { Activity, Target } from '../../payload-types.ts'
import { progressOf } from '../tallies/listTargets.ts'
import { findAllInOrder } from '../shared/inPieces.ts'
import { countedIn, within } from '../units/countedIn.ts'

const A_PAGE = 25

const FACTS = {
  title: true,
  unit: true,
  status: true,
  ledger: true,
  startsAt: true,
  present: true,
  minutes: true,
  outcome: true,
} as const
type Found = Pick<Activity, 'id' | keyof typeof FACTS>

interface Asked {
  target: string
  page: number
  /** Those of the staff member's subtree alone. */
  own?: boolean
}

/**
 * The activities that a target counts, the newest first, with how much each adds: over all pages these add up to the
 * tally. They are published, so everybody may read them; their lists of people are a matter of scope. The target is
 * read by the asker's own rules, so that the public finds those alone that are opened to it.
 *
 * @throws AppError not-found
 */
export async function listContributions(
  req: PayloadRequest,
  { target: id, page, own = false }: Asked,
  now: Date,
): Promise<Contributions> {
  const read = { depth: 0, overrideAccess: false, req, user: req.user } as const
  const target = await findTarget(req, id)
  const scope = await unitScope(req)
  const filter = targetFilter(target as TargetFacts)
  const counted = await countedIn(req, filter)
  const where = whereCounted(own ? within(scope, counted.units) : counted.units, counted.anyOf.map(holdingTogether))
  const found = await req.payload.find({
    collection: 'activities',
    where,
    select: FACTS,
    sort: ['-startsAt', 'id'],
    page,
    limit: A_PAGE,
    ...read,
  })
  const units = await namesOf(
    req,
    found.docs.map(({ unit }) => String(unit)),
  )
  const amount = (activity: Found): number =>
    amountOf(
      {
        status: activity.status,
        ledger: activity.ledger,
        present: activity.present ?? 0,
        minutes: activity.minutes ?? 0,
        visits: activity.outcome?.visits ?? 0,
        settledMatters: activity.outcome?.matters ?? 0,
      },
      filter.measure,
    )
  return {
    target: progressOf(target, now),
    tally: target.tally ?? 0,
    activities: {
      docs: found.docs.map((activity) => ({
        id: activity.id,
        title: activity.title,
        startsAt: activity.startsAt,
        unit: units.get(String(activity.unit)) ?? '',
        amount: amount(activity),
        isOwn: scope === 'all' || scope.includes(String(activity.unit)),
      })),
      page,
      totalPages: found.totalPages,
      totalDocs: found.totalDocs,
    },
    ownTally: own ? await sumOf(req, where, amount) : null,
  }
}

/** By the asker's own rules: the public finds those alone that are opened to it. @throws AppError not-found */
export async function findTarget(req: PayloadRequest, id: string): Promise<Target> {
  const { docs } = await req.payload.find({
    collection: 'targets',
    where: { id: { equals: id } },
    limit: 1,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  if (!docs[0]) throw new AppError('not-found', '没有这个目标，或它没有公开，请从首页重新进入。')
  return docs[0]
}

const holdingTogether = (conditions: [path: string, operator: string, value: unknown][]): Where => ({
  and: conditions.map(([path, operator, value]) => ({ [path]: { [operator]: value } })),
})

const whereCounted = (units: UnitScope, anyOf: Where[]): Where => ({
  and: [{ or: anyOf }, ...(units === 'all' ? [] : [{ unit: { in: units } }])],
})

/** As they are stored: there may be many, and they are published. */
async function sumOf(req: PayloadRequest, where: Where, amount: (activity: Found) => number): Promise<number> {
  const all = await findAllInOrder('startsAt', async (after, limit) => {
    const { docs } = await req.payload.db.find<Found>({
      collection: 'activities',
      where: { and: [where, ...after] },
      select: FACTS,
      sort: ['startsAt', 'id'],
      limit,
      pagination: false,
      req,
    })
    return docs
  })
  return all.reduce((sum, activity) => sum + amount(activity), 0)
}

async function namesOf(req: PayloadRequest, ids: string[]): Promise<Map<string, string>> {
  const { docs } = await req.payload.find({
    collection: 'units',
    where: { id: { in: [...new Set(ids)] } },
    select: { name: true },
    pagination: false,
    depth: 0,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return new Map(docs.map(({ id, name }) => [id, name]))
}
