import { ObjectId } from 'mongodb'
import type { PayloadRequest } from 'payload'
import { cast, collectionOf, inSession } from './mongo.ts'
import { connectionOf, tableOf } from './sqlite.ts'

/**
 * Whether all these records are there. On MongoDB they are also written, in the caller's transaction: a transaction
 * that deletes one of them at the same time conflicts with it, and one of the two starts over. SQLite has foreign keys
 * for that.
 */
export async function holdRecords(req: PayloadRequest, collection: string, ids: string[]): Promise<boolean> {
  if (req.payload.db.name === 'sqlite') {
    const [count] =
      connectionOf(req.payload).readOne({
        sql: `SELECT COUNT(*) FROM "${tableOf(collection)}" WHERE id IN (SELECT value FROM json_each(?))`,
        args: [JSON.stringify(ids)],
      }) ?? []
    return count === ids.length
  }
  const wanted = idsFrom(req, collection, ids)
  // The version key that Mongoose gives every document.
  const { matchedCount } = await collectionOf(req, collection).updateMany(
    { _id: { $in: wanted } },
    { $inc: { __v: 1 } },
    await inSession(req),
  )
  return matchedCount === ids.length
}

/** Text that is no id of this database is left out. */
function idsFrom(req: PayloadRequest, collection: string, ids: string[]): ObjectId[] {
  return ids.flatMap((id) => (ObjectId.isValid(id) ? [cast(req, collection, '_id', id) as ObjectId] : []))
}
