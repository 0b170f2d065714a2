import type { PayloadRequest } from 'payload'

/** By the collection's own rule: whoever may make a unit by hand may import them. */
export async function mayMakeUnits(req: PayloadRequest): Promise<boolean> {
  return (await req.payload.collections.units.config.access.create({ req })) === true
}
