import type { PayloadRequest } from 'payload'

/** A unit and everything below it. */
export async function subtreeOf(req: PayloadRequest, unitId: string): Promise<string[]> {
  const { docs } = await req.payload.find({
    collection: 'units',
    where: { ancestors: { in: [unitId] } },
    select: { name: true },
    depth: 0,
    pagination: false,
    overrideAccess: false,
    req,
    user: req.user,
  })
  return [unitId, ...docs.map(({ id }) => id)]
}
