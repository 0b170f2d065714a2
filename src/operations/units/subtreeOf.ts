import type { PayloadRequest } from 'payload'

/** A unit and everything below it; nothing for a unit that is not there. */
export async function subtreeOf(req: PayloadRequest, unitId: string): Promise<string[]> {
  const { docs } = await req.payload.find({
    collection: 'units',
    // Each as one value: an id of a kind that this database does not know is then simply not found.
    where: { or: [{ id: { equals: unitId } }, { ancestors: { equals: unitId } }] },
    select: { name: true },
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return docs.map(({ id }) => id)
}
