import type { PayloadRequest, TypedCollection, Where } from 'payload'

/**
 * Changes the one row that meets `where` at that moment, in one atomic statement on either database: of several who ask
 * at once for what only one can have, one gets the row and the others null. Runs no hooks and knows no access rules.
 */
export async function updateIf<T>(
  req: PayloadRequest,
  collection: keyof TypedCollection,
  where: Where,
  data: Record<string, unknown>,
): Promise<T | null> {
  const { db } = req.payload
  return (await db.updateOne({
    collection,
    where,
    data,
    ...(db.name === 'sqlite' && { options: { atomic: true } }),
    req,
  })) as unknown as T | null
}
