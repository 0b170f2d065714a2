import type { PayloadRequest } from 'payload'
import type { UnitKind } from '../../domain/units/vocabulary.ts'

export interface UnitSummary {
  id: string
  name: string
  kind: UnitKind
  parent: string | null
}

/** Units of the given kinds, by name. */
export async function listUnits(req: PayloadRequest, kinds: UnitKind[] = ['county', 'town']): Promise<UnitSummary[]> {
  const { docs } = await req.payload.find({
    collection: 'units',
    where: { kind: { in: kinds } },
    sort: 'name',
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return docs.map(({ id, name, kind, parent }) => ({
    id,
    name,
    kind,
    parent: typeof parent === 'string' ? parent : (parent?.id ?? null),
  }))
}
