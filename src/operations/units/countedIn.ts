import type { PayloadRequest } from 'payload'
import type { UnitScope } from '../../access/unitScope.ts'
import { contributingTo, type Condition, type TargetFilter } from '../../domain/tallies/contributions.ts'
import { subtreeOf } from './subtreeOf.ts'

/** The activities that add to a target: in these units, and by one of these alternatives of conditions. */
export async function countedIn(
  req: PayloadRequest,
  filter: TargetFilter,
): Promise<{ units: UnitScope; anyOf: Condition[][] }> {
  const units = filter.unitIds.length === 0 ? 'all' : await subtreeOf(req, ...filter.unitIds)
  return { units, anyOf: contributingTo({ ...filter, unitIds: [] }) }
}

/**
 * The units of both. Published activities can be read by anyone, so where the own subtree is meant it has to narrow
 * them.
 */
export function within(scope: UnitScope, asked: UnitScope): UnitScope {
  if (scope === 'all' || asked === 'all') return scope === 'all' ? asked : scope
  const own = new Set(scope)
  return asked.filter((id) => own.has(id))
}
