import type { PayloadRequest, Where } from 'payload'

/** Units and everything below them; nothing for a unit that is not there. */
export async function subtreeOf(req: PayloadRequest, ...unitIds: string[]): Promise<string[]> {
  const { docs } = await req.payload.find({
    collection: 'units',
    // Each as one value: an id of a kind that this database does not know is then simply not found.
    where: { or: unitIds.flatMap((id): Where[] => [{ id: { equals: id } }, { ancestors: { equals: id } }]) },
    select: { name: true },
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return docs.map(({ id }) => id)
}
