import type { PayloadRequest, Where } from 'payload'
import { staffUser, unitOf } from './staffUser.ts'

export type UnitScope = 'all' | string[]

/**
 * The units a staff member answers for: everything for the department, otherwise the own unit and all below it.
 * Nobody else has any. Read once per request.
 */
export async function unitScope(req: PayloadRequest): Promise<UnitScope> {
  const staff = staffUser(req)
  if (!staff) return []
  if (staff.role === 'department') return 'all'
  const known = req.context.unitScope as { staffId: string; units: string[] } | undefined
  if (known?.staffId === staff.id) return known.units
  const own = unitOf(staff)
  const below = await req.payload.db.find<{ id: string }>({
    collection: 'units',
    where: { ancestors: { in: [own] } },
    pagination: false,
    limit: 0,
    select: { name: true },
    req,
  })
  const units = [own, ...below.docs.map((unit) => String(unit.id))]
  req.context.unitScope = { staffId: staff.id, units }
  return units
}

/** A rule result for records that carry a unit under `field`. */
export async function whereInScope(req: PayloadRequest, field: string): Promise<boolean | Where> {
  const scope = await unitScope(req)
  if (scope === 'all') return true
  return scope.length > 0 && { [field]: { in: scope } }
}

/** The same, and for records of the units above the own one: what those make for all below them. */
export async function whereInScopeOrAbove(req: PayloadRequest, field: string): Promise<boolean | Where> {
  const scope = await unitScope(req)
  const staff = staffUser(req)
  if (scope === 'all' || !staff) return scope === 'all'
  const own = await req.payload.db.findOne<{ id: string; ancestors?: unknown[] | null }>({
    collection: 'units',
    where: { id: { equals: unitOf(staff) } },
    req,
  })
  const above = (own?.ancestors ?? []).map((unit) =>
    String(typeof unit === 'object' && unit !== null && 'id' in unit ? unit.id : unit),
  )
  return { [field]: { in: [...scope, ...above] } }
}

export async function isUnitInScope(req: PayloadRequest, unitId: string): Promise<boolean> {
  // Most of what staff do is their own unit's, and needs no look at the tree.
  const staff = staffUser(req)
  if (staff && unitOf(staff) === unitId) return true
  const scope = await unitScope(req)
  return scope === 'all' || scope.includes(unitId)
}
