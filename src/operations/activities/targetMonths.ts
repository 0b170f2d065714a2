import type { PayloadRequest } from 'payload'
import { addMonths, monthOf, monthsBetween } from '../../domain/shared/months.ts'
import { amountOf, meetsFilter, targetFilter, type TargetFacts } from '../../domain/tallies/contributions.ts'
import type { TargetMonth } from '../../domain/tallies/views.ts'
import { countedIn } from '../units/countedIn.ts'
import { findTarget } from './listContributions.ts'
import { readMonths } from './readMonths.ts'

const SHOWN = 12

/**
 * How much each month has added to a target, of the last twelve that it counts. The target is read by the asker's own
 * rules.
 *
 * @throws AppError not-found
 */
export async function targetMonths(req: PayloadRequest, id: string, now: Date): Promise<TargetMonth[]> {
  const filter = targetFilter((await findTarget(req, id)) as TargetFacts)
  const thisMonth = monthOf(now)
  const last = [thisMonth, filter.to?.slice(0, 7) ?? thisMonth].toSorted()[0] ?? thisMonth
  const first = [addMonths(last, 1 - SHOWN), filter.from?.slice(0, 7) ?? ''].toSorted()[1] ?? last
  const { units } = await countedIn(req, filter)
  const ofUnits = { ...filter, unitIds: [] }
  const months: TargetMonth[] = []
  for await (const [month, activities] of readMonths(req, monthsBetween(first, last), units === 'all' ? null : units)) {
    const counted = activities.filter((activity) => meetsFilter({ ...activity, unitIds: [] }, ofUnits))
    months.push({ month, amount: counted.reduce((sum, one) => sum + amountOf(one, filter.measure), 0) })
  }
  return months
}
