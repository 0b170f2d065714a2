import { createLocalReq } from 'payload'
import { runInTransaction } from '../database/runInTransaction.ts'
import { swap } from '../database/swap.ts'
import { dayOf } from '../domain/shared/calendar.ts'
import { OPENING_SOURCE, TARGETS } from './data/targets.ts'
import { idOf, type Demo } from './demo.ts'
import { periodAt } from './plan/schedule.ts'

/** While there are no activities: a target made later would have to be counted in the background. */
export async function createTargets({ payload, units, targets, scale, now }: Demo): Promise<void> {
  const period = periodAt(now)
  for (const [index, { units: names, goal, opening, ...facts }] of TARGETS.entries()) {
    const unitIds = names.map((name) => idOf(units, name))
    const [from, to] = [dayOf(period.from), dayOf(period.to)]
    const data = {
      ...facts,
      goal: goal * scale,
      opening,
      openingSource: opening > 0 ? OPENING_SOURCE : null,
      units: unitIds,
      from,
      to,
      isPublic: true,
      order: index + 1,
    }
    const { id } = await payload.create({ collection: 'targets', data, depth: 0, overrideAccess: true })
    targets.push({ id, filter: { ...facts, unitIds, from, to }, tally: 0 })
  }
}

/** All tallies in one step, once everything they count is there. */
export async function writeTallies({ payload, targets }: Demo): Promise<void> {
  const req = await createLocalReq({}, payload)
  await runInTransaction(req, async () => {
    const { docs } = await payload.db.find<{ id: string; revision: string }>({
      collection: 'targets',
      pagination: false,
      limit: 0,
      req,
    })
    const changes = targets.map(({ id, tally }) => ({
      collection: 'targets' as const,
      id,
      revision: docs.find((doc) => doc.id === id)?.revision ?? null,
      set: { recount: null },
      add: { tally },
    }))
    if (!(await swap(req, changes)))
      throw new Error('The targets were changed by another process while the county was being made')
  })
}
