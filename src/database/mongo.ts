import type { ClientSession, Collection, Document } from 'mongodb'
import type { Reader } from './conditions.ts'

interface MongoAdapter {
  collections: Record<
    string,
    { collection: Collection; schema: { path(name: string): { cast(value: unknown): unknown } | undefined } }
  >
  sessions: Record<string, ClientSession>
}

function modelOf({ payload }: Reader, name: string): MongoAdapter['collections'][string] {
  const model = (payload.db as unknown as MongoAdapter).collections[name]
  if (!model) throw new Error(`No model for ${name}`)
  return model
}

/**
 * With the driver's own methods: Payload's adapter, and Mongoose under it, look each query and document through, field
 * by field, which rows of our own bookkeeping do without.
 */
export const collectionOf = (req: Reader, name: string): Collection => modelOf(req, name).collection

/**
 * A text as the collection's field stores it: ids and times have types of their own.
 *
 * @throws CastError for an id that is none; an error for a field that there is not
 */
export function cast(req: Reader, name: string, field: string, value: unknown): unknown {
  const path = modelOf(req, name).schema.path(field)
  if (!path) throw new Error(`No field for ${name}.${field}`)
  return path.cast(value)
}

/** Fields of a row as they are stored. */
export function documentFrom(req: Reader, name: string, fields: object): Document {
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]: [string, unknown]) => [
      nameOf(field),
      cast(req, name, nameOf(field), value),
    ]),
  )
}

export const nameOf = (field: string): string => (field === 'id' ? '_id' : field)

/** The request's transaction, if it has one, as an option of the driver's methods. */
export async function inSession(req: Reader): Promise<{ session?: ClientSession }> {
  const id = await req.transactionID
  const session =
    id === undefined || id === null ? undefined : (req.payload.db as unknown as MongoAdapter).sessions[String(id)]
  return session?.inTransaction() ? { session } : {}
}
