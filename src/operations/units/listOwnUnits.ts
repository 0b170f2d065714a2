import type { PayloadRequest } from 'payload'
import { whereInScope } from '../../access/unitScope.ts'
import { KINDS_TO_BELONG_TO, type UnitKind } from '../../domain/units/vocabulary.ts'
import type { Unit } from '../../payload-types.ts'
import { unitOf } from '../../access/staffUser.ts'
import { requireStaff } from '../identity/requireUser.ts'

export interface UnitChoice {
  id: string
  name: string
  kind: UnitKind
  /** 0 for the topmost unit of the list. */
  level: number
}

/**
 * The units of a staff member's subtree down to communities, in the order of the tree, and the own unit whatever its
 * kind: what reports are filtered by.
 *
 * @param isEveryKind with organisations, compounds and branches too: all that people belong to
 * @throws AppError not-logged-in, forbidden
 */
export async function listOwnUnits(req: PayloadRequest, isEveryKind = false): Promise<UnitChoice[]> {
  const staff = requireStaff(req)
  const own = unitOf(staff)
  const scope = await whereInScope(req, 'id')
  if (scope === false) return []
  const { docs } = await req.payload.find({
    collection: 'units',
    where: {
      and: [
        {
          or: [
            { kind: { in: isEveryKind ? KINDS_TO_BELONG_TO : ['county', 'town', 'community'] } },
            { id: { equals: own } },
          ],
        },
        ...(scope === true ? [] : [scope]),
      ],
    },
    select: { name: true, kind: true, parent: true },
    sort: 'name',
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  const known = new Set(docs.map(({ id }) => id))
  const parentOf = (unit: Pick<Unit, 'parent'>): string | null =>
    typeof unit.parent === 'object' ? (unit.parent?.id ?? null) : (unit.parent ?? null)
  const below = (parent: string | null, level: number): UnitChoice[] =>
    docs
      .filter((unit) => (parent === null ? !known.has(parentOf(unit) ?? '') : parentOf(unit) === parent))
      .flatMap(({ id, name, kind }) => [{ id, name, kind, level }, ...below(id, level + 1)])
  return below(null, 0)
}
