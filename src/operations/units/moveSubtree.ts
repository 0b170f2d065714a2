import type { PayloadRequest } from 'payload'

interface UnitRow {
  id: string
  parent?: string | null
  ancestors?: string[] | null
}

/**
 * Gives a unit and everything below it the ancestors that they have by their parents, row by row: safe to repeat after
 * a process died in the middle.
 */
export async function moveSubtree(req: PayloadRequest, id: string): Promise<void> {
  const unit = await unitOf(req, id)
  if (!unit) return
  const parent = unit.parent ? await unitOf(req, unit.parent) : null
  const ancestors = parent === null ? [] : [...(parent.ancestors ?? []), parent.id]
  // Derived from its parent: nobody has edited it.
  const data = { ancestors, updatedAt: null }
  await req.payload.db.updateOne({ collection: 'units', id, data, returning: false, req })
  const { docs } = await req.payload.db.find<UnitRow>({
    collection: 'units',
    where: { parent: { equals: id } },
    pagination: false,
    limit: 0,
    select: { name: true },
    req,
  })
  for (const child of docs) await moveSubtree(req, child.id)
}

const unitOf = (req: PayloadRequest, id: string): Promise<UnitRow | null> =>
  req.payload.db.findOne<UnitRow>({ collection: 'units', where: { id: { equals: id } }, req })
